import { KeyRotationService } from '../../lib/keys/ring/key-rotation.service.js';
import type { KeyRingStore } from '../../lib/keys/ring/key-ring.store.js';
import { PrivateKeySeal } from '../../lib/keys/ring/private-key-seal.js';
import { RingKeyProvider } from '../../lib/keys/ring/ring-keys.js';
import { StoredKeyRing } from '../../lib/keys/ring/stored-key-ring.js';
import { FakeClock } from './fake-clock.js';
import { RecordingDependencies } from './key-provider-dependencies.js';
import { POLICY } from './key-records.js';

/** Instances of an application that share the store of a ring, without the application. */
export class RingInstances {
  private readonly running: RingKeyProvider[] = [];

  async start(store: KeyRingStore, clock = new FakeClock()) {
    const ring = new StoredKeyRing({
      store,
      seal: new PrivateKeySeal('a secret that is long enough, really'),
      policy: POLICY,
      uses: ['sig'],
      algorithm: 'ES256',
      modulusLength: 2048,
    });
    const dependencies = new RecordingDependencies(clock);
    const first = await ring.open((await ring.load()).keys);
    const provider = new RingKeyProvider(ring, first, dependencies);
    this.running.push(provider);
    await provider.start();
    return {
      clock,
      provider,
      rotation: new KeyRotationService(provider, clock),
      problems: dependencies.problems,
      signs: async () => (await provider.signer()).kid,
      published: async () => (await provider.publicKeys()).map(({ kid }) => kid),
    };
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.splice(0).map((provider) => provider.stop()));
  }
}
