import { allowList } from '../directives/allow-list.ts';
import type { DirectiveName } from '../directives/directive.ts';
import { directives } from '../directives/directives.ts';
import type { UnknownValue } from '../evaluation/value.ts';
import type { PathValue } from '../evaluation/variables.ts';
import type { Verdict } from './dkms-messages.ts';
import type { DkmsState } from './dkms-state.ts';
import type { Exclusion, ReadingFacts } from './reading.ts';
import type { PathRecord } from './records.ts';

/** The result of one path through the file. */
export interface Outcome {
  readonly state: DkmsState;
  /** How many modules dkms sees; `undefined` if that is not known. */
  readonly count: number | undefined;
  /** The records that dkms certainly sees: all of them if their count is known. */
  readonly records: readonly PathRecord[];
  readonly make: PathValue;
  readonly clean: PathValue;
  readonly patches: readonly PathValue[];
  readonly excluded: Exclusion | null | 'unknown';
  readonly verdict: Verdict;
  /** Set if text ran that could not be read and is assumed not to end the shell. */
  readonly assumed?: UnknownValue;
}

/** The names that dkms takes over, in its order. */
export function namesOf(facts: ReadingFacts): readonly string[] {
  return allowList(facts.dkmsVersion, { debianBackports: facts.debianBackports ?? false });
}

/** The names of directives, in the order in which this version takes them over. */
export function directivesOf(facts: ReadingFacts): readonly DirectiveName[] {
  const known = new Map(directives.map(({ name }) => [name as string, name]));
  return namesOf(facts).flatMap((name) => known.get(name) ?? []);
}
