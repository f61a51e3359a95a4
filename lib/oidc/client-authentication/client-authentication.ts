/** A request to the provider that does not yet say who it is from. */
export interface ClientRequest {
  /** Where it goes: one of the provider's endpoints, as its metadata write it. */
  readonly endpoint: string;
  readonly form: URLSearchParams;
  readonly headers: Pick<Headers, 'set'>;
}

/** Writes into a request what proves it to be this application's. */
export type AuthenticateClient = (request: ClientRequest) => Promise<void>;
