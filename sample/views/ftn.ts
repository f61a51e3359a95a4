import type { PublicJwk, ResolvedOptions } from 'nestjs-criipto-auth';

import { facts } from './facts.js';
import { html, type Html } from './html.js';

/** How the application keeps to the rules of the Finnish Trust Network. */
export function ftnSection(
  { login, idToken, userInfo }: ResolvedOptions,
  publicKeys: readonly PublicJwk[],
): Html {
  return html`<section class="panel" aria-labelledby="ftn">
    <h2 id="ftn">As the Finnish Trust Network demands</h2>
    ${facts({
      'Authorization requests': login.signedRequest ? 'signed' : undefined,
      'ID tokens': idToken.decryption === 'required' ? 'signed, and encrypted' : undefined,
      Userinfo: userInfo === 'signedAndEncrypted' ? 'signed, and encrypted' : undefined,
      'Key that signs': nameOf('sig', publicKeys),
      'Key that decrypts': nameOf('enc', publicKeys),
    })}
  </section>`;
}

function nameOf(use: PublicJwk['use'], keys: readonly PublicJwk[]): Html | undefined {
  const key = keys.find((each) => each.use === use);
  return key && html`<code>${key.kid}</code>`;
}
