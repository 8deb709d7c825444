import { compareReleases } from '../kernels/kernel.ts';
import type { ArchivedKernel } from './archived-kernel.ts';
import { findSuite } from './suites.ts';

/**
 * The kernel that a user means, among those of archives: a release in full, a line (`6.12`: the newest kernel of it) or a suite (the
 * newest kernel of the line that it installs by default). Of several flavours, the one for ordinary machines is meant. `undefined` if none fits.
 */
export function chooseKernel(wanted: string, kernels: readonly ArchivedKernel[]): ArchivedKernel | undefined {
  const exact = kernels.find(({ release }) => release === wanted);
  if (exact) return exact;
  const line = wanted.replace(/^v(?=\d)/, '');
  const inLine = (version: string) => version === line || version.startsWith(`${line}.`);
  const suite = findSuite(wanted)?.id;
  const fitting = kernels.filter(({ version, origin }) => origin === suite || inLine(version));
  const ordinary = fitting.filter(({ flavour }) => isOrdinary(flavour));
  // A release may have a newer kernel beside its own: Debian 12 has 6.12 and Ubuntu 24.04 that of the next release, and few machines run it.
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
