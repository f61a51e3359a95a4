import passport from 'passport';

/**
 * How a strategy answers. Written out instead of taken from `@types/passport`, which an application would
 * need otherwise, and Express's types with it, to compile against ours.
 */
interface StrategyActions {
  redirect(url: string): void;
  /** Ours are waited for; Passport's own returns nothing. */
  success(user: object, info?: object): void | Promise<void>;
  error(error: unknown): void;
}

export const BaseStrategy: new () => StrategyActions = passport.Strategy;
