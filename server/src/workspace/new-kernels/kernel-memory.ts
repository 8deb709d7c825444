import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { homedir, hostname } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

/** The kernels that a machine is known to have had. */
export interface RememberedKernels {
  /** Releases that could be built against. */
  readonly releases: ReadonlySet<string>;
  /** The folders searched for kernels: a kernel in another one is not known to be new. */
  readonly folders: ReadonlySet<string>;
}

/**
 * Which kernels this machine has had, in a file that only grows: all windows, workspaces and editors of a user add to it, and none removes
 * anything. A line `kernel <release>` or `place <folder>` each; they are appended in one write, so that nothing is lost if two programs do
 * so at once.
 */
export class KernelMemory {
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  /**
   * That of the machine and the user of an environment, below $XDG_STATE_HOME. A home may be shared by several machines, so each has a file of
   * its own; it is named by a hash, since machine-id(5) asks not to show the id to others.
   */
  static async ofThisMachine(environment: NodeJS.ProcessEnv): Promise<KernelMemory> {
    const named = environment.XDG_STATE_HOME;
    // The XDG specification says that a relative path is to be ignored.
    const base = named && isAbsolute(named) ? named : join(environment.HOME || homedir(), '.local', 'state');
    const id = (await readFile('/etc/machine-id', 'utf8').catch(() => '')).trim() || hostname();
    const machine = createHash('sha256').update(`dkms-tools ${id}`).digest('hex').slice(0, 16);
    return new KernelMemory(join(base, 'dkms-tools', `kernels-${machine}`));
  }

  /** Empty if the file does not exist yet or can't be read. */
  async read(): Promise<RememberedKernels> {
    const lines = (await readFile(this.file, 'utf8').catch(() => '')).split('\n');
    const named = (word: string) =>
      new Set(lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1)));
    return { releases: named('kernel'), folders: named('place') };
  }

  /** Adds what is not in it yet. Rejects where the file can't be written. */
  async add(releases: Iterable<string>, folders: Iterable<string>): Promise<void> {
    const known = await this.read();
    const lines = [
      ...[...new Set(folders)]
        .filter((folder) => !known.folders.has(folder))
        .map((folder) => `place ${folder}`),
      ...[...new Set(releases)]
        .filter((release) => !known.releases.has(release))
        .map((release) => `kernel ${release}`),
    ].filter((line) => !line.includes('\n'));
    if (lines.length === 0) return;
    await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
    // A line that a full disk cut off must not swallow the next one.
    await appendFile(this.file, `\n${lines.join('\n')}\n`, { mode: 0o600 });
  }
}
