import { createPrivateKey, type KeyObject } from 'node:crypto';

import { keyProblem } from '../key-problem.js';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g;

interface PemBlock {
  readonly label: string;
  readonly text: string;
}

/** Whether the text is meant as PEM, well-formed or not. */
export function looksLikePem(text: string): boolean {
  return text.includes('-----BEGIN ');
}

/**
 * The one private key in a PEM text: PKCS#8, PKCS#1 or SEC1, encrypted or not. Line breaks may be
 * written as `\n`, or be gone, as happens to environment variables.
 *
 * @throws {CriiptoAuthError} `key_invalid`.
 */
export function privateKeyFromPem(pem: string, passphrase?: string): KeyObject {
  const block = privateBlock(pem);
  if (isEncrypted(block) && passphrase === undefined) {
    throw keyProblem('is encrypted: give its `passphrase` too');
  }
  try {
    return createPrivateKey(
      passphrase === undefined ? block.text : { key: block.text, passphrase },
    );
  } catch {
    // What OpenSSL says is of no help to the reader, and nothing of the key may get into a message.
    throw keyProblem(
      isEncrypted(block)
        ? 'could not be decrypted: the `passphrase` is wrong, or the PEM is damaged'
        : 'is damaged: the text between its BEGIN and END lines is not a private key',
    );
  }
}

function privateBlock(pem: string): PemBlock {
  const blocks = pemBlocks(pem);
  const [block, another] = blocks.filter(({ label }) => label.endsWith('PRIVATE KEY'));
  if (block === undefined) throw noPrivateKey(blocks.map(({ label }) => label));
  if (another !== undefined) {
    throw keyProblem('holds several private keys: give one, or a private JWK set for several');
  }
  if (block.label === 'OPENSSH PRIVATE KEY') {
    throw keyProblem('is in OpenSSH form: convert it with `ssh-keygen -p -m PKCS8 -f FILE`');
  }
  return block;
}

function noPrivateKey(labels: readonly string[]): Error {
  if (labels.some((label) => label.endsWith('PUBLIC KEY'))) {
    return keyProblem(
      'is a public key: give the private key, which begins with "-----BEGIN PRIVATE KEY-----"',
    );
  }
  if (labels.some((label) => label.includes('CERTIFICATE'))) {
    return keyProblem('is a certificate: give the private key that belongs to it');
  }
  return keyProblem(
    'is not a private key in PEM form, which begins with "-----BEGIN PRIVATE KEY-----"',
  );
}

function pemBlocks(pem: string): readonly PemBlock[] {
  const text = pem.replaceAll('\\r', '').replaceAll('\\n', '\n').replaceAll('\r', '');
  return [...text.matchAll(BLOCK)].map(([, label = '', body = '']) => ({
    label,
    text: `-----BEGIN ${label}-----\n${tidy(body)}\n-----END ${label}-----\n`,
  }));
}

function tidy(body: string): string {
  const lines = body.split('\n').map((line) => line.trim());
  const hasHeaders = lines.some((line) => line.includes(':'));
  // Base64 that lost its line breaks is broken again; the headers of RFC 1421 must stay as they are.
  return (hasHeaders ? lines : (body.replaceAll(/\s+/g, '').match(/.{1,64}/g) ?? []))
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}

function isEncrypted({ label, text }: PemBlock): boolean {
  return label === 'ENCRYPTED PRIVATE KEY' || text.includes('Proc-Type: 4,ENCRYPTED');
}
