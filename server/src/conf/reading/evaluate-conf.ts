import type { Conf } from '../conf.ts';
import { ElementMap } from '../evaluation/element-map.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { type UnknownValue, unknown } from '../evaluation/value.ts';
import type { InitialValue, Variable, VariableElement } from '../evaluation/variables.ts';
import { type Work, WorkLimit } from '../evaluation/work.ts';
import type { Script } from '../syntax/script.ts';
import { parseScript } from '../syntax/script-parser.ts';
import type { SourcingResult } from './carry-over.ts';
import { checkDkmsMessages } from './dkms-messages.ts';
import { DkmsState } from './dkms-state.ts';
import { findExclusion } from './exclusion.ts';
import { initialValues } from './initial-values.ts';
import { KnownReadings } from './known-readings.ts';
import { mergeOutcomes } from './merging.ts';
import { namesOf, type Outcome } from './outcome.ts';
import type { Reading, ReadingFacts } from './reading.ts';
import { countRecords, evaluateRecords, type RecordsBefore } from './records.ts';
import {
  type PrintedVariables,
  type SafeSourced,
  type SafeSourcedElement,
  type SafeSourcedVariable,
  type SourcedPath,
  safeSource,
  unknownSafeSourced,
} from './safe-source.ts';
import { chooseClean, chooseMake, choosePatches } from './selection.ts';
import { SourcingCache } from './sourcing-cache.ts';

/** Overrides multiply the paths; if there are more than this, the reading is unknown. */
const mostPaths = 128;

/** The budget for matching regular expressions, for all paths together. */
const workOfReading = 500_000;

/** What the dkms version in `facts` would make of the file. Never throws; what can't be known is unknown in the result. */
export function evaluateConf(conf: Conf, facts: ReadingFacts): Reading {
  const sourced = conf
    .continued(newSourcedBefore)
    .of(facts, (own, initial) => source(conf.script, nothing, own, initial, 'conf', evaluate));
  // What overrides say is not part of the conf, and they are rare.
  if (facts.overrides) return evaluateStates(sourced.paths, facts, evaluate);
  return conf
    .continued(newKnownReadings)
    .of(sourced, facts, (recorded) => evaluateStates(sourced.paths, recorded, evaluate));
}

function newKnownReadings(conf: Conf, before: KnownReadings | undefined): KnownReadings {
  return new KnownReadings(conf.script, conf.changes, before);
}

/** The directives before any file is read: none is set. */
const nothing: SourcedPath = { safeSourced: new Map() };

function newSourcedBefore(conf: Conf, before: SourcingCache | undefined): SourcingCache {
  return new SourcingCache(conf.script, conf.changes, before);
}

/** A way to evaluate a script: from scratch, or by reusing an earlier result. */
export type Evaluate = typeof evaluate;

/** The same with another way to evaluate a script, which must give the same result. */
export function evaluateConfWith(conf: Conf, facts: ReadingFacts, evaluateScript: Evaluate): Reading {
  const { paths } = source(conf.script, nothing, facts, initialValues(facts), 'conf', evaluateScript);
  return evaluateStates(paths, facts, evaluateScript);
}

/** Continues from the result of the conf: sources the overrides and computes the reading. */
function evaluateStates(
  sourced: readonly SourcedPath[],
  facts: ReadingFacts,
  evaluateScript: Evaluate,
): Reading {
  let states = sourced;
  for (const { text } of facts.overrides ?? []) {
    const script = parseScript(text);
    states = states.flatMap(
      (state) => source(script, state, facts, initialValues(facts), 'override', evaluateScript).paths,
    );
    if (states.length > mostPaths) {
      const why = unknown('the file and its overrides have too many possible paths');
      states = [{ safeSourced: unknownSafeSourced(namesOf(facts), why) }];
    }
  }
  const work = new WorkLimit(workOfReading);
  const before: RecordsBefore = [];
  return mergeOutcomes(
    states.map((path) => decide(path, facts, work, before)),
    facts,
  );
}

/**
 * The reading that results from values which a real bash has computed: for each name that dkms takes over, its elements after both of
 * dkms's evaluations.
 */
