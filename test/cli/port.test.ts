import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine, startCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, newerMake, testKernels, testReleases } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { searchPath } from '../support/surroundings.ts';
import { treeState } from '../support/tree-state.ts';
import { until } from '../support/waiting.ts';

const { modulesDir = '' } = testKernels() ?? {};
const [oldest = '', , newer = '', newest = ''] = testReleases();

/** A driver for 6.1, with a call that was renamed, a callback that no longer returns anything, and one with a wrong guard. */
const driver = {
  'hello.c': [
    '/* Übrigens: "del_timer_sync(&t)" in a comment stays. */',
    '#include <linux/module.h>',
    '#include <linux/platform_device.h>',
    '#include <linux/timer.h>',
    '#include <linux/version.h>',
    '',
    'static void hello_off(struct timer_list *timer) { }',
    'static DEFINE_TIMER(hello_timer, hello_off);',
    '',
    '#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)',
    'static void hello_remove(struct platform_device *device)',
    '{',
    '}',
    '#else',
    'static int hello_remove(struct platform_device *device)',
    '{',
    '\tWARN_ON(!device);',
    '\treturn 0;',
    '}',
    '#endif',
    '',
    'static struct platform_driver hello_driver = {',
    '\t.remove = hello_remove,',
    '\t.driver = { .name = "hello del_timer_sync" },',
    '};',
    '',
    'static int __init hello_init(void)',
    '{',
    '\tWARN_ON(timer_pending(&hello_timer));',
    '\treturn platform_driver_register(&hello_driver);',
    '}',
    '',
    'static void __exit hello_exit(void)',
    '{',
    '\tdel_timer_sync(&hello_timer);\t/* at the end */',
    '\tWARN_ON(timer_pending(&hello_timer));',
    '\tplatform_driver_unregister(&hello_driver);',
    '}',
    '',
    'module_init(hello_init);',
    'module_exit(hello_exit);',
    'MODULE_DESCRIPTION("Says hello");',
    'MODULE_LICENSE("GPL");',
    '',
  ].join('\n'),
};

interface PortDocument {
  readonly rounds: number;
  readonly edits: readonly {
    readonly cause: { readonly id: string };
    readonly certainty: string;
    readonly title: string;
  }[];
  readonly kernels: readonly Readonly<Record<string, unknown>>[];
  readonly left: readonly { readonly message: string; readonly note?: string }[];
  readonly offered: readonly { readonly caution?: string }[];
  readonly patch: string;
}

