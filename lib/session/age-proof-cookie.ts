import type { Clock } from '../common/clock.js';
import type { Seal } from '../crypto/seal.js';
import type { Cookies } from '../http/cookies.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import type { AgeProof } from './age-proof.js';

/** The age proof of a browser, in a sealed cookie of its own. It is no login. */
export class AgeProofCookie {
  private readonly name: string;
  private readonly seal: Seal;
  /** What a page of another site posts comes without our `Lax` cookies, so that nobody knows whether one is there. */
  private readonly mightBeUnseen: boolean;

  constructor(
    { session, login, cookieNames }: ResolvedOptions,
    private readonly clock: Clock,
  ) {
    this.name = cookieNames.age;
    this.seal = session.seals.for('age');
    this.mightBeUnseen = login.responseMode === 'form_post';
  }

  read(cookies: Cookies): AgeProof | undefined {
    const sealed = cookies.get(this.name);
    if (sealed === undefined) return undefined;
    // Sealed under this purpose by write() alone.
    return this.seal.open(this.name, sealed, this.clock.seconds()) as AgeProof | undefined;
  }

  write(cookies: Cookies, proof: AgeProof): void {
    const sealed = this.seal.seal(this.name, proof, proof.expiresAt);
    const maxAge = proof.expiresAt - this.clock.seconds();
    cookies.set(this.name, sealed, { maxAge, sameSite: 'Lax' });
  }

  /** Takes it away, if there is one. */
  clear(cookies: Cookies): void {
    if (this.mightBeUnseen || cookies.get(this.name) !== undefined) cookies.clear(this.name);
  }
}
