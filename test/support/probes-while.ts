import type { Signer } from 'nestjs-criipto-auth';

import { probeSigner } from '../../lib/keys/sources/signer-probe.js';

/** How often this signer works while something else goes on, and how often it does not. */
export async function probesWhile(signer: Signer, goesOn: Promise<unknown>) {
  const seen = { works: 0, fails: 0, isOver: false };
  const over = goesOn.finally(() => (seen.isOver = true));
  while (!seen.isOver) {
    if ((await probeSigner(signer)) === 'works') seen.works += 1;
    else seen.fails += 1;
  }
  await over;
  return seen;
}
