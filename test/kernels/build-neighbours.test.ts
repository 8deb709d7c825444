import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ProcessGroups } from '../../server/src/builds/process-group.ts';
import type { LastBuild } from '../../server/src/builds/recompile/last-build.ts';
import { findUnits } from '../../server/src/builds/recompile/units.ts';
import { runCommandLine } from '../support/command-line.ts';
import { howToGetTestMaterial, testKernels, testReleases } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { treeState } from '../support/tree-state.ts';

const kernels = testKernels();

interface Built {
  readonly module: string;
  readonly status: string;
  readonly log: string;
  readonly built: readonly { readonly name: string }[];
  readonly problems: readonly {
    file: string;
    line: number;
    severity: string;
    message: string;
    cause: { id: string } | null;
  }[];
}

const c = `#include <linux/module.h>
#include <lamp.h>
static int __init lamp_init(void) { return lamp_on(LAMP); }
module_init(lamp_init);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("a lamp");
`;
const header = '#define LAMP 0\nint lamp_on(int lamp);\n';
const object = '#include "../include/lamp.h"\nint lamp_on(int lamp) { return lamp; }\n';
const rules =
  'KDIR ?= /lib/modules/$(shell uname -r)/build\nall:\n\t$(MAKE) -C $(KDIR) M=$(PWD) modules\nclean:\n\t$(MAKE) -C $(KDIR) M=$(PWD) clean\n';

/** Makefiles of a module whose header and object are beside its folder. */
const makefiles: readonly (readonly [string, string])[] = [
  ['$(src)', 'obj-m := lamp.o\nlamp-y := main.o ../common/on.o\nccflags-y := -I$(src)/../include\n'],
  [
    'a variable of the top',
    `TOP := $(shell cd $(PWD)/.. && pwd)\nobj-m := lamp.o\nlamp-objs := main.o ../common/on.o\nEXTRA_CFLAGS += -I$(src)/../include\nccflags-y += $(EXTRA_CFLAGS)\nexport TOP\n${rules}`,
  ],
  [
    'a Makefile that it includes',
    `include $(src)/../lamp.mk\nobj-m := lamp.o\nlamp-y := main.o $(COMMON)/on.o\n`,
  ],
  ['a list that it includes from its own folder', 'include $(src)/Makefile.kernel\n'],
  [
    'the folder above',
    `obj-m := lamp.o\nlamp-y := main.o ../common/on.o\nccflags-y := -I$(src)/.. -DLAMP_H=\\"include/lamp.h\\" -include $(src)/../include/lamp.h -I$(src)/../include\n${rules}`,
  ],
];

let folder: string;
let top: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'neighbours-'));
  top = path.join(folder, 'tools');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(top, name)), { recursive: true });
    writeFileSync(path.join(top, name), text);
  }
}

const others = {
  ...{ 'include/lamp.h': header, 'common/on.c': object, 'kernel/main.c': c, '.git/HEAD': '' },
  'kernel/Makefile.kernel':
    'obj-m := lamp.o\nlamp-y := main.o ../common/on.o\nccflags-y := -I$(src)/../include\n',
  'lamp.mk': 'COMMON := ../common\nccflags-y := -I$(src)/../include\n',
  ...{ 'user/big.c': 'int main(void) { return 0; }\n', 'user/Makefile': 'all: big\n' },
};

