import type { Clock } from '../../common/clock.js';
import { isJsonObject, type JsonObject, parseJson, textOfBody } from '../../common/json.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { retold } from '../../errors/retold.js';
import type { HttpClient, HttpResponse } from '../../http-client/http-client.js';
import { JSON_TYPE, mediaTypeOf } from '../../http/media-type.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';
import type { ProviderKeys } from '../discovery/provider-keys.js';
import type { ProviderMetadata } from '../discovery/provider-metadata.js';
import { challengeDescription, errorDescription } from '../messages/error-description.js';
import { answerError, asCriiptoAuthError } from '../messages/oidc-error.js';
import { ASK_FOR_TRACE_ID, traceIdIn, withTraceId } from '../messages/trace-id.js';
import type { TokenDecryption } from './encrypted-token.js';
import { isEncrypted } from './jwe-header.js';
import { verifySignedToken } from './signed-token.js';

/**
 * The userinfo endpoint (OpenID Connect Core section 5.3), in the form that the options ask for: plain, signed,
 * or signed and encrypted. What is signed is verified, whether or not it had to be signed.
 */
export class UserInfoEndpoint {
  constructor(
    private readonly options: ResolvedOptions,
    private readonly http: HttpClient,
    private readonly keys: ProviderKeys,
    private readonly decryption: TokenDecryption,
    private readonly clock: Clock,
  ) {}

  /**
   * The claims of the user whom the ID token names (OpenID Connect Core section 5.3.2).
   *
   * @throws {CriiptoAuthError} `userinfo_invalid`, `userinfo_subject_mismatch`, or one of `provider_…` and `key_…`
   *   that another attempt may not meet.
   */
  async claims(
    { userinfo_endpoint: endpoint }: ProviderMetadata,
    accessToken: string,
    subject: string,
  ): Promise<JsonObject> {
    if (endpoint === undefined)
      throw invalid('The provider has no userinfo endpoint: set `userInfo: false`');
    const claims = await this.ask(endpoint, accessToken);
    if (claims['sub'] === subject) return claims;
    throw new CriiptoAuthError(
      'userinfo_subject_mismatch',
      'Userinfo speaks of another user than the ID token',
    );
  }

  /** The claims, whoever they are of. */
  private async ask(endpoint: string, accessToken: string): Promise<JsonObject> {
    let traceId: string | undefined;
    try {
      const answer = await this.http.send(endpoint, {
        headers: {
          accept: this.demanded === 'required' ? `${JSON_TYPE}, ${JWT_TYPE}` : JWT_TYPE,
          authorization: `Bearer ${accessToken}`, // and nowhere else: RFC 6750 section 2
          ...ASK_FOR_TRACE_ID,
        },
        once: true,
        timeout: this.options.http.timeouts.request,
      });
      traceId = traceIdIn(answer.header);
      return withSubject(await this.read(answer));
    } catch (thrown) {
      throw withTraceId(asUserInfoError(thrown), traceId);
    }
  }

  private read(answer: HttpResponse): JsonObject | Promise<JsonObject> {
    const { status, body } = answer;
    const text = textOfBody(body);
    if (status !== 200) throw refusalOf(answer, text);
    switch (mediaTypeOf(answer.header('content-type'))) {
      case JWT_TYPE:
        return this.fromToken(text);
      case JSON_TYPE:
        if (this.demanded === 'required') return objectIn(text);
        throw invalid('Userinfo is not signed, though that was agreed');
      default:
        throw invalid('Userinfo is neither JSON nor a JWT');
    }
  }

  private async fromToken(token: string): Promise<JsonObject> {
    const { idToken, http } = this.options;
    const signed = this.isToBeOpened(token)
      ? await this.decryption.open(token, http.maxBody)
      : token;
    const { claims } = await verifySignedToken(signed, this.keys, {
      alg: idToken.alg,
      maxSize: http.maxBody,
      sender: 'provider',
    });
    this.checkIsForUs(claims);
    SIGNED.add(claims);
    return claims;
  }

  private isToBeOpened(token: string): boolean {
    if (this.demanded === 'signedAndEncrypted') return true;
    const isAgreed = this.options.idToken.decryption === 'required';
    return this.demanded === 'required' && isAgreed && isEncrypted(token);
  }

  /** Who asks although the options do not, takes it as it comes. */
  private get demanded(): Exclude<ResolvedOptions['userInfo'], false> {
    const { userInfo } = this.options;
    return userInfo === false ? 'required' : userInfo;
  }

  /** OpenID Connect Core section 5.3.2: of a token that says it, or any other of the provider's would do. */
  private checkIsForUs({ iss, aud, exp }: JsonObject): void {
    const { issuer, clientId, idToken } = this.options;
    if (iss !== issuer) throw invalid('Userinfo is from another issuer');
    const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
    if (audiences.length === 0 || audiences.some((audience) => audience !== clientId))
      throw invalid('Userinfo is not for this client alone');
    const expired = this.clock.seconds() - idToken.clockTolerance;
    if (exp !== undefined && !(typeof exp === 'number' && exp > expired))
      throw invalid('Userinfo has expired');
  }
}

/** Userinfo whose signature was verified. */
const SIGNED = new WeakSet<JsonObject>();

/** Whether the provider signed this userinfo. Of what others made in its place nobody knows. */
export function isSigned(userInfo: JsonObject): boolean {
  return SIGNED.has(userInfo);
}

const JWT_TYPE = 'application/jwt';

function objectIn(text: string): JsonObject {
  const claims = parseJson(text);
  if (isJsonObject(claims)) return claims;
  throw invalid('Userinfo is no JSON object');
}

function withSubject(claims: JsonObject): JsonObject {
  if (typeof claims['sub'] === 'string') return claims;
  throw invalid('Userinfo has no `sub`');
}

function invalid(message: string): CriiptoAuthError {
  return new CriiptoAuthError('userinfo_invalid', message);
}

/** By the status alone: no client proves itself there. What the provider says of it is in either of two places. */
function refusalOf({ status, header }: HttpResponse, text: string): CriiptoAuthError {
  const content = parseJson(text);
  const said = isJsonObject(content) ? errorDescription(content['error_description']) : undefined;
  const description = said ?? challengeDescription(header('www-authenticate'));
  return retold(answerError({ status, body: {}, traceId: undefined }), { description });
}

/** No client proves itself there, and no ID token comes from it. */
function asUserInfoError(thrown: unknown): CriiptoAuthError {
  const error = asCriiptoAuthError(thrown);
  return error.retryable ? error : retold(error, { code: 'userinfo_invalid' });
}
