import { compareVersions, versionNumbers } from '../versions.ts';
import { findVariant, variantOf } from './api-variant.ts';
import type { Cause, Evidence } from './cause.ts';
import type { Change, ShapePattern } from './change.ts';
import type { HeaderIndex } from './headers/header-index.ts';
import type { MessageShape } from './messages/message-shape.ts';

/** Whether a pattern describes a shape; `line` is the source line of the message, where it is known. */
export function fitsPattern(shape: MessageShape, pattern: ShapePattern, line: string | undefined): boolean {
  const fields = shape as unknown as Readonly<Record<string, unknown>>;
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === 'line') return new RegExp(`(?<!\\w)${wanted}(?!\\w)`).test(line ?? '');
    // `struct S` and `S` mean the same here.
    const tagged = key === 'struct' || key === 'type';
    const value = tagged ? withoutTag(fields[key]) : fields[key];
    if (tagged && value === withoutTag(wanted)) return true;
    if (typeof wanted !== 'string' || !wanted.includes('*')) return value === wanted;
    if (typeof value !== 'string') return false;
    // Types contain `*` themselves; it is a wildcard only at the ends of the pattern.
    if (value === wanted) return true;
    const start = wanted.startsWith('*');
    const end = wanted.endsWith('*');
    const text = wanted.slice(start ? 1 : 0, end && wanted.length > 1 ? -1 : undefined);
    if (start && end) return value.includes(text);
    return start ? value.endsWith(text) : end && value.startsWith(text);
  });
}

function withoutTag(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/^(?:struct|union|enum) /, '') : value;
}

/**
 * The cause of a message, if a known change explains it and the headers of the failing kernel accept only the new form.
 * `others` are the kernels whose declaration of the old form can be shown, the best one first.
 */
export function causeOfChange(
  changes: readonly Change[],
  shape: MessageShape,
  line: string | undefined,
  failing: HeaderIndex,
  others: readonly HeaderIndex[],
): Cause | undefined {
  for (const change of changes) {
    if (!change.explains.some((pattern) => fitsPattern(shape, pattern, line))) continue;
    const form = variantOf(change, failing);
    if (form === 'new') return causeOnKernel(change, symbolOfShape(shape), failing, others);
  }
  return undefined;
}

/** The function, macro or name that a message is about, as a sentence names it; `undefined` for any other subject. */
function symbolOfShape(shape: MessageShape): string | undefined {
  if (shape.kind === 'undeclared-function' || shape.kind === 'undefined-symbol') return shape.name;
  if (shape.kind === 'argument-count' || shape.kind === 'incompatible-argument') return shape.function;
  return shape.kind === 'macro-arguments' ? shape.macro : undefined;
}

/** Says of a function that a change does not name how it belongs to it: kernel_connect() changed with kernel_bind(). */
function belonging(change: Change, subject: string | undefined): string {
  const text = [change.symbol, change.title, change.summary, change.advice].join(' ');
  // Of a call through a pointer, `(*psock)->ops->connect`, the compiler names the whole expression.
  const name = subject === undefined ? undefined : /\w+$/.exec(subject)?.[0];
  const isNamed = name === undefined || new RegExp(`\\b${name}\\b`).test(text);
  return isNamed ? '' : `${name}() changed in the same way as ${change.symbol}. `;
}

/**
 * The cause that a change is on a kernel which has its new form. `subject` is what a message is about; `others` are as for `causeOfChange`.
 */
export function causeOnKernel(
  change: Change,
  subject: string | undefined,
  failing: HeaderIndex,
  others: readonly HeaderIndex[],
): Cause {
  const evidence: Evidence[] = [];
  const before = others.find((headers) => findVariant(change.oldForm, headers)?.text);
  if (before) evidence.push(...evidenceOf(change, before, 'old'));
  evidence.push(...evidenceOf(change, failing, 'new'));
  return {
    ...{
      id: change.id,
      symbol: change.symbol,
      summary: `${belonging(change, subject)}${summaryOf(change, failing)}`,
    },
    ...(change.since !== undefined && { since: change.since }),
    ...(change.replacement !== undefined && { replacement: change.replacement }),
    ...{ verified: true, confidence: 'verified', evidence, documented: true, fixes: [] },
  };
}

function evidenceOf(change: Change, headers: HeaderIndex, form: 'old' | 'new'): readonly Evidence[] {
  const found = findVariant(form === 'old' ? change.oldForm : change.newForm, headers);
  return found && found.text !== '' ? [{ kernel: headers.release, ...found, form }] : [];
}

/** Adds a remark if the kernel has a change of a later mainline version, since distributions backport changes. */
function summaryOf(change: Change, failing: HeaderIndex): string {
  const { since } = change;
  if (since === undefined) return changeText(change, '');
  const isEarly = compareVersions(versionNumbers(failing.version), versionNumbers(since)) < 0;
  return changeText(
    change,
    isEarly
      ? `Changed in Linux ${since}; ${failing.release} has the change as well.`
      : `Changed in Linux ${since}.`,
  );
}

/** What changed, why, in which version, and what to write, in that order; plain text, since it is printed in terminals as well. */
export function changeText({ title, summary, advice }: Change, version: string): string {
  return [`${title}.`, summary, version, advice]
    .filter((text) => text !== '')
    .join(' ')
    .replaceAll('`', '');
}
