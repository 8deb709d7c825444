import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { release as running, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ProcessGroups } from '../../server/src/builds/process-group.ts';
import { readLastBuild } from '../../server/src/builds/recompile/last-build.ts';
import { SourceOverlay } from '../../server/src/builds/recompile/source-overlay.ts';
import { recompileUnit } from '../../server/src/builds/recompile/unit-recompilation.ts';
import { findUnits } from '../../server/src/builds/recompile/units.ts';
import { EntryCollector } from '../../server/src/builds/source/source-entries.ts';
import { readCopyRecord } from '../../server/src/builds/stage/copy-record.ts';
import { stageLayout } from '../../server/src/builds/stage/stage-layout.ts';
import { runRealDkms } from '../../server/src/builds/verify/real-dkms.ts';
import { findInstalledDkms } from '../../server/src/dkms/installed-dkms.ts';
import { drive, kernelOf, renderProblems } from '../support/build-driver.ts';
import { runCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernelMark, testKernels, testRelease } from '../support/kernels.ts';
import { linkPrograms } from '../support/linked-programs.ts';
import { needs, noDkms, noMounts } from '../support/needs.ts';
import { processesAbout } from '../support/processes.ts';
import { plainEnvironment, privateMounts } from '../support/surroundings.ts';
import { treeState } from '../support/tree-state.ts';
import { cancellation } from '../support/waiting.ts';

const kernels = testKernels();
const installed = findInstalledDkms();

let folder: string;
let cacheFolder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kernel-view-'));
  cacheFolder = path.join(folder, 'cache');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const conf = (make: string) =>
  `PACKAGE_NAME=hello\nPACKAGE_VERSION=1.0\nBUILT_MODULE_NAME=hello\nDEST_MODULE_LOCATION=/extra\nMAKE='${make}'\n`;

/** A Makefile that finds the headers by itself. */
const makefile = (headers: string, release = '$(shell uname -r)', more = '') =>
  `ifneq ($(KBUILD_EXTMOD),)\nobj-m := hello.o\nelse\nKVER ?= ${release}\n${more}all:\n\t$(MAKE) -C ${headers} M=$(CURDIR) modules\nendif\n`;

const build = '$dkms_tree/hello/1.0/build';

/** How confs and Makefiles of public drivers refer to the folder of the headers. */
const shapes: readonly [string, string, string][] = [
  ['the conf', conf(`make -C /lib/modules/$kernelver/build M=${build}`), 'obj-m := hello.o\n'],
  [
    'the conf, below /usr',
    conf(`make -C /usr/lib/modules/$kernelver/build M=${build}`),
    'obj-m := hello.o\n',
  ],
  ['a variable of the conf', conf('KDIR=/lib/modules/$kernelver/build make'), makefile('$(KDIR)')],
  ['the Makefile', conf('make KVER=$kernelver'), makefile('/lib/modules/$(KVER)/build')],
  [
    'the Makefile, by KERNELRELEASE',
    conf('make all'),
    'ifneq ($(KBUILD_EXTMOD),)\nobj-m := hello.o\nelse\nall:\n\t$(MAKE) -C /lib/modules/$(KERNELRELEASE)/build M=$(CURDIR) modules\nendif\n',
  ],
  ['the Makefile, in /usr/src', conf('make KVER=$kernelver'), makefile('/usr/src/linux-headers-$(KVER)')],
  [
    'a conf that only bash can tell',
    `${conf('')}MAKE="make -C $(readlink -f /lib/modules/$kernelver/build) M=${build}"\n`,
    'obj-m := hello.o\n',
  ],
];

