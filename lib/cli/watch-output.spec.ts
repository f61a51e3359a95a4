import { EventEmitter } from 'node:events';

import { describe, expect, it } from '@jest/globals';

import { watchOutput } from './watch-output.js';

describe('watchOutput', () => {
  function heardOf(code: string): readonly string[] {
    const output = new EventEmitter();
    const heard: string[] = [];
    watchOutput(output, (reason) => heard.push(reason));
    output.emit('error', Object.assign(new Error('write'), { code }));
    return heard;
  }

  it('tells what could not be written, by the name of the error', () => {
    expect(heardOf('ENOSPC')).toEqual(['ENOSPC']);
  });

  it('says nothing when nobody reads on', () => {
    expect(heardOf('EPIPE')).toEqual([]);
  });
});
