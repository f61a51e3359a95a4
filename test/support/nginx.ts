import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { selfSigned } from './self-signed.js';

/** What a test says otherwise than the page of the documentation: addresses, and where files are. */
interface NginxPlaces {
  /** Where it listens on this machine. */
  readonly port: number;
  /** Where the application is, as host and port. */
  readonly upstream: string;
}

/** nginx in the foreground, with the servers of a page, in a folder of its own. */
export class Nginx {
  private constructor(
    /** Whom clients have to trust. */
    readonly certificate: string,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(servers: string, { port, upstream }: NginxPlaces): Promise<Nginx> {
    const folder = await mkdtemp(join(tmpdir(), 'nginx-'));
    const { cert, key } = selfSigned(1);
    await writeFile(join(folder, 'app.crt'), cert);
    await writeFile(join(folder, 'app.key'), key);
    const placed = servers
      .replaceAll('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
      .replaceAll('127.0.0.1:3000', upstream)
      .replaceAll('/etc/nginx/tls/app.example.com', join(folder, 'app'));
    await writeFile(join(folder, 'nginx.conf'), whole(folder, placed));
    const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const nginx = new Nginx(cert, folder, child);
    await nginx.ready(port);
    return nginx;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      this.child.kill('SIGTERM');
      await once(this.child, 'exit');
    }
    await rm(this.folder, { recursive: true });
  }

  private async ready(port: number): Promise<void> {
    const failed = once(this.child, 'exit').then(() => {
      throw new Error('nginx did not start');
    });
    failed.catch(() => undefined); // it exits in the end, too
    for (;;) {
      const socket = connect(port, '127.0.0.1');
      const isThere = await Promise.race([
        failed,
        new Promise<boolean>((resolve) => {
          socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
        }),
      ]);
      socket.destroy();
      if (isThere) return;
    }
  }
}

/** As one has it around `conf.d`, in one process that stays in the foreground, and without a place outside of its folder. */
function whole(folder: string, servers: string): string {
  const bodies = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
  ${bodies.map((body) => `${body}_temp_path ${folder}/${body};`).join('\n  ')}
  ${servers}
}
`;
}
