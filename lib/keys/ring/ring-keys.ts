import { minutes } from '../../common/durations.js';
import { SingleFlight } from '../../common/single-flight.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { nameOfThrown } from '../../errors/name-of-thrown.js';
import type { KeyProviderDependencies } from '../key-provider-dependencies.js';
import { DEFAULT_MAX_AGE, type DecryptionKey, KeyProvider } from '../key-provider.js';
import type { KeyUse, PublicJwk } from '../public-jwk.js';
import type { Signer } from '../signer.js';
import { nextChange, planAt } from './key-ring-plan.js';
import { overdueProblem } from './key-ring-overdue.js';
import { keysInUse, type RingStatus } from './key-ring-status.js';
import { KeyRingWatch } from './key-ring-watch.js';
import type { KeyRingContent } from './key-ring.store.js';
import type { OpenKeyRing } from './open-key-ring.js';
import { RingClock, type RingMoment } from './ring-clock.js';
import { differenceProblem, restoredProblem, returnedProblem } from './ring-news.js';
import { policyFor, type RotationPolicy } from './rotation-policy.js';
import type { StoredKeyRing } from './stored-key-ring.js';

/** What another instance changed is seen after this at the latest. */
const REFRESH_SECONDS = minutes(1);
const RETRY_SECONDS = 10;
const LEAST_MAX_AGE = minutes(1);

type RingChange<C> = (ring: StoredKeyRing, moment: RingMoment) => Promise<C>;

/**
 * Keys of a ring. They are used from memory: whoever signs or fetches keys never waits for the store.
 * A timer reads it and does what is due. While the store is down, the keys stay as they were read, and
 * still take over from each other when their time comes.
 */
export class RingKeyProvider extends KeyProvider {
  private readonly refreshes = new SingleFlight<void>();
  private readonly watch: KeyRingWatch;
  private underway: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private isRunning = false;
  private problem: string | undefined;
  private readonly time: RingClock;
  private toldDifferences: readonly string[] = [];

  constructor(
    private readonly ring: StoredKeyRing,
    private current: OpenKeyRing,
    private readonly dependencies: KeyProviderDependencies,
  ) {
    super();
    this.watch = new KeyRingWatch(current.keys, ring.policy, dependencies);
    const lags = ring.uses.map((use) => policyFor(use, ring.policy).retireLag);
    this.time = new RingClock(dependencies.clock, Math.max(...lags));
  }

  get policy(): RotationPolicy {
    return this.ring.policy;
  }

  get uses(): readonly KeyUse[] {
    return this.ring.uses;
  }

  /** How it stands with the keys, from memory. */
  status(): RingStatus {
    const { keys, misfits } = this.current;
    return {
      isStoreFailing: this.problem !== undefined,
      asked: this.ring.wanted,
      keys: keysInUse(keys, this.now(), this.policy, this.uses, misfits),
    };
  }

  override async signer(): Promise<Signer> {
    // Only a ring that was never used has no key, until start() made it.
    if (this.current.keys.length === 0) await this.refresh();
    const signer = this.current.signer(this.now());
    if (signer === undefined) throw new CriiptoAuthError('key_unavailable', 'The ring is empty.');
    return signer;
  }

  override publicKeys(): Promise<readonly PublicJwk[]> {
    return Promise.resolve(this.current.publicKeys(this.time.now()));
  }

  override decryptionKeys(): Promise<readonly DecryptionKey[]> {
    return Promise.resolve(this.current.decryptionKeys(this.time.now()));
  }

  /** Shrinks as a change comes near, and is never longer than keys are published before they sign. */
  override maxAge(): number {
    const most = Math.min(DEFAULT_MAX_AGE, this.policy.publishLead);
    return Math.max(LEAST_MAX_AGE, Math.min(most, this.untilNextChange()));
  }

