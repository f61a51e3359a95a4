import type { AdapterPayload, Configuration } from 'oidc-provider';

import type { FakeClient } from '../model/fake-client.js';
import { type FakeEncryption, USUAL_ENCRYPTION } from '../model/fake-encryption.js';

const ALGS: FakeEncryption['alg'][] = ['RSA-OAEP-256', 'RSA-OAEP'];
const ENCS: FakeEncryption['enc'][] = ['A256GCM', 'A128CBC-HS256', 'A256CBC-HS512', 'A128GCM'];

/** What oidc-provider offers to encrypt with. */
export const ENCRYPTION_ALGORITHMS: NonNullable<Configuration['enabledJWA']> = {
  idTokenEncryptionAlgValues: ALGS,
  idTokenEncryptionEncValues: ENCS,
  userinfoEncryptionAlgValues: ALGS,
  userinfoEncryptionEncValues: ENCS,
};

/** The responses that a client gets, in the words of OpenID Connect registration (section 2). */
export function responseMetadata(client: FakeClient): AdapterPayload {
  const { idTokenAlg = 'RS256', idTokenEncryption, userinfo = 'json' } = client;
  const { alg, enc } = idTokenEncryption ?? USUAL_ENCRYPTION;
  return {
    id_token_signed_response_alg: idTokenAlg,
    ...(idTokenEncryption
      ? { id_token_encrypted_response_alg: alg, id_token_encrypted_response_enc: enc }
      : {}),
    ...(userinfo.startsWith('signed') ? { userinfo_signed_response_alg: idTokenAlg } : {}),
    ...(userinfo === 'signedAndEncrypted'
      ? { userinfo_encrypted_response_alg: alg, userinfo_encrypted_response_enc: enc }
      : {}),
  };
}
