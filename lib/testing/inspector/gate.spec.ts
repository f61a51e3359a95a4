import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';

import { describe, expect, it } from '@jest/globals';

import { gateRefusal } from './gate.js';

function requestFrom(remoteAddress: string | undefined, host: string): IncomingMessage {
  const socket = new Socket();
  Object.defineProperties(socket, {
    remoteAddress: { value: remoteAddress },
    localPort: { value: 3001 },
  });
  const request = new IncomingMessage(socket);
  request.headers.host = host;
  return request;
}

describe('the gate of the inspector', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1:3001'],
    ['127.8.0.1', 'localhost:3001'],
    ['::ffff:127.0.0.1', '127.0.0.1:3001'],
    ['::1', '[::1]:3001'],
  ])('lets in %s at %s', (address, host) => {
    expect(gateRefusal(requestFrom(address, host))).toBeUndefined();
  });

  it.each(['10.0.0.1', '192.168.1.127', '::2', '::ffff:10.127.0.1', '127.0.0.1.2', undefined])(
    'keeps out %s, whatever it calls us',
    (address) => {
      const refusal = gateRefusal(requestFrom(address, '127.0.0.1:3001'));
      expect(refusal).toBe('The inspector answers this machine only');
    },
  );
});
