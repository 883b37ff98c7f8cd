// App Service Authentication before the app, for the dashboard: whoever signs in with Entra ID is told to the app, with their roles. API and
// pages of citizens stay open to everybody: the app itself asks for keys and tokens there.
// Without a client secret the platform asks for ID tokens alone, so that there is nothing to keep and to rotate.
param appName string
param clientId string

resource app 'Microsoft.Web/sites@2024-04-01' existing = {
  name: appName
}

resource signIn 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true, runtimeVersion: '~1' }
    globalValidation: { requireAuthentication: false, unauthenticatedClientAction: 'AllowAnonymous' }
    httpSettings: { requireHttps: true }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: clientId
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
        }
        validation: { allowedAudiences: [clientId] }
      }
    }
    login: { tokenStore: { enabled: false } }
  }
}
