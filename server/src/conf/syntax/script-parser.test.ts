import { describe, expect, test } from 'vitest';
import { sampleConf } from '../../../../test/bench/sample-conf.ts';
import { randomNumbers } from '../../../../test/support/random-numbers.ts';
import type { Command } from './script.ts';
import { parseScript } from './script-parser.ts';

/** The kinds of the commands that bash would have run, and what stopped it. */
function kinds(text: string): string {
  const { lines, stop } = parseScript(text);
  const names = lines.map((list) =>
    list.map(({ first }) => first.commands.map((c: Command) => c.kind).join('|')).join(';'),
  );
  return stop ? `${names.join(' ')} !${stop.kind}@${stop.offset}` : names.join(' ');
}

describe('parseScript', () => {
  test.each([
    ['', ''],
    ['# only a comment', ''],
    ['A=1\nB=2\n', 'simple simple'],
    ['A=1; B=2 & C=3', 'simple;simple;simple'],
    ['a | b |& c', 'simple|simple|simple'],
    ['if a; then b; elif c; then d; else e; fi', 'if'],
    ['case $x in (a|b) c;; *) d ;& e) f;; esac', 'case'],
    ['for i in a "b c" $(d); do e; done', 'for'],
    ['for ((i=0; i<3; i++)); do e; done', 'counted-for'],
    ['while read x; do y; done < file', 'while'],
    ['f() { a; }\nfunction g { b; }', 'function function'],
    ['(a; b)', 'subshell'],
    ['{ a; }', 'group'],
    ['((n++))', 'arithmetic'],
    ['[[ a == b* && ! ( $c =~ ^(x|y)$ ) ]]', 'test'],
    ['cat <<A <<-B\nx\nA\n\ty\n\tB\nC=1', 'simple simple'],
    ['A="two\nlines"\nB=\'three\n\nlines\'', 'simple simple'],
    ['A=one\\\ntwo', 'simple'],
    ['A=(a "b c" [3]=d # comment\n e)\nB=1', 'simple simple'],
    ['A=$(case x in x) echo;; esac)', 'simple'],
    ['A=`echo \\`b\\``', 'simple'],
    ['A=@(a|b)', 'simple'],
    ['echo a#b', 'simple'],
  ])('reads %j', (text, expected) => {
    expect(kinds(text)).toBe(expected);
  });

  test.each([
    ['A=1\nB="open', 'simple !syntax@6'],
    ['A=1\nif true; then\nB=2\n', 'simple !syntax@22'],
    ['A=1\nfi\nB=2', 'simple !syntax@4'],
    ['A=1; B=2 )', ' !syntax@9'],
    ['A=$(b', ' !syntax@5'],
    ['A=(b', ' !syntax@4'],
    ['a &&', ' !syntax@4'],
    ['A=(a)b', ' !unsupported@5'],
  ])('stops where bash stops in %j', (text, expected) => {
    expect(kinds(text)).toBe(expected);
  });

  test('gives up on extreme nesting instead of overflowing the stack', () => {
    for (const [open, close] of [
      ['$(', ')'],
      ['( ', ')'],
      ['${x:-', '}'],
      ['$((', '))'],
      ['{ ', '; }'],
      ['"$(', ')"'],
    ]) {
      const text = `A=1\n${open?.repeat(10_000)}a${close?.repeat(10_000)}`;
      expect(parseScript(text).stop?.kind).toMatch(/unsupported|syntax/);
    }
  });

  test('separates name, subscript and value of an assignment', () => {
    const text = 'X[1+2]+="a b"';
    const command = parseScript(text).lines[0]?.[0]?.first.commands[0];
    const assignment = command?.kind === 'simple' ? command.assignments[0] : undefined;
    expect(assignment).toMatchObject({ name: 'X', nameEnd: 1, append: true });
    expect(text.slice(assignment?.subscript?.start, assignment?.subscript?.end)).toBe('1+2');
    expect(text.slice(assignment?.value.start, assignment?.value.end)).toBe('"a b"');
  });

  test('reads a plain line the same with and without the fast path', () => {
    for (const line of ['A=b', 'A[3]="b c"', 'A=', 'A=""', 'A+=x', 'A[0]=1.2/3:4']) {
      const [plain] = parseScript(line).lines;
      const [ruled] = parseScript(`${line};`).lines;
      expect(plain).toEqual(ruled);
    }
  });

  test('takes plain lines of an earlier text, and reads the same as without it', () => {
    const text = `${sampleConf(40)}cat << END\nA=b\nEND\nC="d"\nif true; then\nE=f\nfi\n( G=h )\nx=[1\nI=j\nK[2]=l`;
    const pieces = [
      'x',
      '"',
      "'",
      '\\',
      '\n',
      'A=b\n',
      ' ',
      '#',
      '((',
      '<< END\n',
      '$(',
      ')',
      '[',
      '=',
      ';',
      '`',
    ];
    const random = randomNumbers(29);
    const below = (count: number) => Math.floor(random() * count);
    let before = parseScript(text);
    let taken = 0;
    for (let edit = 0; edit < 800; edit++) {
      const start = below(before.text.length + 1);
      const newText = random() < 0.3 ? '' : (pieces[below(pieces.length)] ?? '');
      const changed = before.text.slice(0, start) + newText + before.text.slice(start + below(4));
      // Texts with many mistakes end early.
      const next = edit % 8 === 7 ? text : changed;
      const after = parseScript(next, before);
      expect(after).toEqual(parseScript(next));
      const earlier = new Set(before.lines);
      taken += after.lines.filter((line) => earlier.has(line)).length;
      before = after;
    }
    expect(taken).toBeGreaterThan(3_000);
  });
});
