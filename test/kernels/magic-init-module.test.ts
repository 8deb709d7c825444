import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { howToGetTestMaterial, newerMake, testKernels, testRelease } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { searchPath } from '../support/surroundings.ts';

const { modulesDir = '' } = testKernels() ?? {};
const [older, newer] = [testRelease('6.12'), testRelease('7')];
const name = 'magic-init-module-name';
const reproduction = path.resolve(import.meta.dirname, '..', 'triage', 'changes', `${name}.c`);

interface Ported {
  readonly found: readonly {
    readonly file: string;
    readonly line: number;
    readonly cause: { readonly id: string } | null;
  }[];
  readonly left: readonly unknown[];
  readonly kernels: readonly { readonly before: string; readonly after: string; readonly objects: string }[];
  readonly patch: string;
}

describe(
  'a module whose entry points have the magic names',
  needs(!(older && newer) && howToGetTestMaterial),
  () => {
    test('is ported, and is the same code on the older kernel', async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'magic-init-'));
      try {
        writeFileSync(path.join(folder, 'magic.c'), readFileSync(reproduction));
        writeFileSync(path.join(folder, 'Makefile'), 'obj-m := magic.o\n');
        const make = newerMake();
        const { out } = await runCommandLine(
          [
            ...['port', path.join(folder, 'Makefile'), '--modules', modulesDir, '--format', 'json'],
            ...['--kernel', older ?? '', '--kernel', newer ?? ''],
          ],
          {
            env: {
              DKMS_TOOLS_CACHE: path.join(folder, 'cache'),
              ...(make !== undefined && { PATH: searchPath(make) }),
            },
          },
        );
        const ported = JSON.parse(out) as Ported;
        expect(ported.found).toMatchObject([
          { file: path.join(folder, 'magic.c'), line: 3, cause: { id: name } },
        ]);
        expect(ported.left).toEqual([]);
        expect(ported.kernels).toMatchObject([
          { before: 'ok', after: 'ok', objects: 'same' },
          { before: 'failed', after: 'ok' },
        ]);
        expect(ported.patch).toContain('module_init(init_this_module);');
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  },
);
