import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { searchPath } from '../../../test/support/surroundings.ts';
import { cancellation, until } from '../../../test/support/waiting.ts';
import { BuildOutputParser } from '../output/build-output.ts';
import type { Plan } from './plan.ts';
import { ProcessGroups } from './process-group.ts';
import { type RunResult, runPlan } from './run.ts';
import { readSourceState } from './stage/source-state.ts';
import { buildDirOf, type StageLayout, stageLayout } from './stage/stage-layout.ts';
import { mapStage } from './stage/staged-paths.ts';
import type { Step } from './steps/step.ts';

let folder: string;
let layout: StageLayout;
let source: string;
const module = { name: 'hello', version: '1.0' };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-test-'));
  source = join(folder, 'my source');
  layout = stageLayout(folder, join(source, 'dkms.conf'), '6.1');
  mkdirSync(layout.copyDir, { recursive: true });
  mkdirSync(source);
  mkdirSync(join(folder, 'headers', 'include'), { recursive: true });
  writeFileSync(join(folder, 'headers', 'Makefile'), '');
  for (const dir of [source, layout.copyDir]) writeFileSync(join(dir, 'hello.c'), 'int a;\n');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function step(kind: Step['kind'], script: string, more: Partial<Step> = {}): Step {
  const location = { file: join(source, 'dkms.conf'), line: 7, column: 6 };
  return {
    kind,
    title: kind,
    command: script,
    script: `exec 2>&1\n${script}`,
    location,
    onFailure: 'stop',
    ...more,
  };
}

function planOf(steps: readonly Step[], expected: readonly string[] = []): Plan {
  const location = { file: join(source, 'dkms.conf'), line: 3 };
  return {
    ...{ kind: 'plan', module, layout, steps, makeLocation: location, dkmsVersion: '3.0.10' },
    kernel: {
      ...{ name: '6.1', release: '6.1', version: '6.1', arch: 'x86_64', status: 'ready', running: false },
      buildDir: join(folder, 'headers'),
    },
    buildDir: buildDirOf(layout, module),
    moduleDir: buildDirOf(layout, module),
    env: { PATH: searchPath(), LC_ALL: 'C' },
    expected: expected.map((file) => ({
      name: file.replace(/\.ko$/, ''),
      file,
      location,
      optional: false,
      stripped: false,
    })),
    dependencies: [],
    ...{ strip: 'strip', hasUnameShim: false },
    conf: { path: join(source, 'dkms.conf'), text: '' },
    source: { folder: source, inside: '' },
  };
}

/** What a user would see of a run: each reported problem, the status and what was built. */
async function run(
  plan: Plan,
  { runsClean = true, signal }: { runsClean?: boolean; signal?: AbortSignal } = {},
): Promise<{ problems: string[]; output: string; result: RunResult }> {
  const problems: string[] = [];
  let output = '';
  const paths = mapStage(layout, module, source, await readSourceState(source, undefined));
  const result = await runPlan(
    plan,
    {
      output: (text) => {
        output += text;
      },
      problem: ({ file, line, severity, message }) =>
        problems.push(
          `${file.replace(`${source}/`, '')}:${line}: ${severity}: ${message.replaceAll(folder, 'TMP')}`,
        ),
      progress: () => {},
    },
    {
      ...{ groups: new ProcessGroups(), runsClean },
      ...(signal && { signal }),
      createParser: () =>
        new BuildOutputParser({ paths, startDir: plan.buildDir, kernelDir: plan.kernel.buildDir }),
    },
  );
  expect(readFileSync(result.log, 'utf8')).toBe(output);
  return { problems: problems, output, result };
}

test('steps run in order in the build folder, and the log shows each', async () => {
  const plan = planOf(
    [step('pre-build', 'echo one > made'), step('make', 'cat made; touch hello.ko')],
    ['hello.ko'],
  );
  const { output, result } = await run(plan);
  expect(result).toMatchObject({ status: 'ok', built: [{ name: 'hello' }], problems: [] });
  expect(
    output.replace(/^\w{3}, \d\d .* GMT$/m, 'DATE').replace(/(?<=time: )00:00:\d\d$/gm, '00:00:00'),
  ).toBe(
    [
      'DKMS (dkms-tools) make.log for hello/1.0 for kernel 6.1 (x86_64)',
      'DATE',
      '',
      'pre-build',
      '# command: echo one > made',
      '',
      '# exit code: 0',
      '# elapsed time: 00:00:00',
      '-'.repeat(64),
      '',
      'make',
      '# command: cat made; touch hello.ko',
      'one',
      '',
      '# exit code: 0',
      '# elapsed time: 00:00:00',
      '-'.repeat(64),
      '',
    ].join('\n'),
  );
});

