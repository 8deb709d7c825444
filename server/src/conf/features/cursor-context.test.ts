import { describe, expect, it } from 'vitest';
import { takeCursor } from '../../../../test/support/cursor.ts';
import { findCursorContext } from './cursor-context.ts';

/** The context at the cursor, its span written `⟦…⟧` into the line. */
function contextAt(marked: string): string {
  const { text, offset } = takeCursor(marked);
  const context = findCursorContext(text, offset);
  if (context.kind === 'other') return 'other';
  const { start, end } = context.span;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end) < 0 ? text.length : text.indexOf('\n', end);
  const line = `${text.slice(lineStart, start)}⟦${text.slice(start, end)}⟧${text.slice(end, lineEnd)}`;
  switch (context.kind) {
    case 'name':
      return `name${context.assigned ? ' assigned' : ''}: ${line}`;
    case 'variable':
      return `variable${context.braced ? ' braced' : ''}: ${line}`;
    case 'value':
      return `value of ${context.name}${context.subscript === undefined ? '' : `[${context.subscript}]`}${context.quote ? ` in ${context.quote}` : ''}: ${line}`;
  }
}

describe('the context at the cursor', () => {
  it.each([
    // Names
    ['<|>', 'name: ⟦⟧'],
    ['PACK<|>', 'name: ⟦PACK⟧'],
    ['A=1\n  PA<|>CK\nB=2', 'name:   ⟦PACK⟧'],
    ['PACK<|>="x"', 'name assigned: ⟦PACK⟧="x"'],
    ['MAKE<|>[0]="x"', 'name assigned: ⟦MAKE⟧[0]="x"'],
    ['MAKE[<|>', 'name: ⟦MAKE[⟧'],
    ['MAKE[<|>]', 'name: ⟦MAKE[]⟧'],
    ['MAKE[1<|>]', 'name: ⟦MAKE[1]⟧'],
    ['A=1; B<|>', 'name: A=1; ⟦B⟧'],
    ['A="1" B<|>', 'name: A="1" ⟦B⟧'],
    ['if true; then\n  S<|>\nfi', 'name:   ⟦S⟧'],
    ['if true; then S<|>', 'name: if true; then ⟦S⟧'],
    ['[ -n "$x" ] && S<|>', 'name: [ -n "$x" ] && ⟦S⟧'],
    ['A=(1 2)\nB<|>', 'name: ⟦B⟧'],
    ['A="x # y"\nB<|>', 'name: ⟦B⟧'],
    ['# it is\nB<|>', 'name: ⟦B⟧'],
    ["A='it' # isn't\nB<|>", 'name: ⟦B⟧'],
    // Values
    ['AUTOINSTALL=<|>', 'value of AUTOINSTALL: AUTOINSTALL=⟦⟧'],
    ['AUTOINSTALL="<|>', 'value of AUTOINSTALL in ": AUTOINSTALL="⟦⟧'],
    ['AUTOINSTALL="y<|>e"', 'value of AUTOINSTALL in ": AUTOINSTALL="⟦ye⟧"'],
    ["STRIP[1]='n<|>o'", "value of STRIP[1] in ': STRIP[1]='⟦no⟧'"],
    ['STRIP[1]=n<|>o # x', 'value of STRIP[1]: STRIP[1]=⟦no⟧ # x'],
    ['A="1"; B="<|>"', 'value of B in ": A="1"; B="⟦⟧"'],
    ['PATCH+=(a "b<|>")', 'value of PATCH in ": PATCH+=(a "⟦b⟧")'],
    ['PATCH=(\n  a<|>\n)', 'value of PATCH:   ⟦a⟧'],
    ['MAKE="make \\\n  V=1 <|>x"', 'value of MAKE in ":   ⟦V=1 x⟧"'.replace('  ⟦', '⟦  ')],
    // Variables
    ['A=$<|>', 'variable: A=$⟦⟧'],
    ['A="x $ke<|>rn y"', 'variable: A="x $⟦kern⟧ y"'],
    ['A="x ${ke<|>}"', 'variable braced: A="x ${⟦ke⟧}"'],
    ['A="x ${#<|>}"', 'variable braced: A="x ${#⟦⟧}"'],
    ['echo $<|>', 'variable: echo $⟦⟧'],
    ['A="$(cat $<|>)"', 'variable: A="$(cat $⟦⟧)"'],
    ["MAKE='make $ke<|>'", "variable: MAKE='make $⟦ke⟧'"],
    // Neither
    ['# PACK<|>', 'other'],
    ['A=1 # $<|>', 'other'],
    ['echo PACK<|>', 'other'],
    ['echo "PACK<|>"', 'other'],
    ['A="\\$<|>"', 'value of A in ": A="⟦\\$⟧"'],
    ["other='$<|>'", "value of other in ': other='⟦$⟧'"],
    ['A=1\nmake -C x<|>', 'other'],
    // After a forgotten quote
    ['MAKE="make\nAUTOINSTALL="y<|>"', 'value of AUTOINSTALL in ": AUTOINSTALL="⟦y⟧"'],
    ["x='\nPACKAGE_NAME=a\nB<|>", 'name: ⟦B⟧'],
  ])('%j', (marked, expected) => {
    expect(contextAt(marked)).toBe(expected);
  });

  it('is found at every position of any text', () => {
    const text = 'A=( "x $(y `z` ${w}) \\" )\n\'# "\\\n[ a[ ${ $( ((\r\n\t=+= ]]';
    for (let offset = 0; offset <= text.length; offset++) {
      const context = findCursorContext(text, offset);
      if (context.kind === 'other') continue;
      const line = text.slice(context.span.start, context.span.end);
      expect(line).not.toContain('\n');
      expect(context.span.start).toBeLessThanOrEqual(offset);
      expect(context.span.end).toBeGreaterThanOrEqual(offset);
    }
  });
});
