type Environment = Readonly<Record<string, string | undefined>>;

/** In the order in which undici asks for them, and Node: the first that is there counts. */
const NAMES = [
  ['http_proxy', 'HTTP_PROXY'],
  ['https_proxy', 'HTTPS_PROXY'],
] as const;
const PROTOCOLS = ['http:', 'https:', 'socks5:', 'socks:'];
const FLAG = '--use-env-proxy';

/** Whether Node was told to send requests through the proxies that the environment names, as its own `fetch` then does. */
export function usesEnvironmentProxies(
  environment: Environment = process.env,
  execArgv: readonly string[] = process.execArgv,
): boolean {
  const { NODE_USE_ENV_PROXY: use, NODE_OPTIONS: options = '' } = environment;
  return use === '1' || [...execArgv, ...options.split(' ')].includes(FLAG);
}

/** What keeps those proxies from being used: sentences that never repeat an address, which may hold a password. */
export function proxyProblems(environment: Environment): readonly string[] {
  if (!usesEnvironmentProxies(environment)) return [];
  return NAMES.flatMap((names) => {
    const name = names.find((each) => environment[each] !== undefined);
    const address = name === undefined ? undefined : environment[name];
    if (!address || isProxyAddress(address)) return [];
    return [
      `The variable ${name} is no address of a proxy: write it as "http://proxy.example.com:3128", or unset NODE_USE_ENV_PROXY`,
    ];
  });
}

function isProxyAddress(address: string): boolean {
  return URL.canParse(address) && PROTOCOLS.includes(new URL(address).protocol);
}
