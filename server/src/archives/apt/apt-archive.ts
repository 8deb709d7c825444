import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { takeStageLock } from '../../builds/stage/stage-lock.ts';
import { exists } from '../../file-system.ts';
import type { ArchivedKernel, ArchivedPackage, ArchiveFault } from '../archived-kernel.ts';
import { type Cancelled, isFailure, type ProgramContext, runProgram } from '../run-program.ts';
import { type Suite, suites } from '../suites.ts';
import { downloadedPart, faultOfApt, missingRelease } from './apt-messages.ts';
import { type ArchiveAddress, aptConfiguration, parseMachineSources, sourcesOf } from './configuration.ts';
import { parseHeaderPackages, sharedPackageNames } from './header-packages.ts';

/** Another place for a distribution's packages than the one that this machine's apt uses. */
export interface Mirror {
  /** The address in front of `/dists`. */
  readonly address: string;
  /** Absolute path of the key ring that its signatures are checked with; the distribution's own by default. */
  readonly keyring?: string;
}

/** For how long lists of packages are used before they are asked for again, in milliseconds. */
const listsHoldMs = 6 * 3600 * 1000;

/** What was read out of the lists of a suite; another name for another form of it. */
const keptList = 'kernels-1.json';

const keyringFolder = '/usr/share/keyrings';

/**
 * The archives of Debian and Ubuntu, read by apt with a configuration of our own: no root is needed, nothing is installed, and the machine's own
 * sources and lists stay as they are. Signatures are checked by apt.
 */
export class AptArchive {
  /** Where the lists of packages are kept; one folder below it for each suite. */
  readonly #folder: string;
  readonly #mirror: Mirror | undefined;

  constructor(folder: string, mirror?: Mirror) {
    this.#folder = folder;
    this.#mirror = mirror;
  }

  /** The kernels of a suite, in no particular order. */
  async list(
    suite: Suite,
    context: ProgramContext,
  ): Promise<readonly ArchivedKernel[] | ArchiveFault | Cancelled> {
    const failed = await this.#update(suite, context);
    if (failed) return failed;
    const kept = join(this.#folderOf(suite), keptList);
    const known = await readFile(kept, 'utf8').catch(() => undefined);
    if (known !== undefined) return JSON.parse(known) as readonly ArchivedKernel[];
    const kernels = await this.#ask(suite, context);
    if (!isFailure(kernels)) await writeFile(kept, JSON.stringify(kernels));
    return kernels;
  }

  async #ask(
    suite: Suite,
    context: ProgramContext,
  ): Promise<readonly ArchivedKernel[] | ArchiveFault | Cancelled> {
    const ask = (program: string, ...args: string[]) => this.#run(suite, program, args, context);
    const found = await ask('apt-cache', 'search', '--names-only', '^linux-headers-[0-9]');
    if (isFailure(found)) return found;
    const names = [...found.text.matchAll(/^(linux-headers-\S+) - /gm)].map(([, name = '']) => name);
    if (names.length === 0) return [];
    const headers = await ask('apt-cache', 'show', '--no-all-versions', ...names);
    if (isFailure(headers)) return headers;
    const shared = sharedPackageNames(headers.text).filter((name) => !names.includes(name));
    const others =
      shared.length === 0 ? headers : await ask('apt-cache', 'show', '--no-all-versions', ...shared);
    if (isFailure(others)) return others;
    return parseHeaderPackages(`${headers.text}\n\n${others.text}`, suite);
  }

