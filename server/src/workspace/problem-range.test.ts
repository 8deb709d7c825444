import { describe, expect, test } from 'vitest';
import type { Problem } from '../output/problem.ts';
import { characterOf, columnUnitOf, rangeOfProblem } from './problem-range.ts';

function problemAt(line: number, column?: number, endColumn?: number): Problem {
  return {
    ...{ file: '/m/a.c', line, severity: 'error', message: 'wrong', tool: 'gcc', related: [] },
    ...(column !== undefined && { column }),
    ...(endColumn !== undefined && { endColumn }),
  };
}

/** The line with the problem's range marked. */
function marked(text: string, problem: Problem, unit: 'display' | 'byte' = 'display'): string {
  const { start, end } = rangeOfProblem(problem, text, unit);
  expect([start.line, end.line]).toEqual([problem.line - 1, problem.line - 1]);
  return `${text.slice(0, start.character)}⟦${text.slice(start.character, end.character)}⟧${text.slice(end.character)}`;
}

describe('the range of a problem', () => {
  test('starts after a tab in display columns (gcc 11 and later)', () => {
    expect(marked('\tstrlcpy(a, b);', problemAt(717, 9))).toBe('\t⟦strlcpy⟧(a, b);');
  });

  test('starts after a tab in bytes (gcc 10, clang)', () => {
    expect(marked('\tstrlcpy(a, b);', problemAt(717, 2), 'byte')).toBe('\t⟦strlcpy⟧(a, b);');
  });

  test('ends where the compiler said', () => {
    expect(marked('  x = f(a, b);', problemAt(1, 7, 14))).toBe('  x = ⟦f(a, b)⟧;');
  });

  test('counts characters that take several bytes or columns', () => {
    expect(marked('s = "é漢😀" + nosuch;', problemAt(1, 15))).toBe('s = "é漢😀" + ⟦nosuch⟧;');
    expect(marked('s = "é漢😀" + nosuch;', problemAt(1, 19), 'byte')).toBe('s = "é漢😀" + ⟦nosuch⟧;');
  });

  test('is the whole line without a column, and empty if the line no longer exists', () => {
    expect(marked('\t#define MAX 3  ', problemAt(4))).toBe('\t⟦#define MAX 3⟧  ');
    expect(rangeOfProblem(problemAt(9, 3), undefined, 'display').start).toEqual({ line: 8, character: 0 });
  });

  test('stays within a line that the user has shortened since', () => {
    expect(marked('ab', problemAt(1, 40, 50))).toBe('ab⟦⟧');
    expect(characterOf('', 1, 'byte')).toBe(0);
  });
});

test.each([
  ['gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0', 'display'],
  ['gcc (GCC) 8.5.0 20210514 (Red Hat 8.5.0-22)', 'byte'],
  ['gcc-10 (Debian 10.2.1-6) 10.2.1 20210110', 'byte'],
  ['Debian clang version 16.0.6', 'byte'],
  [undefined, 'display'],
])('columns of %s', (compiler, unit) => {
  expect(columnUnitOf(compiler)).toBe(unit);
});
