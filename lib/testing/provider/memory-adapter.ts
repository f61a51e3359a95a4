import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Entry {
  readonly payload: AdapterPayload;
  readonly expiresAt: number;
}

/** Where oidc-provider keeps clients, grants, codes and sessions: in this process, for as long as it lives. */
export function memoryAdapters(): (model: string) => MemoryAdapter {
  const adapters = new Map<string, MemoryAdapter>();
  return (model) => {
    const adapter = adapters.get(model) ?? new MemoryAdapter();
    adapters.set(model, adapter);
    return adapter;
  };
}

export class MemoryAdapter implements Adapter {
  private readonly entries = new Map<string, Entry>();
  private isExpired = false;

  /** Whether the time of something in it was made to be over. */
  get hasExpired(): boolean {
    return this.isExpired;
  }

  /** As if the time of everything in it were over. */
  expire(): void {
    this.entries.clear();
    this.isExpired = true;
  }

  all(): readonly AdapterPayload[] {
    return [...this.entries.values()]
      .filter(({ expiresAt }) => expiresAt > Date.now())
      .map(({ payload }) => payload);
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const expiresAt =
      expiresIn === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresIn * 1000;
    this.entries.set(id, { payload, expiresAt });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const entry = this.entries.get(id);
    return entry && entry.expiresAt > Date.now() ? entry.payload : undefined;
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return [...this.entries.values()].find(({ payload }) => payload.uid === uid)?.payload;
  }

  /** Of the device flow, which the fake does not have. */
  async findByUserCode(): Promise<undefined> {}

  async consume(id: string): Promise<void> {
    const entry = this.entries.get(id);
    if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    this.entries.delete(id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, { payload }] of this.entries) {
      if (payload.grantId === grantId) this.entries.delete(id);
    }
  }
}
