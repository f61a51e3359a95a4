import { fork, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, connect } from 'node:net';

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
export async function ask(child, isAnswer) {
  child.send('?');
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

/** A Redis that has written down whatever it confirmed, so that it comes back with everything. */
export async function startRedis(port, folder) {
  const lasting = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', '', '--dir', folder];
  const redis = spawn('redis-server', ['--port', port, '--bind', '127.0.0.1', ...lasting], {
    stdio: 'ignore',
  });
  const kill = () => redis.kill('SIGKILL');
  process.once('exit', kill);
  redis.once('exit', () => process.off('exit', kill));
  // While it loads what it has, it says so.
  while ((await tellRedis(port, 'PING')) !== '+PONG') {
    if (redis.exitCode !== null) throw new Error('redis-server did not start');
  }
  return redis;
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

/** What Redis answers; nothing while it does not. */
export async function tellRedis(port, command) {
  const socket = connect(Number(port), '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write(`${command}\r\n`);
    const [answer] = await once(socket, 'data');
    return answer.toString().trim();
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}