  /**
   * @throws {CriiptoAuthError} `key_unavailable`, `key_invalid` when there is no key to begin with.
   */
  async start(): Promise<void> {
    this.isRunning = true;
    const overdue = overdueProblem(this.current.keys, this.now(), this.policy, this.uses);
    if (overdue !== undefined) this.dependencies.report(overdue);
    try {
      await this.tick();
      await this.signer();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Resolves when nothing is under way any more, and nothing is open. */
  async stop(): Promise<void> {
    this.isRunning = false;
    clearTimeout(this.timer);
    await this.underway;
    await this.ring.close();
  }

  /** Reads the store, and does what is due. */
  refresh(): Promise<void> {
    return this.refreshes.run('refresh', () =>
      this.inTurn(async () => {
        await this.askForTime();
        await this.take((ring, { latest }) => ring.load(latest));
        const { misfits } = this.current;
        if (this.ring.isBehind || this.isDue())
          await this.take((ring, moment) => ring.maintain(moment, misfits));
      }),
    );
  }

  /** Changes the ring in the store and takes over what it is then. */
  apply<C extends KeyRingContent>(change: RingChange<C>): Promise<C> {
    return this.inTurn(async () => {
      await this.askForTime();
      return this.take(change);
    });
  }

  private async take<C extends KeyRingContent>(change: RingChange<C>): Promise<C> {
    const content = await change(this.ring, this.time.now());
    this.current = await this.ring.open(content.keys, this.current);
    this.tellNews();
    this.watch.look(content.keys, this.current.misfits);
    return content;
  }

  private async askForTime(): Promise<void> {
    this.time.hear(await this.ring.storeTime(), this.dependencies.providerTime?.());
    const { differences } = this.time;
    for (const words of differences) {
      if (!this.toldDifferences.includes(words)) this.dependencies.report(differenceProblem(words));
    }
    this.toldDifferences = differences;
  }

  private tellNews(): void {
    const { restored, returned } = this.ring.takeNews();
    if (restored !== undefined) this.dependencies.report(restoredProblem(restored));
    if (returned.length === 0) return;
    this.time.distrust();
    this.dependencies.report(returnedProblem(returned));
  }

  private isDue(): boolean {
    const moment = this.time.now();
    const { keys, misfits } = this.current;
    return this.uses.some((use) => {
      const { successor, remove } = planAt(keys, moment, this.policy, use, misfits);
      return successor !== undefined || remove.length > 0;
    });
  }

  /** So that what was read first never replaces what was read last. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.underway.then(work);
    this.underway = turn.catch(() => undefined);
    return turn;
  }

  private async tick(): Promise<void> {
    try {
      await this.refresh();
      this.problem = undefined;
    } catch (error) {
      this.tell(error instanceof CriiptoAuthError ? error.message : nameOfThrown(error));
    }
    // What time alone changed is news too, store or not.
    this.watch.look(this.current.keys, this.current.misfits);
    if (this.isRunning) this.schedule();
  }

  private schedule(): void {
    const soonest = this.problem === undefined ? 1 : RETRY_SECONDS;
    // Nothing is due before the clocks agree.
    const next = this.time.now().dispute === undefined ? this.untilNextChange() : Infinity;
    const seconds = Math.max(soonest, Math.min(REFRESH_SECONDS, next));
    this.timer = setTimeout(() => void this.tick(), seconds * 1000).unref();
  }

  /** Once for each problem, however long it lasts. */
  private tell(problem: string): void {
    if (problem !== this.problem) {
      this.dependencies.report(`The key ring stays as it was: ${problem}`);
    }
    this.problem = problem;
  }

  private untilNextChange(): number {
    const { now, certain } = this.time.now();
    const { keys, misfits } = this.current;
    const changes = this.uses.map((use) =>
      nextChange(keys, now, this.policy, use, certain, misfits),
    );
    return Math.min(...changes) - now;
  }

  private now(): number {
    return this.dependencies.clock.seconds();
  }
}
