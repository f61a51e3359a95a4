const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/** Whether this is plain http that never leaves the machine: the only kind that can be allowed. */
export function isLoopbackHttp({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && LOOPBACK_HOSTS.includes(hostname);
}