describe('a module without a dkms.conf', needs(!kernels && howToGetTestMaterial), () => {
  const { modulesDir = '', release61 = '', release612 = '' } = kernels ?? {};
  const all = testReleases();

  async function build(...words: string[]) {
    const { out, err, code } = await runCommandLine(
      ['build', path.join(top, 'kernel'), '--format', 'json', '--modules', modulesDir, ...words],
      { env: { DKMS_TOOLS_CACHE: path.join(folder, 'cache') } },
    );
    return { code, err, results: (JSON.parse(out) as { results: readonly Built[] }).results };
  }

  test.each(makefiles)('builds with what is beside its folder, named by %s', async (_, makefile) => {
    write({ ...others, 'kernel/Makefile': makefile });
    const before = treeState(top);
    const isFirst = makefile === makefiles[0]?.[1];
    const releases = isFirst ? [...all].reverse() : [release61];
    const own = makefile.includes(rules) ? ['--own-makefile'] : [];
    const { results, code } = await build(...releases.flatMap((release) => ['--kernel', release]), ...own);
    expect(results.map(({ status, problems, built }) => [status, problems, built.length])).toEqual(
      releases.map(() => ['ok', [], 1]),
    );
    expect(code).toBe(0);
    expect(treeState(top)).toEqual(before);
    // What the module does not need is not copied.
    const last = readFileSync(path.join(path.dirname(results[0]?.log ?? ''), 'last-build.json'), 'utf8');
    const lastBuild = JSON.parse(last) as LastBuild;
    const { buildDir } = lastBuild;
    expect(existsSync(path.join(buildDir, 'include/lamp.h'))).toBe(true);
    expect(existsSync(path.join(buildDir, 'user'))).toBe(false);
    // What is recompiled when a file beside the folder is saved.
    const units = await findUnits(lastBuild, { groups: new ProcessGroups() });
    expect(units.map(({ source, inputs = [] }) => [source, ...inputs.slice(1)]).sort()).toEqual([
      ['common/on.c', 'include/lamp.h'],
      ['kernel/main.c', 'include/lamp.h'],
    ]);
  });

  test('has the problems of files beside its folder on their lines, and builds again after an edit of one', async () => {
    write({
      ...others,
      'kernel/Makefile': `${makefiles[0]?.[1]}`,
      'common/on.c': object.replace('return', 'lmap(); return'),
    });
    for (const release of all) {
      const { results } = await build('--kernel', release);
      expect(results[0]?.problems.filter(({ severity }) => severity === 'error')).toMatchObject([
        { file: path.join(top, 'common/on.c'), line: 2, message: expect.stringContaining('lmap') },
      ]);
    }
    write({ 'common/on.c': object });
    expect((await build('--kernel', release61)).results).toMatchObject([{ status: 'ok' }]);
    write({ 'include/lamp.h': `${header}#error "no lamp"\n` });
    const { results } = await build('--kernel', release61);
    expect(results[0]?.problems).toContainEqual(
      expect.objectContaining({
        file: path.join(top, 'include/lamp.h'),
        line: 3,
        message: '#error "no lamp"',
      }),
    );
    expect(readFileSync(results[0]?.log ?? '', 'utf8')).not.toContain('full build');
    write({ 'include/lamp.h': header });
    const last = await build('--kernel', release61);
    expect(last.results).toMatchObject([{ status: 'ok', problems: [] }]);
    expect(readFileSync(last.results[0]?.log ?? '', 'utf8')).not.toContain('full build');
  });

  test('follows a link to a folder beside it', async () => {
    write({
      ...others,
      'kernel/Makefile': 'obj-m := lamp.o\nlamp-y := main.o common/on.o\nccflags-y := -I$(src)/headers\n',
    });
    symlinkSync('../common', path.join(top, 'kernel/common'));
    symlinkSync('../include', path.join(top, 'kernel/headers'));
    const { results } = await build('--kernel', release61, '--kernel', release612);
    expect(results.map(({ status, problems }) => [status, problems])).toEqual([1, 2].map(() => ['ok', []]));
  });

  const pair = {
    ...{ '.git/HEAD': '', 'one/Makefile': `obj-m := one.o\n${rules}` },
    'one/one.c':
      '#include <linux/module.h>\nint one_value(void);\nint one_value(void) { return 1; }\nEXPORT_SYMBOL_GPL(one_value);\nMODULE_LICENSE("GPL");\nMODULE_DESCRIPTION("one");\n',
    'kernel/two.c':
      '#include <linux/module.h>\nint one_value(void);\nstatic int __init two_init(void) { return one_value() - 1; }\nmodule_init(two_init);\nMODULE_LICENSE("GPL");\nMODULE_DESCRIPTION("two");\n',
    'kernel/Makefile': `obj-m := two.o\nKBUILD_EXTRA_SYMBOLS := $(src)/../one/Module.symvers\n${rules}`,
  };

  test('uses the symbols of a module beside it that make has built, as make does, and says what dkms lacks', async () => {
    write(pair);
    const releases = all.flatMap((release) => ['--kernel', release]);
    const without = await build(...releases);
    expect(without.results.map(({ status }) => status)).toEqual(all.map(() => 'failed'));
    const causes = without.results.flatMap(({ problems }) => problems.map(({ cause }) => cause?.id));
    expect([...new Set(causes)]).toEqual(['extra-symbols-missing']);
    const places = without.results.map(({ problems: [one] }) => `${one?.file}:${one?.line}`);
    expect([...new Set(places)]).toEqual([path.join(top, 'kernel/Makefile:2')]);
    const one = path.join(top, 'one');
    execFileSync('make', ['-C', path.join(modulesDir, release61, 'build'), `M=${one}`, 'modules'], {
      stdio: 'ignore',
    });
    const before = treeState(top);
    const { results } = await build(...releases);
    expect(results.map(({ status, built }) => [status, built.map(({ name }) => name)])).toEqual(
      all.map(() => ['ok', ['two']]),
    );
    for (const [at, { problems }] of results.entries()) {
      expect(problems).toMatchObject([
        { file: path.join(top, 'kernel/Makefile'), line: 2, severity: 'warning' },
      ]);
      const [{ message = '' } = {}] = problems;
      expect(message).toContain(
        `two.ko uses symbols of one.ko, for which the build read ${one}/Module.symvers, as make left it there for kernel ${release61}.`,
      );
      expect(message.includes(`build one.ko for ${all[at]} first`)).toBe(all[at] !== release61);
      expect(message).toContain('dkms builds a copy of one folder alone, in which this file is missing.');
    }
    expect(treeState(top)).toEqual(before);
    // The next build continues, and reports the same.
    write({ 'kernel/two.c': `${pair['kernel/two.c']}/* edited */\n` });
    const again = await build('--kernel', release61);
    expect(again.results.map(({ status, problems }) => [status, problems.length])).toEqual([['ok', 1]]);
    expect(readFileSync(again.results[0]?.log ?? '', 'utf8')).not.toContain('full build');
  });

  test('is built with the module beside it by a Makefile that builds both, without a word', async () => {
    write({
      ...pair,
      'kernel/Makefile': `obj-m := two.o\nKBUILD_EXTRA_SYMBOLS := $(src)/../one/Module.symvers\nKDIR ?= /lib/modules/$(shell uname -r)/build\nall:\n\t$(MAKE) -C $(KDIR) M=$(PWD)/../one modules\n\t$(MAKE) -C $(KDIR) M=$(PWD) modules\n`,
    });
    const { results } = await build('--kernel', release61);
    expect(results.map(({ status, problems }) => [status, problems])).toEqual([['ok', []]]);
  });

  test('says where symbols come from that only this machine has, whether it has a dkms.conf or not', async () => {
    const one = path.join(top, 'one');
    write({
      ...pair,
      'kernel/Makefile': `obj-m := two.o\nKBUILD_EXTRA_SYMBOLS := ${one}/Module.symvers\n${rules}`,
      'kernel/dkms.conf':
        'PACKAGE_NAME="two"\nPACKAGE_VERSION="1"\nBUILT_MODULE_NAME[0]="two"\nDEST_MODULE_LOCATION[0]="/extra"\nAUTOINSTALL="yes"\n',
    });
    execFileSync('make', ['-C', path.join(modulesDir, release61, 'build'), `M=${one}`, 'modules'], {
      stdio: 'ignore',
    });
    const { results } = await build('--kernel', release61);
    expect(results).toMatchObject([
      {
        status: 'ok',
        problems: [
          {
            ...{ file: path.join(top, 'kernel/Makefile'), line: 2, severity: 'warning' },
            message: `two.ko uses symbols of one.ko, for which the build read ${one}/Module.symvers, as make left it there for kernel ${release61}. The path is absolute, so a build on another machine does not find the file. Let one dkms.conf build both modules.`,
          },
        ],
      },
    ]);
  });

  test('does not leave its git repository, and says what it lacks', async () => {
    write({
      ...others,
      'kernel/Makefile': `${makefiles[0]?.[1]}`,
      'kernel/.git': 'gitdir: ../.git/modules/kernel\n',
    });
    const { results } = await build('--kernel', release61);
    expect(results).toMatchObject([{ status: 'failed' }]);
    expect(results[0]?.problems.map(({ message }) => message)).toContainEqual(
      expect.stringContaining(`../include leads to ${top}/include, outside the source.`),
    );
  });

  test('is ported with what is beside its folder', async () => {
    write({
      ...others,
      'kernel/Makefile': `${makefiles[0]?.[1]}`,
      'common/on.c': `#include <linux/kernel.h>\n${object.replace('return lamp', 'bool on; return strtobool("y", &on) ? lamp : 0')}`,
    });
    const words = [
      'port',
      path.join(top, 'kernel'),
      '--modules',
      modulesDir,
      '--kernel',
      release61,
      '--kernel',
      release612,
    ];
    const ported = await runCommandLine(words, { env: { DKMS_TOOLS_CACHE: path.join(folder, 'cache') } });
    expect(ported.out).toContain('+++ b/common/on.c');
    expect(ported.out).toContain('kstrtobool');
  });
});
