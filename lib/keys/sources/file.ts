import { type Clock, SystemClock } from '../../common/clock.js';
import { SingleFlight } from '../../common/single-flight.js';
import { type DecryptionKey, KeyProvider } from '../key-provider.js';
import {
  importKeyFile,
  readKeyFile,
  type KeyFile,
  type KeyFileContent,
} from '../material/key-file.js';
import type { LocalKey } from '../material/local-key.js';
import { looksLikePem } from '../material/pem.js';
import type { PublicJwk } from '../public-jwk.js';
import type { Signer } from '../signer.js';
import { type KeySourceContext, type KeySourceResult, refused } from './resolve-source.js';
import { StaticKeyProvider } from './static-keys.js';

const subject = '`keys.file`';

/** `{ file, passphrase? }` */
export async function fromFile(
  path: unknown,
  { algorithm }: KeySourceContext,
  passphrase: string | undefined,
): Promise<KeySourceResult> {
  if (typeof path !== 'string' || path === '') {
    return refused(`${subject} must be the path of a file with a PEM or a private JWK set`);
  }
  if (looksLikePem(path) || path.trimStart().startsWith('{')) {
    return refused(`${subject} is a key itself: give it as \`keys.pem\` or \`keys.jwks\``);
  }
  const file = { path, passphrase, algorithm };
  const content = await readKeyFile(path);
  const result = await importKeyFile(content, file, subject);
  if ('problems' in result) return { problems: located(result.problems, path) };
  const first = { keys: result.keys, digest: content.digest };
  return {
    source: { create: ({ report, clock }) => new FileKeyProvider(file, first, report, clock) },
  };
}

const LOOK_EVERY_MS = 1000;

/**
 * Keys from a file. It is read again on use, at most once a second, and compared by content: that sees
 * every way to replace a file (rename, symlink, write in place, network mounts) and needs no watcher,
 * which would keep the process alive. A new content that is broken changes nothing but a report.
 */
export class FileKeyProvider extends KeyProvider {
  private readonly flight = new SingleFlight<void>();
  private current: StaticKeyProvider;
  private digest: string;
  private lookedAt: number;
  readonly #file: KeyFile;

  /** @param onProblem is told once for each broken content, and never what is in it. */
  constructor(
    file: KeyFile,
    first: { readonly keys: readonly LocalKey[]; readonly digest: string },
    private readonly onProblem: (message: string) => void,
    private readonly clock: Clock = new SystemClock(),
  ) {
    super();
    this.#file = file;
    this.current = new StaticKeyProvider(first.keys);
    this.digest = first.digest;
    this.lookedAt = clock.now();
  }

  override async signer(): Promise<Signer> {
    return (await this.keys()).signer();
  }

  override async publicKeys(): Promise<readonly PublicJwk[]> {
    return (await this.keys()).publicKeys();
  }

  override async decryptionKeys(): Promise<readonly DecryptionKey[]> {
    return (await this.keys()).decryptionKeys();
  }

  private async keys(): Promise<StaticKeyProvider> {
    // A clock that was set back must not stop us from looking.
    const elapsed = Math.abs(this.clock.now() - this.lookedAt);
    if (elapsed >= LOOK_EVERY_MS) await this.flight.run('look', () => this.look());
    return this.current;
  }

  private async look(): Promise<void> {
    const content = await readKeyFile(this.#file.path);
    if (content.digest !== this.digest) await this.take(content);
    this.lookedAt = this.clock.now();
  }

  private async take(content: KeyFileContent): Promise<void> {
    this.digest = content.digest;
    const result = await importKeyFile(content, this.#file, '`keys.file`');
    if ('keys' in result) this.current = new StaticKeyProvider(result.keys);
    else {
      const problems = located(result.problems, this.#file.path);
      this.onProblem(`The keys stay as they were: ${problems.join('; ')}`);
    }
  }
}

/** With the path, unless it may be a key that was written in its place. */
function located(problems: readonly string[], path: string): readonly string[] {
  const isPath = /^([A-Za-z]:)?\.{0,2}[\\/][^=+\r\n]{1,1024}$|^[\w.-]{1,80}\.\w{2,5}$/.test(path);
  return isPath ? problems.map((problem) => `${problem} (${path})`) : problems;
}
