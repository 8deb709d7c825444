import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
import { downloadFiles } from './download.ts';
import { unpackRpms } from './rpm-files.ts';
import { kernelsOfFedora, type RpmPackage } from './rpm-kernels.ts';
import { findRpmKeys } from './rpm-keys.ts';
import type { RpmSuite } from './rpm-suites.ts';

/**
 * Archives of Fedora and related distributions. dnf 4 or 5 lists the packages and their addresses, using a separate cache. rpm checks the
 * signatures of packages.
 */
export class DnfArchive implements KernelArchive {
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
      const format = '%{name} %{evr} %{arch} %{downloadsize} %{installsize}\\n';
      const printed = await this.#query(
        ['--refresh', '--available', '--qf', format, 'kernel*-devel'],
        context,
      );
      return isFailure(printed) ? printed : kernelsOfFedora(parsePackages(printed.text), this.#suite);
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
    const wanted = packages.map((one) => (typeof one === 'string' ? one : `${one.name}-${one.version}`));
    const printed = await this.#query(['--location', ...wanted], context);
    if (isFailure(printed)) return printed;
    const addresses = [...new Set(printed.text.match(/^(?:https?|ftp|file):\S+\.rpm$/gm))];
    if (addresses.length < wanted.length) {
      await forgetList(this.#folder);
      return {
        kind: 'absent',
        message: `The archive of ${this.#suite.name} no longer has ${wanted.join(' and ')}. Try again: its list is then read again.`,
      };
    }
    const downloads = `${root}.packages`;
    await mkdir(downloads, { recursive: true });
    try {
      return (
        (await downloadFiles(addresses, downloads, context, onProgress)) ??
        (await unpackRpms(downloads, root, { keys, work: `${root}.keys` }, context))
      );
    } finally {
      await rm(downloads, { recursive: true, force: true });
      await rm(`${root}.keys`, { recursive: true, force: true });
    }
  }

  async images(
    { packages: [headers = ''] }: HeaderOrigin,
    context: ProgramContext,
  ): Promise<readonly string[] | ArchiveFault | Cancelled> {
    const [, kernel = '', version = ''] = /^(.*)-devel=(.*)$/.exec(headers) ?? [];
    const parts = ['core', 'modules-core', 'modules'].map((part) => `${kernel}-${part}-${version}`);
    const printed = await this.#query(['--qf', '%{name}-%{evr}.%{arch}\n', ...parts], context);
    return isFailure(printed) ? printed : parts.filter((name) => printed.text.split('\n').includes(name));
  }

  async libraries(): Promise<ArchiveFault> {
    return foreignLibraries(this.#suite);
  }

  /** Runs `dnf repoquery`; only one process at a time may write to the cache. */
  async #query(
    args: readonly string[],
    context: ProgramContext,
  ): Promise<ProgramResult | ArchiveFault | Cancelled> {
    const { name, distribution, release } = this.#suite;
    if (!this.#mirror && (await readDistribution()).id !== distribution) {
      return {
        kind: 'absent',
        message: `The repositories of this machine's dnf are not those of ${name}. Name a mirror of it.`,
      };
    }
    await mkdir(this.#folder, { recursive: true });
    const lock = await takeStageLock(`${this.#folder}.lock`, context);
    if (!('release' in lock)) {
      return lock.kind === 'cancelled' ? lock : { kind: 'unusable', message: lock.message };
    }
    try {
      const folder = (name: string) => join(this.#folder, name);
      const own = ['cache', 'log', 'persist'].map((name) => `--setopt=${name}dir=${folder(name)}`);
      const args4 = ['-q', ...own, `--releasever=${release}`, ...(await this.#repositories()), 'repoquery'];
      const end = await runProgram('dnf', [...args4, ...args], '/', context);
      if (isFailure(end) || end.succeeded) return end;
      return faultOfDnf(end.text, name);
    } finally {
      await lock.release();
    }
  }

  /** Options that make dnf use only the mirror, if there is one. */
  async #repositories(): Promise<readonly string[]> {
    if (!this.#mirror) return [];
    const folder = join(this.#folder, 'repositories');
    await mkdir(folder, { recursive: true });
    const lines = [
      '[dkms-tools]',
      `name=${this.#suite.name}`,
      `baseurl=${this.#mirror.address}`,
      'gpgcheck=1',
      'skip_if_unavailable=0',
    ];
    await writeFile(join(folder, 'mirror.repo'), `${lines.join('\n')}\n`);
    return [`--setopt=reposdir=${folder}`];
  }
}

/** Parses lines of `name edition arch bytes bytes`, among others that dnf prints. */
function parsePackages(printed: string): readonly RpmPackage[] {
  return [...printed.matchAll(/^(kernel\S*) (\S+) (\S+) (\d+) (\d+)$/gm)].map(
    ([, name = '', edition = '', arch = '', download, installed]) => ({
      ...{ name, arch, edition: edition.replace(/^\d+:/, '') },
      ...{ downloadBytes: Number(download), installedBytes: Number(installed) },
    }),
  );
}

function faultOfDnf(text: string, name: string): ArchiveFault {
  const lines = text.trim().split('\n');
  const telling =
    lines.find((line) => /^(?:Error|Failed|Curl error|\[Errno|>>> )/.test(line.trim())) ?? lines.at(-1);
  const why = (telling ?? '').trim();
  if (/No space left on device/.test(text)) {
    return { kind: 'disk-full', message: `The disk is full: the lists of ${name} can't be written.` };
  }
  return { kind: 'unreachable', message: `The archive of ${name} can't be read. dnf says: ${why}` };
}
