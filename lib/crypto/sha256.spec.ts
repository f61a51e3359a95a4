import { describe, expect, it } from '@jest/globals';

import { sha256 } from './sha256.js';

describe('sha256', () => {
  it.each([
    ['', '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'],
    ['abc', 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0'],
  ])('is that of FIPS 180-2 for %p', (text, digest) => {
    expect(sha256(text)).toBe(digest);
  });

  it('is that of the text in UTF-8', () => {
    expect(sha256('Prøvesen')).toBe('HPswUNdks-j9KPg0F2zo_mDrYcUv0252ARparVaLSxc');
  });
});
