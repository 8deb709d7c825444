import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { takeStageLock } from '../../builds/stage/stage-lock.ts';
import { readDistribution } from '../../kernels/distribution.ts';
import type { ArchivedKernel, ArchivedPackage, ArchiveFault } from '../archived-kernel.ts';
import { foreignLibraries } from '../fit/foreign-libraries.ts';
import { removeDocuments, unpackFault } from '../fit/unpacked-files.ts';
import { keptList } from '../kept-list.ts';
import type { HeaderOrigin, KernelArchive, Mirror } from '../kernel-archive.ts';
import {
  type Cancelled,
  isFailure,
  type ProgramContext,
  type ProgramResult,
  runProgram,
} from '../run-program.ts';
import { kernelsOfArch } from './pacman-kernels.ts';
import type { PacmanSuite } from './pacman-suites.ts';

/** The repositories with kernels; those with flavours are in the second one. */
const repositories = ['core', 'extra'];

/**
 * The archive of Arch Linux, read by pacman with a separate configuration and database. pacman insists on root even for those, so it runs
 * as root in a user namespace. It checks the signatures of packages.
 */
export class PacmanArchive implements KernelArchive {
  readonly #suite: PacmanSuite;
  readonly #folder: string;
  readonly #mirror: Mirror | undefined;

  constructor(suite: PacmanSuite, folder: string, mirror?: Mirror) {
    this.#suite = suite;
    this.#folder = folder;
    this.#mirror = mirror;
  }

