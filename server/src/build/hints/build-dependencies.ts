import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { isSince } from '../../conf/directives/dkms-version.ts';
import type { Reading } from '../../conf/reading/reading.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import type { Problem } from '../../output/problem.ts';
import { type ConfPlace, type ConfSource, directivePlace, problemAt } from '../conf-place.ts';

/** A module that dkms wants to be installed for the kernel before it builds this one. */
export interface BuildDependency {
  readonly name: string;
  readonly place: ConfPlace;
}

/** What BUILD_DEPENDS names and is known; none up to dkms 3.1.3, where only the order of `autoinstall` depends on it. */
export function buildDependencies(
  reading: Reading,
  places: Reading,
  conf: ConfSource,
): readonly BuildDependency[] {
  if (!isSince(reading.facts.dkmsVersion, '3.1.4')) return [];
  return (reading.directives.get('BUILD_DEPENDS') ?? []).flatMap(({ value, index }) =>
    value.kind === 'known'
      ? [{ name: value.text, place: directivePlace(conf, places, 'BUILD_DEPENDS', index) }]
      : [],
  );
}

/**
 * A warning for each dependency that is not installed for the kernel on this machine: dkms would not build, which is no fault of the
 * source, so it is built here as `dkms build --force` does. `dkmsTree` is where dkms keeps its state.
 */
export async function missingDependencies(
  dependencies: readonly BuildDependency[],
  { release, arch }: Pick<Kernel, 'release' | 'arch'>,
  dkmsTree = '/var/lib/dkms',
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const { name, place } of dependencies) {
    // dkms links the kernel to the version that is installed for it.
    const link = join(dkmsTree, name, `kernel-${release}-${arch}`);
    const isInstalled = name !== '' && !name.includes('/') && (await lstat(link).catch(() => undefined));
    if (isInstalled) continue;
    const message =
      name === ''
        ? 'BUILD_DEPENDS names a module with an empty name, which is never installed, so dkms 3.1.4 and later refuse to build: remove the line.'
        : `dkms 3.1.4 and later refuse to build this for kernel ${release} until ${name} is installed for it, and on this machine it is not: install it first with "dkms install ${name} -k ${release}".`;
    problems.push(problemAt(place, 'warning', 'kbuild', message));
  }
  return problems;
}
