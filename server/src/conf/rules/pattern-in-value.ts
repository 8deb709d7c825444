import { type ArrayLiteral, isArrayLiteral, type Word } from '../syntax/script.ts';
import { labelOf } from './known-elements.ts';
import type { Rule } from './rule.ts';

/** Stands for an expansion: a character that no file has. */
const expansion = '\uE000';

function hasPattern(value: Word | ArrayLiteral): boolean {
  if (isArrayLiteral(value)) return value.items.some((item) => hasPattern(item.value));
  return value.parts.some((part) => part.kind === 'text' && /[*?[]/.test(part.text));
}

export const patternInValue: Rule = {
  id: 'pattern-in-value',
  severity: 'information',
  summary: 'A value contains a word with * or ?, which dkms replaces with the names of files.',
  messages: [],
  *check({ conf, reading, statements }) {
    // Most files have none, and looking up the word of each element takes a while.
    if (!statements.assignments().some(({ assignment }) => hasPattern(assignment.value))) return;
    for (const [name, elements] of reading.directives) {
      for (const element of elements) {
        const word = statements.wordOf(element);
        if (!word || !hasPattern(word)) continue;
        // An expansion may have any result; it counts as a letter here.
        const text = word.parts.map((part) => (part.kind === 'text' ? part.text : expansion)).join('');
        const found = text
          .trim()
          .split(/[ \t\n]+/)
          .slice(1, -1)
          .find((each) => /^[^"'`\\$]*(?:[*?]|\[[^\]]+\])[^"'`\\$]*$/.test(each));
        if (found === undefined) continue;
        const written = word.parts.flatMap((part) =>
          part.kind === 'text' ? [] : [conf.text.slice(part.start, part.end)],
        );
        let next = text.slice(0, text.indexOf(found)).split(expansion).length - 1;
        const middle = found.replaceAll(expansion, () => written[next++] ?? '');
        const isBelow = !found.startsWith('/') && !found.startsWith(expansion);
        const at = conf.text.indexOf(middle, word.start);
        const span =
          at >= 0 && at + middle.length <= word.end
            ? { start: at, end: at + middle.length }
            : { start: word.start, end: word.end };
        yield {
          message: `dkms prints ${labelOf({ name, element, text, span })} through the shell, which replaces ${middle} with the names of matching files${isBelow ? ' in the folder where dkms was started' : ''}. Put it into a script, or write it without a pattern.`,
          span,
          fixes: [],
        };
      }
    }
  },
};
