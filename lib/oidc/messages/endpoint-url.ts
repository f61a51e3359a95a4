/** An endpoint of the provider's, as its metadata were checked, with these parameters beside those that it has already. */
export function endpointUrl(
  endpoint: string,
  parameters: Readonly<Record<string, string>>,
): string {
  const end = endpoint.indexOf('#');
  const [start, hash] = end < 0 ? [endpoint, ''] : [endpoint.slice(0, end), endpoint.slice(end)];
  const query = new URLSearchParams(parameters).toString();
  return `${start}${start.includes('?') ? '&' : '?'}${query}${hash}`;
}
