import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  howToGetTestMaterial,
  testKernels,
  testModule,
  testModules,
  testReleases,
} from '../support/kernels.ts';
import { needs, noDkms, noMounts } from '../support/needs.ts';
import { onMachine, privateMounts, testOption } from '../support/surroundings.ts';
import type { VerifiedCell } from '../support/verify-cells.ts';

const kernels = testKernels();
const all = testOption('TABLE') === 'all';
const first = testModule('v4l2loopback');
/** One module, which builds for some kernels only; `npm run fidelity`, which takes half an hour, takes all that were fetched. */
const sources = all ? testModules() : first ? [first] : [];
const releases = testReleases();

const canMount = privateMounts() !== undefined;
const hasDkms = spawnSync('dkms', ['--version']).status === 0;

describe(
  'modules of Debian, compared with the real dkms',
  needs((!kernels || !first) && howToGetTestMaterial, !canMount && noMounts, !hasDkms && noDkms),
  () => {
    const cells = new Map<string, VerifiedCell>();
    let folder: string;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'build-table-'));
      const pairs = sources.flatMap((source) => releases.flatMap((release) => [source, release]));
      const program = [
        ...[process.execPath, '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'],
        ...[join(import.meta.dirname, '../support/verify-cells.ts'), join(folder, 'cache')],
        ...[kernels?.modulesDir ?? '', ...pairs],
      ];
      // Many Makefiles look for headers in /lib/modules, so the test kernels must stand there.
      const [command = '', ...words] = onMachine(program, { modules: kernels?.modulesDir ?? '' });
      const child = spawn(command, words, {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      for await (const line of createInterface({ input: child.stdout })) {
        const cell = JSON.parse(line) as VerifiedCell;
        cells.set(`${cell.module} ${cell.kernel}`, cell);
      }
    }, 7_200_000);

    afterAll(() => {
      console.log(tableOf([...cells.values()]));
      rmSync(folder, { recursive: true, force: true });
    });

    test.each(sources.flatMap((source) => releases.map((release) => [basename(source), release])))(
      '%s for %s: one verdict, and the first error at one line',
      (module, release) => {
        const cell = cells.get(`${module} ${release}`) ?? expect.unreachable();
        expect([cell.ours, cell.differences]).toEqual([cell.dkms.split(' ')[0], []]);
        if (cell.ours !== 'failed') return;
        // Newer kernels print paths relative to the folder of the unit, and dkms's log is not read by the parser here.
        const { ourFirst = 'none', dkmsFirst = 'none' } = cell;
        expect(
          ourFirst.endsWith(dkmsFirst) || dkmsFirst.endsWith(ourFirst),
          `${ourFirst}, ${dkmsFirst}`,
        ).toBe(true);
      },
    );
  },
);

/** A row for each module, a column for each kernel: our verdict, dkms's exit code, and the first error of both. */
function tableOf(all: readonly VerifiedCell[]): string {
  const modules = [...new Set(all.map(({ module }) => module))];
  const header = ['module', ...releases].join(' | ');
  const rows = modules.map((module) =>
    [
      module,
      ...releases.map((release) => {
        const cell = all.find((one) => one.module === module && one.kernel === release);
        if (!cell) return '';
        const { ours, dkms, ourFirst } = cell;
        return `${ours}, dkms ${dkms}${ours === 'failed' && ourFirst ? `, ${ourFirst}` : ''}`;
      }),
    ].join(' | '),
  );
  return [header, ['---', ...releases.map(() => '---')].join(' | '), ...rows].join('\n');
}
