import type { AuthRule } from '../access-rules/auth-rule.js';
import type { UnknownRule } from '../access-rules/read-auth-rule.js';
import type { RuleReader } from '../access-rules/rule-reader.js';

/** By whom a handler is called: over HTTP, and so on. `other` is what some package made of its own. */
export type HandlerKind = 'http' | 'graphql' | 'graphql-field' | 'websocket' | 'message' | 'other';

/** Where a guard is bound, from the farthest to the nearest. */
export type GuardLevel = 'global' | 'class' | 'handler';

/** A guard that reads rules, as it was bound. */
export interface BoundGuard {
  readonly name: string;
  readonly level: GuardLevel;
  /** What it is, extends, or asks. */
  readonly readers: readonly RuleReader[];
  /** Whether it is bound to the very class, and not to one that this class extends. */
  readonly isOwn: boolean;
}

/** A handler as it is declared, with what guards it. */
export interface DeclaredHandler {
  readonly kind: HandlerKind;
  /** Such as `AccountController`. */
  readonly className: string;
  /** Such as `AccountController.transfer`; of a class without known handlers its name. */
  readonly name: string;
  /** What it answers, such as `POST /account/transfer`. */
  readonly address: string;
  readonly rule: AuthRule | UnknownRule | undefined;
  /** Who bears the rule: the handler, its class, or a class above. */
  readonly ruleOf: 'handler' | 'class' | 'base';
  /** The name of a class above that is open, which this one is not for that. */
  readonly openBase: string | undefined;
  readonly guards: readonly BoundGuard[];
  /** The guards of the whole application, where they do not reach handlers of this kind. */
  readonly beyond: readonly BoundGuard[];
  /** The name of an interceptor that would answer one user with what another got. */
  readonly cachedBy: string | undefined;
}
