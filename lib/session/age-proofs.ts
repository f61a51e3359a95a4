import type { Clock } from '../common/clock.js';
import type { ToldAge } from '../eid/assurance/age-answer.js';
import type { CriiptoUser } from '../eid/user/criipto-user.js';
import { isSamePerson, personFingerprints } from '../eid/user/same-person.js';
import type { Cookies } from '../http/cookies.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import { type AgeProof, ageProof, passedTo, toldBy } from './age-proof.js';
import { AgeProofCookie } from './age-proof-cookie.js';
import { basisOf } from './login-basis.js';
import type { Authentication, Session } from './session.js';
import type { StoredSessions } from './stored-sessions.js';

/**
 * Proofs of an age, kept for `session.idle`: with the session where there is one in a store, else in a cookie. One
 * that was proved while somebody was logged in is that person's.
 */
export class AgeProofs {
  private readonly cookie: AgeProofCookie;

  constructor(
    private readonly options: ResolvedOptions,
    private readonly clock: Clock,
    private readonly stored: StoredSessions | undefined,
  ) {
    this.cookie = new AgeProofCookie(options, clock);
  }

  /** Keeps what a login by `user` proved, beside the session that there is. */
  async keep(cookies: Cookies, user: CriiptoUser, session: Session | undefined): Promise<void> {
    const owner = basisOf(user)?.owner ?? (session && personFingerprints(session.authentication));
    const expiresAt = this.clock.seconds() + this.options.session.idle;
    const proof = ageProof(user, owner, expiresAt);
    if (await this.keptWith(session, proof)) this.cookie.clear(cookies);
    else this.cookie.write(cookies, proof);
  }

  /** The proof of this browser stays with who logs in, unless it is another's. Gives what their session is to keep of it. */
  async passOn(
    cookies: Cookies,
    user: CriiptoUser,
    replaced: string | undefined,
  ): Promise<{ readonly ageProof?: AgeProof }> {
    const inCookie = this.cookie.read(cookies);
    const inStore = this.stored && (await this.before(this.stored, cookies, replaced));
    const proof = (inCookie && passedTo(inCookie, user)) ?? (inStore && passedTo(inStore, user));
    if (proof && !this.stored) this.cookie.write(cookies, proof);
    else this.cookie.clear(cookies);
    return proof && this.stored ? { ageProof: proof } : {};
  }

  /** What whoever asks has proved last. */
  told(
    cookies: Cookies,
    asking: Authentication | undefined,
    kept: AgeProof | undefined,
  ): ToldAge | undefined {
    return [kept, this.cookie.read(cookies)]
      .filter((proof) => proof !== undefined)
      .filter(({ expiresAt }) => expiresAt > this.clock.seconds())
      .toSorted((a, b) => b.expiresAt - a.expiresAt)
      .map((proof) => toldBy(proof, asking))
      .find((told) => told !== undefined);
  }

  /** At logout. */
  end(cookies: Cookies): void {
    this.cookie.clear(cookies);
  }

  private async keptWith(session: Session | undefined, proof: AgeProof): Promise<boolean> {
    const isTheirs = session && proof.owner && isSamePerson(proof.owner, session.authentication);
    if (!this.stored || !isTheirs || session.id === undefined) return false;
    const handle = await this.stored.load(session.id);
    return handle !== undefined && this.stored.keepAgeProof(handle, proof);
  }

  /** Of the session that the new one replaces. */
  private async before(
    stored: StoredSessions,
    cookies: Cookies,
    replaced: string | undefined,
  ): Promise<AgeProof | undefined> {
    const found = await (replaced === undefined ? stored.find(cookies) : stored.load(replaced));
    const proof = found?.data.ageProof;
    return proof && proof.expiresAt > this.clock.seconds() ? proof : undefined;
  }
}
