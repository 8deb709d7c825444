import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import {
  howToGetTestMaterial,
  newerMake,
  testKernels,
  testModule,
  testReleases,
} from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { plainEnvironment, searchPath } from '../support/surroundings.ts';
import { treeState } from '../support/tree-state.ts';

const kernels = testKernels();
const { modulesDir = '' } = kernels ?? {};
const releases = testReleases();

let folder = '';
let env: NodeJS.ProcessEnv = {};
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-modernise-'));
  const make = newerMake();
  env = {
    DKMS_TOOLS_CACHE: path.join(folder, 'cache'),
    ...(make !== undefined && { PATH: searchPath(make) }),
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A driver as it was written ten years ago. */
const oldDriver = {
  'dkms.conf': [
    'PACKAGE_NAME="lamp"',
    'PACKAGE_VERSION="1.0"',
    'MAKE="make all"',
    'CLEAN="make clean"',
    'BUILT_MODULE_NAME[0]="lamp"',
    'DEST_MODULE_LOCATION[0]="/updates"',
    'REMAKE_INITRD="no"',
    'AUTOINSTALL="yes"',
    '',
  ].join('\n'),
  Makefile: [
    '# A lamp.',
    'EXTRA_CFLAGS += -I$(src)/include -DLAMP=1',
    'obj-m := lamp.o',
    'KDIR := /lib/modules/$(shell uname -r)/build',
    '',
    'all:',
    '\t$(MAKE) -C $(KDIR) M=$(CURDIR) modules',
    '',
    'clean:',
    '\t$(MAKE) -C $(KDIR) SUBDIRS=$(CURDIR) M=$(CURDIR) clean',
    '',
    'install: all',
    '\tcp lamp.ko /lib/modules/`uname -r`/extra',
    '',
  ].join('\n'),
  'include/lamp.h': '#define LAMP_NAME "lamp"\n',
  'lamp.c': [
    '#include <linux/module.h>',
    '#include <linux/string.h>',
    '#include <linux/timer.h>',
    '#include "lamp.h"',
    '',
    'static char name[8 * LAMP];',
    'static void lamp_off(struct timer_list *timer)',
    '{',
    '}',
    'static DEFINE_TIMER(lamp_timer, lamp_off);',
    '',
    'static int __init lamp_init(void)',
    '{',
    '\tstrlcpy(name, LAMP_NAME, sizeof(name));',
    '\tmod_timer(&lamp_timer, jiffies + HZ);',
    '\treturn 0;',
    '}',
    '',
    'static void __exit lamp_exit(void)',
    '{',
    '\tdel_timer_sync(&lamp_timer);',
    '}',
    '',
    'module_init(lamp_init);',
    'module_exit(lamp_exit);',
    'MODULE_LICENSE("GPL");',
    'MODULE_DESCRIPTION("A lamp");',
    '',
  ].join('\n'),
};

function source(name: string, files: Readonly<Record<string, string>>): string {
  const place = path.join(folder, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(place, file, '..'), { recursive: true });
    writeFileSync(path.join(place, file), text);
  }
  return place;
}

const modernise = (place: string, ...words: string[]) =>
  runCommandLine(['modernise', place, '--modules', modulesDir, ...words], { env });

interface Built {
  readonly status: string;
  readonly kernel: string;
  readonly built: readonly { readonly path: string }[];
}

/** How the builds for all kernels ended, and the machine code of each successful one. */
async function buildAll(place: string, ...words: string[]) {
  const all = releases.flatMap((release) => ['--kernel', release]);
  const { out } = await runCommandLine(
    ['build', place, ...all, '--format', 'json', '--modules', modulesDir, ...words],
    { env },
  );
  const { results } = JSON.parse(out) as { readonly results: readonly Built[] };
  return new Map(
    results.map(({ kernel, status, built }) => [
      kernel,
      { status, code: built.map(({ path: file }) => codeOf(file)).join('') },
    ]),
  );
}

function codeOf(file: string): string {
  const ran = spawnSync('objdump', ['--disassemble', '--reloc', file], {
    encoding: 'utf8',
    env: plainEnvironment(),
  });
  expect(ran.status, ran.stderr).toBe(0);
  return ran.stdout.replace(/^.*file format.*$/m, '');
}

