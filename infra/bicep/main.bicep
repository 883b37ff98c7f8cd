// Peyk on Azure: one resource group, one Flex Consumption plan, one storage account, one vault.
// docs/operations.md tells how to deploy it, and what to do before and after.
targetScope = 'resourceGroup'

@description('Names the deployment in tags, such as dev or prod.')
@minLength(1)
@maxLength(24)
param environmentName string

@description('Region of every resource. It must offer Flex Consumption.')
param location string = resourceGroup().location

@description('custom: the published folder runs as a custom handler. dotnet-isolated: built with the official packages.')
@allowed(['custom', 'dotnet-isolated'])
param runtime string = 'custom'

@description('Base of every link and callback, https and without a path. Empty: the address that Azure gives the app.')
param publicUrl string = ''

@description('Time zone of the organisation (TZDB id).')
param timeZone string = 'Asia/Tehran'

@description('Language of a recipient who names none.')
param defaultLanguage string = 'fa'

@description('Name of the organisation in messages and pages, by language.')
param organisation { fa: string, en: string }

@description('Whom to ask where a service names nobody, by language. Empty texts: nobody.')
param helpContact { fa: string, en: string } = { fa: '', en: '' }

@description('Twilio without its auth token, which is kept in the vault. One of messagingServiceSid and from is needed; apiKeySid is optional, its other half is kept in the vault.')
param twilio { accountSid: string, messagingServiceSid: string, from: string, apiKeySid: string }

@description('SendGrid without its API key, which is kept in the vault. webhookPublicKey is what "providers setup" prints.')
param sendGrid { from: string, fromName: string, webhookPublicKey: string }

@description('Settings in the vault beyond those that are always there, such as Twilio__PreviousAuthToken or Twilio__ApiKeySecret.')
param furtherVaultSettings string[] = []

@description('Further settings by their names, such as Delivery__SmsFallback. Nothing confidential: that belongs in the vault.')
param furtherSettings object = {}

@description('Client id of the app registration in Entra ID by which people sign in to the dashboard. Empty: there is no dashboard.')
param dashboardClientId string = ''

@description('Where traces and metrics go over OTLP besides Application Insights. Empty: nowhere.')
param otlpEndpoint string = ''

@description('Proxies before the app that add to X-Forwarded-For: 1 for Azure\'s front end, one more for a front door or gateway of your own.')
@minValue(1)
@maxValue(5)
param trustedProxyHops int = 1

@description('Storage and vault only through private endpoints in a network of their own.')
param vnetEnabled bool = false

@description('Redundancy of the storage account.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS', 'Standard_RAGRS', 'Standard_RAGZRS'])
param storageSku string = 'Standard_LRS'

@description('Logs of the storage account: none, or some of StorageRead, StorageWrite and StorageDelete. Each request is a line that costs.')
param storageLogs string[] = []

@description('Instances over several zones. Needs a region with zones and at least two always ready instances.')
param zoneRedundant bool = false

@description('Instances that never stop, by group: http, or function:NAME.')
param alwaysReady { name: string, instanceCount: int }[] = []

@description('Most instances at a time.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 100

@description('Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Who is told when an alert fires. Empty: alerts only show in the portal.')
param alertEmails string[] = []

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Budget of the resource group for a month, in the currency of the subscription. 0: no budget.')
@minValue(0)
param monthlyBudget int = 0

@description('First day of the month in which the budget begins, as 2026-12-01. Azure does not let it change afterwards.')
param budgetStart string = ''

@description('Locks storage and vault against deletion.')
param locked bool = false

var suffix = toLower(uniqueString(subscription().id, resourceGroup().id, environmentName))
var tags = { 'azd-env-name': environmentName, application: 'peyk' }

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-peyk-${suffix}'
  location: location
  tags: tags
}

module observability 'modules/observability.bicep' = {
  name: 'observability'
  params: {
    location: location
    tags: tags
    suffix: suffix
    retentionDays: logRetentionDays
    alertEmails: alertEmails
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    location: location
    tags: tags
    suffix: suffix
    skuName: storageSku
    isPrivate: vnetEnabled
    locked: locked
    logs: storageLogs
    workspaceId: observability.outputs.workspaceId
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    location: location
    tags: tags
    suffix: suffix
    isPrivate: vnetEnabled
    locked: locked
    workspaceId: observability.outputs.workspaceId
  }
}

module roles 'modules/roles.bicep' = {
  name: 'roles'
  params: {
    identityId: identity.id
    principalId: identity.properties.principalId
    storageName: storage.outputs.name
    vaultName: vault.outputs.name
    componentName: observability.outputs.componentName
  }
}

module network 'modules/network.bicep' = if (vnetEnabled) {
  name: 'network'
  params: {
    location: location
    tags: tags
    suffix: suffix
    storageId: storage.outputs.id
    vaultId: vault.outputs.id
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  params: {
    location: location
    tags: tags
    suffix: suffix
    runtime: runtime
    publicUrl: publicUrl
    timeZone: timeZone
    defaultLanguage: defaultLanguage
    organisation: organisation
    helpContact: helpContact
    twilio: twilio
    sendGrid: sendGrid
    furtherVaultSettings: furtherVaultSettings
    furtherSettings: furtherSettings
    otlpEndpoint: otlpEndpoint
    hasDashboard: !empty(dashboardClientId)
    trustedProxyHops: trustedProxyHops
    identityId: identity.id
    identityClientId: identity.properties.clientId
    blobEndpoint: storage.outputs.blobEndpoint
    queueEndpoint: storage.outputs.queueEndpoint
    tableEndpoint: storage.outputs.tableEndpoint
    packageContainer: storage.outputs.packageContainer
    vaultUri: vault.outputs.uri
    isVaultPrivate: vnetEnabled
    componentName: observability.outputs.componentName
    subnetId: vnetEnabled ? network!.outputs.appSubnetId : ''
    zoneRedundant: zoneRedundant
    alwaysReady: alwaysReady
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMB: instanceMemoryMB
  }
  dependsOn: [
    roles
  ]
}

module dashboard 'modules/dashboard.bicep' = if (!empty(dashboardClientId)) {
  name: 'dashboard'
  params: {
    appName: app.outputs.name
    clientId: dashboardClientId
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    location: location
    tags: tags
    suffix: suffix
    workspaceId: observability.outputs.workspaceId
    actionGroupId: observability.outputs.actionGroupId
    storageId: storage.outputs.id
  }
}

module budget 'modules/budget.bicep' = if (monthlyBudget > 0) {
  name: 'budget'
  params: {
    suffix: suffix
    amount: monthlyBudget
    startDate: budgetStart
    contactEmails: alertEmails
  }
}

@description('Name of the function app.')
output functionAppName string = app.outputs.name

@description('Base address of API and pages.')
output appUrl string = app.outputs.url

@description('The vault that waits for the settings named in docs/operations.md.')
output vaultName string = vault.outputs.name

@description('The storage account.')
output storageName string = storage.outputs.name
