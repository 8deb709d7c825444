import type { Change, VariantTest } from '../change.ts';
import { introducedNames } from '../without-headers/introduced-names.ts';
import { removedNames } from '../without-headers/removed-names.ts';
import { headerKey, memberKey, nameKey, tagKey } from './history-keys.ts';

/** The mainline version that changed what is under a key. */
export interface ChangeDate {
  readonly version: string;
  /** Whether it brought what is under the key. */
  readonly isFirst: boolean;
}

/** By key. */
export type ChangeDates = ReadonlyMap<string, ChangeDate>;

/**
 * When the things changed that the known changes and the lists of names tell of: it places a change that the history only knows to be between two kernels. A
 * key that changed more than once has no date.
 */
export function changeDates(changes: readonly Change[]): ChangeDates {
  const dates = new Map<string, ChangeDate>();
  const several = new Set<string>();
  const add = (key: string, version: string, isFirst: boolean) => {
    const known = dates.get(key);
    if (known && known.version !== version) several.add(key);
    dates.set(key, { version, isFirst });
  };
  for (const { oldForm, since } of changes)
    if (since !== undefined) for (const key of keysOf(oldForm)) add(key, since, false);
  for (const names of [removedNames, introducedNames])
    for (const [name, { since }] of Object.entries(names))
      if (since !== undefined) for (const key of keysOfName(name)) add(key, since, names === introducedNames);
  for (const key of several) dates.delete(key);
  return dates;
}

/** The keys whose change begins or ends the form that a test asks for. */
export function keysOf(test: VariantTest): readonly string[] {
  if ('all' in test) return test.all.flatMap(keysOf);
  if ('any' in test) return test.any.flatMap(keysOf);
  if ('not' in test || 'in' in test) return [];
  if ('header' in test) return [headerKey(test.header)];
  if ('struct' in test) return [memberKey(test.struct, test.member)];
  if ('type' in test && !('function' in test)) {
    const name = test.type.replace(/^(?:struct|union|enum) /, '');
    return [tagKey(name), nameKey(name)];
  }
  if ('constant' in test) return [nameKey(test.constant)];
  if ('macro' in test) return [nameKey(test.macro)];
  return [nameKey('callable' in test ? test.callable : test.function)];
}

/** Of a name as the lists have it: a header, a member with its struct, or anything else. */
function keysOfName(name: string): readonly string[] {
  if (name.endsWith('.h')) return [headerKey(name)];
  const [struct = '', member] = name.split('.');
  return member === undefined ? [nameKey(name), tagKey(name)] : [memberKey(struct, member)];
}
