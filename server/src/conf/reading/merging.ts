import type { DirectiveName } from '../directives/directive.ts';
import { isKnown } from '../evaluation/shell-state.ts';
import { known, type UnknownValue, unknown, type Value } from '../evaluation/value.ts';
import type { PathValue } from '../evaluation/variables.ts';
import { OrderedElements } from './ordered-elements.ts';
import { directivesOf, type Outcome } from './outcome.ts';
import type { DirectiveElement, DkmsMessage, ModuleRecord, Reading, ReadingFacts } from './reading.ts';
import { inOrder, type SafeSourcedElement } from './safe-source.ts';

/** Merges the outcomes of all paths into one reading, in which everything that they have in common is certain. */
export function mergeOutcomes(outcomes: readonly Outcome[], facts: ReadingFacts): Reading {
  const assumed = outcomes.find((outcome) => outcome.assumed)?.assumed;
  return {
    ...{ facts, content: {} },
    ...mergeVariables(facts, (name) => outcomes.map(({ state }) => state.variable(name))),
    modules: mergeModules(outcomes),
    make: mergeValues(outcomes.map(({ make }) => make)),
    clean: mergeValues(outcomes.map(({ clean }) => clean)),
    patches: mergePatches(outcomes),
    excluded: mergeExclusions(outcomes),
    conditions: mergeConditions(outcomes),
    add: mergeExits(outcomes),
    ...(assumed && { assumed: { reason: assumed.reason, ...(assumed.span && { span: assumed.span }) } }),
  };
}

/** The directives of a reading, from the variables of each path. */
export function mergeVariables(
  facts: ReadingFacts,
  variablesOf: (name: DirectiveName) => Variables,
): Pick<Reading, 'directives' | 'uncertain'> {
  const directives = new Map<DirectiveName, readonly DirectiveElement[]>();
  const uncertain = new Map<DirectiveName, UnknownValue>();
  for (const name of directivesOf(facts)) {
    const variables = variablesOf(name);
    const open = variables.find((variable) => variable.open)?.open;
    if (open) uncertain.set(name, open);
    const elements = mergeElements(variables, open);
    if (elements.length > 0) directives.set(name, elements);
  }
  return { directives, uncertain };
}

type Variables = readonly ReturnType<Outcome['state']['variable']>[];

function mergeElements(variables: Variables, open: UnknownValue | undefined): DirectiveElement[] {
  const [only] = variables;
  // Almost every file has one path, paths share most variables, and some files have thousands of elements.
  if (only && variables.every((variable) => variable === only))
    return only.elements instanceof OrderedElements
      ? (only.elements as OrderedElements<SafeSourcedElement>).toArray(placedElement)
      : Array.from(inOrder(only.elements), ([index, element]) => placedElement(index, element));
  return indicesOf(variables).map((index) => {
    let first: SafeSourcedElement | undefined;
    let last: SafeSourcedElement | undefined;
    let count = 0;
    let isSame = true;
    let isCertain = true;
    for (const { elements } of variables) {
      const element = elements.get(index);
      if (!element) continue;
      count++;
      isCertain &&= element.presence === 'always';
      // Paths share most elements, which come from the same assignment.
      if (first && element !== last) isSame &&= hasSameText(element.value, first.value);
      first ??= element;
      last = element;
    }
    const everywhere = count === variables.length;
    // If other elements may have been assigned, this one may have been replaced.
    const value =
      open !== undefined && !everywhere
        ? open
        : isSame && first
          ? first.value
          : mergeValues(variables.flatMap(({ elements }) => elements.get(index)?.value ?? []));
    return { index, ...last, value, presence: everywhere && isCertain ? 'always' : 'maybe' };
  });
}

/** Object spread would take several times as long, and this runs for each element of a file. */
function placedElement(
  index: number,
  { value, presence, nameSpan, valueSpan }: SafeSourcedElement,
): DirectiveElement {
  if (nameSpan && valueSpan) return { index, value, presence, nameSpan, valueSpan };
  return { index, value, presence, ...(nameSpan && { nameSpan }), ...(valueSpan && { valueSpan }) };
}

/** The indices of all elements, in order. */
function indicesOf(variables: Variables): readonly number[] {
  let dense = 0;
  const others = new Set<number>();
  for (const { elements } of variables) {
    if (elements instanceof OrderedElements && elements.areAllFromZero)
      dense = Math.max(dense, elements.size);
    else for (const index of elements.keys()) others.add(index);
  }
  const indices = Array.from({ length: dense }, (_, index) => index);
  const behind = [...others].filter((index) => index >= dense).sort((a, b) => a - b);
  return behind.length === 0 ? indices : [...indices, ...behind];
}

