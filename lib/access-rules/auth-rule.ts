import type { Acr } from '../eid/eids.js';

/** What a handler demands of who calls it. One rule each: a handler's replaces its class's. */
export type AuthRule =
  | { readonly kind: 'public' }
  | { readonly kind: 'optional' }
  | { readonly kind: 'acr'; readonly acrValues: readonly Acr[]; readonly maxAge?: number };

export const AUTH_RULE = Symbol('nestjs-criipto-auth:rule');
