/** The floors of lib, top to bottom: a folder imports from lower floors only. The files at the root stand above them all. */
const FLOORS = [
  ['cli', 'health', 'passport', 'access'],
  ['login/routes', 'logout/routes'],
  ['clients', 'route-audit'],
  ['decoupled', 'bearer'],
  ['login', 'logout', 'access-tokens'],
  ['session', 'pages'],
  ['oidc'],
  ['client-assertion'],
  ['access-rules'],
  ['options'],
  ['keys', 'http', 'http-client', 'stores', 'eid'],
  ['events'],
  ['crypto', 'errors', 'common', 'languages'],
  ['copies'],
];

/** Sub-paths that stand beside the floors, with all that they import from there. */
const BESIDE = {
  jest: [],
  postgres: ['stores', 'keys'],
  redis: ['stores', 'keys'],
  pkcs11: ['keys'],
};

/**
 * The rooms of a large folder, top to bottom. A file that stands in the folder itself may be a room; '' is the
 * other files there.
 */
const ROOMS = {
  oidc: [
    [''],
    ['token'],
    ['authorization'],
    ['validation'],
    ['client-authentication'],
    ['discovery'],
    ['messages'],
  ],
  options: [[''], ['sections'], ['reading']],
  keys: [['sources'], ['ring', 'remote'], ['material'], ['']],
  eid: [
    ['assurance', 'hints'],
    ['user'],
    ['claims'],
    ['eids.ts'],
    ['profiles'],
    [''],
    ['hint-tokens'],
  ],
  decoupled: [['ciba', 'headless'], ['polling']],
  testing: [['inspector'], ['provider'], ['decoupled'], ['login'], ['eids'], ['model']],
};

/** What a floor may use beside those below it: the command line starts the fake. */
const ALSO = { cli: ['testing'] };

/** What every folder may use, whatever its floor. */
const GROUND = FLOORS.slice(-2).flat();

/** What Nest wires. Every other file is plain TypeScript, so that the protocol needs no container. */
const ROLES =
  'module|service|controller|guard|decorator|pipe|filter|provider|store|strategy|exception|health';
/**
 * Name a Nest builder and nothing more: the options token that `ConfigurableModuleBuilder` makes; and the class
 * that Nest's filters know errors by.
 */
const NEST_EXCEPTIONS = [
  'criipto-auth\\.module-definition\\.ts$',
  '^lib/errors/criipto-auth\\.error\\.ts$',
];

const folder = (...names) => `^lib/(${names.join('|')})/`;
const packageOf = (...names) => `(^|/)node_modules/(@types/)?(${names.join('|')})/`;
const specs = '\\.spec\\.ts$';

const never = (name, from, to) => ({ name, severity: 'error', from, to });

/** The files of a folder, without those of a folder within it that has a floor of its own. */
const filesOf = (name) => ({
  path: folder(name),
  pathNot: [
    specs,
    ...FLOORS.flat()
      .filter((other) => other.startsWith(`${name}/`))
      .map((other) => folder(other)),
  ],
});

function floor(name, level) {
  const below = FLOORS.slice(level + 1).flat();
  // A folder within another is not meant with it: `login` says nothing of `login/routes`.
  const closed = FLOORS.flat().filter(
    (other) =>
      other !== name &&
      !below.includes(other) &&
      below.some((lower) => other.startsWith(`${lower}/`)),
  );
  return [
    {
      name: `floor-${name}`,
      comment: `lib/${name} imports only ${[name, ...below].join(', ')}`,
      severity: 'error',
      from: filesOf(name),
      to: {
        path: '^lib/',
        pathNot: folder(name, ...below, ...(ALSO[name] ?? [])),
      },
    },
    ...(closed.length === 0
      ? []
      : [never(`floor-${name}-closed`, filesOf(name), { path: folder(...closed) })]),
  ];
}

const beside = ([name, allowed]) => ({
  name: `beside-${name}`,
  comment: `lib/${name} imports only ${[...allowed, ...GROUND].join(', ')}`,
  severity: 'error',
  from: { path: folder(name), pathNot: specs },
  to: { path: '^lib/', pathNot: folder(name, ...allowed, ...GROUND) },
});

/** A room imports itself and the rooms below it. */
function rooms([name, levels]) {
  const isFile = (room) => room.endsWith('.ts');
  // An entry point of the package stands above all rooms, and nobody imports it.
  const files = ['index.ts', ...levels.flat().filter(isFile)];
  const pathOf = (room) => {
    if (isFile(room)) return `^lib/${name}/${room.replace('.', '\\.')}$`;
    if (room !== '') return folder(`${name}/${room}`);
    return `^lib/${name}/${files.map((file) => `(?!${file.replace('.', '\\.')}$)`).join('')}[^/]+$`;
  };
  return levels.flatMap((names, level) =>
    names.map((room) => ({
      name: `room-${name}-${room || 'itself'}`,
      severity: 'error',
      from: { path: pathOf(room), pathNot: specs },
      to: {
        path: folder(name),
        pathNot: [room, ...levels.slice(level + 1).flat()].map(pathOf),
      },
    })),
  );
}

module.exports = {
  forbidden: [
    ...FLOORS.flatMap((names, level) => names.flatMap((name) => floor(name, level))),
    ...Object.entries(BESIDE).map(beside),
    ...Object.entries(ROOMS).flatMap(rooms),
    {
      name: 'floors-are-complete',
      comment: 'a new folder of lib needs a place in FLOORS',
      severity: 'error',
      from: {
        path: '^lib/.+/',
        pathNot: folder(...FLOORS.flat(), ...Object.keys(BESIDE), 'testing'),
      },
      to: {},
    },
    never('no-barrels', { path: '^lib/' }, { path: '/index\\.ts$' }),
    never('no-cycles', { path: '^lib/' }, { circular: true }),
    never(
      'no-orphans',
      {
        orphan: true,
        path: '^(lib|sample|test)/',
        pathNot: '/jest\\.config\\.js$|/jest-preset\\.cts$',
      },
      {},
    ),
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
      { path: packageOf('oidc-provider') },
    ),
    never(
      'only-the-command-fake-knows-testing',
      { path: '^lib/', pathNot: [folder('testing'), '^lib/cli/commands/fake\\.ts$'] },
      { path: folder('testing') },
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