function hasSameText(a: PathValue, b: PathValue): boolean {
  return isKnown(a) && isKnown(b) && a.text === b.text;
}

/** A longer list of texts is less helpful than "not known". */
const mostTexts = 16;

function mergeValues(values: readonly PathValue[]): Value {
  const [first] = values;
  if (first && isKnown(first) && values.every((value) => isKnown(value) && value.text === first.text))
    return first;
  const texts = new Set<string>();
  for (const value of values) {
    if (!isKnown(value)) return value;
    texts.add(value.text);
  }
  const [only] = texts;
  if (only !== undefined && texts.size === 1) return known(only);
  return texts.size <= mostTexts
    ? { kind: 'one-of', texts: [...texts] }
    : unknown('it depends on conditions that are not known');
}

function mergeModules(outcomes: readonly Outcome[]): Reading['modules'] {
  const records = mergeRecords(outcomes);
  for (const { count, state } of outcomes) {
    if (count !== undefined) continue;
    const { reason, span } = state.doubt ?? unknown('the modules of the package are not known');
    return { certain: records, unknown: reason, ...(span && { span }) };
  }
  if (new Set(outcomes.map(({ count }) => count)).size === 1) return { records };
  return {
    certain: records,
    unknown: 'how many modules there are depends on conditions that are not known',
  };
}

/** The records that exist on all paths. */
function mergeRecords(outcomes: readonly Outcome[]): readonly ModuleRecord[] {
  const [first] = outcomes;
  if (!first) return [];
  const most = Math.min(...outcomes.map(({ records }) => records.length));
  const common = first.records.length === most ? first.records : first.records.slice(0, most);
  if (outcomes.length === 1) return common;
  return common.map((record): ModuleRecord => {
    const { index } = record;
    if (outcomes.every(({ records }) => isSameRecord(records[index] ?? record, record))) return record;
    const all = [...new Set(outcomes.map((outcome) => outcome.records[index] ?? record))];
    const strips = new Set(all.map(({ strip }) => strip));
    const [strip] = strips;
    return {
      index,
      builtName: mergeValues(all.map(({ builtName }) => builtName)),
      builtLocation: mergeValues(all.map(({ builtLocation }) => builtLocation)),
      destName: mergeValues(all.map(({ destName }) => destName)),
      destLocation: mergeValues(all.map(({ destLocation }) => destLocation)),
      strip: strips.size === 1 && strip !== undefined ? strip : 'unknown',
    };
  });
}

type PathRecord = Outcome['records'][number];

function isSameRecord(a: PathRecord, b: PathRecord): boolean {
  if (a === b) return true;
  return (
    a.strip === b.strip &&
    hasSameText(a.builtName, b.builtName) &&
    hasSameText(a.builtLocation, b.builtLocation) &&
    hasSameText(a.destName, b.destName) &&
    hasSameText(a.destLocation, b.destLocation)
  );
}

function mergePatches(outcomes: readonly Outcome[]): readonly Value[] {
  const lengths = new Set(outcomes.map(({ patches }) => patches.length));
  if (lengths.size !== 1) return [unknown('which patches apply depends on conditions that are not known')];
  return (outcomes[0]?.patches ?? []).map((_, i) =>
    mergeValues(outcomes.flatMap(({ patches }) => patches[i] ?? [])),
  );
}

function mergeExclusions(outcomes: readonly Outcome[]): Reading['excluded'] {
  const [first, ...others] = outcomes.map(({ excluded }) => excluded);
  if (first === undefined) return 'unknown';
  return others.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : 'unknown';
}

function keyOf({ number, directive, index, value }: DkmsMessage): string {
  return JSON.stringify([number, directive, index, value]);
}

function mergeConditions(outcomes: readonly Outcome[]): readonly DkmsMessage[] {
  const [first, ...others] = outcomes.map(({ verdict }) => verdict.conditions);
  if (!first) return [];
  const sets = others.map((conditions) => new Set(conditions.map(keyOf)));
  return first.filter((condition) => sets.every((set) => set.has(keyOf(condition))));
}

function mergeExits(outcomes: readonly Outcome[]): Reading['add'] {
  const doubt = outcomes.map(({ state }) => state.doubt).find((why) => why !== undefined);
  if (doubt) return doubt.span ? { unknown: doubt.reason, span: doubt.span } : { unknown: doubt.reason };
  const prints = new Set(
    outcomes.map(({ verdict }) => JSON.stringify([verdict.exit, verdict.conditions.map(keyOf)])),
  );
  const [first] = outcomes;
  return first && prints.size === 1
    ? { exit: first.verdict.exit }
    : { unknown: 'it depends on conditions in the file that are not known' };
}
