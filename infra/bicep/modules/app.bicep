// The plan, the app and every setting that it must have (a test compares them with what the code reads). None of them is confidential:
// those are in the vault, and come as references, or, where the vault is closed to the platform, are read by the app itself.
param location string
param tags object
param suffix string
param runtime string
param publicUrl string
param timeZone string
param defaultLanguage string
param organisation { fa: string, en: string }
param helpContact { fa: string, en: string }
param twilio { accountSid: string, messagingServiceSid: string, from: string, apiKeySid: string }
param sendGrid { from: string, fromName: string, webhookPublicKey: string }
param furtherVaultSettings string[]
param furtherSettings object
param otlpEndpoint string
param hasDashboard bool
param trustedProxyHops int
param identityId string
param identityClientId string
param blobEndpoint string
param queueEndpoint string
param tableEndpoint string
param packageContainer string
param vaultUri string
param isVaultPrivate bool
param componentName string
param subnetId string
param zoneRedundant bool
param alwaysReady { name: string, instanceCount: int }[]
param maximumInstanceCount int
param instanceMemoryMB int

// In the vault each has its name with -- for __.
var vaultSettings = [
  'Peyk__MasterKeys'
  'Peyk__LookupKey'
  'Peyk__SigningKey'
  'Twilio__AuthToken'
  'SendGrid__ApiKey'
]

// References to a vault behind a private endpoint do not resolve on Flex Consumption.
var vaultAccess = isVaultPrivate
  ? { Peyk__KeyVaultUri: vaultUri }
  : toObject(
      concat(vaultSettings, furtherVaultSettings),
      name => name,
      name => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${replace(name, '__', '--')})'
    )

// What is empty is left out, so that the app's own default holds.
var optionalSettings = union(
  empty(helpContact.fa) ? {} : { Peyk__HelpContact__fa: helpContact.fa },
  empty(helpContact.en) ? {} : { Peyk__HelpContact__en: helpContact.en },
  empty(twilio.messagingServiceSid) ? {} : { Twilio__MessagingServiceSid: twilio.messagingServiceSid },
  empty(twilio.from) ? {} : { Twilio__From: twilio.from },
  empty(twilio.apiKeySid) ? {} : { Twilio__ApiKeySid: twilio.apiKeySid },
  empty(sendGrid.fromName) ? {} : { SendGrid__FromName: sendGrid.fromName },
  hasDashboard ? { Dashboard__Access: 'AppService' } : {},
  empty(otlpEndpoint) ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint }
)

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-peyk-${suffix}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: 'func-peyk-${suffix}'
  location: location
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${blobEndpoint}${packageContainer}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstanceCount
        instanceMemoryMB: instanceMemoryMB
        alwaysReady: alwaysReady
        triggers: { http: { perInstanceConcurrency: 16 } }
      }
      runtime: { name: runtime, version: runtime == 'custom' ? '1.0' : '10.0' }
    }
    siteConfig: { minTlsVersion: '1.2' }
  }
}

resource settings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: union(
    {
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identityClientId
      AzureWebJobsStorage__blobServiceUri: blobEndpoint
      AzureWebJobsStorage__queueServiceUri: queueEndpoint
      AzureWebJobsStorage__tableServiceUri: tableEndpoint
      APPLICATIONINSIGHTS_CONNECTION_STRING: component.properties.ConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
      Peyk__PublicUrl: empty(publicUrl) ? 'https://${app.properties.defaultHostName}' : publicUrl
      Peyk__TrustedProxyHops: string(trustedProxyHops)
      Peyk__TimeZone: timeZone
      Peyk__DefaultLanguage: defaultLanguage
      Peyk__Organisation__fa: organisation.fa
      Peyk__Organisation__en: organisation.en
      Twilio__AccountSid: twilio.accountSid
      SendGrid__From: sendGrid.from
      SendGrid__WebhookPublicKey: sendGrid.webhookPublicKey
      // The Functions host reads schedules from here, and does not know the app's defaults.
      SweepSchedule: '0 * * * * *'
      RetentionSchedule: '30 7/10 * * * *'
      BatchesSchedule: '20 * * * * *'
      CallbackSchedule: '*/15 * * * * *'
      ReminderSchedule: '0 * * * * *'
      ErasureSchedule: '20 * * * * *'
    },
    vaultAccess,
    optionalSettings,
    furtherSettings
  )
}

output name string = app.name
output url string = empty(publicUrl) ? 'https://${app.properties.defaultHostName}' : publicUrl
