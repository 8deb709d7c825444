import type { Conf } from '../conf.ts';
import { findNodeAt, type SyntaxNode } from '../syntax/parser.ts';
import type { Span } from '../text.ts';

/**
 * The spans of "expand selection" at an offset, from the word to the whole file; each lies within the next and is smaller. The lines of the
 * same slot come between the assignment and its block.
 */
export function findSelectionRanges(conf: Conf, offset: number): readonly Span[] {
  const { text } = conf;
  const spans: Span[] = [];
  const add = (span: Span) => {
    const last = spans.at(-1);
    if (span.end <= span.start) return;
    if (last && (span.start > last.start || span.end < last.end)) return;
    if (last && span.start === last.start && span.end === last.end) return;
    spans.push(span);
  };
  const word = wordAt(text, offset);
  if (word) add(word);
  for (let node: SyntaxNode | undefined = nodeAt(conf, offset); node; node = node.parent) {
    // In strings, the grammar includes the blanks before `${` in the expansion.
    const lead =
      /^\s*/.exec(text.slice(node.startIndex, Math.min(node.endIndex, node.startIndex + 200)))?.[0].length ??
      0;
    const span = { start: node.startIndex + lead, end: node.endIndex };
    if (/^(?:string|raw_string)$/.test(node.type) && span.end - span.start >= 2)
      add({ start: span.start + 1, end: span.end - 1 });
    add(span);
    if (node.type === 'variable_assignment') add(slotLines(conf, node) ?? span);
  }
  add({ start: 0, end: text.length });
  return spans;
}

function nodeAt(conf: Conf, offset: number): SyntaxNode {
  const before = findNodeAt(conf.tree.root, offset);
  const after = before.endIndex === offset ? findNodeAt(conf.tree.root, offset + 1) : before;
  return after.startIndex <= offset && after.endIndex >= offset && after.parent ? after : before;
}

function wordAt(text: string, offset: number): Span | undefined {
  let start = offset;
  let end = offset;
  while (start > 0 && /[\w-]/.test(text.charAt(start - 1))) start--;
  while (end < text.length && /[\w-]/.test(text.charAt(end))) end++;
  return end > start ? { start, end } : undefined;
}

/** The neighbouring lines that describe the same slot as an assignment. */
function slotLines(conf: Conf, node: SyntaxNode): Span | undefined {
  const slot = slotOf(conf, node);
  const siblings = node.parent?.children ?? [];
  const here = siblings.indexOf(node);
  if (slot === undefined || here < 0) return undefined;
  let first = here;
  let last = here;
  while (slotOf(conf, siblings[first - 1]) === slot) first--;
  while (slotOf(conf, siblings[last + 1]) === slot) last++;
  const from = siblings[first];
  const to = siblings[last];
  return from && to && { start: from.startIndex, end: to.endIndex };
}

function slotOf(conf: Conf, node: SyntaxNode | undefined): string | undefined {
  const target = node?.type === 'variable_assignment' ? node.children[0] : undefined;
  return target && /\[(\d+)\]$/.exec(conf.text.slice(target.startIndex, target.endIndex))?.[1];
}
