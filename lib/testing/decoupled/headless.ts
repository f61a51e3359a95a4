import { createHmac, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

import type {
  default as Provider,
  errors as OidcErrors,
  KoaContextWithOIDC,
  TokenEndpointGrantContext,
} from 'oidc-provider';

import { eidOf } from '../eids/offered-eids.js';
import type { Person } from '../eids/people.js';
import { phoneError, phoneGrant } from './phone-answers.js';
import { PhoneLogin } from './phone-login.js';
import { PhoneLogins } from './phone-logins.js';

export const HEADLESS_GRANT = 'urn:grn:params:grant-type:headless';
export const HEADLESS_PATH = '/headless/authorize';
/** How a login begins, inside: oidc-provider authenticates clients at the token endpoint, but at no place of ours. */
export const HEADLESS_START = `${HEADLESS_GRANT}:start`;

const BANKID = 'urn:grn:authn:se:bankid';
const LIFETIME = 120;

/** Criipto's headless flow for BankID Sweden, as two grants of oidc-provider. */
export class FakeHeadless extends PhoneLogins {
  private readonly people: readonly Person[];
  private readonly qrCodes = new WeakMap<PhoneLogin, QrCode>();

  constructor(people: readonly Person[]) {
    super();
    this.people = people.filter((person) => eidOf(person).id === 'bankid-se');
  }

  /** @internal Makes a request to begin a login one that oidc-provider understands. */
  static forward(request: IncomingMessage): void {
    const grant = Buffer.from(`grant_type=${encodeURIComponent(HEADLESS_START)}&`);
    const { 'content-length': length } = request.headers;
    if (length !== undefined)
      request.headers['content-length'] = String(Number(length) + grant.length);
    request.url = '/oauth2/token';
    request.unshift(grant);
  }

  /** @internal What was received, before it was forwarded. */
  static received<
    T extends { readonly path: string; readonly form: Readonly<Record<string, string>> },
  >(request: T): T {
    const { grant_type: grantType, ...form } = request.form;
    return grantType === HEADLESS_START ? { ...request, path: HEADLESS_PATH, form } : request;
  }

  /** @internal */
  install(provider: Provider, errors: typeof OidcErrors): void {
    provider.registerGrantType(HEADLESS_START, (context) => this.begin(context, errors), [
      'scope',
      'acr_values',
      'end_user_ip',
    ]);
    provider.registerGrantType(HEADLESS_GRANT, (context) => this.answer(context, errors), [
      'headless_req_id',
    ]);
    provider.use(async (context: KoaContextWithOIDC, next) => {
      await next();
      this.addData(context);
    });
  }

  private begin(context: TokenEndpointGrantContext, errors: typeof OidcErrors): void {
    const { params, client } = context.oidc;
    if (params['acr_values'] !== BANKID)
      throw new errors.InvalidRequest(`acr_values must be ${BANKID}`);
    if (isIP(String(params['end_user_ip'])) === 0)
      throw new errors.InvalidRequest('end_user_ip must be an IP address');
    const scopes = String(params.scope).split(' ');
    if (!scopes.includes('openid')) throw new errors.InvalidScope('scope must hold openid', '');
    const requestId = randomUUID();
    const login = new PhoneLogin({
      clientId: client.clientId,
      acr: BANKID,
      scopes,
      people: this.people,
    });
    const qrCode = new QrCode();
    this.qrCodes.set(login, qrCode);
    this.addAccount(login);
    this.addRequest(requestId, login);
    context.body = {
      headless_req_id: requestId,
      expires_in: LIFETIME,
      acr_data: { qrData: qrCode.next(), autoStartToken: randomUUID() },
    };
  }

  private async answer(
    context: TokenEndpointGrantContext,
    errors: typeof OidcErrors,
  ): Promise<void> {
    const { provider, client, params } = context.oidc;
    const login = this.ofRequest(String(params['headless_req_id']));
    if (login?.request.clientId !== client.clientId) throw new errors.InvalidGrant('no such login');
    const error = phoneError(login, errors);
    if (error) throw error;
    if (login.outcome === 'completed') throw new errors.InvalidGrant('this login was completed');
    login.outcome = 'completed';
    const { accountId } = login;
    const grant = await phoneGrant(provider, login);
    const accessToken = new provider.AccessToken({
      client,
      accountId,
      grantId: grant.jti,
      gty: 'headless',
      scope: login.request.scopes.join(' '),
    });
    const idToken = new provider.IdToken({}, { ctx: context });
    idToken.set('sub', accountId);
    context.body = {
      access_token: await accessToken.save(),
      expires_in: accessToken.expiration,
      id_token: await idToken.issue({ use: 'idtoken' }),
      token_type: 'Bearer',
    };
  }

  /** A pending answer brings the newest QR code. */
  private addData(context: KoaContextWithOIDC): void {
    const answer: Readonly<Record<string, unknown>> = Object(context.body);
    // Of a request that is none of the protocol there is no more than that.
    if (answer['error'] !== 'authorization_pending') return;
    const login = this.ofRequest(String(context.oidc.params?.['headless_req_id']));
    const qrCode = login && this.qrCodes.get(login);
    if (!qrCode) return;
    const { hintCode } = login.step;
    context.body = { ...answer, acr_data: { qrData: qrCode.next(), hintCode } };
  }
}

/** What BankID's animated QR code holds: another text each time. */
class QrCode {
  private readonly startToken = randomUUID();
  private readonly secret = randomUUID();
  private shown = 0;

  next(): string {
    const time = String(this.shown++);
    const code = createHmac('sha256', this.secret).update(time).digest('hex');
    return `bankid.${this.startToken}.${time}.${code}`;
  }
}
