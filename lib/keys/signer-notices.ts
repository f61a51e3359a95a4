import type { Signer } from './signer.js';

type Listener = (notice: string) => void;

const KEPT = 5;

const ofSigners = new WeakMap<Signer, SignerNotices>();

/** What a signer of ours has to say besides its signatures. It is made before anybody listens. */
export class SignerNotices {
  private readonly listeners = new Set<Listener>();
  private unheard: readonly string[] = [];

  /** Nothing secret. */
  tell(notice: string): void {
    if (this.listeners.size === 0) this.unheard = [...this.unheard, notice].slice(-KEPT);
    for (const listener of this.listeners) listener(notice);
  }

  of(signer: Signer): Signer {
    ofSigners.set(signer, this);
    return signer;
  }

  hear(listener: Listener): void {
    this.listeners.add(listener);
    for (const notice of this.unheard) listener(notice);
    this.unheard = [];
  }
}

/** Hears what this signer says from now on, and what it has said so far. */
export function hearSigner(signer: Signer, listener: Listener): void {
  ofSigners.get(signer)?.hear(listener);
}
