import type { RouteName } from '../options/sections/routes-options.js';

/** The routes that servers call, and no person: nobody sees what they answer. */
export type UnattendedName = Extract<RouteName, 'jwks' | 'backchannelLogout'>;

interface UnattendedRoute {
  readonly methods: readonly string[];
  /** The errors that its own handler answers: they are told of elsewhere, or are the caller's. */
  readonly ownErrors: readonly number[];
  /** What is lost while it is refused. */
  readonly loss: string;
}

export const UNATTENDED: Readonly<Record<UnattendedName, UnattendedRoute>> = {
  jwks: {
    methods: ['GET', 'HEAD'],
    ownErrors: [],
    loss: 'the provider cannot read our public keys, and refuses logins (invalid_client) once its copy is too old',
  },
  backchannelLogout: {
    methods: ['POST'],
    ownErrors: [400, 503],
    loss: 'the provider cannot tell of logouts, and sessions go on after them',
  },
};

export const UNATTENDED_NAMES = Object.keys(UNATTENDED) as readonly UnattendedName[]; // the keys as declared above
