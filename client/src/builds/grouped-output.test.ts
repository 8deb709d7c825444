import { expect, test } from 'vitest';
import { GroupedOutput } from './grouped-output.ts';

/** `a:text` is output of a, `a.` its end; returns what was written after each step. */
function written(steps: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  const output = new GroupedOutput((text) => {
    piece += text;
  });
  for (const step of steps.split(' ')) {
    const [, name = '', text] = /^(\w)(?::(.*)|\.)$/.exec(step) ?? [];
    if (text === undefined) output.end(`[${name}]`, `${name} ended`);
    else output.add(`[${name}]`, text.replaceAll('$', '\n'));
    pieces.push(piece.replaceAll('\n', '$'));
    piece = '';
  }
  return pieces;
}

test('the output of a single build is written as it arrives', () => {
  expect(written('a:1$ a:2 a:3$ a.')).toEqual(['[a]$1$', '2', '3$', 'a ended$']);
});

test('the output of other builds is held back until the build before them has ended', () => {
  expect(written('a:1$ b:2$ a:3$ b:4$ a. b:5$ b.')).toEqual([
    '[a]$1$',
    '',
    '3$',
    '',
    'a ended$[b]$2$4$',
    '5$',
    'b ended$',
  ]);
});

test('a build that ended in the meantime is written in one piece', () => {
  expect(written('a:1$ b:2$ c:3$ b. a. c.')).toEqual([
    '[a]$1$',
    '',
    '',
    '',
    'a ended$[b]$2$b ended$[c]$3$',
    'c ended$',
  ]);
});

test('a build without output still gets its heading and its result, in order', () => {
  expect(written('a. b:1$ c. b.')).toEqual(['[a]$a ended$', '[b]$1$', '', 'b ended$[c]$c ended$']);
});

test('the result of a build starts on a new line', () => {
  expect(written('a:1 a.')).toEqual(['[a]$1', '$a ended$']);
});
