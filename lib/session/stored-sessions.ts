import type { Clock } from '../common/clock.js';
import { randomId } from '../crypto/random-id.js';
import { sha256 } from '../crypto/sha256.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { Cookies } from '../http/cookies.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import type { KeyValueStore } from '../stores/key-value-store.js';
import type { AccessGrant } from './access-grant.js';
import type { AgeProof } from './age-proof.js';
import { EndingsHere } from './endings-here.js';
import { RevocationsHere } from './revocations-here.js';
import type { Renewal, SessionBackend } from './session-backend.js';
import { type SentCookie, SessionCookie } from './session-cookie.js';
import type { SessionData, SessionRecord } from './session-data.js';
import { SessionEndings } from './session-endings.js';
import { type ListEntry, SessionIndex } from './session-index.js';
import { SessionRecords, type StoredHandle } from './session-records.js';
import type { ProviderLogout, SessionOwner, SessionTokens } from './session.js';

const SECRET = /^[\w-]{43}$/;
/** As `idOf` makes them. */
const ID = /^session:[\w-]{43}$/;

/**
 * Sessions in a store, of which the browser has nothing but a secret, and the store nothing but its hash.
 *
 * @throws {CriiptoAuthError} `store_unavailable`, by every method.
 */
export class StoredSessions implements SessionBackend<StoredHandle> {
  private readonly records: SessionRecords;
  private readonly index: SessionIndex;
  private readonly cookie: SessionCookie;
  private readonly endings = new SessionEndings();
  private readonly revocations: RevocationsHere;
  private readonly ended: EndingsHere;

  constructor(
    store: KeyValueStore,
    private readonly options: ResolvedOptions,
    clock: Clock,
  ) {
    this.records = new SessionRecords(store, options, clock);
    this.index = new SessionIndex(store, clock);
    this.cookie = new SessionCookie(options);
    this.revocations = new RevocationsHere(clock);
    this.ended = new EndingsHere(clock, (id) => this.endOne(id));
  }

  /** @throws {CriiptoAuthError} `login_revoked` when the provider ended the login before it was a session. */
  async begin(cookies: Cookies, record: SessionRecord, replaced?: string): Promise<number> {
    await this.endOwn(cookies);
    if (replaced !== undefined) await this.endOne(replaced);
    const secret = randomId();
    const id = this.idOf(secret);
    // Listed only when it is there to be ended, or who ends all in a list could miss it.
    await this.records.add(id, record);
    const sessions = await this.enlist(id, record);
    const ended = await this.makeRoom(sessions);
    this.cookie.set(cookies, secret);
    return ended;
  }

  find(cookies: Cookies): undefined | Promise<StoredHandle | undefined> {
    const id = this.nameIn(cookies);
    return id === undefined ? undefined : this.load(id);
  }

  /** In the store alone. One that its lists do not know could not be ended from elsewhere: it ends now. */
  async renew(_cookies: Cookies, handle: StoredHandle, data: SessionData): Promise<Renewal> {
    const { id, record } = handle;
    const entry = this.entryOf(id, record);
    const [isKnown, isReplaced] = await Promise.all([
      this.index.knows(entry),
      this.records.replace(handle, { ...record, content: data }),
    ]);
    if (isKnown) return isReplaced ? 'renewed' : 'kept';
    await this.endEntries([entry]);
    return 'ended';
  }

  async isLive({ id }: StoredHandle): Promise<boolean> {
    return (await this.load(id)) !== undefined;
  }

  whenEnded({ id }: StoredHandle, listener: () => void): () => void {
    return this.endings.listen(id, listener);
  }

  /** The cookie goes last: while the store is away, the user can try again. */
  async end(cookies: Cookies): Promise<SessionTokens> {
    const ended = await this.endOwn(cookies);
    this.cookie.clear(cookies);
    return ended?.tokens ?? {};
  }

  nameIn(cookies: Cookies): string | undefined {
    const sent = this.cookie.sent(cookies);
    return sent && this.idOfSent(sent);
  }

  /** A session that is still good, by its id. */
  async load(id: string): Promise<StoredHandle | undefined> {
    const handle = await this.loadRecord(id);
    if (!handle) return undefined;
    const hasEnded = this.ended.has(id);
    if (!hasEnded && !this.revocations.cover(handle)) return handle;
    const isThere = (await this.endOne(id)) !== undefined; // for other instances, too
    // Else it ended while it was read.
    if (hasEnded && isThere) this.ended.endAgain();
    return undefined;
  }

  /** Writes another access token into a session. Tells whether it did: never when it ended or changed meanwhile. */
  replaceAccess(handle: StoredHandle, access: AccessGrant): Promise<boolean> {
    const { record } = handle;
    return this.records.replace(handle, { ...record, tokens: { ...record.tokens, access } });
  }

  /** Keeps an age proof with a session. Tells whether it did: never when the session ended or changed meanwhile. */
  keepAgeProof(handle: StoredHandle, ageProof: AgeProof): Promise<boolean> {
    const { record } = handle;
    return this.records.replace(handle, { ...record, content: { ...record.content, ageProof } });
  }

  /** Ends a session, by its id. Gives what it was, unless it was over before. */
  async endOne(id: string): Promise<SessionRecord | undefined> {
    const record = await this.take(id);
    if (record) await this.index.remove([this.entryOf(id, record)]);
    return record;
  }

