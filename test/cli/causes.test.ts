import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels, testRelease } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';

const kernels = testKernels();
const release7 = testRelease('7');

interface Cause {
  readonly id: string;
  readonly summary: string;
  readonly replacement?: string;
  readonly verified: boolean;
  readonly confidence: string;
  readonly evidence: readonly {
    readonly kernel: string;
    readonly file: string;
    readonly text: string;
    readonly form: string;
  }[];
  readonly fixes: readonly {
    readonly title: string;
    readonly edits: readonly { readonly file: string; readonly text: string }[];
  }[];
}

const titlesOf = ({ fixes }: Cause) => fixes.map(({ title }) => title);

interface Explained {
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly cause: Cause | null;
  readonly follows?: { readonly line: number };
}

describe('causes', needs(!kernels && howToGetTestMaterial), () => {
  const { modulesDir = '', release61 = '' } = kernels ?? {};
  let folder = '';
  let env: NodeJS.ProcessEnv = {};
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-causes-'));
    env = { DKMS_TOOLS_CACHE: path.join(folder, 'cache') };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function build(name: string, lines: readonly string[]) {
    const module = writeHello(path.join(folder, name), { 'hello.c': `${lines.join('\n')}\n` });
    const which = ['--kernel', release61, '--kernel', release7 ?? ''];
    const words = ['build', module, ...which, '--modules', modulesDir, '--format', 'json'];
    const { out, err } = await runCommandLine(words, { env });
    expect(err).toBe('');
    const { results, groups } = JSON.parse(out) as {
      results: readonly {
        readonly kernel: string;
        readonly status: string;
        readonly problems: readonly Explained[];
      }[];
      groups: readonly (Explained & { readonly onlyOn?: string; readonly followers?: number })[];
    };
    const failed = results.find(({ kernel }) => kernel === release7);
    return { module, results, groups, problems: failed?.problems ?? [] };
  }

  test('a driver for 6.1 gets the changes up to the newest kernel, from the headers of both', async () => {
    const { results, groups, problems, module } = await build('moving', [
      '#include <linux/module.h>',
      '#include <linux/timer.h>',
      '#include <linux/semaphore.h>',
      '#include <linux/platform_device.h>',
      '#include <linux/fs_context.h>',
      'static DEFINE_SEMAPHORE(hello_lock);',
      'static struct timer_list hello_timer;',
      'static int hello_remove(struct platform_device *pdev) { return 0; }',
      'static struct platform_driver hello_driver = {',
      '\t.remove = hello_remove,',
      '};',
      'int hello_use(struct fs_context *fc);',
      'int hello_use(struct fs_context *fc)',
      '{',
      '\tdel_timer_sync(&hello_timer);',
      '\tvfs_parse_fs_string(fc, "a", "b", 1);',
      '\tdown(&hello_lock);',
      '\treturn hello_driver.remove != NULL;',
      '}',
      'MODULE_LICENSE("GPL");',
    ]);
    expect(results.map(({ kernel, status }) => [kernel, status])).toEqual([
      [release61, 'ok'],
      [release7, 'failed'],
    ]);
    const errors = problems.map(({ line, cause, follows }) => [
      line,
      cause ? `${cause.id} ${cause.confidence}` : follows?.line,
    ]);
    expect(errors).toContainEqual([6, 'define-semaphore-takes-count verified']);
    expect(errors).toContainEqual([10, 'platform-remove-returns-void verified']);
    expect(errors).toContainEqual([15, 'del-timer-renamed verified']);
    // No change of that name is known; the headers of both kernels show it.
    expect(errors).toContainEqual([16, 'vfs-parse-fs-string-changed verified']);
    expect(errors).toContainEqual([17, 6]);
    expect(groups.map(({ line }) => line).sort()).toEqual([10, 15, 16, 6]);
    expect(groups.find(({ line }) => line === 6)?.followers).toBeGreaterThan(0);
    expect(groups.every(({ onlyOn }) => onlyOn?.endsWith(' and later'))).toBe(true);
    // The terminal offers the editor's fixes, both for known changes and for inferred ones.
    expect(
      Object.fromEntries(problems.flatMap(({ line, cause }) => (cause ? [[line, titlesOf(cause)]] : []))),
    ).toEqual({
      6: ['Use DEFINE_SEMAPHORE() on Linux 6.4 and later'],
      10: ['Use the new form on Linux 6.11 and later', expect.stringContaining('tested in Makefile')],
      15: ['Use timer_delete_sync()'],
      // Of kernels whose headers are not here, it is known that 7.2 has it already.
      16: ['Use vfs_parse_fs_string() on Linux 7.2 and later'],
    });
    const edit = problems.find(({ line }) => line === 16)?.cause?.fixes[0]?.edits.at(-1);
    expect(edit?.text).toContain('\tvfs_parse_fs_string(fc, "a", "b");\n#else\n');
    const timer = problems.find(({ line }) => line === 15);
    expect(timer?.message).not.toContain('did you mean');
    expect(timer?.cause?.evidence.map(({ form, kernel }) => [form, kernel])).toEqual([
      ['old', release61],
      ['new', release7],
    ]);
    expect(problems.every(({ file }) => file === path.join(module, 'hello.c'))).toBe(true);
  });

  test('a problem of modpost is shown where the symbol is used, with the line that fixes it', async () => {
    const { problems, module } = await build('linking', [
      '#include <linux/module.h>',
      '#include <linux/dma-buf.h>',
      'extern int hello_absent(int);',
      '/* dma_buf_get(1) */',
      'static int __init hello_init(void)',
      '{',
      '\tstruct dma_buf *buf = dma_buf_get(3);',
      '\treturn IS_ERR(buf) ? hello_absent(1) : 0;',
      '}',
      'module_init(hello_init);',
      'MODULE_LICENSE("GPL");',
    ]);
    const file = path.join(module, 'hello.c');
    const space = problems.find(({ message }) => message.includes('namespace'));
    expect(space).toMatchObject({ file, line: 7 });
    expect(space?.cause).toMatchObject({
      replacement: 'MODULE_IMPORT_NS("DMA_BUF");',
      confidence: 'verified',
    });
    expect(space?.cause?.fixes[0]?.edits[0]).toMatchObject({ file, text: '\nMODULE_IMPORT_NS("DMA_BUF");' });
    const absent = problems.find(({ message }) => message.includes('hello_absent'));
    // No kernel has it, so it is the driver's own, and nothing is guessed.
    expect(absent).toMatchObject({ file, line: 8, cause: null });
  });

  test('a log is explained by the local headers of its kernel, or those of its series', async () => {
    const log = path.join(folder, 'make.log');
    const explain = async (kernel: string) => {
      writeFileSync(
        log,
        `DKMS make.log for x-1 for kernel ${kernel} (x86_64)\n/var/lib/dkms/x/1/build/x.c:3:2: error: implicit declaration of function 'del_timer_sync'; did you mean 'dev_mc_sync'? [-Werror=implicit-function-declaration]\n`,
      );
      const words = ['explain', log, '--modules', modulesDir, '--format', 'json'];
      const { problems } = JSON.parse((await runCommandLine(words, { env })).out) as {
        problems: readonly Explained[];
      };
      return problems[0];
    };
    const here = await explain(release7 ?? '');
    expect(here).toMatchObject({
      message: "implicit declaration of function 'del_timer_sync'",
      cause: { verified: true },
    });
    const series = /^\d+\.\d+/.exec(release7 ?? '')?.[0];
    const alike = await explain(`${series}.99-vendor`);
    expect(alike?.cause).toMatchObject({ confidence: 'likely', verified: false });
    expect(alike?.cause?.summary).toContain(`Judged by the headers of ${release7}`);
    expect(await explain('2.6.18-el5')).toMatchObject({ cause: null });
    const people = await runCommandLine(
      ['explain', log, '--kernel', release7 ?? '', '--modules', modulesDir],
      { env },
    );
    expect(people.out).toContain('del_timer() is now timer_delete().');
    expect(people.out).toMatch(/\n {4}was on \S+, \S+timer\.h:\d+: static inline int del_timer\(/);
  });
});