describe('an old driver', needs(!kernels && howToGetTestMaterial), () => {
  test('builds for every kernel afterwards, with the same code where it built before; a second time there is nothing to do', async () => {
    const place = source('lamp', oldDriver);
    // Before, it builds for the running kernel only, so `uname -r` has to print the kernel's release.
    const before = await buildAll(place, '--uname-shim');
    expect([...before.values()].map(({ status }) => status)).toEqual(
      releases.map((release) => (/^(?:5\.10|6\.1)\./.test(release) ? 'ok' : 'failed')),
    );
    const untouched = treeState(place);
    const shown = await modernise(place);
    expect([shown.code, shown.err]).toEqual([0, '']);
    expect(treeState(place)).toEqual(untouched);

    const copy = path.join(folder, 'patched');
    cpSync(place, copy, { recursive: true });
    const patched = spawnSync('patch', ['-p1'], { cwd: copy, input: shown.out, encoding: 'utf8' });
    expect([patched.status, patched.stderr]).toEqual([0, '']);
    const applied = await modernise(place, '--apply');
    expect(applied.code).toBe(0);
    expect(applied.out).toContain('3 files changed.');
    for (const file of Object.keys(oldDriver))
      expect(readFileSync(path.join(place, file), 'utf8')).toBe(readFileSync(path.join(copy, file), 'utf8'));

    expect(readFileSync(path.join(place, 'Makefile'), 'utf8')).toBe(
      oldDriver.Makefile.replace('EXTRA_CFLAGS', 'KERNELRELEASE ?= $(shell uname -r)\nccflags-y')
        .replace('KDIR := /lib/modules/$(shell uname -r)', 'KDIR := /lib/modules/$(KERNELRELEASE)')
        .replace('`uname -r`', '$(KERNELRELEASE)')
        .replace(' SUBDIRS=$(CURDIR)', ''),
    );
    const after = await buildAll(place);
    expect([...after.values()].map(({ status }) => status)).toEqual(releases.map(() => 'ok'));
    for (const [release, { status, code }] of before)
      if (status === 'ok') expect(after.get(release)?.code).toBe(code);

    const again = await modernise(place);
    expect(again).toMatchObject({ code: 0, out: 'There is nothing to modernise.\n', err: '' });
    const checked = await runCommandLine(['check', place]);
    expect(checked.out).not.toMatch(/: (?:error|warning):/);
  });

  test('each change says what it is for, and what is left is said', async () => {
    const place = source('labels', {
      ...oldDriver,
      'dkms.conf': oldDriver['dkms.conf'].replace('make all', 'make all EXTRA_CFLAGS=-g'),
    });
    const { out } = await modernise(place, '--format', 'json');
    const document = JSON.parse(out) as {
      readonly files: readonly {
        readonly path: string;
        readonly edits: readonly { readonly labels: readonly string[] }[];
      }[];
      readonly left: readonly string[];
    };
    const labels = Object.fromEntries(
      document.files.map((file) => [
        path.basename(file.path),
        [...new Set(file.edits.flatMap((edit) => edit.labels))],
      ]),
    );
    expect(labels).toEqual({
      'dkms.conf': [expect.stringContaining('REMAKE_INITRD')],
      Makefile: [
        'Build for KERNELRELEASE, which dkms sets, and for the running kernel only without it',
        'Pass the folder of the modules as M, since Linux 5.4 ignores SUBDIRS',
      ],
      'lamp.c': [
        expect.stringMatching(/^Use timer_delete_sync\(\) on Linux .* and later \(del_timer\)$/),
        expect.stringMatching(/^Use strscpy\(\) on Linux 6\.8 and later \(strlcpy\)$/),
      ],
    });
    expect(document.left).toEqual([
      'Makefile: EXTRA_CFLAGS stays, since a command sets it for make. Linux 6.15 ignores it: write ccflags-y.',
    ]);
  });

  test('one without a dkms.conf is modernised as well, and --kernel says for which kernels', async () => {
    const { 'dkms.conf': _, ...files } = oldDriver;
    const place = source('bare', files);
    const [oldest = ''] = releases;
    const { out } = await modernise(place, '--kernel', oldest);
    expect(out).toContain('+++ b/Makefile');
    expect(out).not.toContain('lamp.c');
    expect(out).not.toContain('dkms.conf');
  });
});

