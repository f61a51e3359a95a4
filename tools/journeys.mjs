// How far a request travels through this library: files and functions that a login, its callback and a guarded page
// pass. `--check` fails when a target is missed, `--list` shows the ways in order of first call.
//
// How it counts. V8's precise coverage tells which functions were called while the third login of a process was
// answered (of the guarded page, the third visit), so that all that happens once is over: modules, metadata, keys.
// The application is the quick start, in this process; the fake Criipto is in another. Every function counts that V8
// lists below `dist`, once, however often it was called: methods, accessors, constructors, arrows, and what
// initialises the fields of a class. Left out are
// - bodies of modules, and `testing`,
// - the tools of every room: `common`, `crypto`, `http-client`, `keys`,
// - what counts and traces for OpenTelemetry, which is not there in every application.
// So counted, 0.1.0 has 39 files and 92 functions for the login, 65 and 182 for the callback, 12 and 29 for the page.
import { register } from 'node:module';
import { parseArgs } from 'node:util';

import { Coverage } from './journeys/coverage.mjs';
import { functionLengths } from './journeys/function-lengths.mjs';
import { watchOrder } from './journeys/order.mjs';
import { Stage } from './journeys/stage.mjs';

const DIST = new URL('../dist/', import.meta.url);
const LEFT_OUT =
  /^(?:testing|common|crypto|http-client|keys)\/|^events\/(?:open-telemetry|event-counters)\.js$/;
const LOGINS = 3;
const MAX_LINES = 40;
const JOURNEYS = [
  { name: 'login', files: 34, functions: 83 },
  { name: 'callback', files: 64, functions: 185 },
  { name: 'guarded page', files: 17, functions: 41 },
];

const { values } = parseArgs({
  options: {
    adapter: { type: 'string', default: 'express' },
    check: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});

const seen = await measure();
const rows = JOURNEYS.map((target) => rowOf(target, counted(seen.get(target.name).files)));
const long = functionLengths('lib').filter(({ lines }) => lines > MAX_LINES);
if (values.list) for (const journey of seen) printWay(...journey);
printTable();
printLong();
if (values.check && (long.length > 0 || rows.some(misses))) process.exitCode = 1;

/** Of each journey: its functions by file, and which of them began in which order. */
async function measure() {
  const order = values.list ? watchOrder() : undefined;
  if (order) register('./journeys/order-hooks.mjs', import.meta.url, { data: DIST.href });
  const coverage = await Coverage.start();
  const stage = await Stage.set(values.adapter);
  const journeys = new Map();
  const during = async (name, request) => {
    await coverage.takeBelow(DIST);
    order?.begin();
    const answer = await request();
    journeys.set(name, { files: await coverage.takeBelow(DIST), order: order?.entered() });
    return answer;
  };
  for (let login = 1; login <= LOGINS; login += 1) await stage.logIn(during);
  await stage.clear();
  return journeys;
}

/** The files that are not left out, by name, with the functions of each. */
function counted(files) {
  const left = [...files].filter(([file]) => !LEFT_OUT.test(file));
  return left.sort(([one], [other]) => one.localeCompare(other));
}

function rowOf(target, files) {
  const functions = files.reduce((sum, [, names]) => sum + names.length, 0);
  return { target, files: files.length, functions };
}

function misses({ target, files, functions }) {
  return files > target.files || functions > target.functions;
}

function printTable() {
  console.log('| Journey | Files | at most | Functions | at most |');
  console.log('| --- | --: | --: | --: | --: |');
  for (const { target, files, functions } of rows) {
    const cells = [target.name, files, target.files, functions, target.functions];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

function printLong() {
  const [longest] = functionLengths('lib');
  console.log(
    `\nThe longest function has ${longest.lines} lines: ${longest.name}, ${longest.place}`,
  );
  for (const { lines, name, place } of long) {
    console.log(`${lines} lines, over ${MAX_LINES}: ${name}, ${place}`);
  }
}

function printWay(name, { files, order }) {
  console.log(`${name}\n  by file`);
  for (const [file, names] of counted(files)) {
    console.log(`    ${file}  ${names.length}: ${names.join(', ')}`);
  }
  console.log('  in order of first call');
  let last;
  for (const { file, name: each, line } of order.filter(({ file: one }) => !LEFT_OUT.test(one))) {
    if (file !== last) console.log(`    ${file}`);
    last = file;
    console.log(`      ${each}:${line}`);
  }
  console.log();
}