describe(
  'a kernel that is not in /lib/modules',
  needs(!kernels && howToGetTestMaterial, !privateMounts() && noMounts),
  () => {
    const { modulesDir, release61 } = kernels ?? { modulesDir: '', release61: '' };
    const seen = `/lib/modules/${release61}/build`;

    const hello = (files: Readonly<Record<string, string>>) => writeHello(path.join(folder, 'hello'), files);

    test.each(shapes)('is seen there by a build whose path is in %s', async (_where, text, make) => {
      const source = hello({ 'dkms.conf': text, Makefile: make });
      const before = treeState(source);
      const kernel = await kernelOf(modulesDir, release61);
      const { result, output } = await drive({ source, kernel, cacheFolder });
      expect(result, output).toMatchObject({ status: 'ok', problems: [], built: [{ name: 'hello' }] });
      expect(result.built[0]?.vermagic).toContain(release61);
      expect(output.split('\n')[0]).toMatch(/^This build sees \/.+ at \/lib\/modules\/\S+\/build, /);
      expect(treeState(source)).toEqual(before);
      expect(existsSync(path.dirname(seen))).toBe(false);
      expect(processesAbout(folder)).toEqual([]);
    });

    test('and on every line of kernels', async () => {
      const [, text = '', make = ''] = shapes[0] ?? [];
      const source = hello({ 'dkms.conf': text, Makefile: make });
      for (const line of ['5.10', '6.12', '7']) {
        const release = testRelease(line);
        if (release === undefined) continue;
        const kernel = await kernelOf(modulesDir, release);
        const { result, output } = await drive({ source, kernel, cacheFolder });
        expect(result.status, output).toBe('ok');
      }
    });

    test('problems are shown on the lines of the user', async () => {
      const source = hello({
        'dkms.conf': conf('make KVER=$kernelver'),
        Makefile: makefile('/lib/modules/$(KVER)/build'),
        'hello.c':
          '#include <linux/module.h>\n#include <linux/version.h>\nint f(void)\n{\n\treturn nought;\n}\nMODULE_LICENSE("GPL");\n',
      });
      const kernel = await kernelOf(modulesDir, release61);
      const { result } = await drive({ source, kernel, cacheFolder });
      expect(renderProblems(result.problems)).toContain(
        `${source}/hello.c:5:16: error: 'nought' undeclared (first use in this function)`,
      );
      expect(JSON.stringify(result.problems)).not.toContain(seen);
    });

    test('a namespace that can no longer be entered fails one build, and the next one looks for another way', async () => {
      const [, text = ''] = shapes[0] ?? [];
      const source = hello({ 'dkms.conf': text });
      const kernel = await kernelOf(modulesDir, release61);
      expect((await drive({ source, kernel, cacheFolder })).result.status).toBe('ok');
      // Without these links the script fails before it runs the command.
      const { root } = stageLayout(cacheFolder, path.join(source, 'dkms.conf'), testKernelMark(release61));
      const links = path.join(root, 'view.links', '0');
      const stopped = await drive({
        ...{ source, kernel, cacheFolder },
        onOutput: (output) => output.includes('# command: make') && rmSync(links, { recursive: true }),
      });
      expect(stopped.result.status, stopped.output).toBe('failed');
      expect(existsSync(path.join(cacheFolder, 'namespace.json'))).toBe(false);
      const { result, output } = await drive({ source, kernel, cacheFolder });
      expect(result.status, output).toBe('ok');
    });

    test('the next build compiles what changed, and nothing else', async () => {
      const source = hello({
        'dkms.conf': conf('make KVER=$kernelver'),
        Makefile: `${makefile('/lib/modules/$(KVER)/build')}hello-y := main.o other.o\n`,
        'main.c': readFileSync(path.join(hello({}), 'hello.c'), 'utf8'),
        'other.c': 'int other(void);\nint other(void)\n{\n\treturn 1;\n}\n',
      });
      const kernel = await kernelOf(modulesDir, release61);
      const first = await drive({ source, kernel, cacheFolder });
      expect(first.result.status, first.output).toBe('ok');
      writeFileSync(path.join(source, 'other.c'), 'int other(void);\nint other(void)\n{\n\treturn 2;\n}\n');
      const second = await drive({ source, kernel, cacheFolder });
      expect(second.result.status, second.output).toBe('ok');
      expect([first.objects, second.objects]).toEqual([2, 1]);
    });

    test('a check of a saved file finds what its build found, also after one that failed', async () => {
      const source = hello({
        'dkms.conf': conf(`make -C /lib/modules/$kernelver/build M=${build}`),
        Makefile: `obj-m := hello.o\nccflags-y := -I/lib/modules/${release61}/build/include -DSEEN\n`,
        'hello.c': '#include <linux/module.h>\nint f(void)\n{\n\treturn nought;\n}\nMODULE_LICENSE("GPL");\n',
      });
      const kernel = await kernelOf(modulesDir, release61);
      for (const status of ['failed', 'ok']) {
        const { result, output } = await drive({ source, kernel, cacheFolder });
        expect(result.status, output).toBe(status);
        const layout = stageLayout(cacheFolder, path.join(source, 'dkms.conf'), testKernelMark(release61));
        const last = await readLastBuild(layout);
        if (!last) throw new Error('nothing is left of the build');
        const groups = new ProcessGroups();
        const units = await findUnits(last, { groups });
        expect(units.map((unit) => unit.source)).toEqual(['hello.c']);
        expect(units[0]?.words).toContain('-DSEEN');
        expect(units[0]?.words.join(' ')).not.toContain(seen);
        const copied = (await readCopyRecord(layout, last.stamp)) ?? new EntryCollector().entries();
        const overlay = await SourceOverlay.make(path.join(layout.root, 'check'), last, copied);
        const [unit] = units;
        if (!unit) throw new Error('no unit');
        const options = { groups, signal: new AbortController().signal };
        const check = await recompileUnit(unit, { last, overlay }, options);
        expect(check.kind === 'checked' && renderProblems(check.problems)).toEqual(
          status === 'ok'
            ? []
            : [`${source}/hello.c:4:16: error: 'nought' undeclared (first use in this function)`],
        );
        hello({ 'dkms.conf': readFileSync(path.join(source, 'dkms.conf'), 'utf8') });
        const text = readFileSync(path.join(source, 'Makefile'), 'utf8');
        writeFileSync(
          path.join(source, 'Makefile'),
          text.replace(
            'obj-m := hello.o\n',
            `obj-m := hello.o\nccflags-y := -I/lib/modules/${release61}/build/include -DSEEN\n`,
          ),
        );
      }
    });

    test('the real dkms sees it as well', needs(!installed && noDkms), async () => {
      const source = hello({ 'dkms.conf': conf(`make -C /lib/modules/$kernelver/build M=${build}`) });
      const kernel = await kernelOf(modulesDir, release61);
      const verdict = await runRealDkms(
        {
          ...{ path: path.join(source, 'dkms.conf'), module: { name: 'hello', version: '1.0' } },
          ...{ kernel, program: 'dkms', cacheFolder, jobs: 2 },
        },
        { groups: new ProcessGroups() },
      );
      expect(verdict).toMatchObject({ status: 'ok', exit: 0, modules: ['hello'] });
    });

    test('a build runs as the same user, and can install nothing there', async () => {
      const facts = [
        '$(shell id -u)',
        '$(shell touch /lib/modules/x 2>&1)',
        '$(shell mount -t tmpfs x /mnt 2>&1)',
      ];
      const source = hello({
        'dkms.conf': conf('make KVER=$kernelver'),
        Makefile: makefile('/lib/modules/$(KVER)/build', '', `$(info I am ${facts.join(' / ')}.)\n`),
      });
      // The programs of root stand for those of a user with the number 1000, in whose namespace root is nobody.
      const asUser = ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--'];
      const words = ['build', source, '--kernel', release61, '--modules', modulesDir, '--format', 'json'];
      const { code, out, err } = await runCommandLine(words, {
        ...{ before: asUser, env: { DKMS_TOOLS_CACHE: cacheFolder } },
      });
      expect(code, out + err).toBe(0);
      const { results } = JSON.parse(out) as { results: [{ log: string }] };
      expect(readFileSync(results[0].log, 'utf8')).toMatch(
        /I am 1000 \/ touch: .*Read-only file system \/ mount: .*(?:permission denied|must be superuser).*\./,
      );
    });

    test('a cancelled build leaves no process, also none that has left its group', async () => {
      const source = hello({
        'dkms.conf': conf('make KVER=$kernelver'),
        Makefile: makefile('/lib/modules/$(KVER)/build').replace(
          'all:\n',
          `all:\n\tsetsid sleep 100000 ${folder} >/dev/null 2>&1 & echo it sleeps; sleep 100000\n`,
        ),
      });
      const kernel = await kernelOf(modulesDir, release61);
      const { signal, cancel } = cancellation();
      const { result } = await drive({
        ...{ source, kernel, cacheFolder, signal },
        onOutput: (text) => text.includes('it sleeps\n') && cancel(),
      });
      expect(result.status).toBe('cancelled');
      expect(processesAbout(folder)).toEqual([]);
    });

    test('if the system does not allow it, the message says what to allow, and which line to change', async () => {
      const kernel = await kernelOf(modulesDir, release61);
      const PATH = linkPrograms(path.join(folder, 'programs'), /^unshare$/);
      const env = plainEnvironment({ PATH });
      const why = `error: The build looks for kernel ${release61} at ${seen}, but its headers are in ${kernel.buildDir}. unshare is not installed. Install the package util-linux, or `;
      const cases = [
        [shapes[0], `dkms.conf:5:6: ${why}write $kernel_source_dir in this line instead of the path.`],
        [
          shapes[3],
          `Makefile:6:-: ${why}let this line take the folder from a variable that MAKE in dkms.conf sets to $kernel_source_dir.`,
        ],
      ] as const;
      for (const [[, text, make] = ['', '', ''], expected] of cases) {
        const source = hello({ 'dkms.conf': text, Makefile: make });
        const { result } = await drive({ source, kernel, cacheFolder, env });
        expect(result.status).toBe('failed');
        expect(renderProblems(result.problems)).toEqual([`${source}/${expected}`]);
      }
      // A build that does not need such a folder works as usual.
      const source = writeHello(path.join(folder, 'plain', 'hello'));
      expect((await drive({ source, kernel, cacheFolder, env })).result.status).toBe('ok');
    });

    test('a namespace that the kernel refuses is named with its switch, also if it was allowed before', async () => {
      const [, text = ''] = shapes[0] ?? [];
      const source = hello({ 'dkms.conf': text });
      const kernel = await kernelOf(modulesDir, release61);
      expect((await drive({ source, kernel, cacheFolder })).result.status).toBe('ok');
      const refused = `echo 0 >/proc/sys/user/max_user_namespaces; exec setpriv --bounding-set -sys_admin -- "$@"`;
      const before = ['unshare', '--map-root-user', '--', 'sh', '-c', refused, 'sh'];
      const words = ['build', source, '--kernel', release61, '--modules', modulesDir];
      const { code, out } = await runCommandLine(words, { before, env: { DKMS_TOOLS_CACHE: cacheFolder } });
      expect(code).toBe(1);
      expect(out).toContain(
        'This machine allows no user namespaces (user.max_user_namespaces is 0). Run "sudo sysctl user.max_user_namespaces=15000", or write $kernel_source_dir',
      );
      expect(out).not.toContain('apt install');
    });
  },
);

