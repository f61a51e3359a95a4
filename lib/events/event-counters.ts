import type { Attributes, Counter, Meter } from '@opentelemetry/api';

import type { AuthEventMap, AuthEventName } from './auth-events.js';
import type { AuthEvents } from './auth-events.service.js';

/** What is counted of an event, and by what. Each attribute has a few values that are known beforehand. */
interface Counted<N extends AuthEventName> {
  readonly counter: CounterName;
  readonly attributes: (payload: AuthEventMap[N]) => Attributes;
  /** @default 1 */
  readonly amount?: (payload: AuthEventMap[N]) => number;
}

type CounterName = keyof typeof COUNTERS;

const COUNTERS = {
  'criipto_auth.logins_started': { unit: '{login}', description: 'Logins that were begun.' },
  'criipto_auth.logins': { unit: '{login}', description: 'Logins that passed every check.' },
  'criipto_auth.refusals': {
    unit: '{refusal}',
    description: 'Logins and bearer tokens that were refused, by error code.',
  },
  'criipto_auth.logouts': { unit: '{logout}', description: 'Sessions ended by their users.' },
  'criipto_auth.sessions_revoked': {
    unit: '{session}',
    description: 'Stored sessions that ended from elsewhere.',
  },
} as const;

const COUNTED: { readonly [N in AuthEventName]?: Counted<N> } = {
  'login.started': { counter: 'criipto_auth.logins_started', attributes: () => ({}) },
  'login.completed': {
    counter: 'criipto_auth.logins',
    attributes: ({ eid }) => ({ 'criipto_auth.eid': eid }),
  },
  'login.refused': {
    counter: 'criipto_auth.refusals',
    attributes: ({ code }) => ({ 'error.type': code, 'criipto_auth.refused': 'login' }),
  },
  'bearer.refused': {
    counter: 'criipto_auth.refusals',
    attributes: ({ code }) => ({ 'error.type': code, 'criipto_auth.refused': 'bearer' }),
  },
  'logout.completed': {
    counter: 'criipto_auth.logouts',
    attributes: ({ atProvider }) => ({ 'criipto_auth.at_provider': atProvider }),
  },
  'session.revoked': {
    counter: 'criipto_auth.sessions_revoked',
    attributes: ({ by }) => ({ 'criipto_auth.revoked_by': by }),
    amount: ({ sessions }) => sessions,
  },
};

/** Counts events from now on. The meter is asked for with the first of them, when the SDK is set up. */
export function countEvents(events: AuthEvents, meter: () => Meter): void {
  const made = new Map<CounterName, Counter>();
  const counterOf = (name: CounterName): Counter => {
    const counter = made.get(name) ?? meter().createCounter(name, COUNTERS[name]);
    made.set(name, counter);
    return counter;
  };
  const count = <N extends AuthEventName>(name: N, counted: Counted<N>): void => {
    events.on(name, (payload) =>
      counterOf(counted.counter).add(counted.amount?.(payload) ?? 1, counted.attributes(payload)),
    );
  };
  for (const name of Object.keys(COUNTED)) countOne(name as AuthEventName);

  function countOne<N extends AuthEventName>(name: N): void {
    const counted = COUNTED[name];
    if (counted) count(name, counted);
  }
}
