import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs, noDkms, noMounts } from '../support/needs.ts';
import { plainEnvironment, privateMounts } from '../support/surroundings.ts';
import { treeState } from '../support/tree-state.ts';

const kernels = testKernels();
const hasDkms = spawnSync('dkms', ['--version']).status === 0;

let folder = '';
let pattern = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-init-'));
  pattern = readFileSync(path.join(writeHello(path.join(folder, 'pattern')), 'hello.c'), 'utf8');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A source without a dkms.conf. */
function source(name: string, files: Readonly<Record<string, string>>): string {
  const sourceFolder = path.join(folder, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(sourceFolder, file, '..'), { recursive: true });
    writeFileSync(path.join(sourceFolder, file), text);
  }
  return sourceFolder;
}

const part = '#include "part.h"\nint part(void) { return PART; }\n';
const kdir = 'KDIR ?= /lib/modules/$(shell uname -r)/build\n';
const rules =
  'all:\n\t$(MAKE) -C $(KDIR) M=$(CURDIR) modules\n\nclean:\n\t$(MAKE) -C $(KDIR) M=$(CURDIR) clean\n';

/** Trees as they are found in the field; `hello` stands for the C file. */
const shapes: readonly (readonly [string, (hello: string) => Record<string, string>, readonly string[]])[] = [
  ['Kbuild-alone', (hello) => ({ Kbuild: 'obj-m := hello.o\n', 'hello.c': hello }), ['hello']],
  [
    'several-objects',
    (hello) => ({
      Makefile: 'obj-m := greet.o\ngreet-objs := hello.o part.o\nccflags-y := -I$(src)/include\n',
      ...{ 'hello.c': hello, 'part.c': part, 'include/part.h': '#define PART 1\nint part(void);\n' },
    }),
    ['greet'],
  ],
  [
    'folders',
    (hello) => ({
      Kbuild: 'obj-m += hello.o\nobj-m += more/\n',
      'hello.c': hello,
      ...{ 'more/Makefile': 'obj-m := again.o\n', 'more/again.c': hello },
    }),
    ['again', 'hello'],
  ],
  [
    'guarded',
    (hello) => ({
      Makefile: `ifneq ($(KERNELRELEASE),)\nobj-m := hello.o\nelse\n${kdir}${rules}endif\n`,
      'hello.c': hello,
    }),
    ['hello'],
  ],
  [
    'with-KDIR',
    (hello) => ({
      Makefile: `obj-m := hello.o\nccflags-y := -include $(src)/part.h\n${kdir}all: part.h\n${rules.slice(5)}\npart.h:\n\tcp part.in $@\n`,
      ...{ 'part.in': '#define PART 2\n', 'hello.c': `${hello}static_assert(PART == 2);\n` },
    }),
    ['hello'],
  ],
  [
    'git-hooks',
    (hello) => ({
      Makefile: `obj-m := hello.o\nccflags-y := -include $(src)/part.h\n${kdir}all: .git/hooks/applied part.h\n${rules.slice(5)}\n.git/hooks/applied:\n\ttest -d .git && touch $@\npart.h:\n\tcp part.in $@\n`,
      ...{ 'part.in': '#define PART 2\n', 'hello.c': `${hello}static_assert(PART == 2);\n` },
    }),
    ['hello'],
  ],
  [
    'guarded-with-more',
    (hello) => ({
      Makefile: `ifneq ($(KERNELRELEASE),)\nobj-m := hello.o\nccflags-y := -include $(src)/part.h\nelse\n${kdir}all:\n\tcp part.in part.h\n\t$(MAKE) -C $(KDIR) M=$(CURDIR) modules\nendif\n`,
      ...{ 'part.in': '#define PART 2\n', 'hello.c': `${hello}static_assert(PART == 2);\n` },
    }),
    ['hello'],
  ],
  [
    'source-below',
    (hello) => ({
      Makefile: `${kdir}all:\n\t$(MAKE) -C $(KDIR) M=$(CURDIR)/src CONFIG_HELLO=m modules\n`,
      ...{ 'src/Kbuild': 'obj-$(CONFIG_HELLO) += hello.o\n', 'src/hello.c': hello },
    }),
    ['hello'],
  ],
  [
    'out-of-the-kernel',
    (hello) => ({ Makefile: 'obj-$(CONFIG_HELLO_TREE) += hello.o\n', 'hello.c': hello }),
    ['hello'],
  ],
];

