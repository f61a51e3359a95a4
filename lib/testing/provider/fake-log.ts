import type { Exchange } from '../model/exchange.js';

/** Says on the console, unless it is told where else, why a client was refused: what an application never learns. */
export class FakeLog {
  constructor(
    private readonly inspector: string,
    private readonly write: ((line: string) => void) | false = (line) => console.warn(line),
  ) {}

  add({ refusal, clientId, path }: Exchange): void {
    if (this.write === false || refusal?.error !== 'invalid_client') return;
    const { reason = refusal.description ?? 'no reason given' } = refusal;
    this.write(
      `The fake Criipto refused ${clientId ?? 'an unknown client'} at ${path}: ${reason}. More at ${this.inspector}`,
    );
  }
}
