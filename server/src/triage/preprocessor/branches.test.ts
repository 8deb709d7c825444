import { describe, expect, it } from 'vitest';
import { parseKernelConfig } from '../../kernels/kernel-config.ts';
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
    ['IS_REACHABLE(CONFIG_PM)', undefined],
    ['IS_REACHABLE(CONFIG_PM) || 1', 1],
    ['LINUX_VERSION_CODE == 396405', 1],
    ['KERNEL_VERSION(5, 10, 999) == KERNEL_VERSION(5, 10, 255)', 1],
    ['LINUX_VERSION_MAJOR', 0],
    ['RHEL_RELEASE_CODE', 0],
    ['-1 < 0 && ~0 == -1 && 010 == 8 && 7 % 4 == 3', 1],
    ['1 / 0', undefined],
    ['1 +', undefined],
    [`${'('.repeat(100_000)}1`, undefined],
  ])('%s', (expression, value) => {
    expect(evaluateCondition(expression, facts)).toBe(value);
  });
});

describe('options of a configuration', () => {
  const path = '/boot/config';
  const config = parseKernelConfig(path, 'CONFIG_PM=y\nCONFIG_USB=m\nCONFIG_NR_CPUS=64\nCONFIG_NAME="x"\n');
  const facts = kernelMacros({ versions: new Map([['LINUX_VERSION_CODE', kernelVersion(6, 1, 0)]]), config });
  it.each([
    ['IS_ENABLED', 1, 1, 0],
    ['IS_BUILTIN', 1, 0, 0],
    ['IS_MODULE', 0, 1, 0],
    ['IS_REACHABLE', 1, 1, 0],
  ])('%s for options that are built in, a module, and off', (macro, ...expected) => {
    const values = ['CONFIG_PM', 'CONFIG_USB', 'CONFIG_OFF'].map((option) =>
      evaluateCondition(`${macro}(${option})`, facts),
    );
    expect(values).toEqual(expected);
  });

  it('a module is not reachable from what is built in', () => {
    const builtIn: MacroFacts = {
      ...facts,
      isDefined: (name) => (name === 'MODULE' ? false : facts.isDefined(name)),
    };
    expect(evaluateCondition('IS_REACHABLE(CONFIG_USB)', builtIn)).toBe(0);
    expect(evaluateCondition('IS_REACHABLE(CONFIG_PM)', builtIn)).toBe(1);
    expect(evaluateCondition('IS_ENABLED(CONFIG_USB)', builtIn)).toBe(1);
  });

  it('knows numeric values, and of strings only that they are set', () => {
    expect(evaluateCondition('CONFIG_NR_CPUS > 32', facts)).toBe(1);
    expect(evaluateCondition('CONFIG_NAME', facts)).toBe(undefined);
    expect(evaluateCondition('defined(CONFIG_NAME) && !defined(CONFIG_USB)', facts)).toBe(1);
  });

  it('knows the numbers of RHEL', () => {
    const versions = new Map([
      ['LINUX_VERSION_CODE', kernelVersion(5, 14, 0)],
      ['RHEL_MAJOR', 9],
      ['RHEL_MINOR', 4],
      ['RHEL_RELEASE_CODE', 9 * 256 + 4],
    ]);
    const rhel = kernelMacros({ versions });
    expect(evaluateCondition('RHEL_RELEASE_CODE >= RHEL_RELEASE_VERSION(9, 4)', rhel)).toBe(1);
    expect(evaluateCondition('RHEL_RELEASE_CODE < RHEL_RELEASE_VERSION(9, 4)', rhel)).toBe(0);
    expect(evaluateCondition('defined(RHEL_MAJOR) && RHEL_MINOR == 4', rhel)).toBe(1);
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

  it('is not confused by comments and continued lines', () => {
    const text =
      '/*\n#if 0\n*/\nint a;\n#if LINUX_VERSION_CODE \\\n  < KERNEL_VERSION(6, 2, 0) // old\nint b;\n#endif';
    expect(marked(text, linux(6, 1, 1))).toContain('+ int b;');
    expect(marked(text, linux(6, 3, 1))).toMatch(/\+ int a;[\s\S]*- int b;/);
  });
});
