import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type DrivenBuild,
  type DriveOptions,
  drive,
  kernelOf,
  renderProblems,
} from '../support/build-driver.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels, testRelease } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { randomNumbers } from '../support/random-numbers.ts';
import { testOption } from '../support/surroundings.ts';
import { treeState } from '../support/tree-state.ts';
import { cancellation } from '../support/waiting.ts';

const kernels = testKernels();

let folder: string;
let source: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-kept-'));
  source = writeHello(join(folder, 'hello'), {
    Makefile: 'obj-m := hello.o\nhello-y := main.o a.o b.o\nccflags-y := -Wall\n',
    'main.c': [
      '#include <linux/module.h>',
      '#include "both.h"',
      'static int __init start(void) { return a() + b(); }',
      'module_init(start);',
      'MODULE_DESCRIPTION("Adds two numbers");',
      'MODULE_LICENSE("GPL");',
      '',
    ].join('\n'),
    'a.c': '#include "both.h"\nint a(void) { return SEEN + 1; }\n',
    'b.c': '#include "both.h"\nint b(void) { return SEEN + 2; }\n',
    'both.h': 'int a(void);\nint b(void);\n#define SEEN 7\n',
    'notes.txt': 'nothing\n',
  });
  rmSync(join(source, 'hello.c'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a module that is rebuilt', needs(!kernels && howToGetTestMaterial), () => {
  const { modulesDir, release61 } = kernels ?? { modulesDir: '', release61: '' };
  const cacheFolder = () => join(folder, 'cache');

  async function build(release = release61, more: Partial<DriveOptions> = {}): Promise<DrivenBuild> {
    return drive({
      source,
      kernel: await kernelOf(modulesDir, release),
      cacheFolder: cacheFolder(),
      ...more,
    });
  }

  function units({ output }: DrivenBuild): readonly string[] {
    return [...output.matchAll(/^ {2}CC \[M\] +\S*?([^/\s]+)\.o$/gm)]
      .map(([, name = '']) => name)
      .filter((name) => !name.endsWith('.mod') && !name.includes('module-common'))
      .sort();
  }

  function edit(name: string, change: (text: string) => string): void {
    const path = join(source, name);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  }

  test.each([release61, testRelease('5.10'), testRelease('7')].filter((release) => release !== undefined))(
    'compiles only what changed, for %s',
    async (release) => {
      const before = treeState(source);
      expect(units(await build(release))).toEqual(['a', 'b', 'main']);
      expect(treeState(source)).toEqual(before);
      const again = await build(release);
      expect([units(again), again.result.status, again.result.built.length]).toEqual([[], 'ok', 1]);
      edit('b.c', (text) => text.replace('2', '3'));
      expect(units(await build(release))).toEqual(['b']);
      edit('both.h', (text) => text.replace('7', '8'));
      expect(units(await build(release))).toEqual(['a', 'b', 'main']);
      edit('a.c', (text) => text.replace('SEEN', 'UNSEEN'));
      const broken = await build(release);
      expect([units(broken), broken.result.status]).toEqual([['a'], 'failed']);
      edit('a.c', (text) => text.replace('UNSEEN', 'SEEN'));
      const fixed = await build(release);
      expect([units(fixed), fixed.result.status, fixed.result.problems]).toEqual([['a'], 'ok', []]);
    },
  );

  test('compiles only what changed beside a README and a version that packaging fills in, and says why it builds all', async () => {
    edit('dkms.conf', (text) => text.replace('"1.0"', '"#MODULE_VERSION#"'));
    writeFileSync(join(source, 'README.md'), 'one\n');
    expect(units(await build())).toEqual(['a', 'b', 'main']);
    edit('b.c', (text) => text.replace('2', '3'));
    writeFileSync(join(source, 'README.md'), 'two\n');
    const again = await build();
    expect([units(again), again.result.status]).toEqual([['b'], 'ok']);
    expect(again.output).not.toContain('full build');
    edit('Makefile', (text) => text.replace('-Wall', '-Wall -Wextra'));
    const all = await build();
    expect(units(all)).toEqual(['a', 'b', 'main']);
    expect(all.output).toContain('This is a full build, because Makefile has changed.\n');
  });

  test('compiles only what changed with several makes, and with a CLEAN of any kind', async () => {
    edit('dkms.conf', (text) =>
      text
        .replace(/^MAKE\[0\]="(.*)"$/m, 'MAKE[0]="$1 && $1"')
        .replace(/^CLEAN=.*$/m, 'CLEAN="rm -f *.o; touch cleaned"'),
    );
    expect(units(await build())).toEqual(['a', 'b', 'main']);
    edit('b.c', (text) => text.replace('2', '3'));
    const again = await build();
    expect([units(again), again.result.status], again.output).toEqual([['b'], 'ok']);
    // A CLEAN that removes files of the source requires a fresh copy each time.
    edit('dkms.conf', (text) => text.replace('touch cleaned', 'rm -f notes.txt'));
    for (let round = 0; round < 2; round++) expect(units(await build())).toEqual(['a', 'b', 'main']);
  });

  /** A module whose header is made by a script, and whose a.c is patched. */
  function prepare(script: string): void {
    const patch =
      '--- a/a.c\n+++ b/a.c\n@@ -1,2 +1,3 @@\n #include "both.h"\n+#include "made.h"\n int a(void) { return SEEN + 1; }\n';
    edit('dkms.conf', (text) => `${text}PRE_BUILD="prepare.sh"\nPATCH[0]="made.patch"\n`);
    mkdirSync(join(source, 'patches'), { recursive: true });
    writeFileSync(join(source, 'patches/made.patch'), patch);
    writeFileSync(join(source, 'version.txt'), '1\n');
    writeFileSync(join(source, 'prepare.sh'), script, { mode: 0o755 });
  }

  test('runs PATCH and PRE_BUILD once, as long as nothing that they read or write has changed', async () => {
    const script = '#!/bin/sh\necho "#define MADE $(cat version.txt)" > made.h\n';
    prepare(script);
    const first = await build();
    expect([first.result.status, units(first)], first.output).toEqual(['ok', ['a', 'b', 'main']]);
    edit('b.c', (text) => text.replace('2', '3'));
    const second = await build();
    expect([second.result.status, units(second)], second.output).toEqual(['ok', ['b']]);
    expect(second.output).toContain(
      'PATCH and PRE_BUILD do not run again, since nothing that they read has changed.\n',
    );
    expect(second.output).not.toContain('prepare.sh');
    const reasons: readonly (readonly [() => void, string])[] = [
      [() => edit('a.c', (text) => `${text}\n`), 'a.c has changed, which PATCH or PRE_BUILD changes as well'],
      [() => writeFileSync(join(source, 'version.txt'), '2\n'), 'version.txt has changed'],
      [
        () => writeFileSync(join(source, 'prepare.sh'), `${script}grep -q main b.c\ntrue\n`),
        'prepare.sh has changed',
      ],
      [
        () => edit('b.c', (text) => `${text}\n`),
        'b.c has changed, which prepare.sh names, and PRE_BUILD runs',
      ],
      [
        () => writeFileSync(join(source, 'prepare.sh'), `${script}cat *.c > /dev/null\n`),
        'prepare.sh has changed',
      ],
      [() => edit('b.c', (text) => `${text}\n`), 'b.c has changed, which prepare.sh may read in PRE_BUILD'],
    ];
    for (const [change, reason] of reasons) {
      change();
      const again = await build();
      expect(again.output).toContain(`This is a full build, because ${reason}.\n`);
      expect([again.result.status, units(again)], again.output).toEqual(['ok', ['a', 'b', 'main']]);
    }
  });

  test('says why a build is a full one each time', async () => {
    edit('dkms.conf', (text) => text.replace(/^MAKE\[0\]="(.*)"$/m, 'MAKE[0]="true; $1"'));
    expect((await build()).output).not.toContain('full build');
    expect((await build()).output).toContain(
      "This is a full build, because MAKE runs more than dkms's own make, which may change the copy.\n",
    );
  });

  test('repeats the messages about what did not change', async () => {
    edit('a.c', (text) => `${text}static int forgotten;\n`);
    const first = await build();
    expect(renderProblems(first.result.problems)[0]).toContain("warning: 'forgotten' defined but not used");
    edit('b.c', (text) => text.replace('2', '3'));
    const second = await build();
    expect(units(second)).toEqual(['a', 'b']);
    expect(second.result.problems).toEqual(first.result.problems);
  });

  test('runs a conf whose module only bash knows once, with the module of the last build', async () => {
    edit('dkms.conf', (text) => `${text}. $kernel_source_dir/.config\necho "read for $module" >&2\n`);
    const runs = ({ output }: DrivenBuild) => output.match(/^read for .*/gm);
    expect(runs(await build())).toEqual(['read for ', 'read for hello']);
    edit('a.c', (text) => `${text}/* changed */\n`);
    const second = await build();
    expect(units(second)).toEqual(['a']);
    expect(runs(second)).toEqual(['read for hello']);
  });

  test('repeats that a symbol is missing, at the Makefile of the source', async () => {
    edit('b.c', (text) => text.replace('return', 'extern int nosuch; return nosuch +'));
    for (let round = 0; round < 2; round++) {
      const { result } = await build();
      expect(renderProblems(result.problems), `round ${round}`).toEqual([
        expect.stringMatching(`^${source}/Makefile:1:-: error: .*nosuch.* undefined!`),
      ]);
    }
  });

  test('does not trust a stage that is incomplete, modified, or from another build', async () => {
    const whole = ['a', 'b', 'main'];
    const [staged = ''] = (await build()).result.built.map((one) => join(one.path, '..'));
    const kept = join(staged, '../../../../kept.json');
    const spoil: readonly (() => void)[] = [
      () => rmSync(kept),
      () => writeFileSync(kept, readFileSync(kept, 'utf8').slice(0, -9)),
      () => writeFileSync(kept, readFileSync(kept, 'utf8').replace(/"format":\d+/, '"format":0')),
      () => writeFileSync(kept, readFileSync(kept, 'utf8').replace(/"endedAt":\d/, '"endedAt":9')),
      () => appendFileSync(join(staged, 'a.c'), '/* changed */\n'),
      () => rmSync(join(staged, 'both.h')),
      () => edit('Makefile', (text) => `${text}# changed\n`),
      () => edit('dkms.conf', (text) => `${text}# changed\n`),
      () => writeFileSync(join(source, 'linux.h'), ''),
      () => rmSync(join(source, 'notes.txt')),
    ];
    for (const act of spoil) {
      act();
      const built = await build();
      expect([units(built), built.result.status], String(act)).toEqual([whole, 'ok']);
    }
    const { signal, cancel } = cancellation();
    await build(release61, { signal, onOutput: cancel });
    expect(units(await build())).toEqual(whole);
  });

  const seed = Number(testOption('SEED') ?? 1);
  const rounds = Number(testOption('ROUNDS') ?? 6);
  test.each([release61, testRelease('7') ?? release61])(
    `ends as a fresh build, whatever was edited (DKMS_TOOLS_SEED=${seed}, DKMS_TOOLS_ROUNDS=${rounds}), for %s`,
    async (release) => {
      const random = randomNumbers(seed);
      const pick = <Item>(items: readonly Item[]): Item =>
        items[Math.floor(random() * items.length)] ?? expect.unreachable();
      const original = new Map(readdirSync(source).map((name) => [name, readFileSync(join(source, name))]));
      const edits: Record<string, () => void> = {
        number: () =>
          edit(pick(['a.c', 'b.c']), (text) => text.replace(/\d/, (digit) => `${(Number(digit) + 1) % 10}`)),
        header: () => edit('both.h', (text) => text.replace(/SEEN \d/, `SEEN ${Math.floor(random() * 9)}`)),
        broken: () => edit(pick(['a.c', 'b.c', 'main.c']), (text) => `${text}int x = nought;\n`),
        warning: () =>
          edit(
            pick(['a.c', 'b.c', 'both.h']),
            (text) => `${text}static int unused${Math.floor(random() * 99)};\n`,
          ),
        unresolved: () => edit('b.c', (text) => text.replace('return', 'extern int nosuch; return nosuch +')),
        removed: () => edit('Makefile', (text) => text.replace(' b.o', '')),
        renamed: () => edit('Makefile', (text) => text.replaceAll('hello', 'helo')),
        added: () => writeFileSync(join(source, `more${Math.floor(random() * 99)}.h`), '#define MORE\n'),
        deleted: () => rmSync(join(source, pick(['a.c', 'both.h', 'notes.txt'])), { force: true }),
        old: () => {
          edit('a.c', (text) => text.replace(/\d/, '5'));
          utimesSync(join(source, 'a.c'), 1_000_000_000, 1_000_000_000);
        },
        sneaky: () => {
          const path = join(source, 'b.c');
          const { atimeMs, mtimeMs } = statSync(path);
          edit('b.c', (text) => text.replace(/\d/, '4'));
          utimesSync(path, atimeMs / 1000, mtimeMs / 1000);
        },
        nothing: () => {},
        restored: () => {
          for (const name of readdirSync(source)) if (!original.has(name)) rmSync(join(source, name));
          for (const [name, text] of original) {
            const path = join(source, name);
            if (!readFileOr(path).equals(text)) writeFileSync(path, text);
          }
        },
      };
      await build(release);
      const done: string[] = [];
      // A source that is as it was at an earlier time has the fresh build of that time.
      const freshOutcomes = new Map<string, ReturnType<typeof outcomeOf>>();
      for (let round = 0; round < rounds; round++) {
        // A broken source stays broken until an edit restores it, so restoring comes often.
        const name = round % 3 === 2 ? 'restored' : pick(Object.keys(edits));
        done.push(name);
        for (const restored of ['a.c', 'b.c', 'both.h'])
          if (!readFileOr(join(source, restored)).length) edits.restored?.();
        edits[name]?.();
        // With one job, make ends in the same way however much it can skip.
        const kept = await build(release, { jobs: 1 });
        const state = readdirSync(source)
          .sort()
          .map((name) => `${name}\n${readFileSync(join(source, name), 'utf8')}`)
          .join('\n');
        const fresh =
          freshOutcomes.get(state) ??
          outcomeOf(
            await drive({
              ...{ source, kernel: await kernelOf(modulesDir, release) },
              cacheFolder: join(folder, `fresh${round}`),
              jobs: 1,
            }),
          );
        freshOutcomes.set(state, fresh);
        expect(outcomeOf(kept), done.join(', ')).toEqual(fresh);
      }
    },
  );
});

/** The part of the result that must not depend on earlier builds. */
function outcomeOf({ result }: DrivenBuild) {
  return {
    status: result.status,
    problems: [...renderProblems(result.problems)].sort(),
    modules: result.built.map(({ name, path }) => [
      name,
      execFileSync('objdump', ['-s', '-j', '.text', '-j', '.init.text', '-j', '.modinfo', path], {
        encoding: 'utf8',
      }).replace(/^.*file format.*$/m, ''),
    ]),
  };
}

function readFileOr(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
