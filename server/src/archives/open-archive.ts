import { join } from 'node:path';
import { AptArchive } from './apt/apt-archive.ts';
import type { KernelArchive, Mirror } from './kernel-archive.ts';
import { PacmanArchive } from './pacman/pacman-archive.ts';
import { DnfArchive } from './rpm/dnf-archive.ts';
import { ZypperArchive } from './rpm/zypper-archive.ts';
import type { Suite } from './suites.ts';

/** The archive of a suite. Its lists are kept below `folder`, in a subfolder for each package manager and suite. */
export function openArchive(suite: Suite, folder: string, mirror?: Mirror): KernelArchive {
  const own = join(folder, suite.format, suite.id);
  switch (suite.format) {
    case 'apt':
      return new AptArchive(suite, own, mirror);
    case 'dnf':
      return new DnfArchive(suite, own, mirror);
    case 'zypper':
      return new ZypperArchive(suite, own, mirror);
    case 'pacman':
      return new PacmanArchive(suite, own, mirror);
    default:
      return suite satisfies never;
  }
}