describe('init', () => {
  test('prints a dkms.conf, reports what is uncertain on standard error, and writes nothing', async () => {
    const sourceFolder = source('plain', { Makefile: 'obj-m := plain.o\n', 'plain.c': '' });
    const before = treeState(sourceFolder);
    const { code, out, err } = await runCommandLine(['init', sourceFolder]);
    expect([code, out]).toEqual([
      0,
      'PACKAGE_NAME="plain"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="plain"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\nAUTOINSTALL="yes"\n',
    ]);
    expect(err).toMatch(/^dkms-tools: No version was found [^\n]*\n$/);
    expect(treeState(sourceFolder)).toEqual(before);
    const { out: json } = await runCommandLine(['init', '--format', 'json'], { cwd: sourceFolder });
    expect(JSON.parse(json)).toMatchObject({
      ...{ version: 1, path: path.join(sourceFolder, 'dkms.conf'), text: out, written: false },
      uncertain: [expect.stringContaining('No version')],
    });
  });

  test('uses the version of the newest git tag, packed or not, also in a worktree', async () => {
    const sourceFolder = source('tagged', { Kbuild: 'obj-m := tagged.o\n', 'tagged.c': '' });
    const git = (...words: string[]) => {
      const ran = spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], {
        cwd: sourceFolder,
      });
      expect(ran.status, `git ${words.join(' ')}: ${ran.stderr}`).toBe(0);
    };
    const versionOf = async (where: string) =>
      /PACKAGE_VERSION="(.*)"/.exec((await runCommandLine(['init', where])).out)?.[1];
    git('init', '--quiet');
    git('commit', '--quiet', '--allow-empty', '--message=first');
    git('tag', 'v1.9');
    git('pack-refs', '--all');
    expect(await versionOf(sourceFolder)).toBe('1.9');
    git('tag', '--annotate', '--message=second', 'v1.10');
    expect(await versionOf(sourceFolder)).toBe('1.10');
    git('add', '.');
    git('commit', '--quiet', '--message=second');
    git('worktree', 'add', '--quiet', '../tagged-tree');
    expect(await versionOf(path.join(folder, 'tagged-tree'))).toBe('1.10');
  });

  test('proposes the range of kernels that the source is for, and says what it rests on', async () => {
    const text = [
      '#include <linux/module.h>',
      '#include <linux/version.h>',
      '#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)',
      '#error not yet',
      '#endif',
      'static int probe(struct device *device)',
      '{',
      '\treturn dev_err_probe(device, -ENODEV, "none");',
      '}',
      '',
    ].join('\n');
    const sourceFolder = source('ranged', { Kbuild: 'obj-m := ranged.o\n', 'ranged.c': text });
    const { out, err } = await runCommandLine(['init', sourceFolder, '--write']);
    expect(err).toContain(
      'Kernels before 5.9 are left out: ranged.c:8 calls dev_err_probe(), which kernels have since 5.9.',
    );
    expect(err).toContain('Kernels from 6.9 on are left out: ranged.c:4 stops there with #error.');
    expect(out).toContain('dkms.conf');
    const conf = path.join(sourceFolder, 'dkms.conf');
    expect(readFileSync(conf, 'utf8')).toContain(
      `# Linux 5.9 and later, before 6.9.
BUILD_EXCLUSIVE_KERNEL="^(5\\.(9|[1-9][0-9])|6\\.[0-8]\\.)"
AUTOINSTALL="yes"
`,
    );
    // Every dkms reads it: MIN and MAX came with 3.0.11.
    for (const version of ['2.8.4', '3.0.10', '3.4.3']) {
      const checked = await runCommandLine(['check', conf, '--dkms-version', version, '--format', 'json']);
      expect(JSON.parse(checked.out), version).toMatchObject({ files: [{ findings: [] }] });
    }
    for (const [kernel, isExcluded] of [
      ['5.8.0-1-amd64', true],
      ['5.9.0-1-amd64', false],
      ['6.8.12-1-amd64', false],
      ['6.9.0-1-amd64', true],
    ] as const) {
      const shown = await runCommandLine([
        ...['show', conf, '--kernel', kernel, '--format', 'json', '--dkms-version', '3.0.10'],
      ]);
      expect((JSON.parse(shown.out) as { excluded: unknown }).excluded !== null, kernel).toBe(isExcluded);
    }
  });

  test('takes no limit from the files of a program beside the module, or from headers for some kernels alone', async () => {
    const sourceFolder = source('with-demo', {
      'driver/Makefile': 'obj-m := driven.o\ndriven-y := core.o\ninclude $(src)/Kbuild.include\n',
      'driver/core.c':
        '#include <linux/module.h>\n#include "core.h"\nint probe(struct device *d)\n{\n\treturn dev_err_probe(d, 1, "x");\n}\n',
      'driver/core.h': '#include <linux/proc_fs.h>\n#include <asm/fpu/api.h>\n',
      // Only old kernels are given this folder, and a file that is included has the compiler include the other one.
      'driver/old/asm/fpu/api.h': '#include <asm/i387.h>\n',
      'driver/Kbuild.include': 'ccflags-y += -include $(src)/compat.h\n',
      'driver/compat.h': '#include <linux/unaligned.h>\n',
      ...{ 'demo/demo.h': '#include <stdint.h>\n', 'demo/old.h': '#include <linux/bootmem.h>\n' },
      'demo/Makefile': 'demo: demo.c\n\t$(CC) -o $@ $<\n',
    });
    const { out, err } = await runCommandLine(['init', sourceFolder]);
    expect(err).toContain('Kernels before 6.12 are left out: driver/compat.h:1 includes <linux/unaligned.h>');
    expect(err).not.toMatch(/demo\/|driver\/old/);
    expect(out).toContain('# Linux 6.12 and later.\n');
  });

  test('--write creates the file, and never overwrites one', async () => {
    const sourceFolder = source('written', { Kbuild: 'obj-m := written.o\n', 'written.c': '' });
    const conf = path.join(sourceFolder, 'dkms.conf');
    const proposal = (await runCommandLine(['init', sourceFolder])).out;
    expect(await runCommandLine(['init', sourceFolder, '--write'])).toMatchObject({
      ...{ code: 0, out: `Created ${conf}.\n` },
    });
    expect(readFileSync(conf, 'utf8')).toBe(proposal);
    writeFileSync(conf, 'mine');
    expect(await runCommandLine(['init', sourceFolder, '--write'])).toMatchObject({
      ...{
        code: 2,
        out: '',
        err: `dkms-tools: ${sourceFolder}: a dkms.conf already exists, and was not changed\n`,
      },
    });
    expect(readFileSync(conf, 'utf8')).toBe('mine');
  });

  test('leaves nothing behind where the disk is full', needs(!privateMounts() && noMounts), async () => {
    const sourceFolder = source('full', { Kbuild: 'obj-m := full.o\n', 'full.c': 'int full;\n' });
    const disk = path.join(folder, 'disk');
    mkdirSync(disk);
    const script = `mount -t tmpfs -o size=16k none "$0" && cp -r "$1" "$0" && { dd if=/dev/zero of="$0/filler" 2>/dev/null; true; } || exit 125
shift
"$@"
code=$?
ls "$0/full"
exit "$code"`;
    const ended = await runCommandLine(['init', path.join(disk, 'full'), '--write'], {
      before: [...(privateMounts() ?? []), '/bin/sh', '-c', script, disk, sourceFolder],
    });
    expect(ended).toEqual({
      code: 2,
      out: 'Kbuild\nfull.c\n',
      err: `dkms-tools: ${path.join(disk, 'full')}: dkms.conf can't be created: no space left on device\n`,
    });
  });

  test.each<[string, Record<string, string>, string]>([
    ['program', { Makefile: 'all: a.c\n\tcc a.c\n' }, 'Makefile names no module in a list such as obj-m.'],
    ['empty', { 'README.md': '' }, 'There is neither a Kbuild nor a Makefile'],
    [
      'linux',
      { Makefile: 'VERSION = 6\nPATCHLEVEL = 1\n', Kbuild: 'obj-y += init/\n' },
      'the source of a kernel',
    ],
  ])('says why there is no proposal for %s', async (name, files, message) => {
    const sourceFolder = source(name, files);
    const { code, out, err } = await runCommandLine(['init', sourceFolder, '--write']);
    expect([code, out, err.split('\n').length]).toEqual([2, '', 2]);
    expect(err).toContain(message);
    expect(existsSync(path.join(sourceFolder, 'dkms.conf'))).toBe(false);
  });

  test.each<[string[], string]>([
    [['nowhere'], 'nowhere: there is no such folder'],
    [['package.json'], 'package.json: this is a file: name the folder of the module'],
    [['a', 'b'], 'init takes one folder'],
    [['--all'], 'init has no option --all (see --help)'],
  ])('init %j is refused', async (words, message) => {
    expect(await runCommandLine(['init', ...words])).toMatchObject({
      ...{ code: 2, out: '', err: `dkms-tools: ${message}\n` },
    });
  });
});

