import { compareReleases } from '../kernels/kernel.ts';
import type { ArchivedKernel } from './archived-kernel.ts';
import { findSuite } from './suites.ts';

/**
 * The archived kernel that a user names by its full release, by a series (`6.12` for its newest kernel) or by a suite (for the newest
 * kernel of the series that it installs by default). Of several flavours, the one for ordinary machines is chosen. `undefined` if there is
 * none.
 */
export function chooseKernel(wanted: string, kernels: readonly ArchivedKernel[]): ArchivedKernel | undefined {
  const exact = kernels.find(({ release }) => release === wanted);
  if (exact) return exact;
  const line = wanted.replace(/^v(?=\d)/, '');
  const inLine = (version: string) => version === line || version.startsWith(`${line}.`);
  const suite = findSuite(wanted)?.id;
  const fitting = kernels.filter(({ version, origin }) => origin === suite || inLine(version));
  const ordinary = fitting.filter(({ flavour }) => isOrdinary(flavour));
  // A release may also have a newer kernel, which few machines run: Debian 12 has 6.12, and Ubuntu 24.04 that of the next release.
  const usual = suite === undefined ? [] : ordinary.filter(({ isDefaultLine }) => isDefaultLine);
  return newestFirst([usual, ordinary].find((some) => some.length > 0) ?? fitting)[0];
}

/** Newest first; kernels with the same release stay in the order in which the suites were read. */
export function newestFirst(kernels: readonly ArchivedKernel[]): readonly ArchivedKernel[] {
  return [...kernels].sort((a, b) => compareReleases(b.release, a.release));
}

/** Special flavours have further words: cloud-amd64, rt-amd64, generic-64k, lowlatency. */
function isOrdinary(flavour: string): boolean {
  return /^(?:amd64|arm64|armmp|686-pae|riscv64|s390x|powerpc64le|loong64|generic|x86_64|aarch64|ppc64le|default|arch)$/.test(
    flavour,
  );
}
