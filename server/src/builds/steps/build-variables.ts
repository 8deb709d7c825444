import { shellWord } from '../../shell-words.ts';

/** The variables that the user has set for builds for one kernel, in addition to those of dkms. */
export interface BuildVariables {
  /** Environment variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** Variables on make's command line, which override what a Makefile assigns. */
  readonly make: Readonly<Record<string, string>>;
}

/**
 * The end of MAKEFLAGS with which a make and all its sub-makes get these variables; empty for none. make splits MAKEFLAGS at spaces and
 * expands it once (GNU make manual, "Communicating Options to a Sub-make").
 */
export function makeFlagsOf({ make }: Pick<BuildVariables, 'make'>): string {
  const words = Object.entries(make).map(
    ([name, value]) => `${name}=${value.replaceAll('$', '$$$$').replace(/[\\\s]/g, '\\$&')}`,
  );
  return words.length === 0 ? '' : ` -- ${words.join(' ')}`;
}

/** The variables as shown to the user, such as `W=1 CC='ccache gcc'`. */
export function variablesText({ environment, make }: BuildVariables): string {
  return [...Object.entries(environment), ...Object.entries(make)]
    .map(([name, value]) => `${name}=${shellWord(value)}`)
    .join(' ');
}
