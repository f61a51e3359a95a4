/** The layers of lib, top to bottom. A file imports from lower rows only; within a row, what is listed here. */
const ROWS = [
  ['web', 'guards', 'decorators', 'passport', 'bearer', 'health', 'cli'],
  ['login', 'session', 'ciba', 'tokens'],
  ['oidc'],
  ['client-assertion'],
  ['options'],
  ['keys', 'http', 'stores', 'eid'],
  ['events'],
  ['errors', 'common'],
];
const WITHIN_A_ROW = {
  web: ['guards', 'decorators'],
  guards: ['passport', 'decorators'],
  bearer: ['decorators'],
  login: ['session'],
  ciba: ['login'],
  tokens: ['session'],
  stores: ['keys'],
  errors: ['common'],
};

/** What Nest wires. Every other file is plain TypeScript, so that the protocol needs no container. */
const ROLES =
  'module|service|controller|guard|decorator|pipe|filter|provider|store|strategy|exception|health';
/** Names a Nest builder and nothing more: the options token that `ConfigurableModuleBuilder` makes. */
const NEST_EXCEPTIONS = ['criipto-auth\\.module-definition\\.ts$'];

const folder = (...names) => `^lib/(${names.join('|')})/`;
const packageOf = (...names) => `(^|/)node_modules/(@types/)?(${names.join('|')})/`;
const specs = '\\.spec\\.ts$';

function layer(name, row) {
  const allowed = [name, ...(WITHIN_A_ROW[name] ?? []), ...ROWS.slice(row + 1).flat()];
  return {
    name: `layer-${name}`,
    comment: `lib/${name} imports only ${allowed.join(', ')}`,
    severity: 'error',
    from: { path: folder(name), pathNot: specs },
    to: { path: '^lib/', pathNot: folder(...allowed) },
  };
}

const never = (name, from, to) => ({ name, severity: 'error', from, to });

module.exports = {
  forbidden: [
    ...ROWS.flatMap((names, row) => names.map((name) => layer(name, row))),
    {
      name: 'layers-are-complete',
      comment: 'a new folder of lib needs a row in ROWS',
      severity: 'error',
      from: { path: '^lib/.+/', pathNot: folder(...ROWS.flat(), 'testing') },
      to: {},
    },
    never('no-cycles', { path: '^lib/' }, { circular: true }),
    never('no-orphans', { orphan: true, path: '^(lib|sample|test)/' }, {}),
    never(
      'only-files-with-a-role-know-nest',
      { path: '^lib/', pathNot: [`\\.(${ROLES})\\.ts$`, specs, ...NEST_EXCEPTIONS] },
      { path: packageOf('@nestjs') },
    ),
    never(
      'only-oidc-knows-openid-client',
      { path: '^lib/', pathNot: [folder('oidc'), specs] },
      { path: packageOf('openid-client', 'oauth4webapi') },
    ),
    never(
      'only-passport-knows-passport',
      { path: '^lib/', pathNot: folder('passport') },
      { path: packageOf('passport', 'passport-strategy', '@nestjs/passport') },
    ),
    never(
      'only-health-knows-terminus',
      { path: '^lib/', pathNot: [folder('health'), specs] },
      { path: packageOf('@nestjs/terminus') },
    ),
    never(
      'no-http-framework',
      { path: '^lib/', pathNot: specs },
      {
        path: packageOf(
          'express',
          'fastify',
          '@fastify',
          '@nestjs/platform-express',
          '@nestjs/platform-fastify',
        ),
      },
    ),
    never(
      'testing-stands-alone',
      { path: folder('testing'), pathNot: specs },
      { path: '^lib/', pathNot: folder('testing') },
    ),
    never(
      'only-testing-knows-oidc-provider',
      { path: '^lib/', pathNot: folder('testing') },
      { path: [folder('testing'), packageOf('oidc-provider')] },
    ),
    never(
      'lib-stands-alone',
      { path: '^lib/', pathNot: specs },
      { path: '^(test|sample|tools|benchmarks)/' },
    ),
    never(
      'no-dev-dependencies-in-lib',
      { path: '^lib/', pathNot: specs },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'npm-peer', 'type-only'] },
    ),
    never('all-imports-resolve', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist'] },
    exclude: { path: '^(dist|temp)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'default'],
    },
  },
};
