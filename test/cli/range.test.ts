import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { makeKernelFolder } from '../support/kernel-folder.ts';
import { howToGetTestMaterial, newerMake, testKernels, testReleases } from '../support/kernels.ts';
import { needs, noMounts } from '../support/needs.ts';
import { privateMounts, searchPath } from '../support/surroundings.ts';

const { modulesDir = '' } = testKernels() ?? {};
const releases = testReleases();

let folder = '';
let env: NodeJS.ProcessEnv = {};
let lamp = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-range-'));
  const make = newerMake();
  env = {
    DKMS_TOOLS_CACHE: path.join(folder, 'cache'),
    ...(make !== undefined && { PATH: searchPath(make) }),
  };
  const hello = writeHello(path.join(folder, 'hello'));
  const text = readFileSync(path.join(hello, 'hello.c'), 'utf8');
  lamp = writeHello(path.join(folder, 'lamp'), {
    'hello.c': text.replace(
      'return 0;',
      'char text[8];\n\n\tstrlcpy(text, "lamp", sizeof(text));\n\tpr_info("%s\\n", text);\n\treturn 0;',
    ),
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('without any kernel, it tells where a function went and what to write into dkms.conf', async () => {
  const { code, out } = await runCommandLine(['range', lamp], { env });
  expect(out).toContain('5.10 to 6.1: no known obstacle\n');
  expect(out).toContain('    hello.c:8: strlcpy() is gone, since Linux 6.8\n');
  expect(out).toMatch(
    /is known to break it for Linux 5\.10 to 6\.1, .*\nFor dkms\.conf:\n {2}BUILD_EXCLUSIVE_KERNEL_MAX="6\.7\.999"\n$/,
  );
  expect(code).toBe(0);
});

test('a module that builds for every kernel gets no directive', async () => {
  const { code, out } = await runCommandLine(['range', path.join(folder, 'hello'), '--format', 'json'], {
    env,
  });
  expect(JSON.parse(out)).toMatchObject({
    version: 1,
    range: { first: '5.10' },
    directives: [],
    built: null,
  });
  expect(code).toBe(0);
});

test('the table of a README is written once, and checked', async () => {
  const readme = path.join(folder, 'README.md');
  writeFileSync(readme, '# Lamp\n');
  const run = (...words: string[]) => runCommandLine(['range', lamp, '--readme', readme, ...words], { env });
  const refused = await run();
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('has no place for the table')]);
  writeFileSync(readme, '# Lamp\n<!-- dkms-tools range -->\n<!-- /dkms-tools range -->\n');
  const stale = await run('--check');
  expect([stale.code, stale.err]).toEqual([1, expect.stringContaining('is outdated')]);
  expect(readFileSync(readme, 'utf8')).toBe(
    '# Lamp\n<!-- dkms-tools range -->\n<!-- /dkms-tools range -->\n',
  );
  expect((await run()).code).toBe(0);
  expect(readFileSync(readme, 'utf8')).toContain('| 5.10 to 6.1 | no known obstacle |\n');
  expect((await run('--check')).code).toBe(0);
});

test('a README is not lost where the disk is full', needs(!privateMounts() && noMounts), async () => {
  const disk = path.join(folder, 'disk');
  mkdirSync(disk);
  const readme = path.join(folder, 'FULL.md');
  const text = `${'precious\n'.repeat(900)}<!-- dkms-tools range -->\n<!-- /dkms-tools range -->\n`;
  writeFileSync(readme, text);
  const script = `mount -t tmpfs -o size=16k none "$0" && cp "$1" "$0" && { dd if=/dev/zero of="$0/filler" 2>/dev/null; true; } || exit 125
shift
"$@"
code=$?
cat "$0/FULL.md"
exit "$code"`;
  const place = path.join(disk, 'FULL.md');
  const ended = await runCommandLine(['range', lamp, '--readme', place], {
    env,
    before: [...(privateMounts() ?? []), '/bin/sh', '-c', script, disk, readme],
  });
  expect(ended).toEqual({
    ...{ code: 2, out: text },
    err: `dkms-tools: ${place} can't be written: no space left on device\n`,
  });
});

describe('with kernels', needs(releases.length < 4 && howToGetTestMaterial), () => {
  test('the edges are verified by builds, and nothing is downloaded where their kernels are here', async () => {
    const words = [
      'range',
      lamp,
      '--get',
      '--modules',
      modulesDir,
      '--no-system-kernels',
      '--format',
      'json',
    ];
    const { out, err } = await runCommandLine(words, { env });
    expect(err).toBe('');
    const { built } = JSON.parse(out);
    expect(built).toEqual({
      ...{ first: releases[0], last: releases[1], certainty: 'verified' },
      builds: [
        { kernel: releases[1], succeeded: true },
        { kernel: releases[2], succeeded: false },
        { kernel: releases[0], succeeded: true },
      ],
    });
  });

  test('what can be built for is built for, where a series at an edge can not be had', async () => {
    const modules = path.join(folder, 'modules');
    makeKernelFolder(modules, { modulesDir, releases: releases.slice(1, 3), withoutHeaders: [] });
    const words = ['range', lamp, '--modules', modules, '--no-system-kernels', '--format', 'json', '--get'];
    const archive = ['--from', 'debian-12', '--mirror', `file://${folder}/no-archive`];
    const { code, out, err } = await runCommandLine([...words, ...archive], { env });
    expect(err).toMatch(
      /\ndkms-tools: 5\.10 could not be downloaded, so only the other kernels are built for; without --from, all suites of the archive are searched for it\n$/,
    );
    expect(JSON.parse(out).built).toMatchObject({ first: releases[1], last: releases[1] });
    expect(code).toBe(2);
    const strange = await runCommandLine([...words, '--from', 'debian-99'], { env });
    expect(strange).toMatchObject({ code: 2, out: '' });
    expect(strange.err).toMatch(/^dkms-tools: no suite is called debian-99; there are: [^\n]*\n$/);
  });
});
