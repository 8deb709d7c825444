import { moduleDirectives, recordDirectives } from '../directives/directive-groups.ts';
import { isSince } from '../directives/dkms-version.ts';
import { isKnown, join } from '../evaluation/shell-state.ts';
import { known, unknown } from '../evaluation/value.ts';
import type { PathValue } from '../evaluation/variables.ts';
import { type DkmsState, isEmpty } from './dkms-state.ts';
import type { ReadingFacts } from './reading.ts';
import type { SafeSourcedElement, SafeSourcedVariable } from './safe-source.ts';

/** One record on one path. */
export interface PathRecord {
  readonly index: number;
  readonly builtName: PathValue;
  readonly builtLocation: PathValue;
  readonly destName: PathValue;
  readonly destLocation: PathValue;
  readonly strip: boolean | 'unknown';
}

/** Far beyond any real package. With such an index, dkms itself would loop for hours. */
const mostRecords = 10_000;

/** How many records dkms sees; `undefined` when that is not known. */
export function countRecords(state: DkmsState, facts: ReadingFacts): number | undefined {
  let count = 0;
  for (const name of recordDirectives) {
    const size = sizeOf(state.variable(name), facts);
    if (size === undefined) return state.uncertain(state.whyUnknown(name));
    count = Math.max(count, size);
  }
  return count > mostRecords ? state.uncertain(unknown('an index is too large to evaluate')) : count;
}

/** The least number of records that dkms can see, whatever the unknown values are. */
function countLeast(state: DkmsState, { dkmsVersion }: ReadingFacts): number {
  let least = 0;
  for (const name of recordDirectives) {
    const certain = [...state.variable(name).elements].filter(([, { presence }]) => presence === 'always');
    const size = isSince(dkmsVersion, '3.2.2')
      ? certain.reduce((most, [index]) => Math.max(most, index + 1), 0)
      : certain.length;
    if (size <= mostRecords) least = Math.max(least, size);
  }
  return least;
}

/** How many elements dkms sees; `undefined` when that is not known. */
function sizeOf({ elements, open }: SafeSourcedVariable, { dkmsVersion }: ReadingFacts): number | undefined {
  if (open) return undefined;
  let last = -1;
  let areCertain = true;
  elements.forEach(({ presence }, index) => {
    areCertain &&= presence === 'always';
    last = Math.max(last, index);
  });
  if (!areCertain) return undefined;
  // Up to 3.2.1 the elements were counted, so a gap hides the last ones.
  return isSince(dkmsVersion, '3.2.2') ? last + 1 : elements.size;
}

/** A record, and what checks need to know about it. Paths with the same elements share the object. */
export interface ReadRecord {
  readonly record: PathRecord;
  /** Location and name of the built file, by which dkms compares records. */
  readonly builtPath: PathValue;
}

/** A record and the elements of which it was made. */
interface CachedRecord {
  readonly sources: readonly (SafeSourcedElement | undefined)[];
  readonly firstStrip: SafeSourcedElement | undefined;
  readonly read: ReadRecord;
}

/** The records of the previous path, by index, since paths share most of their elements. */
export type RecordsBefore = CachedRecord[];

/** The records by index: all of them, or those that certainly exist if their count is not known. */
export function evaluateRecords(
  count: number | undefined,
  state: DkmsState,
  facts: ReadingFacts,
  before: RecordsBefore,
): readonly ReadRecord[] {
  const variables = moduleDirectives.map((name) => state.variable(name));
  const areClosed = variables.every(({ open }) => !open);
  const firstStrip = state.variable('STRIP').elements.get(0);
  const records: ReadRecord[] = [];
  const most = count ?? countLeast(state, facts);
  for (let index = 0; index < most; index++) {
    const made = areClosed ? before[index] : undefined;
    if (made && made.firstStrip === firstStrip && isMadeOf(made, variables, index)) {
      records.push(made.read);
      continue;
    }
    const record = evaluateRecord(index, count, state, facts);
    const read = { record, builtPath: join(record.builtLocation, record.builtName) };
    records.push(read);
    // A record without this name may get one from other directives.
    if (areClosed && isEmpty(state.value('BUILT_MODULE_NAME', index)) === false)
      before[index] = { sources: variables.map(({ elements }) => elements.get(index)), firstStrip, read };
  }
  return records;
}

function isMadeOf(
  { sources }: CachedRecord,
  variables: readonly SafeSourcedVariable[],
  index: number,
): boolean {
  for (let i = 0; i < sources.length; i++) if (variables[i]?.elements.get(index) !== sources[i]) return false;
  return true;
}

function evaluateRecord(
  index: number,
  count: number | undefined,
  state: DkmsState,
  facts: ReadingFacts,
): PathRecord {
  const builtName = builtNameOf(index, count, state, facts);
  const destName = state.value('DEST_MODULE_NAME', index);
  const location = state.value('BUILT_MODULE_LOCATION', index);
  const destEmpty = isEmpty(destName);
  return {
    index,
    builtName,
    builtLocation:
      isKnown(location) && location.text !== '' && !location.text.endsWith('/')
        ? known(`${location.text}/`)
        : location,
    destName: destEmpty === true ? builtName : destEmpty === false ? destName : withoutCertainEnds(destName),
    destLocation: state.value('DEST_MODULE_LOCATION', index),
    strip: stripOf(index, state),
  };
}

function builtNameOf(
  index: number,
  count: number | undefined,
  state: DkmsState,
  facts: ReadingFacts,
): PathValue {
  const given = state.value('BUILT_MODULE_NAME', index);
  const empty = isEmpty(given);
  if (empty === false) return given;
  if (empty === undefined) return withoutCertainEnds(given);
  const counted = isSince(facts.dkmsVersion, '3.0.11');
  const destCount = counted ? count : state.count('DEST_MODULE_LOCATION');
  if (destCount === undefined) return withoutCertainEnds(state.whyUnknown('DEST_MODULE_LOCATION'));
  if (destCount !== 1) return given;
  if (counted || facts.debianBackports) return state.value('PACKAGE_NAME');
  return facts.module === undefined
    ? unknown('it is the name under which dkms adds the module, which is not known')
    : known(facts.module);
}

function withoutCertainEnds(value: PathValue): PathValue {
  return isKnown(value) ? value : unknown(value.reason, value.span);
}

function stripOf(index: number, state: DkmsState): boolean | 'unknown' {
  const value = state.value('STRIP', index);
  if (!isKnown(value)) return 'unknown';
  if (/^[nN]/.test(value.text)) return false;
  if (/^[yY]/.test(value.text)) return true;
  // An empty value takes that of the first record; any other text is not valid, and dkms strips the module.
  return value.text === '' && index > 0 ? stripOf(0, state) : true;
}
