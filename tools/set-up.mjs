// Makes sure that all is there which the tests use and `npm ci` does not install. With `browsers` that is what
// `npm run test:browsers` uses, and else what all the others do.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const CHROMIUM = {
  aptPackage: 'chromium',
  names: ['chromium', 'chromium-browser', 'google-chrome'],
  variable: 'CHROMIUM_PATH',
};
const BROWSERS = [
  CHROMIUM,
  { aptPackage: 'chromium-driver', names: ['chromedriver'], variable: 'CHROMEDRIVER_PATH' },
  { aptPackage: 'firefox-esr', names: ['firefox-esr', 'firefox'], variable: 'FIREFOX_PATH' },
  {
    aptPackage: 'webkit2gtk-driver',
    names: ['WebKitWebDriver'],
    variable: 'WEBKIT_DRIVER_PATH',
  },
  { aptPackage: 'xvfb', names: ['Xvfb'], variable: 'XVFB_PATH' },
];
const PROGRAMS = [
  CHROMIUM,
  { aptPackage: 'softhsm2', names: ['softhsm2-util'] },
  { aptPackage: 'p11-kit', names: ['p11-kit'] },
  { aptPackage: 'p11-kit-modules', names: ['pkcs11/p11-kit-client.so'], isThere: isLibrary },
  { aptPackage: 'redis-server', names: ['redis-server'] },
  { aptPackage: 'nginx-light', names: ['nginx'] },
  { aptPackage: 'postgresql', names: ['postgres'], folders: postgresFolders },
  // What pkcs11js is compiled with
  { aptPackage: 'g++', names: ['g++', 'clang++'] },
  { aptPackage: 'make', names: ['make'] },
  { aptPackage: 'python3', names: ['python3'] },
];
/** Tried by the tests where they are installed, and installed where the system has them. */
const OPTIONAL = [{ aptPackage: 'valkey-server', names: ['valkey-server'] }];
const PKCS11_BINDING = 'node_modules/pkcs11js/build/Release/pkcs11.node';

const isForBrowsers = process.argv[2] === 'browsers';
const needed = isForBrowsers ? BROWSERS : PROGRAMS;
const optional = isForBrowsers ? [] : OPTIONAL;
const missing = () => needed.filter((program) => !isThere(program));

// A variable that names the wrong place is for a person to correct.
const installable = missing().filter(({ variable }) => !process.env[variable]);
const wanted = optional.filter((program) => !isThere(program) && isInArchive(program));
if (installable.length + wanted.length > 0) install([...installable, ...wanted]);
for (const program of missing()) {
  console.error(explain(program));
  process.exitCode = 1;
}
if (isForBrowsers) process.exit();

if (!process.exitCode && !existsSync(PKCS11_BINDING)) {
  console.log('Compiling pkcs11js');
  run(['npm', 'rebuild', 'pkcs11js', '--ignore-scripts=false']);
  if (!existsSync(PKCS11_BINDING)) {
    console.error('pkcs11js could not be compiled: what node-gyp says above is missing');
    process.exitCode = 1;
  }
}

/** Every Node that the package is tried on. */
for (const version of JSON.parse(readFileSync('test/package/nodes.json', 'utf8'))) {
  const folder = `temp/node-${version}`;
  const name = `node-${process.platform}-${process.arch}`;
  const path = `${folder}/node_modules/${name}/bin/node`;
  const isExact = version.includes('.');
  if (isExact && existsSync(path)) continue;
  mkdirSync(folder, { recursive: true });
  run(['npm', 'install', '--silent', '--prefix', folder, '--no-save', `${name}@${version}`]);
  if (existsSync(path)) continue;
  console.error(`Node ${version} cannot be had from npm as ${name}`);
  process.exitCode = 1;
}

/** Its variable, when set, wins over the PATH. */
function isThere({ names, variable, folders = () => [], isThere: isOne }) {
  const path = process.env[variable];
  if (isOne) return names.some(isOne);
  if (path) return isExecutable(path);
  return names.some(
    (name) => isOnPath(name) || folders().some((folder) => isExecutable(join(folder, name))),
  );
}

/** Debian keeps the programs of each version in a folder of its own, and off the PATH. */
function postgresFolders() {
  const versions = '/usr/lib/postgresql';
  if (!existsSync(versions)) return [];
  return readdirSync(versions).map((version) => join(versions, version, 'bin'));
}

/** Debian keeps libraries in a folder for each kind of machine; others in /usr/lib64. */
function isLibrary(name) {
  const folders = readdirSync('/usr/lib').map((folder) => `/usr/lib/${folder}`);
  return [...folders, '/usr/lib64'].some((folder) => existsSync(join(folder, name)));
}

function isOnPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => isExecutable(join(folder, name)));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isInArchive({ aptPackage }) {
  if (!isOnPath('apt-cache')) return false;
  return spawnSync('apt-cache', ['show', '--quiet', aptPackage], { stdio: 'ignore' }).status === 0;
}

function install(programs) {
  if (!isOnPath('apt-get')) return;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const packages = programs.map(({ aptPackage }) => aptPackage);
  const apt = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '--quiet'];
  console.log(`Installing ${packages.join(', ')}`);
  run([...apt, 'update']);
  run([...apt, 'install', '--yes', '--no-install-recommends', ...packages]);
}

/** Whether it worked shows in what is there afterwards. */
function run([command, ...args]) {
  spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
}

function explain({ aptPackage, names, variable }) {
  const path = variable && process.env[variable];
  return path
    ? `${variable} is ${path}, where no program is`
    : `${names.join(' or ')} is missing: apt-get install ${aptPackage}${variable ? `, or let ${variable} point to it` : ''}`;
}
