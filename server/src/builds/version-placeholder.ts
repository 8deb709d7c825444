import type { Conf } from '../conf/conf.ts';
import type { Reading } from '../conf/reading/reading.ts';
import { identityOf } from './plan.ts';
import { isPlainPath } from './stage/stage-layout.ts';

/** A placeholder that packaging tools replace by the version, such as dh_dkms's `#MODULE_VERSION#`, and a plain text of the same length. */
export interface Placeholder {
  readonly text: string;
  readonly filled: string;
}

/**
 * The placeholder in PACKAGE_VERSION, if it is one that make can't work with as the name of a folder: a third of the sources in the
 * field have one. With a `#` in the path, kbuild's own programs fail ("fixdep: read: Is a directory", Linux 6.1).
 */
export function findVersionPlaceholder(reading: Reading): Placeholder | undefined {
  const text = identityOf(reading)?.version;
  if (text === undefined || isPlainPath(text) || !/^([#%$]|\{\{|<).*([#%$]|\}\}|>)$/.test(text))
    return undefined;
  const filled = text.replace(/[^\w.+~-]/g, '_');
  return { text, filled };
}

/** The conf with the placeholder filled in. The text keeps its length, so that positions are the same in both. */
export function fillPlaceholder(conf: Conf, { text, filled }: Placeholder): Conf {
  return conf.edited([], conf.text.replaceAll(text, filled));
}
