// An application that signs with a token when it is told to, and says how that went. It ends when it is told nothing more.
import { pkcs11Signer } from 'nestjs-criipto-auth/pkcs11';

const { LIBRARY: library, HSM_PIN: pin, TOKEN_LABEL: tokenLabel } = process.env;
const { signal } = new AbortController();
const limits = { timeout: 1, retry: false, circuitBreaker: false };
const key = { library, tokenLabel, pin, keyLabel: 'login', alg: 'ES256' };

const signer = await pkcs11Signer({ ...key, ...limits });
process.on('message', () => {
  signer.sign(Buffer.from('bytes'), { signal }).then(
    () => tell('signed'),
    (error) => tell(error.code),
  );
});
tell('ready');

function tell(message) {
  if (process.connected) process.send(message);
}
