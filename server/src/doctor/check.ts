import type { ExaminedMachine } from './examined-machine.ts';

/** What a check has found about one thing. Nothing is guessed: what cannot be known here is `unknown`, with the reason in its message. */
export interface Observation {
  readonly status: 'ok' | 'information' | 'warning' | 'error' | 'unknown';
  /** One sentence or more. */
  readonly message: string;
  readonly remedy?: Remedy;
}

/** What mends it. */
export interface Remedy {
  readonly command: string;
  readonly needsRoot: boolean;
}

/** One check, in a file named by what it looks at. */
export interface Check {
  /** Its file's name: scripts rely on it. */
  readonly id: string;
  readonly title: string;
  /** Reads files alone; runs and changes nothing. */
  examine(machine: ExaminedMachine): Promise<readonly Observation[]>;
}

/** What a command mends that has to be run as root; nothing where it is not known here. */
export function asRoot(command: string | undefined): { readonly remedy?: Remedy } {
  return command === undefined ? {} : { remedy: { command, needsRoot: true } };
}
