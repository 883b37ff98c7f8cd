using './main.bicep'

param environmentName = 'prod'
param publicUrl = readEnvironmentVariable('PEYK_PUBLIC_URL', '')
param dashboardClientId = readEnvironmentVariable('PEYK_DASHBOARD_CLIENT_ID', '')
param organisation = { fa: 'سازمان تامین اجتماعی', en: 'Social Security Organisation' }
param helpContact = { fa: 'مرکز پاسخگویی ۱۴۲۰', en: 'Call centre 1420' }
param twilio = {
  accountSid: readEnvironmentVariable('PEYK_TWILIO_ACCOUNT_SID', '')
  messagingServiceSid: readEnvironmentVariable('PEYK_TWILIO_MESSAGING_SERVICE_SID', '')
  from: ''
  apiKeySid: ''
}
param sendGrid = {
  from: readEnvironmentVariable('PEYK_SENDGRID_FROM', '')
  fromName: 'Social Security'
  webhookPublicKey: readEnvironmentVariable('PEYK_SENDGRID_WEBHOOK_PUBLIC_KEY', '')
}

// Storage and vault are closed to the internet, copies lie in three zones, and nobody deletes either by mistake.
param vnetEnabled = true
param storageSku = 'Standard_ZRS'
param storageLogs = ['StorageDelete']
param locked = true
param zoneRedundant = true

// Somebody answers at once, and the sweep and the sending queues need no cold start.
param alwaysReady = [
  { name: 'http', instanceCount: 2 }
  { name: 'function:SendSmsQueue', instanceCount: 2 }
  { name: 'function:SendEmailQueue', instanceCount: 2 }
]
param alertEmails = ['operations@example.org']
param logRetentionDays = 90
param monthlyBudget = 500
param budgetStart = '2026-12-01'