test("compiler messages are located in the user's source", async () => {
  const error = `echo "$PWD/hello.c:1:5: error: no such thing"; exit 2`;
  const { problems, result } = await run(planOf([step('make', error)]));
  expect(problems).toEqual(['hello.c:1: error: no such thing']);
  expect(result).toMatchObject({ status: 'failed', reason: 'The build command failed with exit code 2.' });
});

test('a failure without a message is a problem at the MAKE directive', async () => {
  const { problems, result } = await run(planOf([step('make', 'echo well; echo not so well; exit 3')]));
  expect(problems).toEqual([
    'dkms.conf:7: error: The build command failed with exit code 3. The command is "echo well; echo not so well; exit 3". It ended with:\nwell\nnot so well',
  ]);
  expect(result.status).toBe('failed');
});

test.each([
  [
    'of the source, in which the problem is',
    'Makefile',
    /^Makefile:17: error: The build command failed with/,
  ],
  [
    'of the kernel',
    '/usr/src/linux-headers-6.1/Makefile',
    /^dkms\.conf:7: error: The build command failed with/,
  ],
])('a failure without a message may come with a recipe %s', async (_, file, expected) => {
  for (const dir of [source, layout.copyDir]) writeFileSync(join(dir, 'Makefile'), '');
  const command = `echo fetching; echo "make: *** [${file}:17: data.h] Error 1"; exit 2`;
  const { problems } = await run(planOf([step('make', command)]));
  expect(problems).toEqual([expect.stringMatching(expected)]);
  expect(problems[0]).toContain('It ended with:\nfetching\nmake: ***');
});

test('a module that was not built is a problem that names the modules that were', async () => {
  const { problems } = await run(planOf([step('make', 'mkdir src; touch src/helo.ko')], ['hello.ko']));
  expect(problems).toEqual([
    'dkms.conf:3: error: The build produced src/helo.ko, but not hello.ko, which dkms looks for. Correct BUILT_MODULE_NAME and BUILT_MODULE_LOCATION, or the Makefile.',
  ]);
});

test("a make that hides its failure has failed, and the missing module adds nothing to the compiler's message", async () => {
  const hidden = `echo "$PWD/hello.c:1:5: error: no such thing"; true`;
  const { problems, result } = await run(planOf([step('make', hidden)], ['hello.ko']));
  expect(problems).toEqual(['hello.c:1: error: no such thing']);
  expect(result).toMatchObject({
    status: 'failed',
    reason:
      'The build did not produce hello.ko, which dkms looks for. Let the Makefile build it (obj-m), or name here what it builds.',
  });
});

test('errors printed by a successful build do not remain errors', async () => {
  const probe = `echo "$PWD/hello.c:1:5: error: probing"; touch hello.ko`;
  const { problems, result } = await run(planOf([step('make', probe)], ['hello.ko']));
  expect(problems).toEqual(['hello.c:1: error: probing']);
  expect(result).toMatchObject({ status: 'ok', problems: [{ severity: 'information' }] });
});

test('a failing script is a warning where dkms continues, and ends the build where dkms stops', async () => {
  const goesOn = planOf([step('pre-build', 'exit 4', { onFailure: 'warn' }), step('make', 'true')]);
  const first = await run(goesOn);
  expect(first.result.status).toBe('ok');
  expect(first.problems).toEqual([
    'dkms.conf:7: warning: The PRE_BUILD script exit 4 failed with exit code 4. dkms 3.0.10 continues all the same; 3.1.5 and later stop here.',
  ]);
});

test('the last lines of a failing script are in its warning', async () => {
  const { problems } = await run(
    planOf([
      step('pre-build', 'echo "no iptables here"; exit 1', { onFailure: 'warn' }),
      step('make', 'true'),
    ]),
  );
  expect(problems[0]).toMatch(/3\.1\.5 and later stop here\. It ended with:\nno iptables here$/);
});

test('a script that is not executable is skipped, with a warning', async () => {
  writeFileSync(join(layout.copyDir, 'pre.sh'), 'exit 1\n');
  const needs = { file: 'pre.sh', as: 'script' } as const;
  const { problems, result } = await run(
    planOf([step('pre-build', './pre.sh', { needs }), step('make', 'true')]),
  );
  expect(result.status).toBe('ok');
  expect(problems).toEqual([
    'dkms.conf:7: warning: The script pre.sh does not exist or is not executable, so dkms does not run it. Make it executable with chmod +x.',
  ]);
});

