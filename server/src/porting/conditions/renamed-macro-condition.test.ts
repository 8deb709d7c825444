import { describe, expect, it } from 'vitest';
import { writtenKernels } from '../../../../test/support/written-kernels.ts';
import { fromTimerRenamed } from '../../triage/changes/from-timer-renamed.ts';
import { kernelMacros } from '../../triage/preprocessor/kernel-macros.ts';
import { chooseEdits } from '../choose-edits.ts';

const path = '/m/a.c';

describe('a condition on a macro that was renamed', () => {
  const headersOf = writtenKernels();
  const kernelWith = (release: string, macro: string) => ({
    ...{ release, macros: kernelMacros({ versions: new Map() }) },
    headers: headersOf(release, { 'linux/timer.h': `#define ${macro}(a, b, c) y(a, b, c)\n` }).headers,
  });
  const editOf = (text: string, kernel = '7.3.1') => {
    const kernels = [kernelWith('6.1.1', 'from_timer'), kernelWith('7.3.1', 'timer_container_of')];
    const problem = {
      file: path,
      line: 4,
      message: 'wrong',
      severity: 'error',
      tool: 'gcc',
      related: [],
    } as const;
    const [edit] = chooseEdits({
      ...{ texts: new Map([[path, text]]), problems: [{ kernel, problem }], kernels },
      ...{ changes: [fromTimerRenamed], style: 'guard' },
    });
    return edit?.apply(new Map([[path, text]]))?.get(path);
  };

  it('is true for the new name as well', () => {
    const either = '(defined(from_timer) || defined(timer_container_of))';
    expect(editOf('#if defined(timer_setup) && defined(from_timer)\n#define NEW\n#endif\n')).toBe(
      `#if defined(timer_setup) && ${either}\n#define NEW\n#endif\n`,
    );
    expect(editOf('# elif !defined from_timer // from_timer\n')).toBe(`# elif !${either} // from_timer\n`);
    expect(editOf('#ifdef from_timer\r\n')).toBe(
      '#if defined(from_timer) || defined(timer_container_of)\r\n',
    );
    expect(editOf('#ifndef from_timer\nold();\n#endif\n')).toBe(
      '#if !defined(from_timer) && !defined(timer_container_of)\nold();\n#endif\n',
    );
  });

  it('is found behind a backslash and beside comments', () => {
    const either = '(defined(from_timer) || defined(timer_container_of))';
    expect(editOf('#if defined(timer_setup) && \\\n    defined(from_timer) /* new */\n#endif\n')).toBe(
      `#if defined(timer_setup) && \\\n    ${either} /* new */\n#endif\n`,
    );
    expect(editOf('#if \\\r\n  defined( \\\r\n from_timer )\r\n#endif\r\n')).toBe(
      `#if \\\r\n  ${either}\r\n#endif\r\n`,
    );
    expect(editOf('#ifdef /* since 4.15 */ from_timer\n')).toBe(
      '#if defined(from_timer) || defined(timer_container_of)\n',
    );
  });

  it('is left alone where that changes nothing', () => {
    const fallback = '#ifndef from_timer\n#define from_timer(a, b, c) own(a, b, c)\n#endif\n';
    const more = ['#if 0 // defined(from_timer)\n', 'f("\\\n#ifdef from_timer\n");\n'];
    const widened = '#if defined(from_timer) || defined(timer_container_of)\n';
    for (const text of [fallback, widened, '/* from_timer */\n', '#ifdef from_timer_sync\n', ...more])
      expect(editOf(text)).toBeUndefined();
    expect(editOf('#ifdef from_timer\n', '6.1.1')).toBeUndefined();
  });
});
