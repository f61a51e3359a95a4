import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { anchors, ownLinks, page, pages, ROOT, type Page } from './markdown.js';

describe('the links in the documentation', () => {
  it.each(pages())('lead somewhere: $path', (from) => {
    expect(ownLinks(from).filter((link) => !leadsSomewhere(from, link))).toEqual([]);
  });
});

function leadsSomewhere(from: Page, link: string): boolean {
  const [target = '', anchor] = link.split('#');
  const path = target === '' ? from.path : posix.join(posix.dirname(from.path), target);
  if (!existsSync(join(ROOT, path))) return false;
  return anchor === undefined || anchors(page(path)).has(anchor);
}
