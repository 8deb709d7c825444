import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { takeStageLock } from '../../builds/stage/stage-lock.ts';
import { readDistribution } from '../../kernels/distribution.ts';
import type { ArchivedKernel, ArchivedPackage, ArchiveFault } from '../archived-kernel.ts';
import { foreignLibraries } from '../fit/foreign-libraries.ts';
import { forgetList, keptList } from '../kept-list.ts';
import type { HeaderOrigin, KernelArchive, Mirror } from '../kernel-archive.ts';
import {
  type Cancelled,
  isFailure,
  type ProgramContext,
  type ProgramResult,
  runProgram,
} from '../run-program.ts';
import { unpackRpms } from './rpm-files.ts';
import { kernelsOfSuse, type RpmPackage } from './rpm-kernels.ts';
import { findRpmKeys } from './rpm-keys.ts';
import { type RpmSuite, rpmSuiteOf } from './rpm-suites.ts';

/**
 * Archives of openSUSE. zypper lists and downloads packages for a private root folder, which does not require root. It does not check
 * signatures, since the keys would have to be imported below that folder; rpm checks those of the packages.
 */
export class ZypperArchive implements KernelArchive {
  readonly #suite: RpmSuite;
  readonly #folder: string;
  readonly #mirror: Mirror | undefined;

  constructor(suite: RpmSuite, folder: string, mirror?: Mirror) {
    this.#suite = suite;
    this.#folder = folder;
    this.#mirror = mirror;
  }

  list(context: ProgramContext): Promise<readonly ArchivedKernel[] | ArchiveFault | Cancelled> {
    return keptList(this.#folder, this.#mirror?.address ?? '', async () => {
      const refreshed = await this.#run(['refresh'], context);
      if (isFailure(refreshed)) return refreshed;
      const found = await this.#run(['search', '--details', '--type', 'package', 'kernel*devel*'], context);
      return isFailure(found) ? found : kernelsOfSuse(parsePackages(found.text), this.#suite);
    });
  }

  async unpack(
    packages: readonly (ArchivedPackage | string)[],
    root: string,
    context: ProgramContext,
    onProgress: (done: number) => void = () => {},
  ): Promise<ArchiveFault | Cancelled | undefined> {
    const keys = await findRpmKeys(this.#suite, this.#mirror);
    if ('kind' in keys) return keys;
    const wanted = packages.map((one) =>
      typeof one === 'string' ? one : `${one.name}=${one.version.replace(/\.[^.]*$/, '')}`,
    );
    const end = await this.#run(['download', ...wanted], context, (text) => {
      const percent = [...text.matchAll(/<progress [^>]*value="(\d+)"/g)].at(-1)?.[1];
      if (percent !== undefined) onProgress(Math.min(1, Number(percent) / 100));
    });
    if (isFailure(end)) return end;
    const files = [...end.text.matchAll(/<localfile path="([^"]+)"/g)].map(([, path = '']) => path);
    if (files.length < wanted.length) {
      await forgetList(this.#folder);
      return {
        kind: 'absent',
        message: `The archive of ${this.#suite.name} no longer has ${wanted.join(' and ')}. Try again: its list is then read again.`,
      };
    }
    const downloads = `${root}.packages`;
    await mkdir(downloads, { recursive: true });
    try {
      for (const file of files) {
        await copyFile(file, join(downloads, basename(file)));
        await rm(file);
      }
      onProgress(1);
      return await unpackRpms(downloads, root, { keys, work: `${root}.keys` }, context);
    } finally {
      await rm(downloads, { recursive: true, force: true });
      await rm(`${root}.keys`, { recursive: true, force: true });
    }
  }

  async images({ packages: [headers = ''] }: HeaderOrigin): Promise<readonly string[]> {
    const [, kernel = '', edition = ''] = /^(.*)-devel=(.*)\.[^.]*$/.exec(headers) ?? [];
    return [`${kernel}=${edition}`];
  }

  async libraries(): Promise<ArchiveFault> {
    return foreignLibraries(this.#suite);
  }

  /** Runs zypper; only one process at a time may use the folder. */
  async #run(
    args: readonly string[],
    context: ProgramContext,
    onText?: (text: string) => void,
  ): Promise<ProgramResult | ArchiveFault | Cancelled> {
    const repositories = await this.#repositories();
    if (typeof repositories !== 'string') return repositories;
    const folder = (name: string) => join(this.#folder, name);
    for (const name of ['root', 'home']) await mkdir(folder(name), { recursive: true });
    const lock = await takeStageLock(`${this.#folder}.lock`, context);
    if (!('release' in lock)) {
      return lock.kind === 'cancelled' ? lock : { kind: 'unusable', message: lock.message };
    }
    try {
      const places = ['--root', folder('root'), '--reposd-dir', repositories, '--cache-dir', folder('cache')];
      const how = ['--non-interactive', '--no-gpg-checks', '--xmlout', '--releasever', this.#suite.release];
      // zypper creates an rpm database in the home folder.
      const quiet = { ...context, env: { ...context.env, HOME: folder('home') } };
      const end = await runProgram('zypper', [...places, ...how, ...args], '/', quiet, onText);
      if (isFailure(end) || end.succeeded) return end;
      // 104: nothing was found.
      if (/No matching items found|<search-result [^>]*>\s*<\/search-result>/.test(end.text)) {
        return { ...end, succeeded: true };
      }
      return faultOfZypper(end.text, this.#suite.name);
    } finally {
      await lock.release();
    }
  }

  /**
   * The folder with the repository files to use: that of this machine, if it runs that release, or one with a file that names the mirror.
   */
  async #repositories(): Promise<string | ArchiveFault> {
    if (!this.#mirror) {
      const { id, version = '' } = await readDistribution();
      if (rpmSuiteOf(id, version)?.id === this.#suite.id) return '/etc/zypp/repos.d';
      return {
        kind: 'absent',
        message: `The repositories of this machine's zypper are not those of ${this.#suite.name}. Name a mirror of it.`,
      };
    }
    const folder = join(this.#folder, 'repositories');
    await mkdir(folder, { recursive: true });
    const lines = [
      '[dkms-tools]',
      `name=${this.#suite.name}`,
      `baseurl=${this.#mirror.address}`,
      'enabled=1',
    ];
    await writeFile(join(folder, 'mirror.repo'), `${lines.join('\n')}\n`);
    return folder;
  }
}

function parsePackages(printed: string): readonly RpmPackage[] {
  return [...printed.matchAll(/<solvable ([^>]*)\/>/g)].flatMap(([, fields = '']) => {
    const field = (name: string) => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(fields)?.[1] ?? '';
    const one = { name: field('name'), edition: field('edition'), arch: field('arch') };
    return field('kind') === 'package' ? [{ ...one, downloadBytes: 0, installedBytes: 0 }] : [];
  });
}

function faultOfZypper(text: string, name: string): ArchiveFault {
  const messages = [...text.matchAll(/<message type="(?:error|warning)">([^<]*)<\/message>/g)].map(
    ([, said = '']) => said.trim().replaceAll(/\s+/g, ' '),
  );
  if (/No space left on device|not enough (?:disk )?space/i.test(text)) {
    return { kind: 'disk-full', message: `The disk is full: the archive of ${name} can't be read into it.` };
  }
  const why =
    messages.find((said) => /not found|Timeout|connect|resolve|Valid metadata|error/i.test(said)) ??
    messages.at(-1);
  return {
    kind: 'unreachable',
    message: `The archive of ${name} can't be read. zypper says: ${why ?? text.trim().split('\n').at(-1)}`,
  };
}
