import type { Cause, Evidence } from '../cause.ts';
import type { HeaderIndex } from '../headers/header-index.ts';
import type { MessageShape } from '../messages/message-shape.ts';
import type { Change, ShapePattern } from './change.ts';
import { findForm, formOf } from './form-test.ts';

/** Whether a shape is one that a pattern describes. */
export function fitsPattern(shape: MessageShape, pattern: ShapePattern): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    const value = (shape as unknown as Readonly<Record<string, unknown>>)[key];
    if (typeof wanted !== 'string' || !wanted.endsWith('*')) return value === wanted;
    return typeof value === 'string' && value.startsWith(wanted.slice(0, -1));
  });
}

/**
 * The cause that a known change gives a message: one that the change explains, on a kernel whose headers do not take the old form.
 * `others` are kernels to show the old form from, the best first.
 */
export function causeOfChange(
  changes: readonly Change[],
  shape: MessageShape,
  failing: HeaderIndex,
  others: readonly HeaderIndex[],
): Cause | undefined {
  for (const change of changes) {
    if (!change.explains.some((pattern) => fitsPattern(shape, pattern))) continue;
    const form = formOf(change, failing);
    if (form === 'new') return causeOf(change, failing, others);
  }
  return undefined;
}

function causeOf(change: Change, failing: HeaderIndex, others: readonly HeaderIndex[]): Cause {
  const evidence: Evidence[] = [];
  const before = others.find((headers) => findForm(change.oldForm, headers)?.text);
  if (before) evidence.push(...evidenceOf(change, before, 'old'));
  evidence.push(...evidenceOf(change, failing, 'new'));
  return {
    ...{ id: change.id, symbol: change.symbol, summary: summaryOf(change, failing) },
    ...(change.since !== undefined && { since: change.since }),
    ...(change.replacement !== undefined && { replacement: change.replacement }),
    ...{ verified: true, confidence: 'verified', evidence, documented: true, fixes: [] },
  };
}

function evidenceOf(change: Change, headers: HeaderIndex, form: 'old' | 'new'): readonly Evidence[] {
  const found = findForm(form === 'old' ? change.oldForm : change.newForm, headers);
  return found && found.text !== '' ? [{ kernel: headers.release, ...found, form }] : [];
}

/** Says so where a kernel has a change of a later version: distributions take them over. */
function summaryOf(change: Change, failing: HeaderIndex): string {
  if (change.since === undefined) return change.summary;
  const [release, first] = [failing.version, change.since].map((text) => text.split('.').map(Number));
  const [major = 0, minor = 0] = release ?? [];
  const [changedMajor = 0, changedMinor = 0] = first ?? [];
  const early = major < changedMajor || (major === changedMajor && minor < changedMinor);
  return early
    ? `${change.summary} That came with Linux ${change.since}; ${failing.release} has it, too.`
    : `${change.summary} That came with Linux ${change.since}.`;
}
