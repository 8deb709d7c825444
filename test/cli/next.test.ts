import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { makeDkmsTrees } from '../support/dkms-trees.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs, noMounts } from '../support/needs.ts';
import { type Machine, privateMounts } from '../support/surroundings.ts';

const kernels = testKernels();
const [old, recent] = [kernels?.release61 ?? '', kernels?.release612 ?? ''];

const conf = (name: string, more = 'AUTOINSTALL="yes"') =>
  `PACKAGE_NAME="${name}"\nPACKAGE_VERSION="1.0"\nDEST_MODULE_LOCATION="/updates"\n${more}\n`;
const uses = '#include <linux/string.h>\nvoid f(char *a)\n{\n\tstrlcpy(a, "b", 2);\n}\n';

interface Document {
  readonly headersOf: string | null;
  readonly faults: readonly string[];
  readonly modules: readonly {
    readonly module: string;
    readonly verdict: string;
    readonly certainty: string;
    readonly reason: string;
    readonly directive: { readonly name: string } | null;
    readonly evidence: readonly { readonly file: string; readonly line: number; readonly change: string }[];
  }[];
}

describe(
  'what becomes of the registered modules with a kernel',
  needs(!kernels && howToGetTestMaterial, !privateMounts() && noMounts),
  () => {
    let folder = '';
    let machine: Machine;

    beforeAll(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-next-'));
      const trees = makeDkmsTrees(
        folder,
        {
          built: { conf: conf('built'), builds: [{ kernel: recent, installed: true }] },
          calls: { conf: conf('calls'), builds: [{ kernel: old }] },
          fine: { conf: conf('fine'), builds: [{ kernel: old }] },
          manual: { conf: conf('manual', '') },
          skipped: { conf: conf('skipped', 'AUTOINSTALL="yes"\nBUILD_EXCLUSIVE_KERNEL="^6\\.1\\."') },
          waits: {
            conf: conf('waits', 'AUTOINSTALL="yes"\nBUILD_DEPENDS="calls"'),
            builds: [{ kernel: old }],
          },
        },
        '/',
      );
      writeFileSync(path.join(trees.sourceTree, 'calls-1.0/calls.c'), uses);
      mkdirSync(path.join(folder, 'etc'));
      machine = {
        ...{ modules: trees.installTree, sources: trees.sourceTree, state: trees.dkmsTree },
        overrides: path.join(folder, 'etc'),
      };
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    async function next(
      release: string,
      place: Machine = machine,
    ): Promise<{ readonly code: number | null; readonly found: Document }> {
      const places = ['--modules', kernels?.modulesDir ?? '', '--no-system-kernels'];
      const { code, out, err } = await runCommandLine(['next', release, ...places, '--format', 'json'], {
        machine: place,
        env: { DKMS_TOOLS_CACHE: path.join(folder, 'cache') },
      });
      if (out === '') throw new Error(err);
      return { code, found: JSON.parse(out) as Document };
    }

    const verdicts = ({ modules }: Document) =>
      modules.map(({ module, verdict, certainty }) => `${module}: ${verdict}, ${certainty}`);

    test('is told by directives, headers and earlier builds, and how sure that is', async () => {
      const { code, found } = await next(recent);
      expect(code).toBe(1);
      expect(verdicts(found)).toEqual([
        ...['built: builds, certain', 'calls: fails, likely', 'fine: builds, likely'],
        ...['manual: not-tried, certain', 'skipped: skipped, certain', 'waits: fails, likely'],
      ]);
      const of = (name: string) => found.modules.find(({ module }) => module === name);
      expect(of('calls')?.evidence).toMatchObject([
        { file: '/usr/src/calls-1.0/calls.c', line: 4, change: 'strlcpy-removed' },
      ]);
      expect(of('skipped')?.directive?.name).toBe('BUILD_EXCLUSIVE_KERNEL');
      expect(of('waits')?.reason).toContain('dkms builds it after calls (BUILD_DEPENDS)');
    });

    test('differs with another kernel', async () => {
      const { found } = await next(old);
      expect(verdicts(found)).toEqual([
        ...['built: builds, likely', 'calls: builds, certain', 'fine: builds, certain'],
        ...['manual: not-tried, certain', 'skipped: builds, unsure', 'waits: builds, certain'],
      ]);
    });

    test('is not known without its headers, except by what files say', async () => {
      const { found } = await next('6.12.999-none');
      expect(found.headersOf).toBe(recent);
      expect(found.faults[0]).toContain('The headers of 6.12.999-none are not on this machine');
      expect(verdicts(found)).toEqual([
        ...['built: unknown, unsure', 'calls: fails, likely', 'fine: unknown, unsure'],
        ...['manual: not-tried, certain', 'skipped: skipped, certain', 'waits: fails, likely'],
      ]);
    });

    test('is nothing where dkms stops at the dkms.conf of one of them', async () => {
      const place = path.join(folder, 'refused');
      const trees = makeDkmsTrees(
        place,
        {
          built: { conf: conf('built'), builds: [{ kernel: recent, installed: true }] },
          fine: { conf: conf('fine'), builds: [{ kernel: old }] },
          refused: { conf: 'PACKAGE_NAME="refused"\n' },
        },
        '/',
      );
      const { dkmsTree: state, sourceTree: sources, installTree: modules } = trees;
      const { code, found } = await next(recent, { modules, sources, state });
      expect([code, ...verdicts(found)]).toEqual([
        ...[1, 'built: builds, certain', 'fine: fails, certain', 'refused: fails, certain'],
      ]);
      expect(found.modules[1]?.reason).toBe(
        'dkms stops at the dkms.conf of refused/1.0, before it builds anything: mend that, or remove refused/1.0.',
      );
    });

    test('a text that is not a release is refused', async () => {
      const { code, err } = await runCommandLine(['next', 'newest'], { machine });
      expect([code, err]).toEqual([
        2,
        'dkms-tools: "newest" is not the release of a kernel, such as 6.12.5-amd64.\n',
      ]);
    });
  },
);
