import { resolve } from 'node:path';

/** One application that is measured. */
export interface Contestant {
  readonly name: string;
  readonly file: string;
  readonly kind: 'floor' | 'peer' | 'ours';
}

const CONTESTANTS: readonly Contestant[] = [
  { name: 'floor', file: 'apps/floor.js', kind: 'floor' },
  { name: 'express-openid-connect', file: 'peers/express-openid-connect.mjs', kind: 'peer' },
  {
    name: 'openid-client strategy, express-session',
    file: 'peers/openid-client-strategy.mjs',
    kind: 'peer',
  },
  { name: 'nestjs-criipto-auth on Express', file: 'apps/ours-on-express.js', kind: 'ours' },
  { name: 'nestjs-criipto-auth on Fastify', file: 'apps/ours-on-fastify.js', kind: 'ours' },
];

export interface Choice {
  /** Part of a name; all of them without it. */
  readonly only: string | undefined;
  /** Another checkout, whose `npm run bench` has run: to see what a change brings. */
  readonly against: string | undefined;
}

export function chooseContestants({ only = '', against }: Choice): readonly Contestant[] {
  const others = against === undefined ? [] : oursIn(against);
  return [...CONTESTANTS, ...others].filter(({ name }) => name.includes(only));
}

function oursIn(checkout: string): Contestant[] {
  return CONTESTANTS.filter(({ kind }) => kind === 'ours').map(({ kind, name, file }) => ({
    kind,
    name: `${name}, the other checkout`,
    file: resolve(checkout, 'benchmarks/dist', file),
  }));
}
