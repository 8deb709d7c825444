import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { takeStageLock } from '../../builds/stage/stage-lock.ts';
import { exists } from '../../file-system.ts';
import { writeWhole } from '../../write-whole.ts';
import type { ArchivedKernel, ArchivedPackage, ArchiveFault } from '../archived-kernel.ts';
import { removeDocuments, unpackFault } from '../fit/unpacked-files.ts';
import { isListFresh } from '../kept-list.ts';
import type { HeaderOrigin, KernelArchive, Mirror } from '../kernel-archive.ts';
import { type Cancelled, isFailure, type ProgramContext, runProgram } from '../run-program.ts';
import { downloadedPart, faultOfApt, missingRelease } from './apt-messages.ts';
import { type AptSuite, aptSuites } from './apt-suites.ts';
import { type ArchiveAddress, aptConfiguration, parseMachineSources, sourcesOf } from './configuration.ts';
import { imagePackages, parseHeaderPackages, sharedPackageNames } from './header-packages.ts';

/** The file with the kernels found in the lists of a suite. Change the name whenever the format changes. */
const keptList = 'kernels-2.json';

const keyringFolder = '/usr/share/keyrings';

/**
 * The archives of Debian and Ubuntu, read by apt with a separate configuration: root is not needed, nothing is installed, and the machine's
 * own sources and lists are not changed. apt checks the signatures.
 */
export class AptArchive implements KernelArchive {
  readonly #suite: AptSuite;
  /** Where the package lists are kept. */
  readonly #folder: string;
  readonly #mirror: Mirror | undefined;

  constructor(suite: AptSuite, folder: string, mirror?: Mirror) {
    this.#suite = suite;
    this.#folder = folder;
    this.#mirror = mirror;
  }

