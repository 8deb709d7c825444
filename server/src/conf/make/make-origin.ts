import type { MakefileCondition, MakefileVariable } from '../rules/source-facts.ts';
import { hasMark, marks } from './walked-text.ts';

/** Variables that make defines by itself, except those of its options. */
const builtIn =
  /^(?:AR|AS|CC|CXX|CPP|FC|LD|LEX|YACC|RM|MAKE|MAKE_.*|SHELL|MAKEFLAGS|CURDIR|SUFFIXES|ARFLAGS|\..*)$/;

/** What is known about a variable: its assignments, and where make got it from. */
interface Known {
  readonly assigned: readonly MakefileVariable[];
  readonly hold: (conditions: readonly MakefileCondition[]) => boolean | undefined;
  readonly given: ReadonlyMap<string, string>;
  readonly environment: ReadonlyMap<string, string>;
}

/** `$(origin name)`: where the value of a variable comes from, or the mark for what is unknown. Source: "The origin Function", GNU make 4.3. */
export function originOf(name: string, { assigned, hold, given, environment }: Known): string {
  if (hasMark(name) || builtIn.test(name)) return marks.unknown;
  if (/^\d$|^[@<^?*+%]$/.test(name)) return 'automatic';
  const held = assigned.map((one) => ({ ...one, holds: hold(one.conditions) }));
  const isOdd = held.some((one) => one.holds === undefined || one.override || one.operator === 'undefine');
  if (isOdd) return marks.unknown;
  if (given.has(name)) return 'command line';
  const isSet = environment.has(name);
  if (held.some(({ holds, operator }) => holds && !(isSet && operator === '?='))) return 'file';
  return isSet ? 'environment' : 'undefined';
}