export function evaluateValues(
  values: ReadonlyMap<string, readonly { readonly index: number; readonly text: string }[]>,
  facts: ReadingFacts,
): Reading {
  const safeSourced: SafeSourced = new Map(
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
  return mergeOutcomes([decide({ safeSourced }, facts, new WorkLimit(workOfReading), [])], facts);
}

/** Sources one file as dkms does: in a shell that begins with the current directives, and whose variables are then taken over. */
function source(
  script: Script,
  outer: SourcedPath,
  facts: ReadingFacts,
  base: (name: string) => InitialValue,
  kind: 'conf' | 'override',
  evaluateScript: Evaluate,
): SourcingResult {
  const before = outer.safeSourced;
  const names = namesOf(facts);
  const initial = (name: string): InitialValue => {
    const held = before.get(name);
    return held ? heldValue(name, held) : base(name);
  };
  const results: SourcedPath[] = [];
  const takenBefore: PrintedVariables = new Map();
  const matters = (name: string) => names.includes(name);
  const options = { matters, ...(facts.hostFacts && { hostFacts: facts.hostFacts }) };
  const { paths, variablesRead, spare } = evaluateScript(script, initial, options);
  let areAsAssigned = true;
  for (const path of paths) {
    const directive = path.names.find((name) => name.startsWith('DKMS_DIRECTIVE'));
    const assumed = outer.assumed ?? path.assumed;
    const add = (safeSourced: SafeSourced) => results.push({ safeSourced, ...(assumed && { assumed }) });
    if (path.end?.kind === 'lost') add(before);
    else if (path.end) add(unknownSafeSourced(names, path.end.why));
    else if (directive !== undefined) {
      add(unknownSafeSourced(names, unknown(`what \`${directive}\` makes dkms assign is not evaluated`)));
    } else {
      const touched = new Set(path.names);
      // Every file that dkms reads prints all directives again, including those that it does not set.
      const printed = names.filter((name) => path.everythingUnknown || touched.has(name) || before.has(name));
      const variables = kind === 'override' ? withoutPlaces(path.variable) : path.variable;
      const siteOf = (name: string, index: number, assignment: number | undefined) => {
        if (assignment === undefined) return before.get(name)?.elements.get(index);
        return kind === 'override' ? undefined : path.assignments[assignment];
      };
      const { safeSourced, isAsAssigned } = safeSource(
        variables,
        siteOf,
        printed,
        facts,
        initial,
        takenBefore,
      );
      areAsAssigned &&= isAsAssigned;
      add(before.size === 0 ? safeSourced : new Map([...before, ...addBefore(before, safeSourced)]));
    }
    if (path.mayBeLost) add(before);
  }
  return { paths: results, content: {}, areAsAssigned, variablesRead, spare };
}

/** An override assigns single elements, and the others stay. */
function addBefore(before: SafeSourced, after: SafeSourced): SafeSourced {
  return new Map(
    [...after].map(([name, variable]) => {
      // If elements may have been added, earlier ones may have been replaced.
      const kept = [...(before.get(name)?.elements ?? [])].map(
        ([index, element]): [number, SafeSourcedElement] => [
          index,
          variable.open ? { ...element, presence: 'maybe' } : element,
        ],
      );
      const elements = new Map<number, SafeSourcedElement>([...kept, ...variable.elements]);
      return [name, { elements, open: variable.open ?? before.get(name)?.open }];
    }),
  );
}

/** Spans of an override are not those of the conf. */
function withoutPlaces(variable: (name: string) => Variable): (name: string) => Variable {
  const placeless = (why: UnknownValue): UnknownValue => {
    const { span: _, ...rest } = why;
    return rest;
  };
  return (name) => {
    const { open, elements, ...rest } = variable(name);
    return {
      ...rest,
      open: open && placeless(open),
      elements: ElementMap.of(
        [...elements].map(([index, element]): [number, VariableElement] => {
          const { value, assignment } = element;
          const kept = value.kind === 'known' || assignment === undefined;
          return [index, kept ? element : { ...element, value: placeless(value) }];
        }),
      ),
    };
  };
}

/** The initial value of a directive in an override; by then, dkms has made every one an array. */
function heldValue(name: string, { elements, open }: SafeSourcedVariable): InitialValue {
  const values = new Map([...elements].map(([index, { value }]) => [index, value]));
  const isDoubtful = [...elements.values()].some(({ presence }) => presence === 'maybe');
  return {
    kind: 'elements',
    values: isDoubtful ? new Map() : values,
    open: isDoubtful ? unknown(`which elements of ${name} were set before is not known`) : open,
  };
}

function decide(path: SourcedPath, facts: ReadingFacts, work: Work, before: RecordsBefore): Outcome {
  const { safeSourced, assumed } = path;
  const state = new DkmsState(safeSourced, work);
  const count = countRecords(state, facts);
  const records = evaluateRecords(count, state, facts, before);
  const outcome = {
    state,
    count,
    records: records.map(({ record }) => record),
    make: chooseMake(state, facts),
    clean: chooseClean(state, facts),
    patches: choosePatches(state, facts),
    excluded: findExclusion(state, count, facts),
    verdict: checkDkmsMessages(state, records, count, facts),
  };
  if (!assumed) return outcome;
  state.uncertain(assumed);
  return { ...outcome, assumed };
}
