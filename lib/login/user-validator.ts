import type { CriiptoUser } from '../eid/user/criipto-user.js';

/** Turns the user that logged in into the application's own. What it throws, or nobody, refuses the login. */
export abstract class UserValidator {
  abstract validate(user: CriiptoUser): Promise<unknown>;
}
