import { describe, expect, it } from '@jest/globals';

import type { Signer } from './signer.js';
import { hearSigner, SignerNotices } from './signer-notices.js';

// Only its identity counts.
const aSigner = (): Signer => ({}) as Signer;

describe('SignerNotices', () => {
  it('are kept until somebody listens, and heard once', () => {
    const notices = new SignerNotices();
    const signer = notices.of(aSigner());
    notices.tell('before');
    const [first, second]: [string[], string[]] = [[], []];
    hearSigner(signer, (notice) => first.push(notice));
    hearSigner(signer, (notice) => second.push(notice));
    notices.tell('after');
    expect([first, second]).toEqual([['before', 'after'], ['after']]);
  });

  it('are not kept without end', () => {
    const notices = new SignerNotices();
    const signer = notices.of(aSigner());
    for (let count = 1; count <= 100; count += 1) notices.tell(`${count}`);
    const heard: string[] = [];
    hearSigner(signer, (notice) => heard.push(notice));
    expect(heard).toEqual(['96', '97', '98', '99', '100']);
  });

  it('are none of a signer that says nothing', () => {
    expect(() => hearSigner(aSigner(), () => undefined)).not.toThrow();
  });
});
