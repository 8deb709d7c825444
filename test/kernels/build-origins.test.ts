import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { drive, kernelOf, renderProblems } from '../support/build-driver.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels, testRelease } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { treeState } from '../support/tree-state.ts';

const kernels = testKernels();
const releases = [kernels?.release61, testRelease('7')].filter((one) => one !== undefined);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'origins-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The line of code with the mistake, and the lines before it. */
const broken = [
  '#include <linux/kernel.h>',
  'int part(void);',
  'int part(void)',
  '{',
  '\treturn nothing;',
  '}',
  '',
].join('\n');

/** The ways in which the compiled file is made from one of the user's. */
const shapes: Readonly<
  Record<
    string,
    { readonly files: Readonly<Record<string, string>>; readonly at: string; readonly conf?: string }
  >
> = {
  'a copy that a rule makes': {
    files: {
      Makefile:
        'obj-m := hello.o\nhello-y := main.o part.o\n$(obj)/part.c: $(src)/shared/part.c\n\tcp $< $@\n',
      'shared/part.c': broken,
    },
    at: 'shared/part.c:5:16',
  },
  'a copy of another name': {
    files: {
      Makefile:
        'obj-m := hello.o\nhello-y := main.o copied.o\n$(obj)/copied.c: $(src)/shared/part.c\n\tcp $< $@\n',
      'shared/part.c': broken,
    },
    at: 'shared/part.c:5:16',
  },
  'a link that MAKE makes': {
    files: {
      Makefile: 'obj-m := hello.o\nhello-y := main.o part.o\n',
      'shared/part.c': broken,
    },
    conf: 'ln -s shared/part.c part.c && ',
    at: 'shared/part.c:5:16',
  },
  'a hard link of another name': {
    files: {
      Makefile: 'obj-m := hello.o\nhello-y := main.o linked.o\n',
      'shared/part.c': broken,
    },
    conf: 'ln shared/part.c linked.c && ',
    at: 'shared/part.c:5:16',
  },
  'a template with lines before it': {
    files: {
      Makefile:
        'obj-m := hello.o\nhello-y := main.o part.o\n$(obj)/part.c: $(src)/part.c.in\n\t(echo "/* Generated */"; sed s/@N@/1/ $<) > $@\n',
      'part.c.in': broken.replace('nothing', 'nothing + @N@'),
    },
    at: 'part.c.in:5:-',
  },
  'files that are joined': {
    files: {
      Makefile:
        'obj-m := hello.o\nhello-y := main.o all.o\n$(obj)/all.c: $(src)/one.txt $(src)/two.txt\n\tcat $^ > $@\n',
      'one.txt': '/* one */\nint one(void);\nint one(void) { return 1; }\n',
      'two.txt': broken,
    },
    at: 'two.txt:5:16',
  },
  'a file that MAKE changes': {
    files: { Makefile: 'obj-m := hello.o\nhello-y := main.o part.o\n', 'part.c': broken },
    conf: "sed -i '1i // one more line' part.c && ",
    at: 'part.c:5:16',
  },
};