  async list(context: ProgramContext): Promise<readonly ArchivedKernel[] | ArchiveFault | Cancelled> {
    const known = (await this.#isFresh()) ? await this.#known() : undefined;
    if (known) return known;
    // Asking while another process downloads the lists would find an archive without kernels.
    return this.#alone(context, async () => {
      const failed = (await this.#isFresh()) ? undefined : await this.#askForLists(context);
      if (failed) return failed;
      const now = await this.#known();
      if (now) return now;
      const kernels = await this.#ask(context);
      if (!isFailure(kernels)) await writeWhole(join(this.#folder, keptList), JSON.stringify(kernels));
      return kernels;
    });
  }

  /** The kernels that were found in the lists before, if they were. */
  async #known(): Promise<readonly ArchivedKernel[] | undefined> {
    const text = await readFile(join(this.#folder, keptList), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as readonly ArchivedKernel[]);
  }

  async #ask(context: ProgramContext): Promise<readonly ArchivedKernel[] | ArchiveFault | Cancelled> {
    const ask = (program: string, ...args: string[]) => this.#run(program, args, context);
    const found = await ask('apt-cache', 'search', '--names-only', '^linux-headers-');
    if (isFailure(found)) return found;
    const all = [...found.text.matchAll(/^(linux-headers-\S+) - /gm)].map(([, name = '']) => name);
    const names = all.filter((name) => /^linux-headers-\d/.test(name));
    if (names.length === 0) return [];
    // Packages without a number in their name show which kernel is the default one; each of their versions belongs to another suite.
    const flavours = new Set(names.map((name) => name.replace(/^.*?-(?=[a-z][\w-]*$)/, '')));
    const standing = [...flavours].map((flavour) => `linux-headers-${flavour}`);
    const usual = standing.filter((name) => all.includes(name));
    const defaults = usual.length === 0 ? found : await ask('apt-cache', 'show', ...usual);
    if (isFailure(defaults)) return defaults;
    const headers = await ask('apt-cache', 'show', '--no-all-versions', ...names);
    if (isFailure(headers)) return headers;
    const shared = sharedPackageNames(headers.text).filter((name) => !names.includes(name));
    const others =
      shared.length === 0 ? headers : await ask('apt-cache', 'show', '--no-all-versions', ...shared);
    if (isFailure(others)) return others;
    return parseHeaderPackages([headers.text, others.text, defaults.text].join('\n\n'), this.#suite);
  }

  async images(
    { release }: HeaderOrigin,
    context: ProgramContext,
  ): Promise<readonly string[] | ArchiveFault | Cancelled> {
    const failed = await this.#update(context);
    if (failed) return failed;
    // Some are there with Debian's signature, some only without.
    const names = [`linux-image-${release}`, `linux-image-${release}-unsigned`];
    const printed = await this.#run('apt-cache', ['show', '--no-all-versions', ...names], context);
    return isFailure(printed) ? printed : imagePackages(printed.text, release);
  }

  async libraries(
    kernel: ArchivedKernel,
    context: ProgramContext,
  ): Promise<readonly string[] | ArchiveFault | Cancelled> {
    const owner = kernel.packages.find(({ name }) => name.includes('-kbuild-')) ?? kernel.packages[0];
    const args = ['install', '--print-uris', '-qq', '--no-install-recommends', owner?.name ?? '', 'patchelf'];
    const printed = await this.#run('apt-get', args, context);
    if (isFailure(printed)) return printed;
    if (!printed.succeeded) return faultOfApt(printed.text, this.#suite, await this.#where(context));
    // 'http://…/libelf1_0.188-2.1_amd64.deb' libelf1_0.188-2.1_amd64.deb 174500 SHA256:…
    const names = [...printed.text.matchAll(/^'[^']+' ([a-z0-9][a-z0-9+.-]*)_\S+\.deb /gm)];
    return names.flatMap(([, name = '']) => (/^lib|^zlib|^patchelf$/.test(name) ? [name] : []));
  }

  async unpack(
    packages: readonly (ArchivedPackage | string)[],
    root: string,
    context: ProgramContext,
    onProgress: (done: number) => void = () => {},
  ): Promise<ArchiveFault | Cancelled | undefined> {
    const downloads = `${root}.packages`;
    await mkdir(downloads, { recursive: true });
    try {
      return (
        (await this.#download(packages, downloads, context, onProgress)) ??
        (await unpackAll(downloads, root, context))
      );
    } finally {
      await rm(downloads, { recursive: true, force: true });
    }
  }

  async #download(
    packages: readonly (ArchivedPackage | string)[],
    into: string,
    context: ProgramContext,
    onProgress: (done: number) => void,
  ): Promise<ArchiveFault | Cancelled | undefined> {
    const wanted = packages.map((one) => (typeof one === 'string' ? one : `${one.name}=${one.version}`));
    for (const again of [false, true]) {
      const args = ['-q', '-o', 'APT::Status-Fd=1', 'download', ...wanted];
      const end = await this.#run('apt-get', args, context, {
        cwd: into,
        onText: (text) => {
          const done = downloadedPart(text);
          if (done !== undefined) onProgress(done);
        },
      });
      if (isFailure(end)) return end;
      if (end.succeeded) return undefined;
      const fault = faultOfApt(end.text, this.#suite, await this.#where(context));
      // Lists that are a few hours old may name packages that the archive has since replaced.
      if (again || fault.kind === 'disk-full' || fault.kind === 'untrusted') return fault;
      await rm(join(this.#folder, 'ready'), { force: true });
      const failed = await this.#update(context);
      if (failed) return failed;
    }
    return undefined;
  }

  /** Downloads the package lists if the existing ones are old. */
  async #update(context: ProgramContext): Promise<ArchiveFault | Cancelled | undefined> {
    if (await this.#isFresh()) return undefined;
    return this.#alone(context, async () =>
      // Another process may have done it meanwhile.
      (await this.#isFresh()) ? undefined : this.#askForLists(context),
    );
  }

  #isFresh(): Promise<boolean> {
    return isListFresh(join(this.#folder, 'ready'), this.#origin);
  }

  /** Does something while no other process changes the lists. */
  async #alone<Result>(
    context: ProgramContext,
    work: () => Promise<Result>,
  ): Promise<Result | ArchiveFault | Cancelled> {
    const lock = await takeStageLock(`${this.#folder}.lock`, context);
    if (!('release' in lock)) {
      return lock.kind === 'cancelled' ? lock : { kind: 'unusable', message: lock.message };
    }
    try {
      return await work();
    } finally {
      await lock.release();
    }
  }

  /** Distinguishes the archive from others with the same suites; empty for the one that this machine's apt uses. */
  get #origin(): string {
    return this.#mirror ? `${this.#mirror.address} ${this.#mirror.keyring ?? ''}` : '';
  }

  async #askForLists(context: ProgramContext): Promise<ArchiveFault | Cancelled | undefined> {
    const folder = this.#folder;
    const address = await this.#address(context);
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
    let lacking: AptSuite = this.#suite;
    for (;;) {
      await writeFile(join(folder, 'sources.list'), sourcesOf(lacking, address));
      const end = await this.#run('apt-get', ['update', '-q'], context);
      if (isFailure(end)) return end;
      const missing = missingRelease(end.text);
      // When the support of a release ends, its suites of updates disappear one by one.
      if (missing !== undefined && lacking.updates.includes(missing)) {
        lacking = { ...lacking, updates: lacking.updates.filter((name) => name !== missing) };
        continue;
      }
      // If only some lists could be downloaded, apt prints warnings and continues with those.
      if (!end.succeeded || /^[EW]: (?:Failed to fetch|Some index files)/m.test(end.text)) {
        return faultOfApt(end.text, this.#suite, { address: address.main, keyring: address.keyring });
      }
      await rm(join(folder, keptList), { force: true });
      await writeFile(join(folder, 'ready'), `${this.#origin}\n`);
      return undefined;
    }
  }

  async #where(context: ProgramContext): Promise<{ address: string; keyring: string }> {
    const address = await this.#address(context);
    return isFailure(address)
      ? { address: `of ${this.#suite.name}`, keyring: keyringFolder }
      : { address: address.main, keyring: address.keyring };
  }

  async #address(context: ProgramContext): Promise<ArchiveAddress | ArchiveFault | Cancelled> {
    const { distribution, name } = this.#suite;
    const keyring = this.#mirror?.keyring ?? (await findKeyring(distribution));
    if (keyring === undefined) {
      return {
        kind: 'untrusted',
        message: `The signatures of ${name} can't be checked: install ${distribution === 'debian' ? 'debian-archive-keyring' : 'ubuntu-keyring'}.`,
      };
    }
    if (this.#mirror) return { main: this.#mirror.address.replace(/\/+$/, ''), keyring };
    const codenames = aptSuites.flatMap((suite) =>
      suite.distribution === distribution ? [suite.codename] : [],
    );
    const printed = await runProgram('apt-get', ['update', '--print-uris'], '/', context);
    if (isFailure(printed)) return printed;
    const found = parseMachineSources(printed.text, codenames);
    if (found) return { ...found, keyring };
    return {
      kind: 'absent',
      message: `The sources of this machine's apt name no archive with ${name}. Name a mirror of it.`,
    };
  }

  #run(
    program: string,
    args: readonly string[],
    context: ProgramContext,
    { cwd = '/', onText }: { readonly cwd?: string; readonly onText?: (text: string) => void } = {},
  ) {
    const env = { ...context.env, APT_CONFIG: join(this.#folder, 'apt.conf') };
    return runProgram(program, args, cwd, { ...context, env }, onText);
  }
}

async function findKeyring(distribution: AptSuite['distribution']): Promise<string | undefined> {
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
    if (!end.succeeded) return unpackFault(name, root, end.text);
  }
  await removeDocuments(root);
  return undefined;
}
