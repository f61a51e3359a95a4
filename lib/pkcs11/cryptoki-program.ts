/**
 * What runs in the process of a library: `node --eval PROGRAM -- <binding> <library>`. Each message names a
 * call and is answered by what that returns, or by the name of the reason why it failed.
 *
 * It is text, since a file of its own would be lost when an application is bundled, and the source of a
 * function holds what bundlers and coverage tools put there.
 *
 * Its standard input ends when its parent does, however that ends. A thread of its own waits for that: a
 * call that hangs keeps all others from noticing. A parent that ends gives it a second to take leave of
 * the token. Signals of the terminal and of service managers go to the parent, which may still be signing.
 */
export const PROGRAM = `
'use strict';
const { Worker } = require('node:worker_threads');

const endWithParent = \`
  const { readSync } = require('node:fs');
  const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  const hasParent = () => {
    try {
      return readSync(0, Buffer.alloc(1)) > 0;
    } catch (error) {
      return error.code === 'EAGAIN';
    }
  };
  while (hasParent()) pause(100);
  pause(1000);
  process.kill(process.pid, 'SIGKILL');
\`;
new Worker(endWithParent, { eval: true });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
const end = () => process.kill(process.pid, 'SIGKILL');

const load = (binding, path) => {
  try {
    const { PKCS11 } = require(binding);
    const library = new PKCS11();
    library.load(path);
    return library;
  } catch {
    end();
  }
};
const library = load(...process.argv.slice(1));
process.send({ loaded: true });

let underway = 0;
let isInitialized = false;

const run = async (calls) => {
  let value;
  for (const [name, ...args] of calls) {
    value = await library[name](...args);
    if (name === 'C_Initialize') isInitialized = true;
    if (name === 'C_Finalize') isInitialized = false;
  }
  return { value };
};
// Only the name of the reason: the rest may hold anything.
const failed = (error) => ({ failure: /CKR_[A-Z0-9_]+/.exec(String(error))?.[0] ?? 'CKR_UNKNOWN' });

process.on('message', async ({ id, calls }) => {
  underway += 1;
  const answer = await run(calls).catch(failed);
  underway -= 1;
  if (process.connected) process.send({ id, ...answer });
});

process.on('disconnect', () => {
  try {
    if (isInitialized && underway === 0) library.C_Finalize();
  } finally {
    end();
  }
});
`;
