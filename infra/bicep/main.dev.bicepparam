using './main.bicep'

// A cheap one to try things on: open network, no locks, nothing always ready.
param environmentName = 'dev'
param organisation = { fa: 'سازمان تامین اجتماعی (آزمایشی)', en: 'Social Security Organisation (test)' }
param twilio = {
  accountSid: readEnvironmentVariable('PEYK_TWILIO_ACCOUNT_SID', 'AC00000000000000000000000000000000')
  messagingServiceSid: readEnvironmentVariable('PEYK_TWILIO_MESSAGING_SERVICE_SID', 'MG00000000000000000000000000000000')
  from: ''
  apiKeySid: ''
}
param sendGrid = {
  from: readEnvironmentVariable('PEYK_SENDGRID_FROM', 'no-reply@example.org')
  fromName: 'Social Security (test)'
  webhookPublicKey: readEnvironmentVariable('PEYK_SENDGRID_WEBHOOK_PUBLIC_KEY', '')
}
param alertEmails = []
