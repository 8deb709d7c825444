import { describe, expect, it } from 'vitest';
import { writtenKernels } from '../../../../test/support/written-kernels.ts';
import type { Cause } from '../../triage/cause.ts';
import { kernelMacros } from '../../triage/preprocessor/kernel-macros.ts';
import { correctGuard, dropGuard } from './guard-correction.ts';

const path = '/m/a.c';
const cause: Cause = {
  ...{ id: 'remove-filter-declared', symbol: 'remove_filter', summary: '', verified: false },
  ...{ confidence: 'likely', evidence: [], documented: false, fixes: [] },
};

describe('a condition on the version that no kernel needs', () => {
  const headersOf = writtenKernels();
  const kernelWith = (release: string, version: number) => {
    const versions = new Map([['LINUX_VERSION_CODE', version << 8]]);
    const { headers } = headersOf(release, { 'linux/a.h': 'int remove_filter(int a);\n' });
    return { release, headers, macros: kernelMacros({ versions }) };
  };
  /** The source without the condition around its fourth line, or around another one. */
  const dropped = (text: string, failing: readonly string[] = ['7.3.1'], line0 = 3) => {
    const kernels = [kernelWith('6.12.1', 0x060c), kernelWith('7.3.1', 0x0703)];
    const edit = dropGuard({ cause, path, line0, failing, kernels }, new Map([[path, text]]));
    return edit?.apply(new Map([[path, text]]))?.get(path);
  };
  const guarded = [
    '#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 14, 0)',
    '\tif (remove_filter(f))',
    '#else',
    '\tif (remove_filter(f, NULL))',
    '#endif',
    '\t\tpr_info("no");',
    '',
  ];

  it('goes with the branch that fails wherever it is compiled', () => {
    expect(dropped(guarded.join('\n'))).toBe('\tif (remove_filter(f))\n\t\tpr_info("no");\n');
    expect(dropped(guarded.join('\r\n'))).toBe('\tif (remove_filter(f))\r\n\t\tpr_info("no");\r\n');
    const swapped = [guarded[0]?.replace('<', '>='), guarded[3], '#else', guarded[1], ...guarded.slice(4)];
    expect(dropped(swapped.join('\n'), ['7.3.1'], 1)).toBe('\tif (remove_filter(f))\n\t\tpr_info("no");\n');
  });

  it('stays where it is about something else, or some kernel takes the branch', () => {
    const text = guarded.join('\n');
    expect(dropped(text.replace('LINUX_VERSION_CODE < KERNEL_VERSION(6, 14, 0)', 'defined(OLD)'))).toBe(
      undefined,
    );
    expect(dropped(text.replace('6, 14, 0', '6, 10, 0'))).toBeUndefined();
    expect(dropped(text, ['6.12.1', '7.3.1'])).toBeUndefined();
    expect(
      dropped(text.replace('#else', '#elif LINUX_VERSION_CODE < KERNEL_VERSION(8, 0, 0)')),
    ).toBeUndefined();
    expect(dropped(text.replace('\tif (remove_filter(f))\n', ''), ['7.3.1'], 2)).toBeUndefined();
  });
});

describe('a condition with a wrong version', () => {
  const headersOf = writtenKernels();
  const kernelWith = (release: string, version: number) => ({
    ...{ release, headers: headersOf(release, {}).headers },
    macros: kernelMacros({ versions: new Map([['LINUX_VERSION_CODE', version]]) }),
  });
  const text = [
    '#if KERNEL_VERSION(6, 1, 51) <= LINUX_VERSION_CODE || defined(EL8)',
    '\thelper->info = info;',
    '#else',
    '\thelper->fbdev = info;',
    '#endif',
    '',
  ].join('\n');
  const corrected = (seenIn: readonly string[]) =>
    correctGuard(
      {
        ...{ cause: { ...cause, confidence: 'verified' }, path, line0: 1, failing: ['6.1.90'] },
        kernels: [kernelWith('6.1.90', 0x06015a), kernelWith('6.12.1', 0x060c01)],
        seenIn,
      },
      new Map([[path, text]]),
    );

  it('is corrected also where a macro of the compiler is an alternative', () => {
    const edit = corrected(['6.2']);
    expect(edit?.apply(new Map([[path, text]]))?.get(path)).toBe(text.replace('6, 1, 51', '6, 2, 0'));
    expect(edit).toMatchObject({
      title: 'Correct the condition: as far as is known, the change came with Linux 6.2, not 6.1.51',
      certainty: 'verified',
    });
    expect(edit).not.toHaveProperty('caution');
  });

  it('is not moved to where kernels beyond those here would take the branch that fails', () => {
    const gone =
      '#if LINUX_VERSION_CODE > KERNEL_VERSION(5, 15, 0)\n#include <drm/drm_irq.h>\n#else\n#include <drm/drm_drv.h>\n#endif\n';
    const edit = (failing: string, other: string) =>
      correctGuard(
        {
          ...{ cause, path, line0: 1, failing: [failing], seenIn: [] },
          kernels: [
            kernelWith(failing, 0x06015a),
            kernelWith(other, other === '5.10.1' ? 0x050a01 : 0x060c01),
          ],
        },
        new Map([[path, gone]]),
      );
    expect(edit('6.1.90', '5.10.1')).toBeUndefined();
    expect(edit('6.1.90', '6.12.1')?.title).toContain('Linux 6.12');
  });

  it('is only likely corrected to a version that tells the kernels apart, and dates nothing', () => {
    expect(corrected([])).toMatchObject({
      title: 'Correct the condition to Linux 6.12 instead of 6.1.51, as the kernels here show',
      certainty: 'likely',
      caution: 'Linux 6.12 only tells the kernels here apart: find out which one the change came with.',
    });
  });
});
