import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fillTemplates } from './fill-template.ts';
import { moduleKinds, moduleLicences } from './module-kinds.ts';
import { readNewModule } from './new-module.ts';
import { readTemplates } from './read-templates.ts';

const folder = path.join(import.meta.dirname, 'templates');

async function filesOf(
  options: Partial<Parameters<typeof readNewModule>[0]>,
): Promise<ReadonlyMap<string, string>> {
  const module = readNewModule({ name: 'my-driver', kind: 'misc', ...options });
  if ('wrong' in module) throw new Error(module.wrong);
  const { templates, usage } = await readTemplates(folder, module.kind);
  return fillTemplates(templates, module, { year: 2026, usage });
}

test('each kind has its templates, and the reverse', () => {
  const kinds = moduleKinds.map(({ id }) => id);
  expect(readdirSync(folder).sort()).toEqual([...kinds, 'shared'].sort());
});

describe.each(moduleKinds.map(({ id }) => id))('%s', (kind) => {
  test.each([undefined, 'A Person <a@example.org>'])(
    'has nothing of the template left with author %s',
    async (author) => {
      const files = await filesOf({ kind, licence: 'MIT', ...(author && { author }) });
      for (const [file, text] of files) {
        expect(text, file).not.toMatch(/skeleton|SKELETON|@[A-Z_]+@|GPL-2\.0-only\n/);
        expect(text, file).toMatch(/[^\n]\n$/);
        expect(text, file).not.toMatch(/[ \t]$|\n \*\n \*\//m);
      }
      const source = files.get('my-driver.c') ?? '';
      expect(source).toMatch(/^\/\/ SPDX-License-Identifier: GPL-2\.0-only OR MIT\n/);
      expect(source).toContain('MODULE_LICENSE("Dual MIT/GPL");');
      expect(source.includes('MODULE_AUTHOR("A Person <a@example.org>");')).toBe(author !== undefined);
      expect(source.includes('Copyright (C) 2026 A Person')).toBe(author !== undefined);
    },
  );

  test('has no guard that every kernel from 6.14 on passes', async () => {
    const files = await filesOf({ kind, kernelMin: '6.14' });
    expect(files.get('my-driver.c')).not.toMatch(/LINUX_VERSION_CODE|version\.h/);
    expect(kernelsOf(files.get('.github/workflows/build.yml'))).toEqual(['newest']);
  });
});

test.each([
  [undefined, ['5.10', '5.15', '6.1', '6.8', '6.12', 'newest']],
  ['6.1', ['6.1', '6.8', '6.12', 'newest']],
  ['6.9', ['6.12', 'newest']],
])('the workflow builds for no kernel older than %s', async (kernelMin, kernels) => {
  const files = await filesOf({ kind: 'misc', ...(kernelMin !== undefined && { kernelMin }) });
  expect(kernelsOf(files.get('.github/workflows/build.yml'))).toEqual(kernels);
});

/** The kernels of a workflow's matrix. */
function kernelsOf(workflow = ''): readonly (string | undefined)[] {
  return [...workflow.matchAll(/\{ kernel: ["']?([\w.]+)/g)].map(([, kernel]) => kernel);
}

test.each(moduleLicences)('$id is one that the kernel takes for free', ({ moduleLicence }) => {
  // license_is_gpl_compatible() of include/linux/license.h.
  expect(['GPL', 'Dual MIT/GPL', 'Dual BSD/GPL', 'Dual MPL/GPL']).toContain(moduleLicence);
});
