/** What makes other programs load themselves into every Node: debuggers, loaders, coverage. */
const HOOKS = /^(NODE_(?!ENV$)|VSCODE_INSPECTOR_OPTIONS$)/i;

/** Each signature that is underway occupies a thread of this pool, which is the library's alone. */
const THREADS = '32';

/**
 * The environment of a library's process: the application's, by which libraries of vendors are configured,
 * without what is meant for the application's own Node, and without variables that hold one of its PINs.
 */
export function libraryEnvironment(
  environment: NodeJS.ProcessEnv,
  pins: ReadonlySet<string>,
): NodeJS.ProcessEnv {
  const handedOn = Object.entries(environment).filter(
    ([name, value]) => !HOOKS.test(name) && !pins.has(value ?? ''),
  );
  return { ...Object.fromEntries(handedOn), UV_THREADPOOL_SIZE: THREADS };
}
