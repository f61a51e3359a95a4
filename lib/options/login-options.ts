import type { OptionReader } from './option-reader.js';
import { ownPath } from './own-path.js';
import type { ResolvedOptions } from './resolved-options.js';
import type { Routes } from './routes.js';

const PROTOCOL_PARAMETERS = [
  'response_type',
  'response_mode',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'acr_values',
  'ui_locales',
  'prompt',
  'login_hint',
  'max_age',
  'request',
  'request_uri',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
  // Claims of a signed request. A `sub` would make a client assertion of it (RFC 9101 section 10.8).
  'iss',
  'sub',
  'aud',
  'exp',
  'nbf',
  'iat',
  'jti',
];

export function loginOptions(
  section: OptionReader,
  routes: Routes,
  ftn: boolean,
): ResolvedOptions['login'] {
  section.allow(
    'scope',
    'acrValues',
    'uiLocales',
    'prompt',
    'loginHint',
    'responseMode',
    'pushed',
    'signedRequest',
    'extraParams',
    'defaultReturnTo',
    'cancelledPath',
    'appCallback',
  );
  const scope = section.optionalText('scope') ?? 'openid';
  if (!scope.split(' ').includes('openid')) section.problem('scope', 'must include "openid"');
  // A browser sent there would be sent to the provider again, and never arrive.
  const endless = [routes.login, routes.callback].flatMap((route) =>
    route?.mount ? [route.path] : [],
  );
  return {
    scope,
    acrValues: section.optionalTexts('acrValues'),
    uiLocales: section.optionalText('uiLocales'),
    prompt: promptOf(section),
    loginHint: section.optionalText('loginHint'),
    responseMode: section.choice('responseMode', ['query', 'form_post'] as const, 'query'),
    pushed: section.choice('pushed', ['auto', 'require', 'never'] as const, 'auto'),
    signedRequest: section.boolean('signedRequest', ftn),
    extraParams: extraParams(section.section('extraParams')),
    defaultReturnTo: ownPath(section, 'defaultReturnTo', endless),
    cancelledPath:
      section.optionalText('cancelledPath') === undefined
        ? undefined
        : ownPath(section, 'cancelledPath', endless),
    appCallback: section.boolean('appCallback', false),
  };
}

/** By default nobody could ever log in so. */
function promptOf(section: OptionReader): string | undefined {
  const prompt = section.optionalText('prompt');
  if (prompt?.split(' ').includes('none'))
    section.problem(
      'prompt',
      'cannot be "none" for every login: ask for it with `LoginService#begin()`, or in `loginRequest()` of your own guard',
    );
  return prompt;
}

function extraParams(section: OptionReader): Readonly<Record<string, string>> {
  for (const name of section.names()) {
    if (PROTOCOL_PARAMETERS.includes(name))
      section.problem(name, 'belongs to the protocol and cannot be overridden');
    else section.optionalText(name);
  }
  return section.record();
}
