import type { ArchivedKernel, ArchivedPackage } from '../archived-kernel.ts';
import type { RpmSuite } from './rpm-suites.ts';

/** A package as listed by dnf or zypper. */
export interface RpmPackage {
  readonly name: string;
  /** Without an epoch, which packages of kernels do not have: `6.11.4-301.fc41`. */
  readonly edition: string;
  readonly arch: string;
  /** 0 where it is not known. */
  readonly downloadBytes: number;
  readonly installedBytes: number;
}

/**
 * The kernels of Fedora and related distributions: `kernel-devel` has all headers of a kernel, `kernel-debug-devel` those of the flavour
 * `debug`, whose release ends in `+debug`.
 */
export function kernelsOfFedora(packages: readonly RpmPackage[], suite: RpmSuite): readonly ArchivedKernel[] {
  return packages.flatMap((one) => {
    const named = /^kernel(?:-([a-z0-9][a-z0-9-]*))?-devel$/.exec(one.name);
    if (!named || one.arch === 'noarch') return [];
    const [, flavour] = named;
    const release = `${one.edition}.${one.arch}${flavour === undefined ? '' : `+${flavour}`}`;
    return [kernelOf(release, flavour ?? one.arch, [one], suite)];
  });
}

/**
 * The kernels of openSUSE: headers of a single flavour are in `kernel-<flavour>-devel`, shared ones in `kernel-devel`, or in
 * `kernel-devel-<flavour>` for flavours with separate sources. Their release omits the rebuild count of the package.
 */
export function kernelsOfSuse(packages: readonly RpmPackage[], suite: RpmSuite): readonly ArchivedKernel[] {
  return packages.flatMap((one) => {
    const [, flavour] = /^kernel-([a-z0-9][a-z0-9_]*)-devel$/.exec(one.name) ?? [];
    if (flavour === undefined || one.arch === 'noarch') return [];
    const sameBuild = packages.filter(
      ({ edition }) => withoutRebuild(edition) === withoutRebuild(one.edition),
    );
    const shared =
      sameBuild.find(({ name }) => name === `kernel-devel-${flavour}`) ??
      sameBuild.find(({ name }) => name === 'kernel-devel');
    if (!shared) return [];
    return [kernelOf(`${withoutRebuild(one.edition)}-${flavour}`, flavour, [one, shared], suite)];
  });
}

function withoutRebuild(edition: string): string {
  return edition.replace(/\.\d+$/, '');
}

function kernelOf(
  release: string,
  flavour: string,
  packages: readonly RpmPackage[],
  { id }: RpmSuite,
): ArchivedKernel {
  return {
    ...{ release, version: /^[\d.]+\d/.exec(release)?.[0] ?? release, flavour, suite: id, origin: id },
    packages: packages.map(
      ({ name, edition, arch }): ArchivedPackage => ({ name, version: `${edition}.${arch}` }),
    ),
    downloadBytes: packages.reduce((sum, { downloadBytes }) => sum + downloadBytes, 0),
    installedBytes: packages.reduce((sum, { installedBytes }) => sum + installedBytes, 0),
  };
}
