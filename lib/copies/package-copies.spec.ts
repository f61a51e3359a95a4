import { describe, expect, it } from '@jest/globals';

import { secondCopy } from '../../test/support/second-copy.js';
import { otherCopiesWarning } from './package-copies.js';

describe('otherCopiesWarning', () => {
  it('says nothing of the only copy', () => {
    expect(otherCopiesWarning({})).toBeUndefined();
  });

  it('tells each application once of another, whichever copy asks', async () => {
    const other = await secondCopy(() => import('./package-copies.js'));
    const application = {};
    expect(otherCopiesWarning(application)).toContain('is loaded 2 times');
    expect(other.otherCopiesWarning(application)).toBeUndefined();
    expect(other.otherCopiesWarning({})).toContain('is loaded 2 times');
  });
});
