import { describe, expect, it } from 'vitest';
import { writtenKernels } from '../../../test/support/written-kernels.ts';
import type { Cause } from '../triage/cause.ts';
import { delTimerRenamed } from '../triage/changes/del-timer-renamed.ts';
import { kernelMacros } from '../triage/preprocessor/kernel-macros.ts';
import { editForChange } from './change-edit.ts';

const path = '/m/a.c';
const cause: Cause = {
  ...{ id: 'x', symbol: 'x', summary: '', verified: true, confidence: 'verified' },
  ...{ evidence: [], documented: true, fixes: [] },
};

describe('a driver that tells kernels of Red Hat apart by their release', () => {
  const headersOf = writtenKernels();
  const kernelWith = (release: string, version: number, names: readonly string[], redHat?: number) => {
    const header = names.map((name) => `int ${name}(struct timer_list *timer);\n`).join('');
    const code = redHat === undefined ? [] : ([['RHEL_RELEASE_CODE', redHat]] as const);
    const versions = new Map([['LINUX_VERSION_CODE', version << 8] as const, ...code]);
    const { headers } = headersOf(release, { 'linux/timer.h': header });
    return { release, headers, macros: kernelMacros({ versions }) };
  };
  const old = ['del_timer', 'del_timer_sync'];
  const renamed = ['timer_delete', 'timer_delete_sync'];
  const code = 9 * 256 + 4;

  /** Ported for a kernel of Debian with each form, and two of Red Hat that have the version of the older one. */
  function ported(text: string): string {
    const kernels = [
      kernelWith('6.1.1', 0x0601, old),
      kernelWith('7.3.1', 0x0703, renamed),
      kernelWith('5.14.0-427', 0x050e, old, code - 1),
      kernelWith('5.14.0-503', 0x050e, renamed, code),
    ];
    const edit = editForChange({
      ...{ change: delTimerRenamed, cause, certainty: 'verified', style: 'guard', kernels },
      ...{ failing: ['7.3.1', '5.14.0-503'], paths: [path], reported: new Map() },
    });
    return edit.apply(new Map([[path, text]]))?.get(path) ?? text;
  }

  const habit = '#if defined(RHEL_RELEASE_CODE) && RHEL_RELEASE_CODE >= 2048\n#define X\n#endif\n';
  const source = `#include <linux/version.h>\n${habit}void f(void)\n{\n\tdel_timer_sync(&a);\n}\n`;
  const guarded = (release: string) =>
    [
      `#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0) || (defined(RHEL_RELEASE_CODE) && RHEL_RELEASE_CODE >= ${release})`,
      ...['\ttimer_delete_sync(&a);', '#else', '\tdel_timer_sync(&a);', '#endif', ''],
    ].join('\n');

  it('is ported so, where the version does not do', () => {
    const after = ported(source);
    expect(after).toBe(source.replace('\tdel_timer_sync(&a);\n', guarded(String(code))));
    expect(ported(after)).toBe(after);
  });

  it('is given the macro of its own that makes a release', () => {
    const macro = '#ifndef RHEL_RELEASE_VERSION\n#define RHEL_RELEASE_VERSION(a, b) 0\n#endif\n';
    expect(ported(macro + source)).toContain(guarded('RHEL_RELEASE_VERSION(9, 4)'));
  });

  it('is not asked about where it does not do so itself', () => {
    expect(ported(source.replace(habit, ''))).not.toContain('RHEL');
  });
});
