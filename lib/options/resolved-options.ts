import type { UserMapper } from '../eid/user/user-mapper.js';
import type { ResolvedKeySource } from '../keys/sources/key-source.js';
import type { SigningAlgorithm } from '../keys/algorithms.js';
import type { KeyValueStore } from '../stores/key-value-store.js';
import type { Routes } from './sections/routes-options.js';

/**
 * The options as the library uses them: checked, complete, frozen. Also the token to inject them by.
 * Durations are seconds.
 */
export abstract class ResolvedOptions {
  abstract readonly issuer: string;
  abstract readonly clientId: string;
  /** Authenticates by this and not by an assertion, while a migration takes. */
  abstract readonly clientSecret: string | undefined;
  abstract readonly site: Site;
  abstract readonly routes: Routes;
  abstract readonly keys: ResolvedKeySource;
  abstract readonly session: {
    readonly secrets: readonly string[];
    readonly cookieName: string;
    readonly idle: number;
    readonly absolute: number;
    readonly store: KeyValueStore | undefined;
    readonly maxPerUser: number;
    readonly tokens: boolean;
  };
  abstract readonly login: {
    readonly scope: string;
    readonly acrValues: readonly string[];
    readonly uiLocales: string | undefined;
    readonly prompt: string | undefined;
    readonly loginHint: string | undefined;
    readonly responseMode: 'query' | 'form_post';
    readonly pushed: 'auto' | 'require' | 'never';
    readonly signedRequest: boolean;
    readonly extraParams: Readonly<Record<string, string>>;
    readonly defaultReturnTo: string;
    readonly cancelledPath: string | undefined;
    readonly appCallback: boolean;
  };
  abstract readonly assertion: {
    readonly lifetime: number;
    readonly audience: string | readonly string[];
    readonly typ: string | false;
    readonly algorithm: SigningAlgorithm | undefined;
  };
  abstract readonly idToken: {
    readonly alg: SigningAlgorithm;
    readonly clockTolerance: number;
    readonly decryption: false | 'required';
    readonly maxSize: number;
  };
  abstract readonly userInfo: false | 'required' | 'signed' | 'signedAndEncrypted';
  abstract readonly transaction: {
    readonly lifetime: number;
    readonly maxParallel: number;
    readonly store: KeyValueStore | undefined;
  };
  abstract readonly logout: {
    readonly provider: boolean;
    readonly returnTo: string | undefined;
    readonly idTokenHint: boolean;
  };
  abstract readonly ciba: { readonly endpoint: string | undefined };
  abstract readonly headless: {
    readonly endpoint: string;
    readonly grantType: string;
    readonly interval: number;
  };
  /** Which tokens an API takes; `undefined` where there is none. */
  abstract readonly bearer:
    | {
        readonly audience: readonly string[];
        readonly idTokens: boolean;
        readonly scopes: readonly string[];
      }
    | undefined;
  abstract readonly http: {
    readonly timeouts: {
      readonly connect: number;
      readonly metadata: number;
      readonly request: number;
    };
    readonly maxBody: number;
    readonly allowInsecureLoopback: boolean;
  };
  /** Whether to refuse what the Finnish Trust Network does not allow. */
  abstract readonly ftn: boolean;
  abstract readonly mapUser: UserMapper | undefined;
}

/** Where browsers reach this application. */
export interface Site {
  /** Scheme, host and port. */
  readonly origin: string;
  /** The path that every path of ours stands below; empty for a site of its own. */
  readonly basePath: string;
  /** Whether it is https: else cookies go without `__Host-` and `Secure`. */
  readonly secure: boolean;
}

/** An absolute URL of ours, whatever host the request named. */
export function absoluteUrl(site: Site, path: string): string {
  return `${site.origin}${site.basePath}${path}`;
}
