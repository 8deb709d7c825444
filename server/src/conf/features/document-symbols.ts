import type { Conf } from '../conf.ts';
import type { ConfKind } from '../conf-kind.ts';
import { moduleDirectives } from '../directives/directive-groups.ts';
import { findFrameworkDirective } from '../directives/framework-directives.ts';
import type { Reading } from '../reading/reading.ts';
import { findChild } from '../syntax/parser.ts';
import { syntaxNodes } from '../syntax/syntax-walk.ts';
import type { Span } from '../text.ts';
import { findWrittenAssignments, type WrittenAssignment } from './written-assignments.ts';

/** One entry of the outline. Text from the file is in it as it is. */
export interface DocumentSymbol {
  readonly kind: 'module' | 'directive' | 'variable' | 'function';
  readonly name: string;
  /** The value as written, on one line; empty for none. */
  readonly detail: string;
  readonly span: Span;
  /** Lies within `span`. */
  readonly nameSpan: Span;
  readonly deprecated: boolean;
  readonly children: readonly DocumentSymbol[];
}

/** The outline: modules with the directives of their slot, then everything else that the file sets, in text order. */
export function findDocumentSymbols(
  conf: Conf,
  reading: Reading,
  kind: ConfKind = 'conf',
): readonly DocumentSymbol[] {
  // framework.conf has settings instead of directives, and no modules.
  if (kind === 'framework')
    return findWrittenAssignments(conf).map((assignment) => ({
      ...symbolOf(conf, assignment),
      kind: findFrameworkDirective(assignment.name) ? 'directive' : 'variable',
      deprecated: false,
    }));
  const symbols: DocumentSymbol[] = [];
  const describesModule: ReadonlySet<string> = new Set(moduleDirectives);
  const slots = new Map<number, WrittenAssignment[]>();
  for (const assignment of findWrittenAssignments(conf)) {
    const { name, index, node } = assignment;
    if (describesModule.has(name) && index !== undefined && findChild(node, 'value')?.type !== 'array') {
      const slot = slots.get(index);
      if (slot) slot.push(assignment);
      else slots.set(index, [assignment]);
    } else symbols.push(symbolOf(conf, assignment));
  }
  for (const [index, assignments] of slots) {
    const [first] = assignments;
    if (!first) continue;
    symbols.push({
      kind: 'module',
      name: moduleName(conf, reading, index, assignments),
      detail: `module ${index}`,
      span: {
        start: first.span.start,
        end: assignments.reduce((end, { span }) => Math.max(end, span.end), first.span.end),
      },
      nameSpan: first.nameSpan,
      deprecated: false,
      children: assignments.map((assignment) => symbolOf(conf, assignment)),
    });
  }
  for (const node of syntaxNodes(conf)) {
    const name = node.type === 'function_definition' ? findChild(node, 'name') : undefined;
    if (!name) continue;
    symbols.push({
      kind: 'function',
      name: conf.text.slice(name.startIndex, name.endIndex) || '?',
      detail: '',
      span: { start: node.startIndex, end: node.endIndex },
      nameSpan: { start: name.startIndex, end: name.endIndex },
      deprecated: false,
      children: [],
    });
  }
  return symbols.sort((a, b) => a.span.start - b.span.start);
}

function symbolOf(conf: Conf, assignment: WrittenAssignment): DocumentSymbol {
  const { span, nameSpan, indexSpan, directive, valueSpan, name } = assignment;
  return {
    kind: directive ? 'directive' : 'variable',
    name: (indexSpan ? `${name}[${conf.text.slice(indexSpan.start, indexSpan.end)}]` : name) || '?',
    detail: oneLine(conf.text.slice(valueSpan.start, valueSpan.end)),
    span,
    nameSpan,
    deprecated: directive?.deprecatedSince !== undefined || directive?.until !== undefined,
    children: [],
  };
}

function moduleName(
  conf: Conf,
  reading: Reading,
  index: number,
  assignments: readonly WrittenAssignment[],
): string {
  const record =
    // Records are numbered by their places.
    'records' in reading.modules ? reading.modules.records[index] : undefined;
  if (record?.builtName.kind === 'known' && record.builtName.text !== '')
    return oneLine(record.builtName.text);
  const written = assignments.find(({ name }) => name === 'BUILT_MODULE_NAME');
  const text = written ? conf.text.slice(written.valueSpan.start, written.valueSpan.end) : '';
  return oneLine(text.replace(/^(["'])(.*)\1$/s, '$2')) || `module ${index}`;
}

function oneLine(text: string): string {
  const line = text
    .slice(0, 200)
    .replace(/(?:\\?\s)+/g, ' ')
    .trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
