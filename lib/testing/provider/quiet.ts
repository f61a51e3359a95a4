const CHATTER = /^(?:\x1b\[[\d;]*m)?oidc-provider (?:NOTICE|WARNING): /;

/**
 * Runs something of oidc-provider's without its notices. It writes them to the console when it is loaded and
 * when it is set up, on every Node that is not the newest LTS and about every choice that only a
 * production server has to make. Anything else that is written goes through.
 */
export async function quietly<T>(run: () => T | Promise<T>): Promise<T> {
  const { info, warn } = console;
  console.info = exceptChatter(info);
  console.warn = exceptChatter(warn);
  try {
    return await run();
  } finally {
    console.info = info;
    console.warn = warn;
  }
}

function exceptChatter(write: typeof console.info): typeof console.info {
  return (...values) => {
    if (!CHATTER.test(String(values[0]))) write.apply(console, values);
  };
}
