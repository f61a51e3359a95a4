import { KEY_ENCRYPTION } from '../../keys/algorithms.js';
import { CONTENT_ENCRYPTION } from '../../oidc/validation/jwe-header.js';
import { availableKeys } from '../../options/available-keys.js';
import { isOneForBoth, weaknessForFtn } from '../../options/ftn-keys.js';
import { type Check, failed, type Finding, ok, skipped } from './finding.js';
import type { Target } from './target.js';

/** What the Finnish Trust Network demands since 31 August 2025, one by one. */
export const FTN_CHECKLIST: readonly Check[] = [
  { subject: 'FTN client authentication', run: clientAuthentication },
  { subject: 'FTN key to sign', run: signingKey },
  { subject: 'FTN key to decrypt', run: decryptionKey },
  { subject: 'FTN separate keys', run: separateKeys },
  { subject: 'FTN static keys', run: staticKeys },
  { subject: 'FTN signed requests', run: signedRequests },
  { subject: 'FTN encrypted ID tokens', run: (target) => encryption(target, 'id_token') },
  { subject: 'FTN encrypted userinfo', run: (target) => encryption(target, 'userinfo') },
  { subject: 'FTN flow', run: flow },
];

const HOW = '`criipto-auth keys generate --ftn` makes what is needed';

/** Whether the provider takes it is looked at among all that a login needs. */
function clientAuthentication(): Promise<Finding> {
  return Promise.resolve(ok('private_key_jwt, with kid and a new jti in each assertion'));
}

async function signingKey({ keys }: Target): Promise<Finding> {
  const { signing } = await availableKeys(keys);
  const weakness = weaknessForFtn(signing);
  return weakness === undefined
    ? ok(`${signing.kid}, with which assertions and requests are signed`)
    : failed(`missing: ${signing.kid} ${weakness}: ${HOW}`);
}

async function decryptionKey({ keys }: Target): Promise<Finding> {
  const { decryption } = await availableKeys(keys);
  if (decryption.length === 0) return failed(`missing: no key has "use": "enc": ${HOW}`);
  const weak = decryption.find((key) => weaknessForFtn(key) !== undefined);
  return weak === undefined
    ? ok(`${decryption.map(({ kid }) => kid).join(', ')} (${KEY_ENCRYPTION})`)
    : failed(`missing: ${weak.kid} ${weaknessForFtn(weak)}: ${HOW}`);
}

async function separateKeys({ keys }: Target): Promise<Finding> {
  const atHand = await availableKeys(keys);
  if (atHand.decryption.length === 0) return skipped('there is one key only');
  return isOneForBoth(atHand)
    ? failed(`missing: one key signs and decrypts: ${HOW}`)
    : ok('one signs, another decrypts');
}

/** The one thing that only the dashboard knows. */
function staticKeys(): Promise<Finding> {
  return Promise.resolve(
    skipped(
      'paste the output of `criipto-auth keys jwks` into the dashboard as static Client JWKS; from here it cannot be seen',
    ),
  );
}

async function signedRequests({ client, keys }: Target): Promise<Finding> {
  const metadata = await client.metadata();
  const { alg } = await keys.signer();
  const taken = metadata.request_object_signing_alg_values_supported ?? [alg];
  if (metadata.request_parameter_supported === false)
    return failed('missing: the provider says that it takes none');
  return taken.includes(alg)
    ? ok(`signed with ${alg}, and the provider says nothing against it`)
    : failed(
        `missing: the provider takes those signed with ${taken.join(', ')}, the key signs ${alg}`,
      );
}

async function encryption({ client }: Target, response: 'id_token' | 'userinfo'): Promise<Finding> {
  const metadata = await client.metadata();
  const algs = metadata[`${response}_encryption_alg_values_supported`];
  const encs = metadata[`${response}_encryption_enc_values_supported`];
  if (algs === undefined) return skipped('the provider does not say whether it encrypts');
  const enc = CONTENT_ENCRYPTION.find((each) => encs === undefined || encs.includes(each));
  return algs.includes(KEY_ENCRYPTION) && enc !== undefined
    ? ok(`the provider offers ${KEY_ENCRYPTION} with ${enc}`)
    : failed(
        `missing: the provider offers ${algs.join(', ')} with ${encs?.join(', ') ?? 'nothing'}`,
      );
}

function flow(): Promise<Finding> {
  return Promise.resolve(ok('authorization code with PKCE; there is no other'));
}
