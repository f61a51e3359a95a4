/** What the pages answer, so that a guarded and an unguarded one differ by the guard alone. */
export interface Answer {
  readonly sub: string | undefined;
}

export const PLAIN_ANSWER: Answer = { sub: '{00000000-aaaa-4aaa-8aaa-000000000000}' };

/** As much of a person as our user shows, from the claims that the provider sends: for those who have none of ours. */
export function userOf(claims: Readonly<Record<string, unknown>>): object {
  return {
    sub: claims['sub'],
    issuer: claims['iss'],
    eid: 'mitid',
    acr: claims['authenticationtype'],
    level: 'substantial',
    authenticatedAt: claims['authenticationinstant'],
    name: claims['name'],
    birthdate: claims['birthdate'],
    country: claims['country'],
  };
}

/** How the API behind `/api` is named in the tokens for it. */
export const API_AUDIENCE = 'https://api.example.com';

/** As large as the set of one RSA key, for a route that does no more than to answer it. */
export const SET_OF_ONE_KEY = {
  keys: [
    {
      kty: 'RSA',
      n: 'n'.repeat(342),
      e: 'AQAB',
      kid: 'kidkidkidkidkidkidkidkidkidkidkidkidkidkid1',
      use: 'sig',
      alg: 'RS256',
    },
  ],
};
