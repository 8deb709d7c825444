import { expect, it } from 'vitest';
import { writtenKernels } from '../../../test/support/written-kernels.ts';
import type { Problem } from '../output/problem.ts';
import type { Cause } from '../triage/cause.ts';
import { drmFbHelperFbdevRenamed } from '../triage/changes/drm-fb-helper-fbdev-renamed.ts';
import { pteOffsetMapNotExported } from '../triage/changes/pte-offset-map-not-exported.ts';
import { environmentCauses } from '../triage/environment/environment-causes.ts';
import { explainEnvironment } from '../triage/environment/explain-environment.ts';
import { kernelMacros } from '../triage/preprocessor/kernel-macros.ts';
import { chooseEdits } from './choose-edits.ts';

const headersOf = writtenKernels();
const kernelWith = (release: string, header: string, version?: number) => ({
  ...{
    release,
    macros: kernelMacros({
      versions: new Map(version === undefined ? [] : [['LINUX_VERSION_CODE', version]]),
    }),
  },
  headers: headersOf(release, { 'linux/pgtable.h': header }).headers,
});

it('edits the files that call a function of the kernel which uses what is not exported', () => {
  const text = [
    '#include <linux/version.h>',
    'int f(void)',
    '{',
    '\tpte = pte_offset_map(pmd, address);',
    '\tpte_unmap(pte);',
    '\treturn 0;',
    '}',
    '',
  ].join('\n');
  const texts = new Map([
    ['/m/Makefile', 'obj-m := m.o\n'],
    ['/m/a.c', text],
    ['/m/b.c', 'int g(void) { return 1; }\n'],
  ]);
  const { id, symbol } = pteOffsetMapNotExported;
  const cause: Cause = {
    ...{ id, symbol, summary: '', verified: true, confidence: 'verified' },
    ...{ evidence: [], documented: true, fixes: [] },
  };
  const problem = {
    file: '/m/Makefile',
    line: 1,
    message: '"__pte_offset_map" [/m/m.ko] undefined!',
    severity: 'error',
    tool: 'modpost',
    related: [],
  } as const;
  const [edit] = chooseEdits({
    ...{ texts, problems: [{ kernel: '6.12.1', problem, cause }], style: 'guard' },
    changes: [pteOffsetMapNotExported],
    kernels: [
      kernelWith('6.1.1', '#define pte_offset_map(dir, address) pte_offset_kernel(dir, address)\n'),
      kernelWith('6.12.1', 'pte_t *pte_offset_map(pmd_t *pmd, unsigned long addr);\n'),
    ],
  });
  expect(edit?.caution).toContain('lock');
  expect(edit?.apply(texts)).toEqual(
    new Map([
      [
        '/m/a.c',
        text.replace(
          '\tpte = pte_offset_map(pmd, address);\n\tpte_unmap(pte);\n',
          [
            '#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)',
            '\tpte = pte_offset_kernel(pmd, address);',
            '#else',
            '\tpte = pte_offset_map(pmd, address);',
            '\tpte_unmap(pte);',
            '#endif',
            '',
          ].join('\n'),
        ),
      ],
    ]),
  );
});

it('corrects a condition to the date of a change that the kernel does not have yet', () => {
  const text = [
    '#if KERNEL_VERSION(6, 1, 51) <= LINUX_VERSION_CODE',
    '\thelper->info = info;',
    '#else',
    '\thelper->fbdev = info;',
    '#endif',
    '',
  ].join('\n');
  const texts = new Map([['/m/a.c', text]]);
  const cause: Cause = {
    ...{ id: 'drm-fb-helper-info-not-yet', symbol: 'struct drm_fb_helper.info', summary: '', verified: true },
    ...{ confidence: 'verified', evidence: [], documented: false, fixes: [] },
  };
  const problem: Problem = {
    ...{ file: '/m/a.c', line: 2, severity: 'error', tool: 'gcc', related: [] },
    message: "'struct drm_fb_helper' has no member named 'info'",
  };
  const [edit] = chooseEdits({
    ...{ texts, problems: [{ kernel: '6.1.90', problem, cause }], style: 'guard' },
    changes: [drmFbHelperFbdevRenamed],
    kernels: [
      kernelWith('6.1.90', 'struct drm_fb_helper { int fbdev; };\n', 0x06015a),
      kernelWith('6.12.1', 'struct drm_fb_helper { int info; };\n', 0x060c01),
    ],
  });
  expect(edit?.apply(texts)?.get('/m/a.c')).toBe(text.replace('6, 1, 51', '6, 2, 0'));
});

it('first includes the header of versions, since other errors of the file may follow from its conditions', () => {
  const text = [
    '#include <linux/module.h>',
    '#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0)',
    'int old(void);',
    '#endif',
    'struct x *a = fb_helper->fbdev;',
    '',
  ].join('\n');
  const texts = new Map(['a.c', 'b.c'].map((name) => [`/m/${name}`, text]));
  const { id, symbol } = drmFbHelperFbdevRenamed;
  const renamed: Cause = {
    ...{ id, symbol, summary: '', verified: true, confidence: 'verified' },
    ...{ evidence: [], documented: true, fixes: [] },
  };
  const problemOf = (file: string, line: number, message: string): Problem => ({
    ...{ file: `/m/${file}`, line, message, severity: 'error', tool: 'gcc', related: [] },
    quote: text.split('\n')[line - 1] ?? '',
  });
  const operator = problemOf('a.c', 2, 'missing binary operator before token "("');
  const missing = explainEnvironment(operator, '6.12.1', [operator], environmentCauses);
  const edits = chooseEdits({
    ...{ texts, style: 'guard', changes: [drmFbHelperFbdevRenamed] },
    problems: [
      { kernel: '6.12.1', problem: operator, ...(missing && { cause: missing }) },
      { kernel: '6.12.1', problem: problemOf('a.c', 5, 'has no member'), cause: renamed },
    ],
    kernels: [kernelWith('6.12.1', 'struct drm_fb_helper { struct fb_info *info; };\n', 0x60c01)],
  });
  expect(edits.map(({ title, certainty }) => `${title}: ${certainty}`)).toEqual([
    'Write #include <linux/version.h>: verified',
  ]);
  expect(edits[0]?.apply(texts)).toEqual(
    new Map([['/m/a.c', text.replace('module.h>\n', 'module.h>\n#include <linux/version.h>\n')]]),
  );
});
