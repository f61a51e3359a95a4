import type { CriiptoUser } from './criipto-user.js';

/** Turns the user that logged in into what the application wants to see. May be asynchronous. */
export type UserMapper = (user: CriiptoUser) => unknown;