test('a missing patch is an error, and nothing runs after it', async () => {
  const needs = { file: 'patches/a.patch', as: 'patch' } as const;
  const { problems, output, result } = await run(
    planOf([step('patch', 'patch', { needs }), step('make', 'echo ran')]),
  );
  expect(result.status).toBe('failed');
  expect(output).not.toContain('ran');
  expect(problems).toEqual([
    'dkms.conf:7: error: The patch patches/a.patch is not in the source. Add it, or remove it from PATCH.',
  ]);
});

test('a copy with nothing to clean is not cleaned', async () => {
  const clean = step('clean', 'echo cleaned', { onFailure: 'ignore' });
  const { output } = await run(planOf([clean, step('make', 'true')]), { runsClean: false });
  expect(output).not.toContain('cleaned');
});

test('headers that disappear during the build are reported as the reason', async () => {
  const { problems } = await run(planOf([step('make', `rm -r '${folder}/headers'; exit 2`)]));
  expect(problems).toEqual([
    'dkms.conf:7: error: The headers of kernel 6.1 are no longer in TMP/headers. Install them again, or build for another kernel.',
  ]);
});

test('a command that is not installed is named in the problem', async () => {
  const { problems } = await run(planOf([step('make', 'sh -c gcc-99; exit 2')]));
  expect(problems.at(-1)).toBe(
    'dkms.conf:7: error: The build calls gcc-99, which is not installed. Install it, or add its folder to the PATH.',
  );
});

test.each<[string, string, string | undefined]>([
  [
    'git',
    "'make[1]: *** [Makefile:3: a.o] Error 127'",
    'which is not installed. Install it, or add its folder to the PATH.',
  ],
  ['git', "'make[1]: *** [Makefile:3: a.o] Error 1' 'make: *** [Makefile:9: all] Error 2'", undefined],
  [
    './version.sh',
    "'make: *** [Makefile:3: version.h] Error 127'",
    'which is not there, or names an interpreter that is not installed.',
  ],
])('%s, which is not found, is the reason only where it ended make', async (command, lines, reason) => {
  const found = `printf '%s\\n' '/bin/sh: 1: ${command}: not found' 'a.c:1:1: error: no' ${lines}; exit 2`;
  const { problems } = await run(planOf([step('make', found)]));
  const wanted = reason === undefined ? [] : [`dkms.conf:7: error: The build calls ${command}, ${reason}`];
  expect(problems.filter((one) => one.includes('The build calls'))).toEqual(wanted);
});

test('a cancelled run has neither succeeded nor failed, and has no problems caused by killing it', async () => {
  const begun = join(folder, 'begun');
  const script = `trap 'echo "$PWD/hello.c:1:1: fatal error: killed"; exit 1' TERM; touch '${begun}'; sleep 100000 & wait`;
  const { signal, cancel } = cancellation();
  const running = run(planOf([step('make', script)]), { signal });
  await until(() => existsSync(begun));
  cancel();
  const { problems, result } = await running;
  expect(result).toMatchObject({ status: 'cancelled', reason: 'The build was cancelled.' });
  expect(problems).toEqual([]);
});

test.each(['sourceTree', 'dkmsTree'] as const)(
  'does not find what was built in the source, as dkms does not: %s',
  async (tree) => {
    const source =
      tree === 'sourceTree' ? `${layout.sourceTree}/hello-1.0` : `${layout.dkmsTree}/hello/1.0/source`;
    const build = step('make', `cd ${source} && cat hello.c && touch hello.ko`);
    const { output, result } = await run(planOf([build], ['hello.ko']));
    expect(output).toContain('int a;');
    expect(existsSync(`${layout.sourceTree}/hello-1.0/hello.ko`)).toBe(true);
    expect(result.status).toBe('failed');
  },
);

test('the copy is where dkms has it, under each of its names', async () => {
  chmodSync(layout.copyDir, 0o755);
  const script = [
    `cat ${layout.dkmsTree}/hello/1.0/build/hello.c`,
    `cat ${layout.dkmsTree}/hello/1.0/source/hello.c`,
    `cat ${layout.sourceTree}/hello-1.0/hello.c`,
  ].join('; ');
  const { output } = await run(planOf([step('make', script)]));
  expect(output.match(/^int a;$/gm)).toHaveLength(3);
});
