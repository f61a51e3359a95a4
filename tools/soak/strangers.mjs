import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 50;
const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';

/** Sends logout tokens with keys that nobody has, all the time. Gives how many, and how many of them were believed. */
export async function floodLogouts({ url, issuer }, isOver) {
  const told = { sent: 0, believed: 0 };
  while (!isOver()) {
    const body = new URLSearchParams({ logout_token: invented(issuer) });
    const response = await fetch(`${url}/auth/backchannel-logout`, { method: 'POST', body }).catch(
      () => undefined,
    );
    told.sent += 1;
    if (response?.ok) told.believed += 1;
    await pause(EVERY_MS);
  }
  return told;
}

function invented(issuer) {
  const iat = Math.floor(Date.now() / 1000);
  const about = { iss: issuer, aud: 'urn:my:application:identifier:1234', sub: 'user-1' };
  const claims = { ...about, iat, exp: iat + 120, jti: randomUUID(), events: { [LOGOUT]: {} } };
  const parts = [{ alg: 'RS256', kid: randomUUID(), typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return [...parts, Buffer.alloc(256, 1).toString('base64url')].join('.');
}
