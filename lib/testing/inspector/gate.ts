import type { IncomingMessage } from 'node:http';

/**
 * Why the inspector does not answer this request, if it does not: it is for this machine alone, and a name that
 * somebody has pointed at it (DNS rebinding) is not ours.
 */
export function gateRefusal(request: IncomingMessage): string | undefined {
  const { remoteAddress = '', localPort = 0 } = request.socket;
  if (!isLoopback(remoteAddress)) return 'The inspector answers this machine only';
  const names = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${localPort}`);
  if (!names.includes(request.headers.host ?? ''))
    return `The inspector is at http://${names[0]}/inspector only`;
  // A page of another site may link here, but not frame this page or read from it.
  const site = request.headers['sec-fetch-site'];
  const isNavigation = request.headers['sec-fetch-dest'] === 'document';
  return site === 'cross-site' && !isNavigation ? 'The inspector answers no other site' : undefined;
}

/** RFC 5735 section 3 and RFC 4291 section 2.5.3; IPv4 may come in the clothes of IPv6. */
function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/.test(address);
}
