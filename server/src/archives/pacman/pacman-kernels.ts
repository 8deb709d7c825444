import type { ArchivedKernel } from '../archived-kernel.ts';
import type { PacmanSuite } from './pacman-suites.ts';

/**
 * The kernels among the packages in the output of `pacman -Si`. Each flavour has a package of its own: `linux-headers` of the version
 * `6.11.5.arch1-1` is for the release `6.11.5-arch1-1`, `linux-lts-headers` of `6.6.58-1` for `6.6.58-1-lts`.
 */
export function kernelsOfArch(printed: string, suite: PacmanSuite): readonly ArchivedKernel[] {
  return printed.split(/\n{2,}/).flatMap((stanza) => {
    const field = (name: string) => new RegExp(`^${name}\\s*: (.*)$`, 'm').exec(stanza)?.[1] ?? '';
    const name = field('Name');
    const version = field('Version');
    const named = /^linux(?:-([a-z0-9-]+))?-headers$/.exec(name);
    const release = releaseOf(version, named?.[1]);
    if (!named || release === undefined) return [];
    return [
      {
        ...{ release, version: /^[\d.]+\d/.exec(release)?.[0] ?? release, flavour: named[1] ?? 'arch' },
        ...{ suite: suite.id, origin: suite.id, packages: [{ name, version }] },
        downloadBytes: bytesOf(field('Download Size')),
        installedBytes: bytesOf(field('Installed Size')),
      },
    ];
  });
}

function releaseOf(version: string, flavour: string | undefined): string | undefined {
  // 6.11.5.arch1-1, 6.12.arch1-1, 6.6.58-1; the kernel's own version has three parts.
  const [, numbers, mark, rebuild] =
    /^(\d+\.\d+(?:\.\d+)?)(?:\.([a-z][a-z0-9]*))?-([\d.]+)$/.exec(version) ?? [];
  if (numbers === undefined || rebuild === undefined) return undefined;
  const full = numbers.split('.').length === 2 ? `${numbers}.0` : numbers;
  return [full, mark, rebuild, flavour].filter((part) => part !== undefined).join('-');
}

/** A size as printed by pacman: `21.5 MiB`. */
function bytesOf(text: string): number {
  const [, amount, unit = 'B'] = /^([\d.]+) ([KMG]i)?B$/.exec(text) ?? [];
  const power = ['B', 'Ki', 'Mi', 'Gi'].indexOf(unit);
  return amount === undefined ? 0 : Math.round(Number(amount) * 1024 ** power);
}
