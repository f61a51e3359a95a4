import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const LONGEST_LIFETIME = 300;

/** The client as it was registered. */
export interface RegisteredClient {
  readonly id: string;
  readonly keys: () => JSONWebKeySet | Promise<JSONWebKeySet>;
}

/** Judges client assertions as the strictest of providers do: each is good once, and for this issuer alone. */
export class AssertionJudge {
  private readonly seen = new Set<string>();

  constructor(
    private readonly issuer: string,
    private readonly client: RegisteredClient,
    /** Seconds since the epoch. */
    private readonly now: () => number,
  ) {}

  /** What is wrong with the proof in a form, if anything. */
  async problemOf(form: URLSearchParams): Promise<string | undefined> {
    if (form.get('client_assertion_type') !== ASSERTION_TYPE) return 'no client assertion';
    if (form.get('client_id') !== this.client.id) return 'another client_id';
    try {
      const { payload, protectedHeader } = await jwtVerify(
        form.get('client_assertion') ?? '',
        createLocalJWKSet(await this.client.keys()),
        {
          issuer: this.client.id,
          subject: this.client.id,
          requiredClaims: ['iat', 'exp', 'jti'],
          currentDate: new Date(this.now() * 1000),
        },
      );
      const { aud, exp = 0, iat = 0, jti = '' } = payload;
      if (protectedHeader.kid === undefined) return 'no kid';
      if (aud !== this.issuer) return 'another audience';
      if (exp - iat > LONGEST_LIFETIME) return 'too long a life';
      if (this.seen.has(jti)) return 'used before';
      this.seen.add(jti);
      return undefined;
    } catch (error) {
      return String((error as { code?: unknown }).code); // jose's errors have one
    }
  }
}
