import { fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A script in a process of its own, which says when it is ready. */
export async function start(script, env, onMessage = () => undefined) {
  const child = fork(script, {
    execArgv: ['--expose-gc'],
    env: { ...process.env, ...env },
  });
  child.on('message', onMessage);
  const [first] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${script} ended with ${code} before it was ready`);
    }),
  ]);
  if (first !== 'ready') throw new Error(`${script} said ${JSON.stringify(first)}`);
  return child;
}

/** What a child answers to a question. */
export async function ask(child, isAnswer, question = '?') {
  child.send(question);
  for (;;) {
    const [message] = await once(child, 'message');
    if (isAnswer(message)) return message;
  }
}

export async function end(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

/** One that no outgoing connection is given, so that whoever is killed finds it free again. */
export async function freePort() {
  for (;;) {
    const port = randomInt(15_000, 30_000);
    if (await isFree(port)) return String(port);
  }
}

async function isFree(port) {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
    await once(server.close(), 'close');
    return true;
  } catch {
    return false;
  }
}
