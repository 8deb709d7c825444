import { isInside } from '../is-inside.ts';
import type { ExaminedMachine } from './examined-machine.ts';

/** One finding of a check. Nothing is guessed: what can't be determined is `unknown`, and the message says why. */
export interface Observation {
  readonly status: 'ok' | 'information' | 'warning' | 'error' | 'unknown';
  /** One sentence or more. */
  readonly message: string;
  readonly remedy?: Remedy;
}

/** The command that solves the problem. */
export interface Remedy {
  readonly command: string;
  readonly needsRoot: boolean;
}

/** One check, in a file named after what it examines. */
export interface Check {
  /** The name of its file. Users' scripts rely on it, so it must not change. */
  readonly id: string;
  readonly title: string;
  /** Only reads files; runs and changes nothing. */
  examine(machine: ExaminedMachine): Promise<readonly Observation[]>;
}

/** What a check of dkms's tree says when it found no fault there: `fine` if it could see all of the tree. */
export function nothingFound({ registered, configuration }: ExaminedMachine, fine: string): Observation {
  const { dkmsTree } = configuration.trees;
  const isSeen = registered.unreadable.every(({ path }) => !isInside(path, dkmsTree));
  return isSeen
    ? { status: 'ok', message: fine }
    : { status: 'unknown', message: `Nothing was found in what this user may read of dkms's tree.` };
}

/** The remedy that consists of a command for root; none if the command is unknown. */
export function asRoot(command: string | undefined): { readonly remedy?: Remedy } {
  return command === undefined ? {} : { remedy: { command, needsRoot: true } };
}
