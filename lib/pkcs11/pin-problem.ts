/**
 * What keeps this from being a PIN, as a predicate; nothing is said of its characters. Found here it costs
 * no try, of which a token has three to ten.
 */
export function pinProblem(pin: unknown): string | undefined {
  if (typeof pin !== 'string') return 'is no text';
  if (pin.trim() === '') return 'is empty';
  // eslint-disable-next-line no-control-regex -- a file ends in a line break, which is then in the PIN
  if (/[\u0000-\u001f\u007f]/.test(pin)) return 'has a line break or another control character';
  return undefined;
}
