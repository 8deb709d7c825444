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

test('one build is written as it comes', () => {
  expect(written('a:1$ a:2 a:3$ a.')).toEqual(['[a]$1$', '2', '3$', 'a ended$']);
});

test('others are held back until the one before them has ended', () => {
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

test('one that ended in the meantime is written whole', () => {
  expect(written('a:1$ b:2$ c:3$ b. a. c.')).toEqual([
    '[a]$1$',
    '',
    '',
    '',
    'a ended$[b]$2$b ended$[c]$3$',
    'c ended$',
  ]);
});

test('one that printed nothing has its heading and its end, in its turn', () => {
  expect(written('a. b:1$ c. b.')).toEqual(['[a]$a ended$', '[b]$1$', '', 'b ended$[c]$c ended$']);
});

test('an end begins a line', () => {
  expect(written('a:1 a.')).toEqual(['[a]$1', '$a ended$']);
});