  list(context: ProgramContext): Promise<readonly ArchivedKernel[] | ArchiveFault | Cancelled> {
    return keptList(
      this.#folder,
      `${this.#mirror?.address ?? ''} ${this.#mirror?.keyring ?? ''}`,
      async () => {
        const written = await this.#writeConfiguration(context);
        if (written) return written;
        const synchronised = await this.#run(['-Syy'], context);
        if (isFailure(synchronised)) return synchronised;
        const all = await this.#run(['-Sl', ...repositories], context);
        if (isFailure(all)) return all;
        const names = [...all.text.matchAll(/^\S+ (linux(?:-[a-z0-9-]+)?-headers) /gm)].map(
          ([, name = '']) => name,
        );
        // Headers for C libraries have names like those of a flavour.
        const meant = names.filter((name) => name !== 'linux-api-headers');
        if (meant.length === 0) return [];
        const described = await this.#run(['-Si', ...meant], context);
        return isFailure(described) ? described : kernelsOfArch(described.text, this.#suite);
      },
    );
  }

  async unpack(
    packages: readonly (ArchivedPackage | string)[],
    root: string,
    context: ProgramContext,
  ): Promise<ArchiveFault | Cancelled | undefined> {
    const downloads = `${root}.packages`;
    await mkdir(downloads, { recursive: true });
    try {
      const names = packages.map((one) => (typeof one === 'string' ? one : one.name));
      const args = ['-Swdd', '--noprogressbar', '--cachedir', downloads, ...names];
      const end = await this.#run(args, context);
      if (isFailure(end)) return end;
      await mkdir(root, { recursive: true });
      for (const name of (await readdir(downloads)).sort()) {
        if (!/\.pkg\.tar(?:\.\w+)?$/.test(name)) continue;
        const unpacked = await runProgram('tar', ['-xf', join(downloads, name)], root, context);
        if (isFailure(unpacked)) return unpacked;
        if (!unpacked.succeeded) return unpackFault(name, root, unpacked.text);
      }
      await removeDocuments(root);
      return undefined;
    } finally {
      await rm(downloads, { recursive: true, force: true });
    }
  }

  async images({ packages: [headers = ''] }: HeaderOrigin): Promise<readonly string[]> {
    return [headers.replace(/-headers=.*$/, '')];
  }

  async libraries(): Promise<ArchiveFault> {
    return foreignLibraries(this.#suite);
  }

  async #writeConfiguration(context: ProgramContext): Promise<ArchiveFault | Cancelled | undefined> {
    const source = await this.#source(context);
    if ('kind' in source) return source;
    const folder = (name: string) => join(this.#folder, name);
    for (const name of ['root', 'db']) await mkdir(folder(name), { recursive: true });
    const lines = [
      ...['[options]', `RootDir = ${folder('root')}`, `DBPath = ${folder('db')}`, 'LogFile = /dev/null'],
      ...[`HookDir = ${folder('root')}`, `GPGDir = ${source.keys}`, 'Architecture = auto'],
      `SigLevel = Required DatabaseOptional ${source.trust}`,
      ...repositories.flatMap((name) => [
        `[${name}]`,
        ...(source.servers.get(name) ?? []).map((server) => `Server = ${server}`),
      ]),
    ];
    await writeFile(folder('pacman.conf'), `${lines.join('\n')}\n`);
    return undefined;
  }

  /** The servers of each repository, the folder of keys for GnuPG, and whether all of these keys are trusted. */
  async #source(context: ProgramContext): Promise<
    | {
        readonly servers: ReadonlyMap<string, readonly string[]>;
        readonly keys: string;
        readonly trust: 'TrustAll' | 'TrustedOnly';
      }
    | ArchiveFault
    | Cancelled
  > {
    const isArch = (await readDistribution()).id === this.#suite.distribution;
    if (!this.#mirror && !isArch) {
      return {
        kind: 'absent',
        message: `The repositories of this machine's pacman are not those of ${this.#suite.name}. Name a mirror of it.`,
      };
    }
    const servers = new Map<string, readonly string[]>();
    for (const name of repositories) {
      if (this.#mirror) servers.set(name, [this.#mirror.address]);
      else {
        const said = await runProgram('pacman-conf', ['--repo', name, 'Server'], '/', context);
        if (isFailure(said)) return said;
        servers.set(name, said.text.trim().split('\n').filter(Boolean));
      }
    }
    const keyring = this.#mirror?.keyring;
    if (keyring !== undefined) {
      const keys = await this.#importKeys(keyring, context);
      return typeof keys === 'string' ? { servers, keys, trust: 'TrustAll' } : keys;
    }
    const place = await runProgram('pacman-conf', ['GPGDir'], '/', context);
    if (isFailure(place)) return place;
    if (!isArch) {
      return {
        kind: 'untrusted',
        message: `The signatures of ${this.#suite.name} can't be checked: its keys are not on this machine. Name the file of its keys.`,
      };
    }
    return { servers, keys: place.text.trim(), trust: 'TrustedOnly' };
  }

  /** Creates a GnuPG folder with the keys of a file. */
  async #importKeys(keyring: string, context: ProgramContext): Promise<string | ArchiveFault | Cancelled> {
    const folder = join(this.#folder, 'keys');
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // No GnuPG daemon may keep running for a folder that may be removed.
    const args = ['--homedir', folder, '--batch', '--no-autostart', '--import', keyring];
    const end = await runProgram('gpg', args, '/', context);
    if (isFailure(end)) return end;
    if (end.succeeded) return folder;
    const why = end.text.trim().split('\n').at(-1);
    return { kind: 'untrusted', message: `The keys in ${keyring} can't be used: ${why}` };
  }

  /** Runs pacman; only one process at a time may use the folder. */
  async #run(
    args: readonly string[],
    context: ProgramContext,
  ): Promise<ProgramResult | ArchiveFault | Cancelled> {
    const lock = await takeStageLock(`${this.#folder}.lock`, context);
    if (!('release' in lock)) {
      return lock.kind === 'cancelled' ? lock : { kind: 'unusable', message: lock.message };
    }
    try {
      // A killed pacman leaves its own lock behind.
      await rm(join(this.#folder, 'db', 'db.lck'), { force: true });
      const configuration = ['--config', join(this.#folder, 'pacman.conf'), '--noconfirm'];
      const end = await runProgram(
        'unshare',
        ['--map-root-user', '--', 'pacman', ...configuration, ...args],
        '/',
        context,
      );
      if (isFailure(end) || end.succeeded) return end;
      return faultOfPacman(end.text, this.#suite.name);
    } finally {
      await lock.release();
    }
  }
}

function faultOfPacman(text: string, name: string): ArchiveFault {
  const errors = [...text.matchAll(/^error: (.*)$/gm)].map(([, said = '']) => said);
  const why = errors[0] ?? text.trim().split('\n').at(-1) ?? '';
  if (/No space left on device|not enough free disk space|Partition .* too full/i.test(text)) {
    return { kind: 'disk-full', message: `The disk is full: ${why}.` };
  }
  if (/unshare: |failed to execute pacman/.test(text)) {
    return {
      kind: 'unsupported',
      message: /No such file/.test(text)
        ? `pacman, which reads the archive of ${name}, is not installed.`
        : `pacman needs a user namespace of its own, which this machine does not allow: ${why}`,
    };
  }
  if (
    /signature|invalid or corrupted package|unknown trust|PGP|keyring is not writable|key ".*" could not be/i.test(
      text,
    )
  ) {
    return {
      kind: 'untrusted',
      message: `The archive of ${name} is not trusted, so nothing was taken from it. pacman says: ${why}`,
    };
  }
  return { kind: 'unreachable', message: `The archive of ${name} can't be read. pacman says: ${why}` };
}
