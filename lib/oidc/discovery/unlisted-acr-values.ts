import type { ProviderMetadata } from './provider-metadata.js';

/**
 * Tells, once, of acr values that users are sent to ask for and the provider does not list: a typing error, or
 * an eID that was not switched on. No more than that, for a list may be incomplete.
 */
export class UnlistedAcrValues {
  private isTold = false;

  constructor(
    private readonly asked: readonly string[],
    private readonly tell: (message: string) => void,
  ) {}

  check({ acr_values_supported: listed }: ProviderMetadata): void {
    if (this.isTold || !listed) return;
    const unlisted = this.asked.filter((acr) => !listed.includes(acr));
    if (unlisted.length === 0) return;
    this.isTold = true;
    this.tell(
      `The provider does not list ${unlisted.join(', ')} of \`login.acrValues\`: is it spelled right, and switched on there?`,
    );
  }
}
