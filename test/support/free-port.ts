import { createServer } from 'node:net';

/**
 * Below those that systems give to whoever asks for any: none of these is taken before it is used. And above
 * 10080, which fetch does not go to.
 */
const FIRST = 11_000;
/** Specs run beside each other, in processes that jest counts from one. */
const EACH = 2500;
const PROCESSES = 8;

const worker = Number(process.env['JEST_WORKER_ID'] ?? 1) % PROCESSES;
let next = Math.floor(Math.random() * EACH);

/** A port of this machine on which nobody listens, and which no spec that runs now is given, too. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + worker * EACH + next;
    next = (next + 1) % EACH;
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, 'localhost', () => server.close(() => resolve(true)));
  });
}
