import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { isSince } from '../../conf/directives/dkms-version.ts';
import type { Reading } from '../../conf/reading/reading.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import type { Problem } from '../../output/problem.ts';
import { type ConfLocation, type ConfSource, directiveLocation, problemAt } from '../conf-location.ts';

/** A package named in BUILD_DEPENDS. */
export interface BuildDependency {
  readonly name: string;
  readonly location: ConfLocation;
  /** Whether dkms refuses to build until it is installed for the kernel (3.1.4 and later); earlier versions check that only in `autoinstall`. */
  readonly isRequired: boolean;
}

/**
 * How the build of a package that this one depends on ended in the same run; or, for a cycle, the names on the way from this package back
 * to itself.
 */
export type DependencyOutcome =
  | { readonly status: 'ok' | 'failed' | 'skipped' | 'cancelled' }
  | { readonly status: 'cycle'; readonly names: readonly string[] };

/** The known names in BUILD_DEPENDS. */
export function buildDependencies(
  reading: Reading,
  textReading: Reading,
  conf: ConfSource,
): readonly BuildDependency[] {
  const isRequired = isSince(reading.facts.dkmsVersion, '3.1.4');
  return (reading.directives.get('BUILD_DEPENDS') ?? []).flatMap(({ value, index }) =>
    value.kind === 'known'
      ? [
          {
            name: value.text,
            location: directiveLocation(conf, textReading, 'BUILD_DEPENDS', index),
            isRequired,
          },
        ]
      : [],
  );
}

/** The packages that an element of BUILD_DEPENDS names when dkms decides in which order to install. */
export function dependencyNames(element: string): readonly string[] {
  return element.split(/[ \t\n]+/).filter((name) => name !== '');
}

/**
 * A warning for each dependency that would keep dkms from building: one that was not built successfully in the same run, or one that is
 * not part of the run and not installed for the kernel on this machine. The source is not at fault, so the module is built all the same,
 * as by `dkms build --force`. `dkmsTree` is where dkms keeps its state.
 */
export async function missingDependencies(
  dependencies: readonly BuildDependency[],
  { release, arch }: Pick<Kernel, 'release' | 'arch'>,
  outcomes: ReadonlyMap<string, DependencyOutcome> = new Map(),
  dkmsTree = '/var/lib/dkms',
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const { name, location, isRequired } of dependencies) {
    const warn = (message: string) => problems.push(problemAt(location, 'warning', 'kbuild', message));
    const inRun = dependencyNames(name).flatMap((one) => {
      const outcome = outcomes.get(one);
      return outcome && outcome.status !== 'cancelled' ? [{ one, outcome }] : [];
    });
    for (const { one, outcome } of inRun) {
      const why = unmetDependency(one, outcome);
      if (why) warn(why);
    }
    // A dependency that this run built need not be installed: dkms would install it before this module.
    const isAnswered = inRun.some(({ one, outcome }) => one === name || outcome.status !== 'ok');
    if (isAnswered || !isRequired) continue;
    // dkms links the kernel to the version that is installed for it.
    const link = join(dkmsTree, name, `kernel-${release}-${arch}`);
    const isInstalled = name !== '' && !name.includes('/') && (await lstat(link).catch(() => undefined));
    if (isInstalled) continue;
    warn(
      name === ''
        ? 'BUILD_DEPENDS contains an empty name. No such module is ever installed, so dkms 3.1.4 and later refuse to build. Remove the line.'
        : `BUILD_DEPENDS names ${name}, which is not installed for kernel ${release} on this machine, so dkms 3.1.4 and later refuse to build. Install it first with "dkms install ${name} -k ${release}".`,
    );
  }
  return problems;
}

// The message does not name the kernel, so that the same problem of several kernels is shown once.
function unmetDependency(name: string, outcome: DependencyOutcome): string | undefined {
  const needs = `BUILD_DEPENDS names ${name}`;
  switch (outcome.status) {
    case 'failed':
      return `${needs}, which failed to build for the same kernel, so dkms would not install this module for it either. Fix the build of ${name} first.`;
    case 'skipped':
      return `${needs}, which excludes the same kernel, so dkms would not install this module for it either. Exclude the kernel here as well.`;
    case 'cycle':
      return `${needs}, which leads back to this module (${outcome.names.join(' -> ')}), so dkms would install none of them. Remove one of these dependencies.`;
    case 'ok':
    case 'cancelled':
      return undefined;
    default:
      return outcome satisfies never;
  }
}