let folder = '';
let env: NodeJS.ProcessEnv = {};
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-port-'));
  const make = newerMake();
  env = {
    DKMS_TOOLS_CACHE: path.join(folder, 'cache'),
    ...(make !== undefined && { PATH: searchPath(make) }),
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const wordsFor = (place: string, kernels: readonly string[], more: readonly string[]) => [
  ...['port', place, '--modules', modulesDir],
  ...kernels.flatMap((kernel) => ['--kernel', kernel]),
  ...more,
];
const port = (place: string, kernels: readonly string[], ...more: string[]) =>
  runCommandLine(wordsFor(place, kernels, more), { env });

/** The files that a port has left in the cache folder. */
function leftovers(): readonly string[] {
  const ports = path.join(folder, 'cache', 'port');
  return existsSync(ports) ? readdirSync(ports) : [];
}

describe('a driver for an older kernel', needs(newest === '' && howToGetTestMaterial), () => {
  test('builds for all kernels by a patch, with the same code where it built before; a second time there is nothing to do', async () => {
    const place = writeHello(path.join(folder, 'whole'), driver);
    const untouched = treeState(place);
    const kernels = [oldest, newer, newest];
    const { code, out } = await port(place, kernels, '--format', 'json');
    expect(treeState(place)).toEqual(untouched);
    expect(leftovers()).toEqual([]);
    const document = JSON.parse(out) as PortDocument;
    expect(
      document.kernels.map(({ before, after, objects, different }) => [before, after, objects, different]),
    ).toEqual([
      ['ok', 'ok', 'same', []],
      ['failed', 'ok', 'none', []],
      ['failed', 'ok', 'none', []],
    ]);
    expect([code, document.left, document.offered]).toEqual([0, [], []]);
    expect([...new Set(document.edits.map(({ cause }) => cause.id))].sort()).toEqual([
      'del-timer-renamed',
      'platform-remove-returns-void',
    ]);
    // The author's own condition is corrected instead of being guarded again.
    expect(document.patch).toContain('+#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)');
    expect(document.patch.match(/^\+#if/gm)).toHaveLength(2);

    const patched = path.join(folder, 'patched');
    cpSync(place, patched, { recursive: true });
    const run = spawnSync('patch', ['-p1'], { cwd: patched, input: document.patch, encoding: 'utf8' });
    expect([run.status, run.stderr]).toEqual([0, '']);
    const applied = await port(place, kernels, '--apply');
    expect([applied.code, applied.out]).toEqual([0, expect.stringContaining('Builds for 3 of 3 kernels.')]);
    expect(readFileSync(path.join(place, 'hello.c'), 'utf8')).toBe(
      readFileSync(path.join(patched, 'hello.c'), 'utf8'),
    );
    const again = await port(place, kernels);
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('Nothing was changed.')]);
  });

  test('gets the new form plain if it is for new kernels alone', async () => {
    const place = writeHello(path.join(folder, 'plain'), driver);
    const { out } = await port(place, [newest], '--format', 'json');
    const { patch, kernels } = JSON.parse(out) as PortDocument;
    expect(kernels).toMatchObject([{ after: 'ok' }]);
    expect(patch).toContain('+\ttimer_delete_sync(&hello_timer);\t/* at the end */');
    expect(patch).not.toMatch(/^\+#(?:if|else)\b(?!.*6, 11, 0)/m);
  });

  test('builds for the kernels that are named also where its Makefile asks for the running one', async () => {
    const place = writeHello(path.join(folder, 'running'), {
      ...driver,
      Makefile:
        'obj-m := hello.o\nKDIR ?= /lib/modules/$(shell uname -r)/build\nall:\n\t$(MAKE) -C $(KDIR) M=$(CURDIR) modules\n',
      'dkms.conf':
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nMAKE[0]="make all"\nCLEAN="true"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/extra"\n',
    });
    const { out } = await port(place, [newest], '--format', 'json');
    const { kernels, left } = JSON.parse(out) as PortDocument;
    expect([kernels, left]).toMatchObject([[{ before: 'failed', after: 'ok' }], []]);
  });

  test('is told of by the names of its own files', async () => {
    const place = writeHello(path.join(folder, 'flags'), {
      'hello.c': '#include <linux/module.h>\n#include "greeting.h"\nMODULE_LICENSE("GPL");\n',
      'include/greeting.h': '#define GREETING "hello"\n',
      Makefile: 'obj-m := hello.o\nEXTRA_CFLAGS += -I$(M)/include\n',
    });
    const { code, out } = await port(place, [newest], '--format', 'json');
    expect(out).not.toContain(path.join(folder, 'cache'));
    expect(out).toContain('is given in EXTRA_CFLAGS in Makefile, which');
    expect([code, (JSON.parse(out) as PortDocument).patch]).toEqual([
      0,
      expect.stringContaining('+ccflags-y'),
    ]);
  });

  test('a function of its own gets another name where the kernel now has one of that name, with the same code as before', async () => {
    const place = writeHello(path.join(folder, 'own-name'), {
      'hello.c': [
        '#include <linux/module.h>',
        '#include <linux/timer.h>',
        '',
        'int hello_add(int slot);',
        'int timer_delete(int slot);',
        '',
        'noinline int hello_add(int slot)',
        '{',
        '\treturn slot + 1;',
        '}',
        '',
        '/* timer_delete() forgets a slot. */',
        'noinline int timer_delete(int slot)',
        '{',
        '\treturn hello_add(slot) - 2;',
        '}',
        '',
        'static int __init hello_init(void)',
        '{',
        '\treturn timer_delete(hello_add(0));',
        '}',
        'module_init(hello_init);',
        'MODULE_DESCRIPTION("Says hello");',
        'MODULE_LICENSE("GPL");',
        '',
      ].join('\n'),
    });
    const { code, out } = await port(place, [oldest, newest], '--format', 'json');
    const document = JSON.parse(out) as PortDocument;
    expect(document.kernels.map(({ after, objects }) => [after, objects])).toEqual([
      ['ok', 'same'],
      ['ok', 'none'],
    ]);
    expect([
      code,
      [...new Set(document.edits.map(({ title, certainty }) => `${certainty}: ${title}`))],
    ]).toEqual([0, ['verified: Rename the module’s own timer_delete() to hello_timer_delete()']]);
    expect(document.patch.match(/^\+(?!\+).*/gm)).toEqual([
      '+int hello_timer_delete(int slot);',
      '+noinline int hello_timer_delete(int slot)',
      '+\treturn hello_timer_delete(hello_add(0));',
    ]);
  });

  test('keeps what may behave differently until the user agrees', async () => {
    const place = writeHello(path.join(folder, 'caution'), {
      'hello.c': [
        '#include <linux/module.h>',
        '#include <linux/string.h>',
        'char hello_name[8];',
        'void hello(const char *name);',
        'void hello(const char *name)',
        '{',
        '\tstrncpy(hello_name, name, sizeof(hello_name));',
        '}',
        'MODULE_DESCRIPTION("x");',
        'MODULE_LICENSE("GPL");',
        '',
      ].join('\n'),
    });
    const cautious = JSON.parse((await port(place, [newest], '--format', 'json')).out) as PortDocument;
    expect([cautious.patch, cautious.offered]).toEqual([
      '',
      [expect.objectContaining({ caution: expect.stringContaining('NUL') })],
    ]);
    expect(cautious.left).toHaveLength(1);
    const bold = await port(place, [newer, newest], '--format', 'json', '--confirm', 'likely');
    const document = JSON.parse(bold.out) as PortDocument;
    expect([bold.code, document.edits.map(({ certainty }) => certainty)]).toEqual([
      0,
      // The header, and the condition.
      ['likely', 'likely'],
    ]);
    // A kernel that has both functions keeps the one that it had.
    expect(document.kernels.map(({ before, after, objects }) => [before, after, objects])).toEqual([
      ['ok', 'ok', 'same'],
      ['failed', 'ok', 'none'],
    ]);
  });
});

describe('what can’t be ported', needs(newest === '' && howToGetTestMaterial), () => {
  test('is named with the kernels and nothing is changed', async () => {
    const place = writeHello(path.join(folder, 'no-c'), {
      'hello.c': '#include <linux/module.h>\nint x = ;\n',
    });
    const { code, out } = await port(place, [newer, newest]);
    expect(code).toBe(1);
    expect(out).toContain("hello.c:2:9: error: expected expression before ';' token");
    expect(out).toContain('Nothing was changed.');
  });

  test('a file that is read-only is named, and no file is written', async () => {
    const place = writeHello(path.join(folder, 'read-only'), {
      ...driver,
      Makefile: 'obj-m := hello.o\nhello-y := hello.o2 second.o\n'.replace('hello.o2', 'first.o'),
      'first.c': driver['hello.c'],
      'second.c':
        '#include <linux/timer.h>\nvoid off(struct timer_list *t);\nvoid off(struct timer_list *t)\n{\n\tdel_timer(t);\n}\n',
    });
    chmodSync(path.join(place, 'second.c'), 0o444);
    const untouched = treeState(place);
    const { code, err } = await port(place, [newest], '--apply');
    expect([code, err]).toEqual([2, expect.stringContaining('second.c is read-only: nothing was written')]);
    expect(treeState(place)).toEqual(untouched);
  });

  test('generated files are left to the program that writes them', async () => {
    const place = writeHello(path.join(folder, 'generated'), {
      'hello.c': `/* Generated by hellogen. DO NOT EDIT. */\n${driver['hello.c']}`,
    });
    const { code, out } = await port(place, [newest]);
    expect([code, out]).toEqual([1, expect.stringContaining('Nothing was changed.')]);
    expect(out).toContain('is generated');
  });

  test('the log of a build elsewhere gives edits without a build', async () => {
    const place = writeHello(path.join(folder, 'by-log'), driver);
    const log = path.join(folder, 'make.log');
    const line0 = driver['hello.c'].split('\n').indexOf('\tdel_timer_sync(&hello_timer);\t/* at the end */');
    writeFileSync(
      log,
      [
        `make: Entering directory '/usr/src/linux-headers-${newest}'`,
        `  CC [M]  ${place}/hello.o`,
        `${place}/hello.c:${line0 + 1}:9: error: implicit declaration of function 'del_timer_sync' [-Werror=implicit-function-declaration]`,
        `make[1]: *** [scripts/Makefile.build:250: ${place}/hello.o] Error 1`,
        `make: Leaving directory '/usr/src/linux-headers-${newest}'`,
        '',
      ].join('\n'),
    );
    const untouched = treeState(place);
    const words = ['port', '--modules', modulesDir, '--log', log, '--source', place];
    const { code, out, err } = await runCommandLine(words, { env });
    expect([code, err]).toEqual([0, expect.stringContaining('Nothing was built')]);
    expect(out).toContain('+\ttimer_delete_sync(&hello_timer);\t/* at the end */');
    expect(treeState(place)).toEqual(untouched);
  });

  test('wrong usage and unknown kernels are reported in one line', async () => {
    const place = writeHello(path.join(folder, 'usage'));
    const ended = [
      await runCommandLine(['port', place]),
      await port(place, [newest], '--style', 'nice'),
      await port(place, ['9.9']),
      await port(path.join(folder, 'nowhere'), [newest]),
    ];
    for (const { code, err } of ended) {
      expect(code).toBe(2);
      expect(err.trimEnd()).toMatch(/^dkms-tools: .+$/);
    }
  });

  const copiedFiles = () =>
    leftovers().map((name) => path.join(folder, 'cache/port', name, 'source/cancelled/hello.c'));
  test.each([
    ['begins to copy the source', () => leftovers().length > 0],
    ['has copied it', () => copiedFiles().some((file) => existsSync(file))],
  ])('a port that is cancelled when it %s leaves nothing behind', async (_when, isTime) => {
    const place = writeHello(path.join(folder, 'cancelled'), driver);
    const untouched = treeState(place);
    const { pid, ended } = startCommandLine(wordsFor(place, [newer, newest], ['--apply']), { env });
    await until(isTime);
    process.kill(pid, 'SIGINT');
    expect(await ended).toMatchObject({ code: 130, out: '' });
    expect(leftovers()).toEqual([]);
    expect(treeState(place)).toEqual(untouched);
  });
});