describe('the problems of what a build makes', needs(!kernels && howToGetTestMaterial), () => {
  const { modulesDir } = kernels ?? { modulesDir: '' };

  function writeShape(name: string): string {
    const { files = {}, conf = '' } = shapes[name] ?? {};
    const source = writeHello(join(folder, 'hello'), files);
    const text = readFileSync(join(source, 'dkms.conf'), 'utf8');
    writeFileSync(join(source, 'dkms.conf'), text.replace('MAKE[0]="', `MAKE[0]="${conf}`));
    writeFileSync(join(source, 'main.c'), readFileSync(join(source, 'hello.c')));
    rmSync(join(source, 'hello.c'));
    return source;
  }

  // Since 6.13 paths are relative to the module: each way of making a file is tried with one of the two.
  const cases = Object.keys(shapes).map((name, at) => [name, releases[at % releases.length] ?? ''] as const);

  test.each(cases)("are shown on the user's line: %s, for %s", async (name, release) => {
    const source = writeShape(name);
    const before = treeState(source);
    const kernel = await kernelOf(modulesDir, release);
    const { result, output } = await drive({ source, kernel, cacheFolder: join(folder, 'cache') });
    expect(renderProblems(result.problems)[0], output).toMatch(
      `${source}/${shapes[name]?.at}: error: 'nothing' undeclared`,
    );
    expect(treeState(source)).toEqual(before);
  });

  test('are shown at a line that a patch has moved', async () => {
    const source = writeShape('a file that MAKE changes');
    const conf = readFileSync(join(source, 'dkms.conf'), 'utf8').replace(/sed.* part\.c && /, '');
    writeFileSync(join(source, 'dkms.conf'), `${conf}PATCH[0]="add.patch"\n`);
    const patch =
      '--- a/part.c\n+++ b/part.c\n@@ -1,2 +1,3 @@\n #include <linux/kernel.h>\n+/* added */\n int part(void);\n';
    mkdirSync(join(source, 'patches'));
    writeFileSync(join(source, 'patches/add.patch'), patch);
    const kernel = await kernelOf(modulesDir, releases[0] ?? '');
    const { result, output } = await drive({ source, kernel, cacheFolder: join(folder, 'cache') });
    expect(renderProblems(result.problems)[0], output).toMatch(`${source}/part.c:5:16: error: 'nothing'`);
  });

  test('are shown where make does not say in which folder it is', async () => {
    const source = writeHello(join(folder, 'hello'), {
      // dkms is in its build folder, which PWD names, and make in the source.
      Makefile:
        'obj-m := hello.o\nhello-y := sub/part.o\nwhole:\n\t$(MAKE) --no-print-directory -C $(KERNELDIR) M=$(PWD)/out modules\n',
      'prepare.sh': '#!/bin/sh\nmkdir -p out/sub\nln -s ../Makefile out\nln -s ../../shared/part.c out/sub\n',
      'shared/part.c': broken,
    });
    chmodSync(join(source, 'prepare.sh'), 0o755);
    const conf = readFileSync(join(source, 'dkms.conf'), 'utf8');
    const command = 'make -C $source_tree/$PACKAGE_NAME-$PACKAGE_VERSION KERNELDIR=$kernel_source_dir whole';
    writeFileSync(
      join(source, 'dkms.conf'),
      `${conf.replace(/MAKE\[0\]=.*/, () => `MAKE[0]="${command}"`)}PRE_BUILD="prepare.sh"\n`,
    );
    const kernel = await kernelOf(modulesDir, testRelease('7') ?? '');
    const { result, output } = await drive({ source, kernel, cacheFolder: join(folder, 'cache') });
    expect(renderProblems(result.problems)[0], output).toMatch(
      `${source}/shared/part.c:5:16: error: 'nothing' undeclared`,
    );
  });

  test('are repeated by the next build, whatever else it compiles', async () => {
    const source = writeShape('a copy of another name');
    const warned = broken.replace('return nothing', 'int unused; return 0');
    writeFileSync(join(source, 'shared/part.c'), warned);
    writeFileSync(
      join(source, 'Makefile'),
      `${readFileSync(join(source, 'Makefile'), 'utf8')}ccflags-y := -Wall\n`,
    );
    for (const release of releases) {
      const kernel = await kernelOf(modulesDir, release);
      const cacheFolder = join(folder, 'cache');
      const first = await drive({ source, kernel, cacheFolder });
      expect(renderProblems(first.result.problems)).toEqual([
        expect.stringMatching(`^${source}/shared/part.c:5:\\d+: warning: unused variable`),
      ]);
      writeFileSync(join(source, 'main.c'), `${readFileSync(join(source, 'main.c'), 'utf8')}/* */\n`);
      const second = await drive({ source, kernel, cacheFolder });
      expect(second.output).not.toContain('full build');
      expect(second.result.problems).toEqual(first.result.problems);
    }
  });

  test("are shown on the user's line if a kernel header is where they are reported, with all of it below /tmp", async () => {
    const generator = '#!/bin/sh\nsed s/@N@/1/ table.c.in > table.c\n';
    const source = writeHello(join(folder, 'hello'), {
      Makefile: 'obj-m := hello.o\nhello-y := main.o table.o\n',
      'table.c.in':
        '#include <linux/module.h>\n#include <linux/list.h>\nint n(struct list_head *l);\nint n(struct list_head *l)\n{\n\treturn list_first_entry(l, struct nosuch, member) != 0 + @N@;\n}\n',
      'generate.sh': generator,
    });
    chmodSync(join(source, 'generate.sh'), 0o755);
    const text = readFileSync(join(source, 'dkms.conf'), 'utf8');
    writeFileSync(join(source, 'dkms.conf'), `${text}PRE_BUILD="generate.sh"\n`);
    writeFileSync(join(source, 'main.c'), readFileSync(join(source, 'hello.c')));
    const kernel = await kernelOf(modulesDir, releases[0] ?? '');
    const { result, output } = await drive({ source, kernel, cacheFolder: join(folder, 'cache') });
    expect(result.problems.filter(({ severity }) => severity === 'error').length, output).toBeGreaterThan(0);
    for (const line of renderProblems(result.problems))
      expect(line).toMatch(/^\S+\/hello\/table\.c\.in:[67]:/);
  });
});