describe('a real driver', () => {
  const copied = (name: string, from: string) => {
    const place = path.join(folder, 'real', name);
    cpSync(from, place, { recursive: true });
    return place;
  };

  test.each(['tp_smapi', 'ddcci', 'openrazer-driver', 'evdi', 'lime-forensics', 'bbswitch'])(
    '%s is modernised once: a second time there is nothing to do',
    needs(!kernels && howToGetTestMaterial),
    async (name) => {
      const place = copied(name, testModule(name) ?? expect.unreachable(howToGetTestMaterial));
      expect((await modernise(place, '--apply')).code).toBe(0);
      expect((await modernise(place)).out).toBe('There is nothing to modernise.\n');
    },
  );

  test.each(['acpi-call'])(
    '%s builds for more kernels afterwards, with the same code where it built before',
    needs(!kernels && howToGetTestMaterial),
    async (name) => {
      const place = copied(name, testModule(name) ?? expect.unreachable(howToGetTestMaterial));
      const before = await buildAll(place);
      expect((await modernise(place, '--apply')).out).toMatch(/ changed\.\n$/);
      const after = await buildAll(place);
      for (const [release, { status, code }] of before)
        if (status === 'ok') expect(after.get(release)).toEqual({ status, code });
      expect([...after.values()].filter(({ status }) => status === 'ok').length).toBeGreaterThanOrEqual(
        [...before.values()].filter(({ status }) => status === 'ok').length,
      );
      expect((await modernise(place)).out).toBe('There is nothing to modernise.\n');
    },
  );
});

describe('what is not written', needs(!kernels && howToGetTestMaterial), () => {
  test('a link stays a link, and modes stay', async () => {
    const place = source('links', oldDriver);
    const elsewhere = path.join(folder, 'elsewhere.c');
    cpSync(path.join(place, 'lamp.c'), elsewhere);
    rmSync(path.join(place, 'Makefile'));
    writeFileSync(path.join(folder, 'Makefile.real'), oldDriver.Makefile, { mode: 0o640 });
    chmodSync(path.join(folder, 'Makefile.real'), 0o640);
    symlinkSync('../Makefile.real', path.join(place, 'Makefile'));
    expect((await modernise(place, '--apply')).code).toBe(0);
    const links = spawnSync('stat', ['-c', '%F %a', 'Makefile', '../Makefile.real'], {
      cwd: place,
      encoding: 'utf8',
    });
    expect(links.stdout).toBe('symbolic link 777\nregular file 640\n');
    expect(readFileSync(path.join(folder, 'Makefile.real'), 'utf8')).toContain('ccflags-y');
  });

  test.each<[string[], string]>([
    [['--diff', '--apply'], 'modernise takes --diff or --apply, not both'],
    [['another'], 'modernise takes one folder'],
    [['--kernel', '9.9'], 'There is no kernel 9.9'],
  ])('modernise DIR %j: one line', async (words, message) => {
    const place = writeHello(path.join(folder, 'refused'));
    const before = treeState(place);
    const { code, out, err } = await modernise(place, ...words);
    expect([code, out, err.split('\n').length]).toEqual([2, '', 2]);
    expect(err).toContain(message);
    expect(treeState(place)).toEqual(before);
  });

  test('a folder that cannot be written to: one line, and nothing is changed', async () => {
    const place = source('locked', oldDriver);
    chmodSync(path.join(place), 0o555);
    const before = treeState(place);
    const { code, out, err } = await runCommandLine(
      ['modernise', place, '--apply', '--modules', modulesDir],
      { env, isUnprivileged: true },
    );
    chmodSync(place, 0o755);
    expect([code, out, err.split('\n').length]).toEqual([2, '', 2]);
    expect(err).toContain("can't be written: permission denied");
    expect(treeState(place)).toEqual(before);
  });
});