describe('a module without a dkms.conf', needs(!kernels && howToGetTestMaterial, !hasDkms && noDkms), () => {
  const { modulesDir = '', release61 = '', release612 = '' } = kernels ?? {};
  const build = (sourceFolder: string, ...words: string[]) =>
    runCommandLine(['build', sourceFolder, '--format', 'json', '--modules', modulesDir, ...words], {
      env: { DKMS_TOOLS_CACHE: path.join(folder, 'cache') },
    });
  interface Built {
    readonly path: string;
    readonly status: string;
    readonly problems: readonly { file: string; line: number; message: string }[];
    readonly built: readonly { readonly name: string; readonly path: string }[];
  }
  const resultsOf = (out: string) => (JSON.parse(out) as { results: Built[] }).results;
  /** The names of the modules that a build made, and their code and what they say of themselves. */
  const contentsOf = (out: string) =>
    resultsOf(out).flatMap(({ built }) =>
      built.map(({ name, path: file }) => {
        const sections = ['.text', '.init.text', '.exit.text', '.modinfo', '.data'];
        const words = ['-s', ...sections.flatMap((section) => ['-j', section]), file];
        const ran = spawnSync('objdump', words, { encoding: 'utf8', env: plainEnvironment() });
        expect(ran.stdout, ran.stderr).toContain('.modinfo');
        return [name, ran.stdout.replace(/^.*file format.*$/m, '')];
      }),
    );

  test.each(shapes)(
    '%s is built as with what init writes, which has no findings and which the real dkms builds; the build writes nothing',
    async (name, filesOf, modules) => {
      const sourceFolder = source(name, filesOf(pattern));
      const before = treeState(sourceFolder);
      const bare = await build(sourceFolder, '--kernel', release61);
      expect(resultsOf(bare.out)).toMatchObject([{ status: 'ok', problems: [] }]);
      expect(bare.err).toMatch(
        /^dkms-tools: [^\n]*\/[\w-]+ has no dkms\.conf, so [^\n]* with '?make[^\n]*\n$/,
      );
      expect(treeState(sourceFolder)).toEqual(before);
      const code = contentsOf(bare.out);

      expect(await runCommandLine(['init', sourceFolder, '--write'])).toMatchObject({ code: 0 });
      const checked = await runCommandLine(['check', sourceFolder, '--supported-versions', '2.8.4 - 3.4']);
      expect(checked.out).not.toContain('dkms.conf:');
      expect(checked.code).toBe(0);
      const { out } = await build(sourceFolder, '--kernel', release61, '--verify');
      expect(resultsOf(out)).toMatchObject([
        {
          ...{ status: 'ok', problems: [] },
          verification: { dkms: { status: 'ok', exit: 0 }, differences: [] },
        },
      ]);
      expect(
        resultsOf(out)[0]
          ?.built.map((built) => built.name)
          .sort(),
      ).toEqual(modules);
      expect(contentsOf(out)).toEqual(code);
    },
  );

  test('is built for several kernels, again after an edit, and next to a module with a dkms.conf', async () => {
    const sourceFolder = source('mixed', { 'bare/Makefile': 'obj-m := bare.o\n', 'bare/bare.c': pattern });
    writeHello(path.join(sourceFolder, 'hello'));
    const { code, out } = await build(sourceFolder, '--match', '6.1*');
    expect(resultsOf(out).map((one) => [path.relative(sourceFolder, one.path), one.status])).toEqual([
      ...[1, 2].map(() => ['hello/dkms.conf', 'ok']),
      ...[1, 2].map(() => ['bare/Makefile', 'ok']),
    ]);
    expect(code).toBe(0);
    writeFileSync(path.join(sourceFolder, 'bare', 'bare.c'), pattern.replace('pr_info(', 'nosuch('));
    const again = await build(path.join(sourceFolder, 'bare'), '--kernel', release612);
    expect(again.code).toBe(1);
    expect(resultsOf(again.out)[0]?.problems[0]).toMatchObject({
      file: path.join(sourceFolder, 'bare', 'bare.c'),
      line: 5,
    });
  });

  test('that needs a folder beside it is built with that, and init says which folder needs the dkms.conf', async () => {
    const sourceFolder = source('tools', {
      'kernel/Makefile': `obj-m := needy.o\nccflags-y := -I$(src)/../include\n${kdir}${rules}`,
      'kernel/needy.c': `#include <needy.h>\n${pattern}`,
      ...{ 'include/needy.h': '', 'Makefile.am': 'SUBDIRS = user\n' },
    });
    const bare = await build(sourceFolder, '--kernel', release61);
    expect(resultsOf(bare.out)).toMatchObject([{ status: 'ok', problems: [] }]);
    const alone = await runCommandLine(['init', path.join(sourceFolder, 'kernel')]);
    expect(alone.err).toContain(
      `The module needs ../include, and dkms copies only the folder of the dkms.conf. Create a dkms.conf for all of ${sourceFolder} instead (dkms-tools init --write ${sourceFolder}), or put what the build needs into this folder.`,
    );
    expect(await runCommandLine(['init', '--write', sourceFolder])).toMatchObject({ code: 0 });
    const whole = await build(sourceFolder, '--kernel', release61);
    expect(resultsOf(whole.out)).toMatchObject([{ status: 'ok', problems: [] }]);
  });

  test('has the problems of its proposed dkms.conf at the list in its Kbuild', async () => {
    const sourceFolder = source('astray', {
      Kbuild: '# A module.\nobj-m := astray.o\n',
      Makefile: `${kdir}all:\n\ttrue table.h > table.h\n\t$(MAKE) -C $(KDIR) M=$(CURDIR) modules\n\trm astray.ko\n`,
      'astray.c': pattern,
    });
    const { code, out } = await build(sourceFolder, '--kernel', release61);
    expect(code).toBe(1);
    expect(resultsOf(out)[0]?.problems).toMatchObject([
      { file: path.join(sourceFolder, 'Kbuild'), line: 2, message: expect.stringContaining('astray') },
    ]);
  });

  test('is not found below a folder with a dkms.conf, or without a module in it', async () => {
    const hello = writeHello(path.join(folder, 'owner'), { 'part/Makefile': 'obj-m := part.o\n' });
    expect(await build(path.join(hello, 'part'), '--all')).toMatchObject({
      code: 2,
      err: `dkms-tools: ${hello}/part: this folder is part of the module of ${hello}/dkms.conf; build ${hello}\n`,
    });
    const odd = source('odd', { Makefile: 'obj-m := $(wildcard *.o)\n' });
    const { code, out } = await build(odd, '--kernel', release61);
    expect([code, resultsOf(out)[0]?.status]).toEqual([1, 'failed']);
    expect(resultsOf(out)[0]?.problems[0]?.message).toContain('Makefile names no module');
  });
});
