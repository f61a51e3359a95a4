/** What somebody else's code said when it threw, in whatever realm. Not for logs: it may hold anything. */
export function messageOfThrown(thrown: unknown): string | undefined {
  const { message } = (thrown ?? {}) as { readonly message?: unknown }; // only read, of whatever was thrown
  return typeof message === 'string' ? message : undefined;
}