describe('a Makefile that asks for the running kernel', needs(!kernels && howToGetTestMaterial), () => {
  const { modulesDir, release61 } = kernels ?? { modulesDir: '', release61: '' };

  test('gets the release of the build if the user wants that, and a warning otherwise', async () => {
    const source = writeHello(path.join(folder, 'hello'), {
      'dkms.conf': conf('make'),
      Makefile: makefile(
        `${modulesDir}/$(KVER)/build`,
        '$(shell uname -r)',
        '$(info [$(shell uname -sr)])\n',
      ),
    });
    const kernel = await kernelOf(modulesDir, release61);
    const plain = await drive({ source, kernel, cacheFolder });
    expect(plain.result.status).toBe('failed');
    expect(plain.output).toContain(`[Linux ${running()}]`);
    const { result, output } = await drive({ source, kernel, cacheFolder, unameShim: true });
    expect(result.status, output).toBe('ok');
    expect(output).toContain(
      `In this build, uname -r prints ${release61}; in a build by dkms, it prints the release of the running kernel.\n`,
    );
    expect(output).toContain(`[Linux ${release61}]`);
    expect(renderProblems(result.problems)).toEqual([
      `${source}/Makefile:4:-: information: uname -r printed ${release61} in this build because dkms.unameShim is set. In a build by dkms, it prints the release of the running kernel.`,
    ]);
    const again = await drive({ source, kernel, cacheFolder });
    expect(again.result.status).toBe('failed');
  });

  test('and a conf that does', async () => {
    const source = writeHello(path.join(folder, 'hello'), {
      'dkms.conf': `${conf('')}MAKE="make -C ${modulesDir}/$(uname -r)/build M=${build}"\n`,
    });
    const kernel = await kernelOf(modulesDir, release61);
    const { result, output } = await drive({ source, kernel, cacheFolder, unameShim: true });
    expect(result.status, output).toBe('ok');
  });
});
