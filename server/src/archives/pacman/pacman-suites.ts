import type { SuiteName } from '../suite-name.ts';

/** Arch Linux, which has no releases, only the current state of its repositories. */
export interface PacmanSuite extends SuiteName {
  readonly format: 'pacman';
  readonly distribution: 'arch';
}

export const archSuite: PacmanSuite = {
  ...{ format: 'pacman', distribution: 'arch' },
  ...{ id: 'arch', spellings: ['arch', 'archlinux'], name: 'Arch Linux' },
};
