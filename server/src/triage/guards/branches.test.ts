import { describe, expect, it } from 'vitest';
import { activeLines, findBranches } from './branches.ts';
import { evaluateCondition, kernelVersion, type MacroFacts } from './condition.ts';
import { kernelMacros } from './kernel-macros.ts';

const linux = (major: number, minor: number, patch: number, more: [string, number][] = []): MacroFacts =>
  kernelMacros({ versions: new Map([['LINUX_VERSION_CODE', kernelVersion(major, minor, patch)], ...more]) });

/** Each line with `+` where it is compiled, `-` where it is not and `?` where that is not known. */
function marked(text: string, facts: MacroFacts): string {
  const active = activeLines(findBranches(text), facts);
  return text
    .split('\n')
    .map((line, line0) => `${active[line0] === undefined ? '?' : active[line0] ? '+' : '-'} ${line}`)
    .join('\n');
}

describe('evaluateCondition', () => {
  const facts = linux(6, 12, 117);
  it.each([
    ['LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)', 1],
    ['LINUX_VERSION_CODE < KERNEL_VERSION(6,12,117)', 0],
    ['(LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)) && !defined(RHEL_MAJOR)', 1],
    ['defined RHEL_RELEASE_CODE && RHEL_RELEASE_CODE >= RHEL_RELEASE_VERSION(9, 4)', 0],
    ['HAVE_X', undefined],
    ['HAVE_X && LINUX_VERSION_CODE < 1', 0],
    ['HAVE_X || LINUX_VERSION_CODE > 1', 1],
    ['1 ? 0x10 : HAVE_X', 16],
    ['IS_ENABLED(CONFIG_PM)', undefined],
    ['-1 < 0 && ~0 == -1 && 010 == 8 && 7 % 4 == 3', 1],
    ['1 / 0', undefined],
    ['1 +', undefined],
    [`${'('.repeat(100_000)}1`, undefined],
  ])('%s', (expression, value) => {
    expect(evaluateCondition(expression, facts)).toBe(value);
  });
});

describe('activeLines', () => {
  it('follows versions through nested branches', () => {
    const text = [
      '#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 8, 0)',
      'new',
      '#elif LINUX_VERSION_CODE >= KERNEL_VERSION(5, 0, 0)',
      '#ifdef HAVE_X',
      'perhaps',
      '#else',
      'else',
      '#endif',
      '#else /* older */',
      'old',
      '#endif',
      'always',
    ].join('\n');
    const states = (facts: MacroFacts) =>
      marked(text, facts)
        .split('\n')
        .filter((line) => !line.includes('#'))
        .map((line) => line.replace(' ', ''));
    expect(states(linux(6, 12, 1))).toEqual(['+new', '-perhaps', '-else', '-old', '+always']);
    expect(states(linux(6, 1, 1))).toEqual(['-new', '?perhaps', '?else', '-old', '+always']);
    expect(states(linux(4, 19, 1))).toEqual(['-new', '-perhaps', '-else', '+old', '+always']);
  });

  it('knows what the file defines for itself', () => {
    const text =
      '#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)\n#define HAVE_DELETE\n#endif\n#ifdef HAVE_DELETE\nnew\n#endif';
    expect(marked(text, linux(6, 12, 1))).toContain('+ new');
    // Not defined by the file is not the same as not defined: a Kbuild file may have done it.
    expect(marked(text, linux(6, 1, 1))).toContain('? new');
  });

  it('reads a header with its guard once', () => {
    expect(marked('#ifndef A_H\n#define A_H\nint a;\n#endif\n', linux(6, 1, 1))).toContain('+ int a;');
  });

  it('is not led astray by comments and continued lines', () => {
    const text =
      '/*\n#if 0\n*/\nint a;\n#if LINUX_VERSION_CODE \\\n  < KERNEL_VERSION(6, 2, 0) // old\nint b;\n#endif';
    expect(marked(text, linux(6, 1, 1))).toContain('+ int b;');
    expect(marked(text, linux(6, 3, 1))).toMatch(/\+ int a;[\s\S]*- int b;/);
  });
});
