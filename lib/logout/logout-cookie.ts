import { minutes } from '../common/durations.js';

/** Of the cookie of a logout under way: first whether its question was asked here, then whether it comes back from the provider. */
export const LOGOUT_LIFETIME = minutes(15);
