import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { drive, kernelOf, renderProblems } from '../support/build-driver.ts';
import { runCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { plainEnvironment } from '../support/surroundings.ts';

const kernels = testKernels();

let folder: string;
let source: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-variables-'));
  // Only with W=1 does the compiler miss a prototype.
  const text = 'int answer(void)\n{\n#ifdef TOLD\n\treturn TOLD;\n#else\n\treturn 0;\n#endif\n}\n';
  source = writeHello(join(folder, 'hello'), {
    Makefile: 'obj-m := hello.o\nhello-y := main.o answer.o\nccflags-y := $(if $(TOLD),-DTOLD="$(TOLD)")\n',
    'main.c': '#include <linux/module.h>\nMODULE_LICENSE("GPL");\nMODULE_DESCRIPTION("Says hello");\n',
    'answer.c': text,
  });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a build with variables that the user has set', needs(!kernels && howToGetTestMaterial), () => {
  const { modulesDir = '', release61 = '' } = kernels ?? {};

  const build = async (environment: Record<string, string>, make: Record<string, string>) => {
    const kernel = await kernelOf(modulesDir, release61);
    const isSet = Object.keys({ ...environment, ...make }).length > 0;
    return await drive({
      ...{ source, kernel, cacheFolder: join(folder, 'cache') },
      env: plainEnvironment(),
      ...(isSet && { variables: { environment, make } }),
    });
  };

  test('gives make its variables, as on its command line, and says so', async () => {
    const without = await build({}, {});
    expect(without.result, without.output).toMatchObject({ status: 'ok' });
    expect(without.result.problems).toEqual([]);

    const { result, output } = await build({}, { W: '1' });
    expect(result.status, output).toBe('ok');
    expect(renderProblems(result.problems)).toEqual([
      expect.stringMatching(`^${source}/answer\\.c:1:5: warning: no previous prototype for .answer.`),
    ]);
    expect(output).toContain('This build gets W=1 from your settings; a build by dkms does not.\n');

    // A unit that was built with other variables is built again.
    expect((await build({}, {})).result.problems).toEqual([]);
  });

  test('gives it the environment, beyond what dkms takes away, and a compiler with a launcher', async () => {
    const launcher = join(folder, 'launcher');
    writeFileSync(launcher, `#!/bin/sh\necho "$TOLD $*" >>${folder}/launched\nexec "$@"\n`);
    chmodSync(launcher, 0o755);
    const kernel = await kernelOf(modulesDir, release61);
    const compiler = kernel.compiler?.command ?? 'gcc';
    const { result, output } = await build({ TOLD: '42' }, { CC: `${launcher} ${compiler}` });
    expect(result.status, output).toBe('ok');
    expect(readFileSync(join(folder, 'launched'), 'utf8')).toMatch(
      new RegExp(`^42 ${compiler} .*-DTOLD=42.* .*answer\\.c$`, 'm'),
    );
  });

  test('is available in the terminal', async () => {
    const words = ['build', source, '--kernel', release61, '--modules', modulesDir, '--format', 'json'];
    const env = { DKMS_TOOLS_CACHE: join(folder, 'cache') };
    const { code, out } = await runCommandLine(
      [...words, '--make-variable', 'KCFLAGS=-Wmissing-prototypes -Werror'],
      {
        env,
      },
    );
    expect(code).toBe(1);
    const { results } = JSON.parse(out) as { results: { problems: { file: string; line: number }[] }[] };
    expect(results[0]?.problems[0]).toMatchObject({ file: join(source, 'answer.c'), line: 1 });
    const { code: refused, err } = await runCommandLine([...words, '--make-variable', 'W'], { env });
    expect([refused, err]).toEqual([2, 'dkms-tools: --make-variable W: expected NAME=VALUE, such as W=1\n']);
  });
});
