import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ProcessGroups } from '../../server/src/builds/process-group.ts';
import { stageLayout } from '../../server/src/builds/stage/stage-layout.ts';
import { takeStageLock } from '../../server/src/builds/stage/stage-lock.ts';
import { runCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernelMark, testKernels } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';

const kernels = testKernels();
const dayMs = 24 * 3600 * 1000;

describe('the cache', () => {
  let folder = '';
  let cache = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-cache-'));
    cache = path.join(folder, 'cache');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...words: readonly string[]) =>
    runCommandLine(['cache', ...words], { env: { DKMS_TOOLS_CACHE: cache } });

  test('is reported to hold only the program itself before anything is built', async () => {
    const { code, out, err } = await run('--format', 'json');
    expect([code, err]).toEqual([0, '']);
    const { folder: named, entries } = JSON.parse(out) as { folder: string; entries: { kind: string }[] };
    expect(named).toBe(cache);
    expect(entries.filter(({ kind }) => kind !== 'compiled-program')).toEqual([]);
  });

  test('is emptied of our own files only', async () => {
    mkdirSync(path.join(cache, 'headers'), { recursive: true, mode: 0o700 });
    writeFileSync(path.join(cache, 'headers', '6.1-0123abcd.index'), 'index');
    writeFileSync(path.join(cache, 'notes.txt'), 'mine');
    const { code, out } = await run('--clear');
    expect(code).toBe(0);
    expect(out).toMatch(/^[\d.]+ \w+ removed from .*\/cache\.\n$/);
    expect(readdirSync(path.join(cache, 'headers'))).toEqual([]);
    expect(existsSync(path.join(cache, 'notes.txt'))).toBe(true);
  });

  test('that others could write to is refused in one line', async () => {
    chmodSync(folder, 0o777);
    const { code, out, err } = await run();
    expect([code, out]).toEqual([2, '']);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain('DKMS_TOOLS_CACHE');
  });

  test('that cannot be created is replaced, and that is reported', async () => {
    const { code, out, err } = await runCommandLine(['cache'], {
      env: { DKMS_TOOLS_CACHE: '/proc/nothing', TMPDIR: folder },
    });
    expect(code).toBe(0);
    expect(err).toContain("/proc/nothing can't be written to: no such file or directory");
    expect(out).toContain(folder);
  });

  describe('with builds', needs(!kernels && howToGetTestMaterial), () => {
    const { modulesDir = '', release61 = '' } = kernels ?? {};

    const build = (module: string) =>
      runCommandLine(['build', module, '--kernel', release61, '--modules', modulesDir], {
        env: { DKMS_TOOLS_CACHE: cache },
      });

    test('names each module and kernel, and is emptied but for what is being built', async () => {
      const module = writeHello(path.join(folder, 'hello'));
      const conf = path.join(module, 'dkms.conf');
      expect((await build(module)).code).toBe(0);
      const listed = JSON.parse((await run('--format', 'json')).out) as { entries: object[] };
      expect(listed.entries).toContainEqual(
        expect.objectContaining({ kind: 'staged-build', conf, kernel: release61 }),
      );
      expect((await run()).out).toContain(conf);

      const layout = stageLayout(cache, conf, testKernelMark(release61));
      const lock = await takeStageLock(layout.lockFile, { groups: new ProcessGroups() });
      if (!('release' in lock)) throw new Error(JSON.stringify(lock));
      const refused = await run('--clear');
      expect(refused.code).toBe(2);
      expect(refused.err).toContain(`rocess ${process.pid} is building this module`);
      expect(existsSync(layout.logFile)).toBe(true);

      await lock.release();
      expect((await run('--clear')).code).toBe(0);
      expect(readdirSync(path.join(cache, 'stage'))).toEqual([]);
    });

    test('forgets a module that is gone a week after its last use, with the next build of the day', async () => {
      const gone = writeHello(path.join(folder, 'gone'));
      const stays = writeHello(path.join(folder, 'stays'));
      expect((await build(gone)).code).toBe(0);
      const layout = stageLayout(cache, path.join(gone, 'dkms.conf'), testKernelMark(release61));
      rmSync(gone, { recursive: true });
      const before = new Date(Date.now() - 8 * dayMs);
      for (const file of [layout.root, layout.logFile, layout.resultFile, path.join(cache, 'trimmed')]) {
        utimesSync(file, before, before);
      }
      expect((await build(stays)).code).toBe(0);
      expect(existsSync(layout.root)).toBe(false);
      expect(
        existsSync(stageLayout(cache, path.join(stays, 'dkms.conf'), testKernelMark(release61)).root),
      ).toBe(true);
    });
  });
});
