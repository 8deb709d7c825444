import type { Conf } from '../conf.ts';
import { recordDirectives } from '../directives/directive-groups.ts';
import {
  type DirectiveElement,
  type DkmsMessage,
  type DkmsMessageNumber,
  findElement,
  type Reading,
} from '../reading/reading.ts';
import type { Span } from '../text.ts';

/** The conditions of these numbers, in dkms's order, one of each directive and index. */
export function findConditions(reading: Reading, ...numbers: readonly DkmsMessageNumber[]): DkmsMessage[] {
  const seen = new Set<string>();
  return reading.conditions.filter((condition) => {
    const key = `${condition.number} ${condition.directive} ${condition.index}`;
    if (!numbers.includes(condition.number) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The value of an element if it is in the file and not empty, else the whole assignment. */
export function valueSpanOf(element: DirectiveElement | undefined): Span | undefined {
  if (!element) return undefined;
  const { nameSpan, valueSpan } = element;
  if (valueSpan && valueSpan.end > valueSpan.start) return valueSpan;
  return nameSpan && { start: nameSpan.start, end: valueSpan?.end ?? nameSpan.end };
}

/** A directive of module `index`, at which missing directives of that module are shown. */
export function findRecordAnchor(reading: Reading, index: number): DirectiveElement | undefined {
  for (const name of recordDirectives) {
    const element = findElement(reading, name, index);
    if (element?.nameSpan) return element;
  }
  return undefined;
}

/** The first element in the text of the file, whatever its directive. */
export function findFirstElement(reading: Reading): DirectiveElement | undefined {
  let first: DirectiveElement | undefined;
  for (const elements of reading.directives.values()) {
    for (const element of elements) {
      if (element.nameSpan && element.nameSpan.start < (first?.nameSpan?.start ?? Infinity)) first = element;
    }
  }
  return first;
}

/** Where to show what is missing from the file as a whole: its first directive, else its first line that is not empty. */
export function fileAnchor(conf: Conf, reading: Reading): Span {
  const first = findFirstElement(reading)?.nameSpan;
  if (first) return first;
  const line = /[^\s\uFEFF][^\r\n]*/.exec(conf.text);
  return line ? { start: line.index, end: line.index + line[0].trimEnd().length } : { start: 0, end: 0 };
}
