import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const LONGEST_LIFETIME = 300;
/** Members of a header that would name a key to trust. */
const FOREIGN_KEYS = ['jwk', 'jku', 'x5u', 'x5c'];
/** Members that make a key private or symmetric. */
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

/** What a client registered of its keys. */
export interface RegisteredKeys {
  readonly id: string;
  readonly keys: () => JSONWebKeySet | Promise<JSONWebKeySet>;
  /** What its assertions may be signed with. @default anything */
  readonly assertionAlgs?: readonly string[];
}

/** Judges client assertions as the strictest of providers do: each is good once, and for this issuer alone. */
export class AssertionJudge {
  private readonly seen = new Set<string>();
  private readonly imported = new WeakMap<JSONWebKeySet, ReturnType<typeof createLocalJWKSet>>();

  constructor(
    private readonly issuer: string,
    private readonly client: RegisteredKeys,
    /** Seconds since the epoch. */
    private readonly now: () => number,
  ) {}

  /** What is wrong with the proof in a form, if anything. */
  async problemOf(form: URLSearchParams): Promise<string | undefined> {
    if (form.get('client_assertion_type') !== ASSERTION_TYPE) return 'no client assertion';
    if (form.get('client_id') !== this.client.id) return 'another client_id';
    const jwks = await this.client.keys();
    return problemOfKeys(jwks) ?? this.problemOfAssertion(form.get('client_assertion') ?? '', jwks);
  }

  private async problemOfAssertion(
    assertion: string,
    jwks: JSONWebKeySet,
  ): Promise<string | undefined> {
    try {
      const { payload, protectedHeader } = await jwtVerify(assertion, this.keysOf(jwks), {
        issuer: this.client.id,
        subject: this.client.id,
        requiredClaims: ['iat', 'exp', 'jti'],
        currentDate: new Date(this.now() * 1000),
      });
      const { alg, kid } = protectedHeader;
      if (kid === undefined) return 'no kid';
      if (FOREIGN_KEYS.some((name) => name in protectedHeader)) return 'a key in the header';
      if (this.client.assertionAlgs?.includes(alg) === false) return `signed with ${alg}`;
      return this.problemOfClaims(payload);
    } catch (error) {
      return String((error as { code?: unknown }).code); // jose's errors have one
    }
  }

  /** Imported once, as long as they are the same. */
  private keysOf(jwks: JSONWebKeySet): ReturnType<typeof createLocalJWKSet> {
    const keys = this.imported.get(jwks) ?? createLocalJWKSet(jwks);
    this.imported.set(jwks, keys);
    return keys;
  }

  private problemOfClaims({ aud, exp = 0, iat = 0, jti = '' }: JWTPayload): string | undefined {
    if (aud !== this.issuer) return 'another audience';
    if (!Number.isInteger(iat) || iat > this.now()) return 'from the future';
    if (exp - iat > LONGEST_LIFETIME) return 'too long a life';
    if (jti.length < 22) return 'a jti of less than 128 bits';
    if (this.seen.has(jti)) return 'used before';
    this.seen.add(jti);
    return undefined;
  }
}

/** What is wrong with the keys that a client publishes, if anything. */
function problemOfKeys({ keys }: JSONWebKeySet): string | undefined {
  const kids = keys.map(({ kid }) => kid);
  if (new Set(kids).size !== kids.length) return 'two keys of one name';
  for (const key of keys) {
    if (key.kid === undefined || key.use === undefined || key.alg === undefined)
      return 'a key without name, use or algorithm';
    if (SECRET_MEMBERS.some((member) => member in key)) return 'a key that is not public';
    const { n, e, x, y } = key;
    if ([n, e, x, y].some((member) => member !== undefined && !/^[\w-]+$/.test(member)))
      return 'a key that is not base64url';
    if (n !== undefined && Buffer.from(n, 'base64url').length < 256)
      return 'a key that is too weak';
  }
  return undefined;
}
