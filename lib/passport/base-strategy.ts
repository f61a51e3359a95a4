import passport from 'passport';

/**
 * How a strategy answers. Written out instead of taken from `@types/passport`, which an application would
 * need otherwise, and Express's types with it, to compile against ours.
 */
interface StrategyActions {
  redirect(url: string, status?: number): void;
  success(user: unknown, info?: object): void;
  error(error: unknown): void;
}

export const BaseStrategy: new () => StrategyActions = passport.Strategy;
