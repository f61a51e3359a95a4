import { ClientAssertionService } from '../../client-assertion/client-assertion.service.js';
import { SystemClock } from '../../common/clock.js';
import { randomId } from '../../crypto/random-id.js';
import { HttpClient } from '../../http-client/http-client.js';
import type { SigningAlgorithm } from '../../keys/algorithms.js';
import type { KeyProvider } from '../../keys/key-provider.js';
import { CriiptoClient } from '../../oidc/criipto-client.service.js';
import type { CriiptoAuthOptions } from '../../options/criipto-auth-options.js';
import { absoluteUrl } from '../../options/reading/site.js';
import { resolveOptions } from '../../options/resolve-options.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';
import type { RoutesOptions } from '../../options/sections/routes-options.js';

/** The parts of an application that the doctor looks at, put together as the module does, without Nest. */
export interface Target {
  readonly options: ResolvedOptions;
  readonly keys: KeyProvider;
  readonly client: CriiptoClient;
  readonly http: HttpClient;
  /** Where the application publishes its keys, if it was said where the application is. */
  readonly jwksUrl: string | undefined;
  /** Whether it was named by a domain, and not as any OpenID provider. */
  readonly isCriipto: boolean;
  /** Whether it was said where the application is. */
  readonly isPlaced: boolean;
}

export interface TargetConfiguration {
  readonly provider: { readonly domain: string } | { readonly issuer: string };
  readonly clientId: string;
  readonly baseUrl: string | undefined;
  readonly jwksPath: string | undefined;
  readonly callbackPath: string | undefined;
  readonly keys: KeyProvider;
  readonly assertion: NonNullable<CriiptoAuthOptions['assertion']>;
  readonly idTokenAlgorithm: SigningAlgorithm | undefined;
}

const SOME_BASE_URL = 'https://localhost';

/** @throws {CriiptoAuthError} `invalid_options`. */
export async function openTarget(configuration: TargetConfiguration): Promise<Target> {
  const { provider, clientId, baseUrl, keys, assertion, idTokenAlgorithm } = configuration;
  const options = await resolveOptions(
    {
      ...provider,
      clientId,
      baseUrl: baseUrl ?? SOME_BASE_URL,
      keys,
      assertion,
      idToken: idTokenAlgorithm === undefined ? {} : { alg: idTokenAlgorithm },
      session: { secret: randomId() },
      http: { allowInsecureLoopback: true },
    },
    routesOf(configuration),
  );
  const clock = new SystemClock();
  const http = new HttpClient({ ...options.http, connect: options.http.timeouts.connect });
  const assertions = new ClientAssertionService(options, keys, clock);
  return {
    options,
    keys,
    http,
    client: new CriiptoClient(options, assertions, keys, http, clock),
    isCriipto: 'domain' in provider,
    isPlaced: baseUrl !== undefined,
    jwksUrl:
      baseUrl !== undefined && options.routes.jwks
        ? absoluteUrl(options.site, options.routes.jwks.path)
        : undefined,
  };
}

function routesOf({ jwksPath, callbackPath }: TargetConfiguration): RoutesOptions {
  return {
    ...(jwksPath === undefined ? {} : { jwks: jwksPath }),
    ...(callbackPath === undefined ? {} : { callback: callbackPath }),
  };
}