  /** The sessions of a user, in the order in which they began. */
  async of(owner: SessionOwner): Promise<readonly StoredHandle[]> {
    const entries = await this.index.entries(this.listOf(owner));
    const found = await Promise.all(entries.map(({ id }) => this.load(id)));
    return found.filter((session) => session !== undefined);
  }

  /** Ends one session of a user, whether or not a list knows it still. Tells whether it did. */
  async endOneOf(owner: SessionOwner, id: string): Promise<boolean> {
    const found = ID.test(id) ? await this.records.load(id) : undefined;
    if (!found || this.listOf(found.record.content.user) !== this.listOf(owner)) return false;
    return (await this.endOne(id)) !== undefined;
  }

  /** Ends the sessions of a user, but for one, and tells how many did end. */
  async endAllOf(owner: SessionOwner, except: string | undefined): Promise<number> {
    const entries = await this.index.entries(this.listOf(owner));
    const ended = await this.endEntries(entries.filter(({ id }) => id !== except));
    this.revocations.noteAllOf(owner, except);
    return ended;
  }

  /**
   * Ends what began by then of the sessions that the provider calls `sid`, or else of the user's, and lets
   * none of those begin any more. Tells how many did end.
   */
  async endAtProvider(logout: ProviderLogout): Promise<number> {
    const { sid, sub, issuedAt } = logout;
    const { issuer } = this.options;
    const ofUser = sub === undefined ? [] : [this.listOf({ issuer, sub })];
    const [list] = [...this.listsOf(sid, issuer), ...ofUser];
    if (list === undefined) return 0;
    const entries = await this.index.close(list, issuedAt);
    // A session of that name is meant only if it is that user's.
    const ended = await this.endEntries(
      entries.filter(({ lists }) => ofUser.every((own) => lists.includes(own))),
    );
    // Only now: what failed halfway is told to the provider as not done.
    this.revocations.noteProvider(issuer, logout);
    return ended;
  }

  private async endOwn(cookies: Cookies): Promise<SessionRecord | undefined> {
    const ids = this.cookie
      .allSent(cookies)
      .map((sent) => this.idOfSent(sent))
      .filter((id) => id !== undefined);
    const ended = await Promise.all(ids.map((id) => this.endOne(id)));
    return ended.find((record) => record !== undefined);
  }

  /** Gives all sessions of the user. */
  private async enlist(id: string, record: SessionRecord): Promise<readonly ListEntry[]> {
    const entry = this.entryOf(id, record);
    const [ofUser] = this.revocations.cover({ id, record }) ? [] : await this.index.add(entry);
    if (ofUser) return ofUser;
    await this.endEntries([entry]);
    throw new CriiptoAuthError(
      'login_revoked',
      'The provider ended this login before it was completed here',
    );
  }

  /** The oldest sessions of a user end when there are too many, but none while others are over already. */
  private async makeRoom(entries: readonly ListEntry[]): Promise<number> {
    const { maxPerUser } = this.options.session;
    if (entries.length <= maxPerUser) return 0;
    const found = await Promise.all(entries.map(({ id }) => this.records.load(id)));
    const left = entries.filter((_, place) => found[place] !== undefined);
    await this.index.remove(entries.filter((entry) => !left.includes(entry)));
    return this.endEntries(left.slice(0, Math.max(0, left.length - maxPerUser)));
  }

  /** They leave the lists when they have ended, so that what fails halfway can be done again. */
  private async endEntries(entries: readonly ListEntry[]): Promise<number> {
    const taken = await Promise.all(entries.map(({ id }) => this.take(id)));
    await this.index.remove(entries);
    return taken.filter((record) => record !== undefined).length;
  }

  private async loadRecord(id: string): Promise<StoredHandle | undefined> {
    try {
      const handle = await this.records.load(id);
      this.ended.storeAnswered();
      return handle;
    } catch (error) {
      this.ended.storeFailed();
      throw error;
    }
  }

  private async take(id: string): Promise<SessionRecord | undefined> {
    const record = await this.records.take(id);
    if (record) this.ended.note(id, this.entryOf(id, record).expiresAt);
    this.endings.tell(id);
    return record;
  }

  private entryOf(id: string, { content, origin }: SessionRecord): ListEntry {
    const { user, createdAt } = content;
    return {
      id,
      lists: [this.listOf(user), ...this.listsOf(origin.sid, user.issuer)],
      issuedAt: origin.issuedAt,
      expiresAt: createdAt + this.options.session.absolute,
    };
  }

  private listOf({ issuer, sub }: SessionOwner): string {
    return this.hash('sessions-of-sub', issuer, sub);
  }

  private listsOf(sid: string | undefined, issuer: string): readonly string[] {
    return sid === undefined ? [] : [this.hash('sessions-of-sid', issuer, sid)];
  }

  private idOfSent({ value }: SentCookie): string | undefined {
    return SECRET.test(value) ? this.idOf(value) : undefined;
  }

  /** By which the store knows a session, and nobody the secret. */
  private idOf(secret: string): string {
    return this.hash('session', secret);
  }

  /** No two applications that share a store have a key in common. */
  private hash(kind: string, ...parts: readonly string[]): string {
    const { issuer, clientId } = this.options;
    const named = JSON.stringify([kind, issuer, clientId, ...parts]);
    return `${kind}:${sha256(named)}`;
  }
}
