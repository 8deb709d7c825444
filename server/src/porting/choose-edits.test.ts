import { expect, it } from 'vitest';
import { writtenKernels } from '../../../test/support/written-kernels.ts';
import type { Cause } from '../triage/cause.ts';
import { pteOffsetMapNotExported } from '../triage/changes/pte-offset-map-not-exported.ts';
import { kernelMacros } from '../triage/preprocessor/kernel-macros.ts';
import { chooseEdits } from './choose-edits.ts';

const headersOf = writtenKernels();
const kernelWith = (release: string, header: string) => ({
  ...{ release, macros: kernelMacros({ versions: new Map() }) },
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
