/** Lets concurrent callers that ask the same question share one answer, success or failure. */
export class SingleFlight<T> {
  private readonly flights = new Map<string, Promise<T>>();

  run(key: string, ask: () => Promise<T>): Promise<T> {
    const inFlight = this.flights.get(key);
    if (inFlight) return inFlight;
    const flight = ask().finally(() => this.flights.delete(key));
    this.flights.set(key, flight);
    return flight;
  }

  /** The answer that is waited for, if one is. */
  underWay(key: string): Promise<T> | undefined {
    return this.flights.get(key);
  }
}
