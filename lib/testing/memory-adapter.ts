interface Payload {
  readonly uid?: string;
  readonly grantId?: string;
  consumed?: number;
  readonly [member: string]: unknown;
}

/** Where oidc-provider keeps its grants, codes and sessions: in this process, and as long as it lives. */
export class MemoryAdapter {
  private readonly entries: Map<string, { payload: Payload; expiresAt: number }>;

  constructor(entriesByModel: Map<string, MemoryAdapter['entries']>, model: string) {
    this.entries = entriesByModel.get(model) ?? new Map();
    entriesByModel.set(model, this.entries);
  }

  async upsert(id: string, payload: Payload, expiresIn: number | undefined): Promise<void> {
    const expiresAt = expiresIn === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresIn * 1000;
    this.entries.set(id, { payload, expiresAt });
  }

  async find(id: string): Promise<Payload | undefined> {
    const entry = this.entries.get(id);
    return entry && entry.expiresAt > Date.now() ? entry.payload : undefined;
  }

  async findByUid(uid: string): Promise<Payload | undefined> {
    return [...this.entries.values()].find(({ payload }) => payload.uid === uid)?.payload;
  }

  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    const entry = this.entries.get(id);
    if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    this.entries.delete(id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, { payload }] of this.entries) if (payload.grantId === grantId) this.entries.delete(id);
  }
}
