/** One application that is measured. */
export interface Contestant {
  readonly name: string;
  readonly file: string;
  readonly kind: 'floor' | 'peer' | 'ours';
}

export const CONTESTANTS: readonly Contestant[] = [
  { name: 'floor', file: 'apps/floor.js', kind: 'floor' },
  { name: 'express-openid-connect', file: 'apps/express-openid-connect.js', kind: 'peer' },
  {
    name: 'openid-client strategy, express-session',
    file: 'apps/openid-client-strategy.js',
    kind: 'peer',
  },
  { name: 'nestjs-criipto-auth on Express', file: 'apps/ours-on-express.js', kind: 'ours' },
  { name: 'nestjs-criipto-auth on Fastify', file: 'apps/ours-on-fastify.js', kind: 'ours' },
];
