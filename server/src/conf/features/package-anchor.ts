import type { Conf } from '../conf.ts';
import type { Span } from '../text.ts';
import { findWrittenAssignments } from './written-assignments.ts';

/** Where information about the whole package is shown: at its PACKAGE_NAME; `undefined` if the file does not set it. */
export function findPackageAnchor(conf: Conf): Span | undefined {
  return findWrittenAssignments(conf).find(({ name }) => name === 'PACKAGE_NAME')?.nameSpan;
}
