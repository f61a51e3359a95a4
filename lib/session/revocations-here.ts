import type { Clock } from '../common/clock.js';
import { hours } from '../common/durations.js';
import { ExpiringLru } from '../common/expiring-lru.js';
import type { SessionRecord } from './session-data.js';
import type { ProviderLogout, SessionOwner } from './session.js';

/** Longer than a login takes to become a session, and than a session is used before its lists are looked at. */
const REMEMBERED_FOR = hours(1);
/** 2 MB. */
const CAPACITY = 10_000;

/** A session, by its id and what is kept of it. */
interface NamedRecord {
  readonly id: string;
  readonly record: SessionRecord;
}

/** Whether a session is one of those that were to end. */
type Revocation = (session: NamedRecord) => boolean;

/**
 * What this instance was told to end, by whom and not one by one. A store that lost the list of a user's sessions finds
 * none of them, and has them still: such a session is refused here whenever it comes.
 */
export class RevocationsHere {
  /** By whose they are. */
  private readonly revocations: ExpiringLru<Revocation>;

  constructor(private readonly clock: Clock) {
    this.revocations = new ExpiringLru(clock, CAPACITY);
  }

  /** All sessions of a user that began before this second, but for one. Of those of this second the list knows still. */
  noteAllOf(owner: SessionOwner, except: string | undefined): void {
    const now = this.clock.seconds();
    this.note(
      ofOwner('all', owner),
      ({ id, record }) => record.content.createdAt < now && id !== except,
    );
  }

  /** What the provider ended: never a login that is newer than its word. */
  noteProvider(issuer: string, { sid, sub, issuedAt }: ProviderLogout): void {
    const isOlder = ({ record }: NamedRecord) => record.origin.issuedAt <= issuedAt;
    if (sid === undefined) {
      if (sub !== undefined) this.note(ofOwner('provider', { issuer, sub }), isOlder);
      return;
    }
    this.note(
      ofSid(issuer, sid),
      (session) =>
        isOlder(session) && (sub === undefined || session.record.content.user.sub === sub),
    );
  }

  /** At once, while nothing was revoked. */
  cover(session: NamedRecord): boolean {
    if (this.revocations.size === 0) return false;
    const { user } = session.record.content;
    const { sid } = session.record.origin;
    return [
      ofOwner('all', user),
      ofOwner('provider', user),
      ...(sid === undefined ? [] : [ofSid(user.issuer, sid)]),
    ].some((name) => this.revocations.get(name)?.(session) === true);
  }

  private note(name: string, revocation: Revocation): void {
    this.revocations.set(name, revocation, this.clock.seconds() + REMEMBERED_FOR);
  }
}

function ofOwner(by: 'all' | 'provider', { issuer, sub }: SessionOwner): string {
  return JSON.stringify([by, issuer, sub]);
}

function ofSid(issuer: string, sid: string): string {
  return JSON.stringify(['sid', issuer, sid]);
}
