import { commonEnd, commonStart, type Span } from '../text.ts';
import type { AndOr, AssignmentWord, List, Script, Word } from './script.ts';

/** How a script differs from another one with the same commands, except for their positions and the text of at most one plain value. */
export interface ScriptChange {
  /** The span in the new text for a span of the old one. */
  moved(span: Span): Span;
  /** A changed text without expansions that is assigned to a variable. */
  readonly literal: ChangedLiteral | undefined;
  /** By how many characters the text has grown. */
  readonly growth: number;
  /** The lines in which the texts differ, with one or two characters on each side: of the old text and of the new one. */
  readonly changedLines: readonly [string, string];
  /** How often, at most, evaluation reaches the commands around the change, on one path. */
  readonly evaluations: number;
}

export interface ChangedLiteral {
  readonly name: string;
  /** The value in the old text, with its quotes. */
  readonly span: Span;
  /** The new value, without quotes. */
  readonly text: string;
}

/** Text that bash takes literally after `=`, quoted or not. */
const plainValue = /^[^"'`\\$\n\0~\ufffd]{0,1000}$/;

/** What changed in a script since an earlier one. Several caches ask about the same one. */
export class ScriptChanges {
  readonly #script: Script;
  #last: { readonly since: Script; readonly change: ScriptChange | undefined } | undefined;

  constructor(script: Script) {
    this.#script = script;
  }

  /** `undefined` if the two differ in more than one value, or if it would take long to tell. */
  since(since: Script): ScriptChange | undefined {
    if (this.#last?.since !== since) this.#last = { since, change: compareScripts(since, this.#script) };
    return this.#last.change;
  }
}

/** `undefined` if they differ in more, or if comparing them would take long. */
function compareScripts(before: Script, after: Script): ScriptChange | undefined {
  if (before.stop || after.stop || before.lines.length !== after.lines.length) return undefined;
  const changed = changedSpan(before.text, after.text);
  const growth = after.text.length - before.text.length;
  const near = nearLines(before, changed);
  const changedLines = linesAround(
    [before.text, changed],
    [after.text, { start: changed.start, end: changed.end + growth }],
  );
  const sameLines = (change: Change) => areSame(before.lines, after.lines, near, change);
  if (before.text.includes('\0') || after.text.includes('\0')) return undefined;
  const beside = new BesideCommands(changed, growth);
  if (sameLines(beside)) {
    const evaluations = evaluationsAround(before.lines.slice(near.start, near.end), ({ start, end }) => {
      return start < changed.start && changed.end < end;
    });
    return evaluations === undefined
      ? undefined
      : { moved: (span) => beside.moved(span), literal: undefined, growth, changedLines, evaluations };
  }
  for (let at = near.start; at < near.end; at++) {
    const [old, now] = findValue(before.lines[at], after.lines[at], changed) ?? [];
    if (!old || !now) continue;
    const [from, to] = [plainTextOf(old), plainTextOf(now)];
    if (from === undefined || to === undefined) return undefined;
    const within = new WithinValue(old.value, growth);
    if (!sameLines(within)) return undefined;
    const evaluations = evaluationsAround(before.lines.slice(at, at + 1), (node) => isAround(node, old));
    if (evaluations === undefined) return undefined;
    const { start, end } = old.value;
    const literal = { name: old.name, span: { start, end }, text: to };
    return { moved: (span) => within.moved(span), literal, growth, changedLines, evaluations };
  }
  return undefined;
}

/** The span of the old text that was replaced. */
function changedSpan(before: string, after: string): Span {
  const start = commonStart(before, after);
  const behind = commonEnd(before, after, Math.min(before.length, after.length) - start);
  return { start, end: before.length - behind };
}

function linesAround(
  ...texts: readonly [readonly [string, Span], readonly [string, Span]]
): readonly [string, string] {
  // Of whole lines that come or go, the next line is no part.
  const areWhole = texts.every(
    ([text, { start, end }]) => isLineStart(text, start) && isLineStart(text, end),
  );
  const [before, after] = texts.map(([text, { start, end }]) => {
    const from = start === 0 ? 0 : text.lastIndexOf('\n', start - 1);
    const to = areWhole ? end - 1 : text.indexOf('\n', end);
    return text.slice(Math.max(0, from - 1), to < 0 && !areWhole ? text.length : to + 2);
  });
  return [before ?? '', after ?? ''];
}

function isLineStart(text: string, offset: number): boolean {
  return offset === 0 || text[offset - 1] === '\n';
}

/** The lines that the span touches, or that end where it begins. All other lines have the same text and are read from the same state. */
function nearLines({ lines }: Script, { start, end }: Span): Span {
  let first = 0;
  while (first < lines.length && startOf(lines[first + 1]) < start) first++;
  let last = first;
  while (last < lines.length && startOf(lines[last]) <= end) last++;
  return { start: first, end: last };
}

function startOf(line: List | undefined): number {
  return line?.[0]?.start ?? Number.POSITIVE_INFINITY;
}

/** How spans move. */
abstract class Change {
  protected readonly replaced: Span;
  protected readonly growth: number;
  /** The value whose text has changed. */
  readonly value: Span | undefined;

  constructor(replaced: Span, growth: number, value?: Span) {
    this.replaced = replaced;
    this.growth = growth;
    this.value = value;
  }

  abstract start(offset: number): number;
  abstract end(offset: number): number;

  moved(span: Span): Span {
    const start = this.start(span.start);
    const end = this.end(span.end);
    return start === span.start && end === span.end ? span : { start, end };
  }
}

/** A comment, a blank or a line end was changed: spans that end at the change stay, spans that begin there move. */
class BesideCommands extends Change {
  start(offset: number): number {
    return offset >= this.replaced.end ? offset + this.growth : offset;
  }

  end(offset: number): number {
    return offset > this.replaced.start ? offset + this.growth : offset;
  }

  override moved(span: Span): Span {
    // An empty value belongs to the text before it.
    return span.start === span.end && span.start === this.replaced.start ? span : super.moved(span);
  }
}

/** The value was changed: spans that end with it move their end. */
class WithinValue extends Change {
  constructor(value: Span, growth: number) {
    super(value, growth, value);
  }

  start(offset: number): number {
    return offset > this.replaced.start ? offset + this.growth : offset;
  }

  end(offset: number): number {
    return offset >= this.replaced.end ? offset + this.growth : offset;
  }
}

function areSame(before: readonly List[], after: readonly List[], near: Span, change: Change): boolean {
  for (let at = 0; at < before.length; at++) {
    // Destructuring would allocate for every line at each edit: together, a quarter of what parsing the text allocates.
    const old = before[at];
    const now = after[at];
    if (!old || !now) return false;
    if (at >= near.start && at < near.end) {
      if (!isSameTree(old, now, change)) return false;
      continue;
    }
    const first = old[0];
    const last = old[old.length - 1];
    const firstNow = now[0];
    const lastNow = now[now.length - 1];
    if (!first || !last || !firstNow || !lastNow) return false;
    if (change.start(first.start) !== firstNow.start || change.end(last.end) !== lastNow.end) return false;
  }
  return true;
}

/** Compares plain data whose numbers are all offsets. */
function isSameTree(old: unknown, now: unknown, change: Change): boolean {
  if (typeof old === 'number') return change.end(old) === now;
  if (typeof old !== 'object' || old === null || typeof now !== 'object' || now === null) return old === now;
  if (Array.isArray(old)) {
    return (
      Array.isArray(now) &&
      old.length === now.length &&
      old.every((one, at) => isSameTree(one, now[at], change))
    );
  }
  const [mine, others] = [old as Record<string, unknown>, now as Record<string, unknown>];
  const keys = Object.keys(mine);
  if (keys.length !== Object.keys(others).length) return false;
  const isPlaced = isSpan(old);
  if (isPlaced) {
    if (!isSpan(now)) return false;
    const moved = change.moved(old);
    if (moved.start !== now.start || moved.end !== now.end) return false;
  }
  const { value } = change;
  const isChanged = isPlaced && value !== undefined && old.start === value.start && old.end === value.end;
  return keys.every(
    (key) =>
      (isPlaced && (key === 'start' || key === 'end')) ||
      (isChanged && key === 'parts') ||
      (key in others && isSameTree(mine[key], others[key], change)),
  );
}

function isSpan(node: object): node is Span {
  return 'start' in node && 'end' in node;
}

/** The assignment of a word in which the change lies, in both. */
function findValue(
  old: unknown,
  now: unknown,
  changed: Span,
): readonly [AssignmentWord & { value: Word }, AssignmentWord & { value: Word }] | undefined {
  if (typeof old !== 'object' || old === null || typeof now !== 'object' || now === null) return undefined;
  if (isSpan(old) && !isAround(old, changed)) return undefined;
  if (isWordAssignment(old) && isWordAssignment(now) && isAround(old.value, changed)) return [old, now];
  for (const [key, child] of Object.entries(old)) {
    const found = findValue(child, (now as Record<string, unknown>)[key], changed);
    if (found) return found;
  }
  return undefined;
}

function isWordAssignment(node: object): node is AssignmentWord & { value: Word } {
  return 'nameEnd' in node && 'value' in node && 'parts' in (node as AssignmentWord).value;
}

function isAround(outer: Span, { start, end }: Span): boolean {
  return outer.start <= start && end <= outer.end;
}

function plainTextOf({ value: { parts } }: { value: Word }): string | undefined {
  const [part, ...more] = parts;
  if (!part) return '';
  return part.kind === 'text' && more.length === 0 && plainValue.test(part.text) ? part.text : undefined;
}

/**
 * How often evaluation reaches the code around a change; `undefined` if that may be any number of times, or if a message quotes the text.
 */
function evaluationsAround(
  lines: readonly List[],
  isAroundChange: (node: Span) => boolean,
): number | undefined {
  let evaluations = 1;
  const visit = (node: unknown): boolean => {
    if (typeof node !== 'object' || node === null) return true;
    if (isSpan(node) && !isAroundChange(node)) return true;
    if ('kind' in node) {
      const factor = evaluationsOf(node as { readonly kind: unknown });
      if (factor === undefined) return false;
      evaluations *= factor;
    } else if ('rest' in node) evaluations *= 1 + (node as AndOr).rest.length;
    return Object.values(node).every(visit);
  };
  return lines.every(visit) ? evaluations : undefined;
}

function evaluationsOf(node: { readonly kind: unknown }): number | undefined {
  switch (node.kind) {
    case 'if':
      // For each undecided condition, evaluation looks through everything that follows.
      return 2 + (node as unknown as { clauses: readonly unknown[] }).clauses.length;
    case 'case':
    case 'group':
    case 'subshell':
      return 2;
    case 'simple': {
      const { words, redirects } = node as unknown as Record<'words' | 'redirects', readonly unknown[]>;
      return words.length + redirects.length === 0 ? 1 : undefined;
    }
    case 'text':
      return 1;
    default:
      return undefined;
  }
}
