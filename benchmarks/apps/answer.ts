/** What the pages answer, so that a guarded and an unguarded one differ by the guard alone. */
export interface Answer {
  readonly sub: string | undefined;
}

export const PLAIN_ANSWER: Answer = { sub: '{00000000-aaaa-4aaa-8aaa-000000000000}' };
