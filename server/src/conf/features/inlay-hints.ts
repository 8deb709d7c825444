import type { Conf } from '../conf.ts';
import type { Value } from '../evaluation/value.ts';
import type { DirectiveElement, Reading } from '../reading/reading.ts';
import type { Span } from '../text.ts';
import { codeSpan } from './markdown.ts';
import { findWrittenAssignments, type WrittenAssignment } from './written-assignments.ts';

/** A few words that an editor shows after what is written. Text from the file is in `label` as it is. */
export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  /** Markdown; text from the file is escaped in it. */
  readonly tooltip: string;
}

/** The results of values that use variables, and the defaults that dkms uses for directives that a module leaves out. */
export function findInlayHints(conf: Conf, reading: Reading, within?: Span): readonly InlayHint[] {
  const isWanted = (offset: number) => !within || (within.start <= offset && offset <= within.end);
  const hints = [...resolvedValues(conf, reading, isWanted), ...defaults(conf, reading, isWanted)];
  return hints.sort((a, b) => a.offset - b.offset);
}

type IsWanted = (offset: number) => boolean;

function resolvedValues(conf: Conf, reading: Reading, isWanted: IsWanted): InlayHint[] {
  const at = new Map<number, DirectiveElement[]>();
  for (const elements of reading.directives.values()) {
    for (const element of elements) {
      const span = element.valueSpan;
      if (!span || !isWanted(span.end) || !/[$`]/.test(conf.text.slice(span.start, span.end))) continue;
      const same = at.get(span.end);
      if (same) same.push(element);
      else at.set(span.end, [element]);
    }
  }
  const hints: InlayHint[] = [];
  for (const [offset, elements] of at) {
    const texts = elements.map(({ value }) => describe(value));
    const [first] = elements;
    if (!first || texts.some((text) => text === undefined)) continue;
    const written = first.valueSpan ? conf.text.slice(first.valueSpan.start, first.valueSpan.end) : '';
    const label = texts.slice(0, 3).join(', ') + (texts.length > 3 ? ', …' : '');
    if (label === '' || label === written.replace(/^(["'])(.*)\1$/s, '$2')) continue;
    const kernel = reading.facts.kernel?.release;
    hints.push({
      offset,
      label: `= ${short(label)}`,
      tooltip: `What dkms ends up with${kernel ? ` for ${codeSpan(kernel)}` : ''}: ${codeSpan(label)}`,
    });
  }
  return hints;
}

/** `undefined` if the value is not known well enough to be shown. */
function describe(value: Value): string | undefined {
  if (value.kind === 'known') return value.text;
  return value.kind === 'one-of' && value.texts.length <= 3 ? value.texts.join(' | ') : undefined;
}

function defaults(conf: Conf, reading: Reading, isWanted: IsWanted): InlayHint[] {
  if (!('records' in reading.modules)) return [];
  const hints: InlayHint[] = [];
  const written = new Map<number, WrittenAssignment[]>();
  for (const assignment of findWrittenAssignments(conf)) {
    const { index, node } = assignment;
    if (index === undefined || node.parent?.type !== 'program') continue;
    const same = written.get(index);
    if (same) same.push(assignment);
    else written.set(index, [assignment]);
  }
  const given = {
    BUILT_MODULE_NAME: givenIndices(reading, 'BUILT_MODULE_NAME'),
    DEST_MODULE_NAME: givenIndices(reading, 'DEST_MODULE_NAME'),
  };
  for (const record of reading.modules.records) {
    const offset = endOfRecord(written.get(record.index) ?? []);
    if (offset === undefined || !isWanted(offset)) continue;
    const missing: string[] = [];
    const add = (name: 'BUILT_MODULE_NAME' | 'DEST_MODULE_NAME', value: Value) => {
      if (given[name] === 'any' || given[name].has(record.index)) return;
      if (value.kind !== 'known' || value.text === '') return;
      missing.push(`${name}[${record.index}] is ${short(value.text)}`);
    };
    add('BUILT_MODULE_NAME', record.builtName);
    // By default a module keeps its name, so a hint at every module would say nothing new.
    if (!isSame(record.builtName, record.destName)) add('DEST_MODULE_NAME', record.destName);
    if (missing.length === 0) continue;
    hints.push({
      offset,
      label: missing.join(', '),
      tooltip: `Not set in the file, so dkms uses a default: ${missing.map(codeSpan).join(', ')}`,
    });
  }
  return hints;
}

function isSame(one: Value, other: Value): boolean {
  return one.kind === 'known' && other.kind === 'known' && one.text === other.text;
}

/** The indices of the elements to which the file gives a text; `any` if they are not all known. */
function givenIndices(
  reading: Reading,
  name: 'BUILT_MODULE_NAME' | 'DEST_MODULE_NAME',
): ReadonlySet<number> | 'any' {
  if (reading.uncertain.has(name)) return 'any';
  const elements = reading.directives.get(name) ?? [];
  return new Set(
    elements.filter(({ value }) => !(value.kind === 'known' && value.text === '')).map(({ index }) => index),
  );
}

/** The end of the first directive to which the file gives a line of its own for this module. */
function endOfRecord(written: readonly WrittenAssignment[]): number | undefined {
  const order = ['BUILT_MODULE_NAME', 'DEST_MODULE_NAME', 'DEST_MODULE_LOCATION', 'BUILT_MODULE_LOCATION'];
  for (const name of order) {
    const found = written.find((each) => each.name === name);
    if (found) return found.span.end;
  }
  return undefined;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