  /**
   * The libraries that the programs of a kernel's packages need, and patchelf, which has programs use them: packages of the suite, since the programs were
   * linked with these.
   */
  async libraries(
    suite: Suite,
    kernel: ArchivedKernel,
    context: ProgramContext,
  ): Promise<readonly string[] | ArchiveFault | Cancelled> {
    const owner = kernel.packages.find(({ name }) => name.includes('-kbuild-')) ?? kernel.packages[0];
    const args = ['install', '--print-uris', '-qq', '--no-install-recommends', owner?.name ?? '', 'patchelf'];
    const printed = await this.#run(suite, 'apt-get', args, context);
    if (isFailure(printed)) return printed;
    if (!printed.succeeded) return faultOfApt(printed.text, suite, await this.#where(suite, context));
    // 'http://…/libelf1_0.188-2.1_amd64.deb' libelf1_0.188-2.1_amd64.deb 174500 SHA256:…
    const names = [...printed.text.matchAll(/^'[^']+' ([a-z0-9][a-z0-9+.-]*)_\S+\.deb /gm)];
    return names.flatMap(([, name = '']) => (/^lib|^zlib|^patchelf$/.test(name) ? [name] : []));
  }

  /** Downloads packages and unpacks them below `root`, which must be empty or absent. No script of theirs runs. */
  async unpack(
    suite: Suite,
    packages: readonly (ArchivedPackage | string)[],
    root: string,
    context: ProgramContext,
    onProgress: (done: number) => void = () => {},
  ): Promise<ArchiveFault | Cancelled | undefined> {
    const downloads = `${root}.packages`;
    await mkdir(downloads, { recursive: true });
    try {
      return (
        (await this.#download(suite, packages, downloads, context, onProgress)) ??
        (await unpackAll(downloads, root, context))
      );
    } finally {
      await rm(downloads, { recursive: true, force: true });
    }
  }

  async #download(
    suite: Suite,
    packages: readonly (ArchivedPackage | string)[],
    into: string,
    context: ProgramContext,
    onProgress: (done: number) => void,
  ): Promise<ArchiveFault | Cancelled | undefined> {
    const wanted = packages.map((one) => (typeof one === 'string' ? one : `${one.name}=${one.version}`));
    for (const again of [false, true]) {
      const args = ['-q', '-o', 'APT::Status-Fd=1', 'download', ...wanted];
      const end = await this.#run(suite, 'apt-get', args, context, {
        cwd: into,
        onText: (text) => {
          const done = downloadedPart(text);
          if (done !== undefined) onProgress(done);
        },
      });
      if (isFailure(end)) return end;
      if (end.succeeded) return undefined;
      const fault = faultOfApt(end.text, suite, await this.#where(suite, context));
      // Lists that are some hours old may name packages that the archive has replaced since.
      if (again || fault.kind === 'disk-full' || fault.kind === 'untrusted') return fault;
      await rm(join(this.#folderOf(suite), 'ready'), { force: true });
      const failed = await this.#update(suite, context);
      if (failed) return failed;
    }
    return undefined;
  }

  /** Asks the archive for its lists, where those that are there are old. */
  async #update(suite: Suite, context: ProgramContext): Promise<ArchiveFault | Cancelled | undefined> {
    const folder = this.#folderOf(suite);
    if (await this.#isUpToDate(join(folder, 'ready'))) return undefined;
    const lock = await takeStageLock(`${folder}.lock`, context);
    if (!('release' in lock)) {
      return lock.kind === 'cancelled' ? lock : { kind: 'unusable', message: lock.message };
    }
    try {
      return await this.#askForLists(suite, context);
    } finally {
      await lock.release();
    }
  }

  /** Whether lists were read from the same archive, not long ago; `mark` was written then. */
  async #isUpToDate(mark: string): Promise<boolean> {
    const [text, stats] = await Promise.all([readFile(mark, 'utf8'), stat(mark)]).catch(() => []);
    if (text !== this.#origin || stats === undefined) return false;
    const age = Date.now() - stats.mtimeMs;
    // A clock that was set back does not make lists new.
    return age >= 0 && age < listsHoldMs;
  }

  /** What tells the archive from others that have the same suites; empty for the one that this machine's apt uses. */
  get #origin(): string {
    return this.#mirror ? `${this.#mirror.address}\n${this.#mirror.keyring ?? ''}\n` : '';
  }

  async #askForLists(suite: Suite, context: ProgramContext): Promise<ArchiveFault | Cancelled | undefined> {
    const folder = this.#folderOf(suite);
    const address = await this.#address(suite, context);
    if (isFailure(address)) return address;
    for (const sub of ['lists/partial', 'state', 'cache/archives/partial']) {
      await mkdir(join(folder, sub), { recursive: true });
    }
    const architecture = await runProgram('dpkg', ['--print-architecture'], '/', context);
    const dumped = await runProgram('apt-config', ['dump'], '/', context);
    if (isFailure(architecture)) return architecture;
    if (isFailure(dumped)) return dumped;
    await writeFile(
      join(folder, 'apt.conf'),
      aptConfiguration(folder, architecture.text.trim(), dumped.text),
    );
    let lacking: Suite = suite;
    for (;;) {
      await writeFile(join(folder, 'sources.list'), sourcesOf(lacking, address));
      const end = await this.#run(suite, 'apt-get', ['update', '-q'], context);
      if (isFailure(end)) return end;
      const missing = missingRelease(end.text);
      // Releases whose support has ended lose their updates one after the other.
      if (missing !== undefined && lacking.updates.includes(missing)) {
        lacking = { ...lacking, updates: lacking.updates.filter((name) => name !== missing) };
        continue;
      }
      // Where only some of the lists could be had, apt warns and goes on with what it has.
      if (!end.succeeded || /^[EW]: (?:Failed to fetch|Some index files)/m.test(end.text)) {
        return faultOfApt(end.text, suite, { address: address.main, keyring: address.keyring });
      }
      await rm(join(folder, keptList), { force: true });
      await writeFile(join(folder, 'ready'), this.#origin);
      return undefined;
    }
  }

  async #where(suite: Suite, context: ProgramContext): Promise<{ address: string; keyring: string }> {
    const address = await this.#address(suite, context);
    return isFailure(address)
      ? { address: `of ${suite.name}`, keyring: keyringFolder }
      : { address: address.main, keyring: address.keyring };
  }

  async #address(suite: Suite, context: ProgramContext): Promise<ArchiveAddress | ArchiveFault | Cancelled> {
    const keyring = this.#mirror?.keyring ?? (await findKeyring(suite.distribution));
    if (keyring === undefined) {
      return {
        kind: 'untrusted',
        message: `The signatures of ${suite.name} can't be checked: install ${suite.distribution === 'debian' ? 'debian-archive-keyring' : 'ubuntu-keyring'}.`,
      };
    }
    if (this.#mirror) return { main: this.#mirror.address.replace(/\/+$/, ''), keyring };
    const codenames = suites.flatMap(({ distribution, codename }) =>
      distribution === suite.distribution ? [codename] : [],
    );
    const printed = await runProgram('apt-get', ['update', '--print-uris'], '/', context);
    if (isFailure(printed)) return printed;
    const found = parseMachineSources(printed.text, codenames);
    if (found) return { ...found, keyring };
    return {
      kind: 'absent',
      message: `The sources of this machine's apt name no archive with ${suite.name}. Name a mirror of it.`,
    };
  }

  #folderOf(suite: Suite): string {
    return join(this.#folder, suite.id);
  }

  #run(
    suite: Suite,
    program: string,
    args: readonly string[],
    context: ProgramContext,
    { cwd = '/', onText }: { readonly cwd?: string; readonly onText?: (text: string) => void } = {},
  ) {
    const env = { ...context.env, APT_CONFIG: join(this.#folderOf(suite), 'apt.conf') };
    return runProgram(program, args, cwd, { ...context, env }, onText);
  }
}

async function findKeyring(distribution: Suite['distribution']): Promise<string | undefined> {
  for (const ending of ['gpg', 'pgp']) {
    const keyring = join(keyringFolder, `${distribution}-archive-keyring.${ending}`);
    if (await exists(keyring)) return keyring;
  }
  return undefined;
}

async function unpackAll(
  downloads: string,
  root: string,
  context: ProgramContext,
): Promise<ArchiveFault | Cancelled | undefined> {
  await mkdir(root, { recursive: true });
  for (const name of (await readdir(downloads)).sort()) {
    if (!name.endsWith('.deb')) continue;
    const end = await runProgram('dpkg-deb', ['-x', join(downloads, name), root], '/', context);
    if (isFailure(end)) return end;
    if (end.succeeded) continue;
    const why = end.text.trim().split('\n').at(-1) ?? '';
    return end.text.includes('No space left on device')
      ? { kind: 'disk-full', message: `The disk of ${root} is full: ${name} could not be unpacked.` }
      : { kind: 'unusable', message: `${name} could not be unpacked: ${why}` };
  }
  // Manuals, change logs and translations, of some megabytes.
  await rm(join(root, 'usr/share'), { recursive: true, force: true });
  return undefined;
}
