/** Whether `key_ops` of a JWK, whatever was written there, lists one of these operations (RFC 7517 section 4.3). */
export function listsAny(operations: unknown, wanted: readonly string[]): boolean {
  return Array.isArray(operations) && wanted.some((operation) => operations.includes(operation));
}
