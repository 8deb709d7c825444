import { describe, expect, it } from 'vitest';
import { writtenKernels } from '../../../test/support/written-kernels.ts';
import type { Cause } from '../triage/cause.ts';
import { drmFbHelperFbdevRenamed } from '../triage/changes/drm-fb-helper-fbdev-renamed.ts';
import { kernelMacros } from '../triage/preprocessor/kernel-macros.ts';
import { chooseEdits } from './choose-edits.ts';

const path = '/m/a.c';

describe('a member that an older kernel has under another name', () => {
  const headersOf = writtenKernels();
  const kernelWith = (release: string, member: string) => ({
    ...{ release, macros: kernelMacros({ versions: new Map() }) },
    headers: headersOf(release, {
      'drm/drm_fb_helper.h': `struct drm_fb_helper {\n\tstruct fb_info *${member};\n};\n`,
    }).headers,
  });

  it('is written with that name for this kernel', () => {
    const text =
      '#include <linux/version.h>\nvoid f(struct drm_fb_helper *helper)\n{\n\thelper->info = NULL;\n}\n';
    const cause: Cause = {
      ...{ id: 'drm-fb-helper-info-not-yet', symbol: 'struct drm_fb_helper.info', summary: 'It came later' },
      ...{ verified: true, confidence: 'verified', evidence: [], documented: false, fixes: [] },
    };
    const problem = {
      file: path,
      line: 4,
      message: "'struct drm_fb_helper' has no member named 'info'",
      severity: 'error',
      tool: 'gcc',
      related: [],
    } as const;
    const [edit] = chooseEdits({
      ...{ texts: new Map([[path, text]]), problems: [{ kernel: '6.1.1', problem, cause }] },
      ...{ kernels: [kernelWith('6.1.1', 'fbdev'), kernelWith('6.12.1', 'info')], style: 'guard' },
      changes: [drmFbHelperFbdevRenamed],
    });
    expect(edit?.apply(new Map([[path, text]]))?.get(path)).toBe(
      text.replace(
        '\thelper->info = NULL;\n',
        '#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)\n\thelper->fbdev = NULL;\n#else\n\thelper->info = NULL;\n#endif\n',
      ),
    );
    expect(edit?.certainty).toBe('verified');
  });
});
