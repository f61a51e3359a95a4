import express from 'express';
import openIdConnect from 'express-openid-connect';

import { PLAIN_ANSWER } from '../apps/answer.js';
import { appSettings } from '../apps/app-settings.js';
import { reportReady } from '../apps/control.js';

const { auth, requiresAuth } = openIdConnect;
const settings = appSettings();
const app = express();

app.get('/plain', (_request, response) => {
  response.json(PLAIN_ANSWER);
});
app.use(
  auth({
    issuerBaseURL: settings.issuer,
    baseURL: settings.baseUrl,
    clientID: settings.clientId,
    secret: settings.secret,
    authRequired: false,
    clientAuthMethod: 'private_key_jwt',
    clientAssertionSigningKey: settings.privateKey,
    clientAssertionSigningAlg: 'RS256',
    authorizationParams: { response_type: 'code', scope: 'openid' },
    pushedAuthorizationRequests: settings.pushed,
    routes: { login: '/auth/login', callback: '/auth/callback' },
  }),
);
app.get('/me', requiresAuth(), (request, response) => {
  response.json({ sub: request.oidc.user.sub });
});
app.get('/user', requiresAuth(), (request, response) => {
  response.json(request.oidc.user);
});

app.listen(settings.port, '127.0.0.1', reportReady);
