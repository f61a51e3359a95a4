import { describe, expect, it } from '@jest/globals';

import { InvalidOptionsError } from '../errors/options.error.js';
import { RedisConnection } from './redis-connection.js';

const TRIAL = { key: '', script: 'return ttl' };

describe('RedisConnection', () => {
  it.each([
    'redis://localhost',
    'rediss://:password@redis.example.com:6380/1',
    'unix:///run/redis',
  ])('takes %s, and connects when it is needed', (url) => {
    const connection = new RedisConnection({ url }, TRIAL);
    expect(connection.key('name')).toBe('criipto-auth:name');
    connection.close();
  });

  it.each(['', 'localhost:6379', 'http://:s3cret@localhost', 'redis://:s3cret@:x', undefined])(
    'refuses %j, instead of whatever Redis is on this machine',
    (url) => {
      // As somebody writes it who has no types, or no value in an environment variable.
      const options = { url } as { url: string };
      const connect = () => new RedisConnection(options, TRIAL);
      expect(connect).toThrow(InvalidOptionsError);
      expect(connect).toThrow('`url` of Redis must be a URL');
      expect(connect).not.toThrow('s3cret');
    },
  );
});
