import { isDeepStrictEqual } from 'node:util';

import type {
  CIBAConfiguration,
  default as Provider,
  errors as OidcErrors,
  KoaContextWithOIDC,
} from 'oidc-provider';

import { CALLER_EIDS, wordPair } from '../eids/caller-eids.js';
import type { Person } from '../eids/people.js';
import { phoneError, phoneGrant } from './phone-answers.js';
import { PhoneLogin } from './phone-login.js';
import { PhoneLogins } from './phone-logins.js';

export const CIBA_GRANT = 'urn:openid:params:grant-type:ciba';

/** Caller authentication at the fake: oidc-provider's own CIBA, with Criipto's rules for each eID. */
export class FakeCiba extends PhoneLogins {
  constructor(private readonly people: readonly Person[]) {
    super();
  }

  /** @internal oidc-provider's feature of that name. */
  feature(errors: typeof OidcErrors): CIBAConfiguration {
    return {
      enabled: true,
      deliveryModes: ['poll'],
      validateRequestContext: (context) => checkDetails(context, errors),
      validateBindingMessage: (context, message) => checkMessage(context, message, errors),
      processLoginHint: (context, hint) => this.begin(context, hint, errors)?.accountId,
      processLoginHintToken: () => undefined,
      verifyUserCode: () => undefined,
      triggerAuthenticationDevice: (context, { jti }, { accountId }) =>
        this.acknowledge(context, jti, accountId),
    };
  }

  /** @internal Seconds for the person to act. */
  static lifetime(acrValues: unknown): number {
    return CALLER_EIDS.get(String(acrValues))?.lifetime ?? 120;
  }

  /** @internal Has polls wait for the person. */
  install(provider: Provider, errors: typeof OidcErrors): void {
    const Request = provider.BackchannelAuthenticationRequest;
    type Found = InstanceType<typeof Request> | undefined;
    const find = Request.find.bind(Request);
    const findWhenApproved = async (id: string, options?: object): Promise<Found> => {
      // Bound above, which its type does not see.
      const request = (await find(id, options)) as Found;
      const login = this.ofRequest(id);
      if (!login) return request;
      const pending = CALLER_EIDS.get(login.request.acr)?.pending;
      const error = request ? phoneError(login, errors, pending) : new errors.ExpiredToken();
      if (error) throw error;
      if (request && !request.grantId && !request.consumed)
        await provider.backchannelResult(request, await phoneGrant(provider, login));
      return request;
    };
    Object.assign(Request, { find: findWhenApproved });
  }

  private begin(
    { oidc }: KoaContextWithOIDC,
    hint: string | undefined,
    errors: typeof OidcErrors,
  ): PhoneLogin | undefined {
    const acr = acrIn(oidc.params);
    const country = CALLER_EIDS.get(acr)?.country;
    if (country === undefined)
      throw new errors.InvalidRequest('acr_values must name one eID that takes calls');
    const person = this.people.find(
      (each) => each.country === country && hint === `sub:ssn:${each.nationalId}`,
    );
    if (!person) return undefined;
    const login = new PhoneLogin({
      clientId: oidc.client?.clientId ?? '',
      acr,
      scopes: [...oidc.requestParamScopes],
      people: [person],
      bindingMessage: messageOf(oidc.params),
    });
    this.addAccount(login);
    return login;
  }

  /** The answer is there already, in the shape of the standard. */
  private acknowledge(context: KoaContextWithOIDC, requestId: string, accountId: string): void {
    const login = this.ofAccount(accountId);
    const eid = CALLER_EIDS.get(login?.request.acr ?? '');
    if (!login || !eid) return;
    this.addRequest(requestId, login);
    const { interval, messageFrom } = eid;
    context.body = {
      ...Object(context.body),
      ...(interval === undefined ? {} : { interval }),
      ...(messageFrom === 'eid' ? { bindingMessage: login.request.bindingMessage } : {}),
    };
  }
}

type Parameters = Readonly<Record<string, unknown>> | undefined;

function acrIn(params: Parameters): string {
  return String(params?.['acr_values']);
}

/** The application's, unless the eID makes up its own. */
function messageOf(params: Parameters): string | undefined {
  if (CALLER_EIDS.get(acrIn(params))?.messageFrom === 'eid') return wordPair();
  const message = params?.['binding_message'];
  return typeof message === 'string' ? message : undefined;
}

function checkMessage(
  { oidc }: KoaContextWithOIDC,
  message: string | undefined,
  errors: typeof OidcErrors,
): void {
  const from = CALLER_EIDS.get(acrIn(oidc.params))?.messageFrom;
  if (from === 'application' && !message)
    throw new errors.InvalidBindingMessage('binding_message is missing');
  if (from === 'eid' && message !== undefined)
    throw new errors.InvalidBindingMessage('the eID makes up its own binding message');
}

function checkDetails({ oidc }: KoaContextWithOIDC, errors: typeof OidcErrors): void {
  const { details = [] } = CALLER_EIDS.get(acrIn(oidc.params)) ?? {};
  if (details.length === 0) return;
  const sent = parsed(oidc.body?.['authorization_details']);
  if (!details.some((detail) => isDeepStrictEqual(sent, [detail])))
    throw new errors.InvalidRequest('authorization_details are not those of the eID');
}

function parsed(json: unknown): unknown {
  try {
    return JSON.parse(String(json));
  } catch {
    return undefined; // and no detail is that
  }
}
