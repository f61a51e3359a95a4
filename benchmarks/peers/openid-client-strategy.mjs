import { createPrivateKey, webcrypto } from 'node:crypto';

import express from 'express';
import session from 'express-session';
import { allowInsecureRequests, discovery, PrivateKeyJwt } from 'openid-client';
import { Strategy } from 'openid-client/passport';
import passport from 'passport';

import { PLAIN_ANSWER, userOf } from '../apps/answer.js';
import { appSettings } from '../apps/app-settings.js';
import { reportReady } from '../apps/control.js';

const settings = appSettings();
const config = await discovery(
  new URL(settings.issuer),
  settings.clientId,
  undefined,
  PrivateKeyJwt({ key: await importKey(), kid: settings.kid }),
  { execute: [allowInsecureRequests] },
);
passport.use(
  'oidc',
  new Strategy(
    {
      config,
      scope: 'openid',
      callbackURL: `${settings.baseUrl}/auth/callback`,
      usePAR: settings.pushed,
    },
    (tokens, verified) => verified(null, userOf(tokens.claims())),
  ),
);
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
app.get('/plain', (_request, response) => {
  response.json(PLAIN_ANSWER);
});
app.use(session({ secret: settings.secret, resave: false, saveUninitialized: false }));
app.use(passport.authenticate('session'));
app.get('/auth/login', passport.authenticate('oidc'));
app.get('/auth/callback', passport.authenticate('oidc', { successRedirect: '/' }));
app.get('/me', (request, response) => {
  if (request.isAuthenticated()) response.json({ sub: request.user.sub });
  else response.sendStatus(401);
});
app.get('/user', (request, response) => {
  if (request.isAuthenticated()) response.json(request.user);
  else response.sendStatus(401);
});

app.listen(settings.port, '127.0.0.1', reportReady);

function importKey() {
  const der = createPrivateKey(settings.privateKey).export({ type: 'pkcs8', format: 'der' });
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  return webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
}
