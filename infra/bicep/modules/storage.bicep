// One storage account without shared keys, and in it every table and queue of the app (functions/Shared/Storage/Names.cs; a test compares).
param location string
param tags object
param suffix string
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS', 'Standard_RAGRS', 'Standard_RAGZRS'])
param skuName string
param isPrivate bool
param locked bool
param logs string[]
param workspaceId string

var packageContainerName = 'app-package'
var tableNames = [
  'Notifications'
  'Idempotency'
  'Clients'
  'Cases'
  'References'
  'Feed'
  'Callbacks'
  'DeadLetters'
  'Contacts'
  'Timeline'
  'FeedbackRequests'
  'AskingPace'
  'Complaints'
  'Responses'
  'Conversations'
  'ProviderMessages'
  'Batches'
  'Senders'
  'Cursors'
  'Reminders'
  'Schedule'
  'Erasures'
  'Audit'
  'Controls'
  'Rollups'
  'Subscriptions'
  'Issues'
  'IssueBatches'
  'Recipients'
]
var queueNames = [
  'send-sms'
  'send-email'
  'send-sms-bulk'
  'send-email-bulk'
  'batches'
  'issue-batches'
  'issue-receipts'
  'receipts'
  'triggers'
  'inbound-sms'
  'callbacks'
  'send-sms-poison'
  'send-email-poison'
  'send-sms-bulk-poison'
  'send-email-bulk-poison'
  'batches-poison'
  'issue-batches-poison'
  'issue-receipts-poison'
  'receipts-poison'
  'triggers-poison'
  'inbound-sms-poison'
  'callbacks-poison'
]

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'stpeyk${suffix}'
  location: location
  tags: tags
  sku: { name: skuName }
  kind: 'StorageV2'
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    isLocalUserEnabled: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      defaultAction: isPrivate ? 'Deny' : 'Allow'
      bypass: isPrivate ? 'None' : 'AzureServices'
    }
  }
}

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: 7 }
    containerDeleteRetentionPolicy: { enabled: true, days: 7 }
  }
}

resource packageContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: blobService
  name: packageContainerName
  properties: { publicAccess: 'None' }
}

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2024-01-01' = {
  parent: account
  name: 'default'
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2024-01-01' = [
  for name in queueNames: {
    parent: queueService
    name: name
  }
]

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2024-01-01' = {
  parent: account
  name: 'default'
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices/tables@2024-01-01' = [
  for name in tableNames: {
    parent: tableService
    name: name
  }
]

// Only what the host and support tools leave behind. The package container is left alone: its one blob is the app that runs.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'old-host-traces'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: ['blockBlob', 'appendBlob']
              prefixMatch: ['azure-webjobs-hosts/output-logs', 'azure-webjobs-hosts/invocations', 'azure-webjobs-dashboard', 'insights-logs-']
            }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 30 } } }
          }
        }
        {
          name: 'old-snapshots'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'] }
            actions: {
              snapshot: { delete: { daysAfterCreationGreaterThan: 30 } }
              version: { delete: { daysAfterCreationGreaterThan: 30 } }
            }
          }
        }
      ]
    }
  }
}

resource blobDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: blobService
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [for category in logs: { category: category, enabled: true }]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

resource queueDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: queueService
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [for category in logs: { category: category, enabled: true }]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

resource tableDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: tableService
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [for category in logs: { category: category, enabled: true }]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (locked) {
  scope: account
  name: 'do-not-delete'
  properties: {
    level: 'CanNotDelete'
    notes: 'Every message, contact and log of Peyk is here.'
  }
}

output id string = account.id
output name string = account.name
output blobEndpoint string = account.properties.primaryEndpoints.blob
output queueEndpoint string = account.properties.primaryEndpoints.queue
output tableEndpoint string = account.properties.primaryEndpoints.table
output packageContainer string = packageContainer.name
