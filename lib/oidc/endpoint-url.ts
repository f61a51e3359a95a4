/** An endpoint of the provider's with these parameters beside those that it has already. */
export function endpointUrl(
  endpoint: string,
  parameters: Readonly<Record<string, string>>,
): string {
  const { href, hash } = new URL(endpoint);
  const start = href.slice(0, href.length - hash.length);
  const query = new URLSearchParams(parameters).toString();
  return `${start}${start.includes('?') ? '&' : '?'}${query}${hash}`;
}
