import type { ClientAssertionService } from '../../client-assertion/client-assertion.service.js';
import { isJsonObject, type JsonObject, parseJsonBody } from '../../common/json.js';
import type { HttpClient, HttpRequest, HttpResponse } from '../../http-client/http-client.js';
import { FORM_TYPE, mediaTypeOf } from '../../http/media-type.js';
import type { KeyProvider } from '../../keys/key-provider.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';
import { answerError } from '../messages/oidc-error.js';
import { ASK_FOR_TRACE_ID, traceIdIn } from '../messages/trace-id.js';
import { authenticateClient } from './authenticate-client.js';
import type { AuthenticateClient } from './client-authentication.js';
import type { ProviderClock } from './provider-clock.js';
import { explained } from './refused-client-authentication.js';

/** What the provider answered to a form. */
export interface ProviderResponse {
  readonly status: number;
  /** Empty when the answer was no JSON object. */
  readonly body: JsonObject;
  /** The provider's own id of the request, if it gave one. */
  readonly traceId: string | undefined;
}

/** A form that is ready to be sent. */
interface AuthenticatedForm {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const HEADERS = {
  accept: 'application/json',
  'content-type': `${FORM_TYPE};charset=UTF-8`,
  ...ASK_FOR_TRACE_ID,
} as const;

/** Sends forms to the provider as this application: each with a proof of its own, and none of them twice. */
export class ProviderRequests {
  /** Writes our proof into a request that somebody else sends by `send`. */
  readonly authenticateClient: AuthenticateClient;

  constructor(
    private readonly options: ResolvedOptions,
    assertions: ClientAssertionService,
    private readonly keys: KeyProvider,
    private readonly http: HttpClient,
    private readonly providerClock: ProviderClock,
  ) {
    this.authenticateClient = authenticateClient(options, assertions);
  }

  /**
   * Gives the answer, whatever its status, unless it is that the provider does not accept our proof.
   * `answerError` makes an error of one that the caller has no use for. One that does no harm twice, as `once: false`
   * says, is sent again with a new proof where the connection ended without an answer.
   *
   * @throws {CriiptoAuthError} `client_authentication_failed` with an explanation, `key_…`, `signer_failed`,
   *   `provider_unreachable`, `provider_timeout`, `provider_response_invalid`.
   */
  async post(
    endpoint: string,
    fields: Readonly<Record<string, string>>,
    { once = true }: Pick<HttpRequest, 'once'> = {},
  ): Promise<ProviderResponse> {
    const { body, headers } = await this.authenticated(endpoint, new URLSearchParams(fields));
    return this.send(endpoint, body, headers, once);
  }

  /** As `post`, for a form that is authenticated already. */
  async send(
    endpoint: string,
    form: string,
    headers: Readonly<Record<string, string>>,
    once = true,
  ): Promise<ProviderResponse> {
    const response = await this.http.send(endpoint, {
      method: 'POST',
      headers: { ...headers, ...HEADERS },
      body: form,
      once,
      anew: () => this.authenticated(endpoint, new URLSearchParams(form)),
      timeout: this.options.http.timeouts.request,
    });
    this.providerClock.observe(response.header('date'));
    const { status, header } = response;
    const answer = { status, body: contentOf(response), traceId: traceIdIn(header) };
    if (status >= 400) await this.refuseUnproven(answer, endpoint);
    return answer;
  }

  /** The form with a proof of its own, in place of any that it had. */
  private async authenticated(endpoint: string, form: URLSearchParams): Promise<AuthenticatedForm> {
    const headers = new Map<string, string>();
    await this.authenticateClient({ endpoint, form, headers });
    return { body: form.toString(), headers: { ...Object.fromEntries(headers), ...HEADERS } };
  }

  private async refuseUnproven(answer: ProviderResponse, endpoint: string): Promise<void> {
    const error = answerError(answer);
    if (error.code === 'client_authentication_failed')
      throw await explained(error, this.options, this.keys, this.providerClock, endpoint);
  }
}

/** What is granted must be labelled as what it is (RFC 6749 section 5.1); some providers label the reason of a refusal as a page. */
function contentOf({ status, header, body }: HttpResponse): JsonObject {
  const isRead = status >= 400 || mediaTypeOf(header('content-type')) === 'application/json';
  const content = isRead ? parseJsonBody(body) : undefined;
  return isJsonObject(content) ? content : {};
}
