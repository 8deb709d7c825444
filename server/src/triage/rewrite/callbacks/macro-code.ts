import { directiveAt } from '../c-directives.ts';
import { CSource, type TextSpan } from '../c-source.ts';
import type { Replacement } from '../replacement.ts';

/** The code that a macro stands for, at the offsets that it has in its file. */
export interface MacroCode extends TextSpan {
  readonly source: CSource;
  /** A replacement in this code as one in the file. */
  readonly restore: (replacement: Replacement) => Replacement;
}

const joinedName = /\w+(?:[ \t]*##[ \t]*\w+)+/g;

/** The code of each macro that is looked into, if it has a function: names that are joined from parts count as one, and its lines end without a backslash. */
export function codeOfMacros(source: CSource): readonly MacroCode[] {
  return source.macrosLookedInto().flatMap((start): MacroCode[] => {
    const { end } = directiveAt(source.text, start);
    const whole = source.text.slice(start, end);
    const head = /^[ \t]*#[ \t]*define[ \t]+\w+(?:\([^)]*\))?/.exec(whole)?.[0].length;
    if (head === undefined || !whole.includes('{')) return [];
    const names = new Map<string, string>();
    const code = whole
      .slice(head)
      .replace(/\\[ \t]*\r?\n/g, (ending) => `${' '.repeat(ending.length - 1)}\n`)
      .replace(joinedName, (name) => {
        const whole = name.replace(/[ \t]*##[ \t]*/g, (sign) => '_'.repeat(sign.length));
        names.set(whole, name);
        return whole;
      });
    const before = source.text.slice(0, start + head).replace(/[^\n]/g, ' ');
    const restore = ({ text, ...where }: Replacement): Replacement => ({
      ...where,
      text: text.replace(/\w+/g, (name) => names.get(name) ?? name).replace(/[ \t]*\r?\n/g, ' \\\n'),
    });
    return [{ start, end, source: new CSource(before + code), restore }];
  });
}
