import { expect, test } from 'vitest';
import { openConf } from '../conf/conf.ts';
import { parseDkmsVersion } from '../conf/directives/dkms-version.ts';
import { evaluateConf } from '../conf/reading/evaluate-conf.ts';
import type { Kernel } from '../kernels/kernel.ts';
import { ownFolder } from '../module/module-source.ts';
import { type Plan, planBuild } from './plan.ts';
import { stageLayout } from './stage/stage-layout.ts';

const source = [
  'PACKAGE_NAME="hello"',
  'PACKAGE_VERSION="1.0"',
  'MAKE[0]="make -C $kernel_source_dir M=$dkms_tree/hello/1.0/build"',
  'BUILT_MODULE_NAME[0]="hello"',
  'BUILT_MODULE_LOCATION[0]="src"',
  'DEST_MODULE_LOCATION[0]="/extra"',
];

const noParser = { parse: (): never => expect.unreachable() };

function plan(lines: readonly string[], { version = '3.0.10', kernel = {} as Partial<Kernel> } = {}) {
  const text = lines.join('\n');
  const layout = stageLayout('/cache', '/my src/hello/dkms.conf', '6.1.0');
  const target: Kernel = {
    ...{
      name: '6.1.0',
      release: '6.1.0',
      version: '6.1.0',
      arch: 'x86_64',
      buildDir: '/lib/modules/6.1.0/build',
    },
    ...{ status: 'ready', running: false },
    ...kernel,
  };
  const reading = evaluateConf(openConf(noParser, text), {
    dkmsVersion: parseDkmsVersion(version) ?? expect.unreachable(),
    kernel: { release: target.release, arch: target.arch, sourceDir: target.buildDir },
    ...{ module: 'hello', moduleVersion: '1.0', jobs: 4 },
    ...{ dkmsTree: layout.dkmsTree, sourceTree: layout.sourceTree },
  });
  const conf = { path: '/my src/hello/dkms.conf', text };
  const source = ownFolder(conf.path);
  return planBuild({ reading, conf, source, kernel: target, layout, jobs: 4, env: { PATH: '/bin' } });
}

/** The plan's commands, the stage's folder cut short. */
function commands(lines: readonly string[], version?: string): readonly string[] {
  const planned = plan(lines, version === undefined ? {} : { version });
  if (planned.kind !== 'plan') throw new Error(`${planned.kind}: ${JSON.stringify(planned)}`);
  return planned.steps.map(
    (step) =>
      `${step.kind} (${step.onFailure}) line ${step.location.line}: ${step.command.replaceAll(planned.layout.root, 'STAGE')}`,
  );
}

test('the command that dkms would run, in a tree like its own', () => {
  expect(commands(source)).toEqual([
    'clean (ignore) line 1: make -C /lib/modules/6.1.0/build M=STAGE/tree/hello/1.0/build clean',
    'make (stop) line 3: make -j4 KERNELRELEASE=6.1.0 -C /lib/modules/6.1.0/build M=STAGE/tree/hello/1.0/build',
  ]);
  const planned = plan(source) as Plan;
  expect(planned.buildDir).toBe(`${planned.layout.dkmsTree}/hello/1.0/build`);
  expect(planned.expected).toEqual([
    {
      ...{ name: 'hello', file: 'src/hello.ko', optional: false, stripped: true },
      location: { file: '/my src/hello/dkms.conf', line: 4, column: 22, endLine: 4, endColumn: 29 },
    },
  ]);
});

test('everything dkms runs, in its order, and what a failure means in each version', () => {
  const whole = [
    ...source,
    'PATCH[0]=a.patch',
    'PATCH[1]=b.patch',
    'PRE_BUILD="pre.sh x"',
    'POST_BUILD=post.sh',
    'CLEAN="make clean"',
  ];
  expect(commands(whole).map((line) => line.replace(/: .*/, ''))).toEqual([
    'patch (stop) line 7',
    'patch (stop) line 8',
    'pre-build (warn) line 9',
    'clean (ignore) line 11',
    'make (stop) line 3',
    'post-build (warn) line 10',
  ]);
  expect(commands(whole, '3.4.3').map((line) => line.replace(/: .*/, ''))).toEqual([
    'patch (stop) line 7',
    'patch (stop) line 8',
    'pre-build (stop) line 9',
    'make (stop) line 3',
    'post-build (stop) line 10',
  ]);
});

test('problems are reported at the MAKE that matched', () => {
  const matched = [...source, 'MAKE[1]="make -f other.mk"', 'MAKE_MATCH[1]="^6\\."'];
  expect(commands(matched).at(-1)).toBe('make (stop) line 7: make -j4 KERNELRELEASE=6.1.0 -f other.mk');
});

test('columns count bytes, as those of compilers do', () => {
  const planned = plan(['# größe', 'X="ü" MAKE_=1; PACKAGE_NAME="hello"', ...source.slice(1)]) as Plan;
  expect(planned.makeLocation).toMatchObject({ line: 4, column: 9 });
});

test('whatever dkms refuses is refused, at its location', () => {
  expect(plan(source.filter((line) => !line.startsWith('PACKAGE_VERSION')))).toEqual({
    kind: 'refused',
    because: 'bad-conf',
    message: "dkms 3.0.10 refuses this file: No 'PACKAGE_VERSION' directive specified.",
    location: { file: '/my src/hello/dkms.conf', line: 1 },
  });
  expect(plan([...source, 'AUTOINSTALL="Y"'], { version: '3.4.3' })).toMatchObject({
    because: 'bad-conf',
    message: "dkms 3.4.3 refuses this file: Unsupported AUTOINSTALL value 'Y'",
    location: { line: 7 },
  });
});

test('a faulty file is reported before an excluded kernel, and that before missing headers', () => {
  const kernel = { status: 'no-headers', reason: 'There are no headers.', install: 'apt install x' } as const;
  const excluded = [...source, 'BUILD_EXCLUSIVE_KERNEL="^5"'];
  expect(plan(excluded.slice(1), { kernel })).toMatchObject({ kind: 'refused', because: 'bad-conf' });
  expect(plan(excluded, { kernel })).toMatchObject({
    kind: 'skipped',
    reason: expect.stringMatching(/^BUILD_EXCLUSIVE_KERNEL is "\^5": the kernel /),
  });
  expect(plan(source, { kernel })).toMatchObject({
    because: 'kernel-not-ready',
    message: expect.stringContaining('apt install x'),
  });
});

test('what only bash can determine is left open', () => {
  expect(plan([...source, 'MAKE[0]="make -j$(nproc)"'])).toMatchObject({ kind: 'unresolved', what: 'MAKE' });
  expect(plan([...source, 'if test -e x; then PRE_BUILD=x.sh; fi'])).toMatchObject({
    kind: 'unresolved',
    what: 'PRE_BUILD',
    location: { line: 7 },
  });
});

test('since 3.3.0, a module whose own exclusion may apply is not reported as missing', () => {
  const two = [
    ...source,
    'BUILT_MODULE_NAME[1]=b',
    'DEST_MODULE_LOCATION[1]=/extra',
    'BUILD_EXCLUSIVE_KERNEL[1]="^5"',
  ];
  const optional = (version: string) => (plan(two, { version }) as Plan).expected.map((one) => one.optional);
  expect(optional('3.4.3')).toEqual([false, true]);
  expect(optional('3.2.2')).toEqual([false, false]);
});
