import type { Conf } from '../conf.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { unknown } from '../evaluation/value.ts';
import type { InitialValue } from '../evaluation/variables.ts';
import type { Script } from '../syntax/script.ts';
import { readScript } from '../syntax/script-reader.ts';
import { checkState } from './conditions.ts';
import { DkmsState } from './dkms-state.ts';
import { findExclusion } from './exclusion.ts';
import { initialValues } from './initial-values.ts';
import { mergeOutcomes } from './merging.ts';
import { namesOf, type Outcome } from './outcome.ts';
import type { Reading, ReadingFacts } from './reading.ts';
import { countRecords, readRecord } from './records.ts';
import { chooseClean, chooseMake, choosePatches } from './selection.ts';
import { type Taken, type TakenElement, takenUnknown, takeOver } from './taking-over.ts';

/** Overrides multiply paths; beyond this the reading is not followed. */
const mostPaths = 128;

/** What dkms of the facts' version would make of the file. Never throws; what cannot be known is unknown in the result. */
export function readConf(conf: Conf, facts: ReadingFacts): Reading {
  return readConfWith(conf, facts, evaluate);
}

/** How a script is evaluated: anew, or as it was before. */
export type Evaluate = typeof evaluate;

/** The same by another evaluation, which must come to what a new one would. */
export function readConfWith(conf: Conf, facts: ReadingFacts, evaluateScript: Evaluate): Reading {
  let states = source(conf.script, new Map(), facts, 'conf', evaluateScript);
  for (const { text } of facts.overrides ?? []) {
    const script = readScript(text);
    states = states.flatMap((state) => source(script, state, facts, 'override', evaluateScript));
    if (states.length > mostPaths) {
      const why = unknown('the file and its overrides have too many ways to go');
      states = [takenUnknown(namesOf(facts), why)];
    }
  }
  return mergeOutcomes(
    states.map((taken) => decide(taken, facts)),
    facts,
  );
}

/**
 * The same reading from values that a real bash has found: for each name that dkms takes over, its elements as dkms holds
 * them after both of its evaluations.
 */
export function readValues(
  values: ReadonlyMap<string, readonly { readonly index: number; readonly text: string }[]>,
  facts: ReadingFacts,
): Reading {
  const taken: Taken = new Map(
    [...values].map(([name, elements]) => [
      name,
      {
        elements: new Map(
          elements.map(({ index, text }) => [index, { value: { kind: 'known', text }, presence: 'always' }]),
        ),
        open: undefined,
      },
    ]),
  );
  return mergeOutcomes([decide(taken, facts)], facts);
}

/** Sources one file as dkms does: in a shell that begins with what dkms holds, and whose variables are then taken over. */
function source(
  script: Script,
  before: Taken,
  facts: ReadingFacts,
  kind: 'conf' | 'override',
  evaluateScript: Evaluate,
): Taken[] {
  const names = namesOf(facts);
  const base = initialValues(facts);
  const initial = (name: string): InitialValue => {
    const held = before.get(name);
    if (!held) return base(name);
    const first = held.elements.get(0);
    if (held.elements.size > 1 || held.open || first?.presence === 'maybe') {
      return {
        kind: 'unknown',
        reason: `several elements of ${name} were set by a file that was read before`,
      };
    }
    if (!first) return { kind: 'unset' };
    return first.value.kind === 'known'
      ? { kind: 'set', text: first.value.text }
      : { kind: 'unknown', reason: first.value.reason };
  };
  const results: Taken[] = [];
  const matters = (name: string) => names.includes(name);
  const options = { matters, ...(facts.outside && { outside: facts.outside }) };
  for (const path of evaluateScript(script, initial, options).paths) {
    const directive = path.names.find((name) => name.startsWith('DKMS_DIRECTIVE'));
    if (path.end?.kind === 'lost') results.push(before);
    else if (path.end) results.push(takenUnknown(names, path.end.why));
    else if (directive !== undefined) {
      results.push(takenUnknown(names, unknown(`what \`${directive}\` makes dkms assign is not followed`)));
    } else {
      const touched = new Set(path.names);
      const changed = names.filter((name) => path.everythingUnknown || touched.has(name));
      const own = takeOver(path.variable, path.assignments, changed, facts, initial);
      const after = kind === 'override' ? withoutPlaces(own) : own;
      results.push(new Map([...before, ...addBefore(before, after)]));
    }
    if (path.mayBeLost) results.push(before);
  }
  return results;
}

/** An override assigns element by element: what it does not name stays. */
function addBefore(before: Taken, after: Taken): Taken {
  return new Map(
    [...after].map(([name, variable]) => {
      const elements = new Map<number, TakenElement>([
        ...(before.get(name)?.elements ?? []),
        ...variable.elements,
      ]);
      return [name, { elements, open: variable.open ?? before.get(name)?.open }];
    }),
  );
}

/** Spans of an override are not those of the conf. */
function withoutPlaces(taken: Taken): Taken {
  return new Map(
    [...taken].map(([name, { elements, open }]) => [
      name,
      {
        open: open && unknown(open.reason),
        elements: new Map(
          [...elements].map(([index, { value, presence }]) => [
            index,
            { presence, value: value.kind === 'known' ? value : unknown(value.reason) },
          ]),
        ),
      },
    ]),
  );
}

function decide(taken: Taken, facts: ReadingFacts): Outcome {
  const state = new DkmsState(taken);
  const count = countRecords(state, facts);
  const records =
    count === undefined
      ? undefined
      : Array.from({ length: count }, (_, index) => readRecord(index, count, state, facts));
  return {
    state,
    records,
    make: chooseMake(state, facts),
    clean: chooseClean(state, facts),
    patches: choosePatches(state, facts),
    excluded: findExclusion(state, count, facts),
    verdict: checkState(state, records, facts),
  };
}
