import { matchesGlob } from 'node:path';
import { parseArchiveName } from '../../archives/archive-name.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { isNamed, type NamedKernel } from '../../kernels/kernel-names.ts';
import { isEmptyRange, isInRange, parseVersionRange, versionNumbers } from '../../versions.ts';

/** One entry of the setting `dkms.kernels`, as it was understood. */
export interface KernelSetEntry {
  /** As the user wrote it. */
  readonly text: string;
  /** Takes kernels out of the set again. */
  readonly isExclusion: boolean;
  readonly includes: (kernel: NamedKernel & Pick<Kernel, 'version'>) => boolean;
  readonly knownFailure?: KnownFailure;
  /** Whether it is the name of an archive, such as `debian-12`, whose headers have to be downloaded first. */
  readonly isOfArchives?: true;
}

/** A build that is expected to fail: it is shown, but does not make the run fail. */
export interface KnownFailure {
  readonly reason: string;
  /** A glob over PACKAGE_NAME; absent for every module. */
  readonly module?: string;
}

/** The kernels that "all kernels" means: for a matrix, for checks of all, for `build --all`. */
export interface KernelSet {
  /** Those of the set that can be built against, newest first. */
  readonly kernels: readonly Kernel[];
  /** Entries that name no kernel of this machine that can be built against. */
  readonly unmatched: readonly string[];
  /** Why a module (`name` or `name/version`) is expected to fail on a kernel; `undefined` if it is expected to build. */
  knownFailure(kernel: string, module: string): string | undefined;
}

/** The line of kernels that a pattern names, such as `6.12`; `undefined` for any other pattern. */
function kernelLineOf(pattern: string): string | undefined {
  return /^v?(\d+\.\d+)$/.exec(pattern)?.[1];
}

/**
 * Reads one pattern: the name, the release or the folder of a kernel, a glob over names and releases, or over folders if it begins with a
 * slash (`6.12.*`, `*-rt-*`), a span of versions with both its ends (`6.1 - 6.12`), or comparisons that must all hold (`>=6.1 <6.13`), a
 * line (`6.12`), or a name of archives (`debian-12`, `longterm`). A `!` before it takes these kernels out. Versions are compared as far as
 * the bound goes, so that `<=6.12` holds for 6.12.117. Returns a sentence if the text is not a pattern.
 */
export function parseKernelPattern(text: string): KernelSetEntry | string {
  const isExclusion = text.trimStart().startsWith('!');
  const pattern = text.trim().replace(/^!\s*/, '');
  const made = (includes: KernelSetEntry['includes']): KernelSetEntry => ({ text, isExclusion, includes });
  if (pattern === '') return `"${text}" names no kernel: write a release, a glob or a range of versions.`;
  if (/^[<>=]|\s-\s/.test(pattern)) {
    const range = parseVersionRange(pattern);
    if (typeof range === 'string')
      return `"${range}" in "${text}" is not a comparison with a version. Write a range such as ">=6.1 <6.13".`;
    if (isEmptyRange(range))
      return `"${text}" contains no version: its lower bound is above its upper bound.`;
    return made(({ version }) => isInRange(versionNumbers(version), range));
  }
  if (/\s/.test(pattern))
    return `"${text}" is neither a glob nor a range. Write each pattern as an entry of its own, or a range such as "6.1 - 6.12".`;
  if (parseArchiveName(pattern)) {
    return { ...made((kernel) => isNamed(kernel, pattern)), ...(!isExclusion && { isOfArchives: true }) };
  }
  const line = kernelLineOf(pattern);
  return made((kernel) => {
    if (line !== undefined && kernelLineOf(versionNumbers(kernel.version).slice(0, 2).join('.')) === line)
      return true;
    const texts = pattern.startsWith('/') ? [kernel.buildDir] : [kernel.release, kernel.name];
    return isNamed(kernel, pattern) || texts.some((one) => matchesGlob(one, pattern));
  });
}

/**
 * The kernels of a set. Without entries, or with only exclusions and known failures, it begins with all kernels that can be built against.
 * Later entries win over earlier ones.
 */
export function resolveKernelSet(entries: readonly KernelSetEntry[], kernels: readonly Kernel[]): KernelSet {
  const ready = kernels.filter((kernel) => kernel.status === 'ready');
  const beginsWithAll = entries.every((entry) => entry.isExclusion || entry.knownFailure);
  const isMember = (kernel: Kernel) => {
    const last = entries.findLast((entry) => entry.includes(kernel));
    return last ? !last.isExclusion : beginsWithAll;
  };
  return {
    kernels: ready.filter(isMember),
    unmatched: entries
      .filter((entry) => !entry.isExclusion && !ready.some(entry.includes))
      .map((entry) => entry.text),
    knownFailure: (name, module) => {
      const kernel = kernels.find((one) => one.name === name);
      if (!kernel) return undefined;
      const [packageName = module] = module.split('/');
      return entries.findLast(
        ({ knownFailure, includes }) =>
          knownFailure &&
          includes(kernel) &&
          (knownFailure.module === undefined || matchesGlob(packageName, knownFailure.module)),
      )?.knownFailure?.reason;
    },
  };
}
