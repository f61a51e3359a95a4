/** Root may read and write everything, so that tests of permissions need another user. */
export const IS_ROOT = process.geteuid?.() === 0;

const NOBODY = 65_534;

/** Works as a user who owns nothing, where this process may become one; else as who it is. */
export async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (!IS_ROOT) return work();
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
