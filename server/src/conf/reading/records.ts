import { isSince } from '../directives/dkms-version.ts';
import { isKnown, join } from '../evaluation/machine.ts';
import { known, unknown } from '../evaluation/value.ts';
import type { PathValue } from '../evaluation/variables.ts';
import { type DkmsState, isEmpty } from './dkms-state.ts';
import type { ReadingFacts } from './reading.ts';

/** One record on one path. */
export interface PathRecord {
  readonly index: number;
  readonly builtName: PathValue;
  readonly builtLocation: PathValue;
  readonly destName: PathValue;
  readonly destLocation: PathValue;
  readonly strip: boolean | 'unknown';
}

export const recordNames = [
  'BUILT_MODULE_NAME',
  'BUILT_MODULE_LOCATION',
  'DEST_MODULE_NAME',
  'DEST_MODULE_LOCATION',
] as const;

/** An index far beyond any real package would make dkms, too, go round for hours. */
const mostRecords = 10_000;

/** How many records dkms sees; `undefined` when that is not known. */
export function countRecords(state: DkmsState, facts: ReadingFacts): number | undefined {
  let count = 0;
  for (const name of recordNames) {
    const indices = state.indices(name);
    if (!indices) return state.uncertain(state.whyUnknown(name));
    // Up to 3.2.1 the elements were counted, so that a hole hides the last ones.
    const size = isSince(facts.dkmsVersion, '3.2.2')
      ? indices.reduce((largest, index) => Math.max(largest, index), -1) + 1
      : indices.length;
    count = Math.max(count, size);
  }
  return count > mostRecords ? state.uncertain(unknown('an index is too large to follow')) : count;
}

export function readRecord(index: number, count: number, state: DkmsState, facts: ReadingFacts): PathRecord {
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

function builtNameOf(index: number, count: number, state: DkmsState, facts: ReadingFacts): PathValue {
  const given = state.value('BUILT_MODULE_NAME', index);
  const empty = isEmpty(given);
  if (empty === false) return given;
  if (empty === undefined) return withoutCertainEnds(given);
  const counted = isSince(facts.dkmsVersion, '3.0.11');
  const destCount = counted ? count : state.count('DEST_MODULE_LOCATION');
  if (destCount === undefined) return state.whyUnknown('DEST_MODULE_LOCATION');
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
  // An empty one follows the first record; any other text is no answer, and dkms strips.
  return value.text === '' && index > 0 ? stripOf(0, state) : true;
}

/** Where the built file is expected, as dkms compares records: location and name. */
export function builtPath(record: PathRecord): PathValue {
  return join(record.builtLocation, record.builtName);
}
