const swc = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      keepClassNames: true,
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];

const shared = {
  rootDir: import.meta.dirname,
  testEnvironment: '<rootDir>/test/support/jest-environment.js',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^nestjs-criipto-auth$': '<rootDir>/lib/index.ts',
    '^nestjs-criipto-auth/eids$': '<rootDir>/lib/eid/index.ts',
    '^nestjs-criipto-auth/health$': '<rootDir>/lib/health/index.ts',
    '^nestjs-criipto-auth/keys$': '<rootDir>/lib/keys/index.ts',
    '^nestjs-criipto-auth/oidc$': '<rootDir>/lib/oidc/index.ts',
    '^nestjs-criipto-auth/pkcs11$': '<rootDir>/lib/pkcs11/pkcs11-signer.ts',
    '^nestjs-criipto-auth/postgres$': '<rootDir>/lib/postgres/index.ts',
    '^nestjs-criipto-auth/redis$': '<rootDir>/lib/redis/index.ts',
    '^nestjs-criipto-auth/testing$': '<rootDir>/lib/testing/index.ts',
    '^@nestjs/throttler$': '<rootDir>/test/support/throttler.ts',
  },
  transform: { '^.+\\.ts$': swc },
};

/**
 * What takes many seconds, since it installs applications, lets some live, waits for what fails or is started anew, or
 * starts what stands beside an application: another server, a proxy, another framework. `npm test` leaves it to
 * `.ci/run`.
 */
const LONG = [
  'contract/postgres-faults',
  'contract/postgres-stores',
  'contract/redis-faults',
  'docs/nginx',
  'docs/outgoing-proxy',
  'docs/postgresql',
  'e2e/applications-on-one-host',
  'e2e/below-a-path',
  'e2e/cookbook/*',
  'e2e/faults-own-side',
  'e2e/faults-postgres',
  'e2e/faults-provider',
  'e2e/faults-redis',
  'e2e/graphql',
  'e2e/pipes-and-serializers',
  'e2e/pkcs11-hanging',
  'e2e/pkcs11-remote',
  'e2e/redis-eviction',
  'e2e/redis-failover',
  'e2e/rotation',
  'e2e/several-instances',
  'e2e/silent-stores',
  'e2e/ws-gateways',
  'package/accelerated-life',
  'package/consumer',
  'package/faults',
  'package/pkcs11-processes',
  'package/postgres-without-pg',
  'package/ring-faults',
  'package/ring-processes',
  'package/shutdown',
  'package/soak',
  'package/stock-jest',
  'tools/standstill',
];
const NOT_LONG = LONG.map((name) => `!**/test/${name}.spec.ts`); // Jest knows <rootDir> at the beginning only

const suite = (displayName, ...testMatch) => ({ ...shared, displayName, testMatch });

export default {
  // Modules of the tests stay in memory. In one process they slow each file down more than the one before.
  workerIdleMemoryLimit: '1GB',
  // The process that hands out the files has next to nothing to do.
  maxWorkers: '100%',
  // On a busy machine the usual five seconds pass before an application has started.
  testTimeout: 20_000,
  testSequencer: '<rootDir>/tools/suite/longest-first.mjs',
  projects: [
    suite(
      'unit',
      '<rootDir>/lib/**/*.spec.ts',
      '<rootDir>/test/contract/**/*.spec.ts',
      '<rootDir>/test/tools/*.spec.ts',
      ...NOT_LONG,
    ),
    suite('e2e', '<rootDir>/test/e2e/**/*.spec.ts', ...NOT_LONG),
    suite('conformance', '<rootDir>/test/conformance/**/*.spec.ts'),
    suite('browser', '<rootDir>/test/browser/**/*.spec.ts'),
    suite('browsers', '<rootDir>/test/browsers/*.spec.ts'),
    suite(
      'package',
      '<rootDir>/test/package/*.spec.ts',
      '<rootDir>/test/docs/*.spec.ts',
      ...NOT_LONG,
    ),
    suite('applications', '<rootDir>/test/applications/*.spec.ts'),
    suite('long', ...LONG.map((name) => `<rootDir>/test/${name}.spec.ts`)),
  ],
};
