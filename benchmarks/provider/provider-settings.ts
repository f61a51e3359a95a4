/** How many access tokens the provider gives who asks. */
export const TOKENS_AT_A_TIME = 500;

export interface ProviderSettings {
  readonly port: number;
  readonly clientId: string;
  /** The public half of the applications' key, in PEM. */
  readonly clientKey: string;
  /** Where applications publish keys that they made themselves; fetched when one of them is unknown. */
  readonly clientJwks: readonly string[];
}

export interface ProviderCounts {
  readonly logins: number;
  readonly pushedRequests: number;
  /** Requests whose client did not prove itself, or that made no sense. */
  readonly refusals: number;
}
