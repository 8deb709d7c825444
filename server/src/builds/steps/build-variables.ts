import { shellWord } from '../../shell-words.ts';

/** What the user has set for the builds for one kernel, beyond what dkms gives them. */
export interface BuildVariables {
  /** Variables of the environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Variables of make, as on its command line: they win over what a Makefile assigns. */
  readonly make: Readonly<Record<string, string>>;
}

/**
 * What MAKEFLAGS has to end with for a make, and every make below it, to have these variables; empty for none. make takes the value apart
 * at blanks and expands it once (GNU make manual, "Communicating Options to a Sub-make").
 */
export function makeFlagsOf({ make }: Pick<BuildVariables, 'make'>): string {
  const words = Object.entries(make).map(
    ([name, value]) => `${name}=${value.replaceAll('$', '$$$$').replace(/[\\\s]/g, '\\$&')}`,
  );
  return words.length === 0 ? '' : ` -- ${words.join(' ')}`;
}

/** `W=1 CC='ccache gcc'`, for people. */
export function variablesText({ environment, make }: BuildVariables): string {
  return [...Object.entries(environment), ...Object.entries(make)]
    .map(([name, value]) => `${name}=${shellWord(value)}`)
    .join(' ');
}
