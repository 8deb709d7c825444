import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Plan } from '../plan.ts';
import type { Step } from '../steps/step.ts';
import { stageFingerprint, whyNeverKept } from './stage-fingerprint.ts';
import { stageLayout } from './stage-layout.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fingerprint-test-'));
  mkdirSync(join(folder, 'include/generated'), { recursive: true });
  for (const name of ['Makefile', 'include/generated/autoconf.h', 'gcc'])
    writeFileSync(join(folder, name), '', { mode: 0o755 });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function step(kind: Step['kind'], command: string, more: Partial<Step> = {}): Step {
  const location = { file: '/m/dkms.conf', line: 1 };
  return { kind, title: kind, command, script: command, location, onFailure: 'stop', ...more };
}

function planOf(steps: readonly Step[], env: Readonly<Record<string, string>> = {}): Plan {
  const location = { file: '/m/dkms.conf', line: 1 };
  return {
    ...{
      kind: 'plan',
      module: { name: 'm', version: '1' },
      steps,
      makeLocation: location,
      dkmsVersion: '3.0.10',
    },
    kernel: {
      ...{ name: '6.1', release: '6.1', version: '6.1', arch: 'x86_64', status: 'ready', running: false },
      buildDir: folder,
    },
    layout: stageLayout('/cache', '/m/dkms.conf', '6.1'),
    buildDir: '/cache/build',
    moduleDir: '/cache/build',
    env: { PATH: folder, ...env },
    expected: [],
    dependencies: [],
    ...{ strip: 'strip', hasUnameShim: false },
    conf: { path: '/m/dkms.conf', text: 'PACKAGE_NAME=m' },
    source: { folder: '/m', inside: '' },
  };
}

const make = step('make', 'make -j2 KERNELRELEASE=6.1 -C /headers M=/cache/build');
const clean = step('clean', 'make clean');

test.each<[string, readonly Step[], boolean]>([
  ['one make', [make], true],
  ['a clean, which did nothing', [clean, make], true],
  ['a patch', [step('patch', 'patch'), make], true],
  ['a script before', [step('pre-build', 'pre.sh'), make], true],
  ['a script behind', [make, step('post-build', 'post.sh')], false],
  ['several makes', [step('make', `${make.command} && make -C /headers M=/cache/build/two modules`)], true],
  ['a command of several', [step('make', `${make.command} && cp a b`)], false],
  ['a script of its own', [step('make', './build.sh')], false],
])('a stage is kept after %s: %#', (_what, steps, isKept) => {
  expect(whyNeverKept(planOf(steps)) === undefined).toBe(isKept);
});

test('the fingerprint changes with what a build depends on, and with nothing else', async () => {
  const plan = planOf([make]);
  const first = await stageFingerprint(plan);
  const more = { ...make, command: make.command.replace('-j2', '-j8') };
  expect(await stageFingerprint(planOf([more], { TERM: 'dumb', VSCODE_PID: '7' }))).toBe(first);
  const others = [
    planOf([{ ...make, command: `${make.command} V=1` }]),
    planOf([make], { KCFLAGS: '-O1' }),
    { ...plan, conf: { ...plan.conf, text: '' } },
    { ...plan, dkmsVersion: '3.4.3' },
  ];
  for (const other of others) expect(await stageFingerprint(other)).not.toBe(first);
  for (const file of ['Makefile', 'include/generated/autoconf.h', 'gcc']) {
    const before = await stageFingerprint(plan);
    writeFileSync(join(folder, file), `${file} of another day`);
    expect(await stageFingerprint(plan), file).not.toBe(before);
  }
});
