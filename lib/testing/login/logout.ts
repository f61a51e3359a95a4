import type { ServerResponse } from 'node:http';

import type { FakeClient } from '../model/fake-client.js';
import type { RecordedRefusal } from '../model/refusal.js';
import { errorPage } from './eid-page.js';

/** RP-Initiated Logout as Criipto does it: no ID token asked for, but the place to go on to must be registered. */
export function logOut(
  url: URL,
  clients: Iterable<FakeClient>,
  response: ServerResponse,
): RecordedRefusal | undefined {
  const target = url.searchParams.get('post_logout_redirect_uri') ?? '';
  const isRegistered = [...clients].some(({ redirectUris, postLogoutRedirectUris = [] }) =>
    [...redirectUris, ...postLogoutRedirectUris].includes(target),
  );
  if (!isRegistered) {
    response.writeHead(400, { 'content-type': 'text/html; charset=utf-8' });
    const description = 'post_logout_redirect_uri is not registered';
    response.end(errorPage('invalid_request', description));
    return { error: 'invalid_request', description };
  }
  const location = new URL(target);
  const state = url.searchParams.get('state');
  if (state !== null) location.searchParams.set('state', state);
  response.writeHead(302, { location: location.href }).end();
  return undefined;
}
