const WORD = /^\w{1,80}$/;

/** Names what somebody else's code threw, by its code or its class, and never repeats what it says. */
export function nameOfThrown(thrown: unknown): string {
  // Only read, of whatever was thrown.
  const { code, name } = (thrown ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  return [code, name].find(isWord) ?? 'something that is no error';
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && WORD.test(value);
}
