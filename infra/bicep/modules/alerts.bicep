// What is worth waking somebody for, from the metrics of docs/telemetry.md as the app sends them to Application Insights each minute.
// docs/operations.md has a paragraph on each by its name.
param location string
param tags object
param suffix string
param workspaceId string
param actionGroupId string
param storageId string

var rules = [
  {
    name: 'dead-letters'
    description: 'A queue message was given up and kept as a dead letter.'
    severity: 2
    window: 'PT15M'
    threshold: 0
    query: '''
      AppMetrics
      | where Name == "peyk.dead_letters"
      | summarize Value = sum(Sum)
    '''
  }
  {
    name: 'queue-age'
    description: 'A message waited longer than a minute in a sending queue.'
    severity: 2
    window: 'PT10M'
    threshold: 60
    query: '''
      AppMetrics
      | where Name == "peyk.queue.age"
      | summarize Value = max(Max)
    '''
  }
  {
    name: 'failed-deliveries'
    description: 'More than 10 % of the deliveries that ended have failed or expired.'
    severity: 2
    window: 'PT30M'
    threshold: 10
    query: '''
      AppMetrics
      | where Name == "peyk.deliveries"
      | extend Status = tostring(Properties.status)
      | where Status in ("delivered", "failed", "expired")
      | summarize Failed = sumif(Sum, Status != "delivered"), Ended = sum(Sum)
      | project Value = iff(Ended < 20, 0.0, 100.0 * Failed / Ended)
    '''
  }
  {
    name: 'misconfigured'
    description: 'A provider refused messages because of our account, keys or sender.'
    severity: 1
    window: 'PT5M'
    threshold: 0
    query: '''
      AppMetrics
      | where Name == "peyk.deliveries" and tostring(Properties.reason) == "misconfigured"
      | summarize Value = sum(Sum)
    '''
  }
  {
    name: 'webhook-signatures'
    description: 'Webhooks come in whose signature is wrong: a rotated key, a changed address, or somebody who tries.'
    severity: 2
    window: 'PT15M'
    threshold: 10
    query: '''
      AppMetrics
      | where Name == "peyk.webhooks" and tostring(Properties.outcome) == "bad_signature"
      | summarize Value = sum(Sum)
    '''
  }
  {
    name: 'provider-errors'
    description: 'More than 5 % of the calls to a provider failed, or nobody knows whether they did.'
    severity: 2
    window: 'PT15M'
    threshold: 5
    query: '''
      AppMetrics
      | where Name == "peyk.provider.duration"
      | extend Outcome = tostring(Properties.outcome)
      | summarize Failed = sumif(ItemCount, Outcome in ("not_taken", "unknown")), Calls = sum(ItemCount)
      | project Value = iff(Calls < 20, 0.0, 100.0 * Failed / Calls)
    '''
  }
  {
    name: 'newsletter-pauses'
    description: 'An issue of a newsletter stopped by itself: too many mails came back or were reported as spam, or the provider refused it.'
    severity: 2
    window: 'PT15M'
    threshold: 0
    query: '''
      AppMetrics
      | where Name == "peyk.newsletters.pauses"
      | summarize Value = sum(Sum)
    '''
  }
  {
    name: 'indicators'
    description: 'An indicator is worse than usual: time to first contact, failures, complaints without an answer, opt-outs, or answers to surveys.'
    severity: 3
    window: 'PT15M'
    threshold: 0
    query: '''
      AppMetrics
      | where Name == "peyk.indicators.alerts"
      | summarize Value = sum(Sum)
    '''
  }
  {
    name: 'silence'
    description: 'The app told nothing for a quarter of an hour, though its sweep runs every minute: it is down, or cannot reach its storage.'
    severity: 0
    window: 'PT15M'
    threshold: 0
    query: '''
      AppMetrics
      | where Name == "peyk.storage.operations"
      | summarize Rows = count()
      | project Value = iff(Rows == 0, 1, 0)
    '''
  }
]

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: 'alert-${rule.name}-${suffix}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Peyk: ${rule.name}'
      description: rule.description
      severity: rule.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: rule.window
      criteria: {
        allOf: [
          {
            query: rule.query
            metricMeasureColumn: 'Value'
            timeAggregation: 'Maximum'
            operator: 'GreaterThan'
            threshold: rule.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      // The tables are empty until the app has run once.
      skipQueryValidation: true
      autoMitigate: true
      actions: { actionGroups: [actionGroupId] }
    }
  }
]

resource storageAvailability 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-storage-availability-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    description: 'The storage account refuses or fails more than 1 % of its requests.'
    severity: 1
    enabled: true
    scopes: [storageId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'availability'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.Storage/storageAccounts'
          metricName: 'Availability'
          timeAggregation: 'Average'
          operator: 'LessThan'
          threshold: 99
        }
      ]
    }
    autoMitigate: true
    actions: [{ actionGroupId: actionGroupId }]
  }
}
