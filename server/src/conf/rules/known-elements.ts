import type { Conf } from '../conf.ts';
import type { DirectiveName } from '../directives/directive.ts';
import type { DirectiveElement, Reading } from '../reading/reading.ts';
import type { Span } from '../text.ts';
import { valueSpanOf } from './anchors.ts';

/** An element whose value is certain and comes from the file. */
export interface KnownElement {
  readonly name: DirectiveName;
  readonly element: DirectiveElement;
  readonly text: string;
  /** The value, or the whole assignment if that is empty. */
  readonly span: Span;
}

/** The elements of some directives that dkms certainly ends up with, and that the file itself sets. */
export function* knownElements(reading: Reading, ...names: readonly DirectiveName[]): Iterable<KnownElement> {
  for (const name of names) {
    for (const element of reading.directives.get(name) ?? []) {
      const { value, presence } = element;
      const span = valueSpanOf(element);
      if (value.kind === 'known' && presence === 'always' && span)
        yield { name, element, text: value.text, span };
    }
  }
}

/**
 * The first word of each element of some directives, which may be certain even where what follows it is not: `cp $(x) …` begins with
 * `cp`. `text` is the whole value where that is known.
 */
export function* firstWords(
  reading: Reading,
  ...names: readonly DirectiveName[]
): Iterable<Omit<KnownElement, 'text'> & { readonly word: string; readonly text: string | undefined }> {
  for (const name of names) {
    for (const element of reading.directives.get(name) ?? []) {
      const { value, presence } = element;
      const span = valueSpanOf(element);
      if (presence !== 'always' || !span || value.kind === 'one-of') continue;
      const text = value.kind === 'known' ? value.text : undefined;
      const word =
        text?.split(' ')[0] ?? /^(\S+)\s/.exec(value.kind === 'unknown' ? (value.prefix ?? '') : '')?.[1];
      if (word !== undefined) yield { name, element, span, word, text };
    }
  }
}

/** The name of an element as people write it: scalars without a subscript. */
export function labelOf({
  name,
  element,
}: Pick<KnownElement, 'name' | 'element'> & Partial<KnownElement>): string {
  return element.index === 0 ? name : `${name}[${element.index}]`;
}

/** The name that an assignment sets together with its subscript. */
export function targetSpan(conf: Conf, nameSpan: Span): Span {
  const target = /^\w+(?:\[[^\]\n]*\])?/.exec(conf.text.slice(nameSpan.start, nameSpan.start + 200));
  return { start: nameSpan.start, end: nameSpan.start + (target?.[0].length ?? 0) };
}
