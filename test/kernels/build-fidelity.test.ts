import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BuildScheduler } from '../../server/src/workspace/build-scheduler.ts';
import { Engine } from '../../server/src/workspace/engine.ts';
import { parseSettings } from '../../server/src/workspace/settings.ts';
import { type Verification, verifyWithDkms } from '../../server/src/workspace/verify/verification.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { loadInstalledParser } from '../support/parser.ts';
import { treeState } from '../support/tree-state.ts';

const kernels = testKernels();
const version = spawnSync('dkms', ['--version'], { encoding: 'utf8' }).stdout?.trim();

interface Case {
  readonly name: string;
  /** The lines of dkms.conf in addition to name and version. */
  readonly conf: readonly string[];
  /** A Makefile, scripts (executable if they begin with #!) and whatever else the source has. */
  readonly files?: Readonly<Record<string, string>>;
  /** dkms's exit code, as it was when this was written. */
  readonly exit: number;
  readonly reason?: RegExp;
}

const builtHello = ['BUILT_MODULE_NAME[0]=hello', 'DEST_MODULE_LOCATION[0]=/extra'];
const touch = ['MAKE[0]="touch hello.ko"', 'CLEAN=true', ...builtHello];
const patchOf = (line: string) =>
  ['--- a/text', '+++ b/text', '@@ -1 +1 @@', `-${line}`, '+new', ''].join('\n');

const cases: readonly Case[] = [
  { name: 'all is well', conf: touch, exit: 0 },
  {
    ...{ name: 'the kernel is excluded', conf: [...touch, 'BUILD_EXCLUSIVE_KERNEL="^9"'], exit: 77 },
    reason: /^BUILD_EXCLUSIVE_KERNEL is "\^9"/,
  },
  {
    ...{ name: 'the architecture is excluded', conf: [...touch, 'BUILD_EXCLUSIVE_ARCH=amd64'], exit: 77 },
    reason: /^BUILD_EXCLUSIVE_ARCH is "amd64"/,
  },
  {
    ...{ name: 'an option of the kernel is missing', exit: 77, reason: /^BUILD_EXCLUSIVE_CONFIG is / },
    conf: [...touch, 'BUILD_EXCLUSIVE_CONFIG="CONFIG_PCI CONFIG_NO_SUCH"'],
  },
  {
    ...{ name: 'an option of the kernel must not be set', exit: 77, reason: /^BUILD_EXCLUSIVE_CONFIG is / },
    conf: [...touch, 'BUILD_EXCLUSIVE_CONFIG="!CONFIG_PCI"'],
  },
  {
    name: 'all options are right',
    conf: [...touch, 'BUILD_EXCLUSIVE_CONFIG="CONFIG_PCI !CONFIG_NO"'],
    exit: 0,
  },
  { name: 'a bad regular expression', conf: [...touch, 'BUILD_EXCLUSIVE_KERNEL="("'], exit: 77 },
  { name: 'a newer directive', conf: [...touch, 'BUILD_EXCLUSIVE_KERNEL_MAX=5.0'], exit: 0 },
  { name: 'a dependency that is not there', conf: [...touch, 'BUILD_DEPENDS=nosuch'], exit: 0 },
  { name: 'the build command fails', conf: ['MAKE=false', 'CLEAN=true', ...builtHello], exit: 10 },
  { name: 'no module is made', conf: ['MAKE=true', 'CLEAN=true', ...builtHello], exit: 7 },
  {
    ...{ name: 'one of two modules is not made', exit: 7 },
    conf: [...touch, 'BUILT_MODULE_NAME[1]=two', 'DEST_MODULE_LOCATION[1]=/extra'],
  },
  {
    ...{ name: 'the module lies in a folder', exit: 0 },
    conf: [
      'MAKE="mkdir -p out; touch out/hello.ko"',
      ...['CLEAN=true', ...builtHello, 'BUILT_MODULE_LOCATION[0]=out'],
    ],
  },
  {
    name: 'a module of the source would do',
    conf: ['MAKE=true', 'CLEAN=true', ...builtHello],
    files: { 'hello.ko': '' },
    exit: 0,
  },
  {
    ...{ name: 'the module of the source is cleaned away', exit: 7, files: { 'hello.ko': '' } },
    conf: ['MAKE=true', 'CLEAN="rm -f *.ko"', ...builtHello],
  },
  {
    ...{
      name: 'CLEAN takes away what the build needs',
      exit: 10,
      files: { needed: 'x', Makefile: 'clean:\n\trm -f needed\n' },
    },
    conf: ['MAKE="cp needed hello.ko"', 'CLEAN="make clean"', ...builtHello],
  },
  {
    ...{ name: 'the kernel cleans away what the source has', exit: 10, files: { 'lib.a': 'x' } },
    conf: ['MAKE="cp lib.a hello.ko"', ...builtHello],
  },
  {
    name: 'PRE_BUILD fails',
    conf: [...touch, 'PRE_BUILD=pre'],
    files: { pre: '#!/bin/sh\nexit 3\n' },
    exit: 0,
  },
  {
    name: 'PRE_BUILD is not executable',
    conf: [...touch, 'PRE_BUILD=pre'],
    files: { pre: 'exit 3\n' },
    exit: 0,
  },
  {
    ...{ name: 'PRE_BUILD makes the module', exit: 0 },
    conf: ['MAKE="mv x hello.ko"', 'CLEAN=true', ...builtHello, 'PRE_BUILD="pre x y"'],
    files: { pre: '#!/bin/sh\ntouch $1\n' },
  },
  {
    name: 'POST_BUILD fails',
    conf: [...touch, 'POST_BUILD=post'],
    files: { post: '#!/bin/sh\nexit 3\n' },
    exit: 0,
  },
  {
    ...{ name: 'POST_BUILD makes the module, too late', exit: 7 },
    conf: ['MAKE=true', 'CLEAN=true', ...builtHello, 'POST_BUILD=post'],
    files: { post: '#!/bin/sh\ntouch hello.ko\n' },
  },
  {
    ...{ name: 'POST_BUILD removes the module, too late', exit: 0 },
    conf: [...touch, 'POST_BUILD=post'],
    files: { post: '#!/bin/sh\nrm hello.ko\n' },
  },
  {
    name: 'a patch is applied',
    conf: ['MAKE="grep new text && touch hello.ko"', 'CLEAN=true', ...builtHello, 'PATCH[0]=a'],
    files: { text: 'old\n', 'patches/a': patchOf('old') },
    exit: 0,
  },
  {
    name: 'a patch does not apply',
    conf: [...touch, 'PATCH[0]=a'],
    files: { text: 'other\n', 'patches/a': patchOf('old') },
    exit: 6,
  },
  { name: 'a patch is missing', conf: [...touch, 'PATCH[0]=a'], exit: 5 },
  { name: 'a patch is for other kernels', conf: [...touch, 'PATCH[0]=a', 'PATCH_MATCH[0]="^5"'], exit: 0 },
  {
    name: 'the command ends in a semicolon',
    conf: ['MAKE="touch hello.ko;"', 'CLEAN=true', ...builtHello],
    exit: 10,
  },
  {
    name: 'MAKE_MATCH chooses',
    conf: ['MAKE[0]=false', 'MAKE[1]="touch hello.ko"', 'MAKE_MATCH[1]="^6"', 'CLEAN=true', ...builtHello],
    exit: 0,
  },
  {
    name: 'the command begins with make',
    conf: ['MAKE="maker"', 'CLEAN=true', ...builtHello],
    files: { makefile: 'all:\n' },
    exit: 7,
  },
  {
    name: 'several commands',
    conf: [
      `MAKE="make one && cd sub && make 'two' KERNELRELEASE=\\$(KERNELRELEASE)"`,
      'CLEAN=true',
      ...builtHello,
    ],
    files: {
      Makefile: 'one:\n\techo $(KERNELRELEASE) > hello.ko\n',
      'sub/Makefile': 'two:\n\ttest -s ../hello.ko\n',
    },
    exit: 0,
  },
  {
    name: 'the file is bad',
    conf: ['MAKE="touch hello.ko"', 'BUILT_MODULE_NAME[0]=hello.ko', 'DEST_MODULE_LOCATION[0]=/extra'],
    exit: 8,
  },
  {
    name: 'no place to install to',
    conf: ['MAKE="touch hello.ko"', 'BUILT_MODULE_NAME[0]=hello', 'DEST_MODULE_LOCATION[0]=/usr'],
    exit: 8,
  },
  {
    name: 'variables of make',
    conf: [`MAKE="make -f m 'X=$kernelver a'"`, 'CLEAN=true', ...builtHello],
    files: {
      m: 'all:\n\ttest "$(X)" = "$(KERNELRELEASE) a" && test "$(kernelver)$(arch)$(module)$(module_version)" = "$(KERNELRELEASE)x86_64hello1.0" && touch hello.ko\n',
    },
    exit: 0,
  },
];

describe(
  'a build ends as with dkms 3.0.10 if',
  needs(!kernels && howToGetTestMaterial, version !== 'dkms-3.0.10' && 'dkms 3.0.10 is not installed'),
  () => {
    const { modulesDir, release61 } = kernels ?? { modulesDir: '', release61: '' };
    let folder: string;
    let engine: Engine;
    let builds: BuildScheduler;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'build-fidelity-'));
      const { settings } = parseSettings({
        kernelFolders: [modulesDir],
        systemKernels: false,
        cacheFolder: join(folder, 'cache'),
      });
      engine = Engine.start(await loadInstalledParser(), settings);
      builds = new BuildScheduler(engine);
    });
    afterAll(async () => {
      await builds.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    async function verify(
      name: string,
      conf: readonly string[],
      files: Case['files'] = {},
    ): Promise<Verification> {
      const source = writeHello(join(folder, name.replaceAll(' ', '-').replace(/[^\w-]/g, '')), {
        ...files,
        'dkms.conf': ['PACKAGE_NAME=hello', 'PACKAGE_VERSION=1.0', ...conf, ''].join('\n'),
      });
      for (const [file, text] of Object.entries(files))
        if (text.startsWith('#!')) spawnSync('chmod', ['+x', join(source, file)]);
      const before = treeState(source);
      const verification = await verifyWithDkms(
        engine,
        builds,
        { conf: join(source, 'dkms.conf'), kernel: release61 },
        {
          signal: new AbortController().signal,
          share: { jobs: 2 },
          listener: { output: () => {}, problem: () => {}, progress: () => {} },
        },
      );
      expect(treeState(source)).toEqual(before);
      return verification;
    }

    test.each(cases)('$name', async ({ name, conf, files, exit, reason }) => {
      const { ours, dkms, differences } = await verify(name, conf, files);
      expect([dkms?.exit, differences], JSON.stringify(ours)).toEqual([exit, []]);
      if (reason) expect(ours.reason).toMatch(reason);
    });

    test('commands and scripts see the same environment', async () => {
      const { ours, dkms, differences } = await verify(
        'surroundings',
        [
          'MAKE="./dump make; touch hello.ko"',
          ...['CLEAN="./dump clean"', ...builtHello, 'PRE_BUILD="dump pre a  b"', 'POST_BUILD="dump post"'],
        ],
        { dump: surroundings },
      );
      expect([dkms?.exit, differences], JSON.stringify(ours)).toEqual([0, []]);
      // dkms finally removes its build folder, so the scripts write beside it what they saw.
      const seen = (tree: string) =>
        ['pre', 'clean', 'make', 'post'].map((name) =>
          comparable(readFileSync(join(folder, tree, name), 'utf8')),
        );
      expect(seen('seen-by-ours')).toEqual(seen('seen-by-dkms'));
    });

    test.each(['', 'STRIP=no', 'STRIP=sometimes'])(
      'a module of the kernel is stripped, or not, with %s',
      async (line) => {
        const conf = [
          'MAKE="make -C $kernel_source_dir M=$dkms_tree/hello/1.0/build CONFIG_DEBUG_INFO=y KCFLAGS=-g modules"',
          ...['CLEAN=true', ...builtHello, line],
        ];
        const { ours, dkms, differences } = await verify(`strip ${line}`, conf, {
          Makefile: 'obj-m := hello.o\n',
        });
        expect(differences).toEqual([]);
        const stored = join(dirname(dkms?.log ?? ''), '../module/hello.ko');
        const sections = (file: string) =>
          spawnSync('readelf', ['-SW', file], { encoding: 'utf8' }).stdout.match(/\.\w+/g)?.sort();
        expect(sections(ours.built[0]?.path ?? '')).toEqual(sections(stored));
        expect(sections(stored)?.includes('.debug_info')).toBe(line === 'STRIP=no');
      },
    );
  },
);

/** Writes its environment into a folder beside the tests' cache, named after whose build it is. */
const surroundings = `#!/bin/bash
case $PWD in */verify/*) who=dkms ;; *) who=ours ;; esac
out=\${PWD%/cache/*}/seen-by-$who
mkdir -p $out
{ echo "arguments=$* umask=$(umask) stdin=$(readlink /proc/self/fd/0) limits=$(ulimit -a | sha256sum)"; echo "folder=$PWD program=$0"; env | sort; } >$out/$1
`;

/** The lines without what may differ: the build folder, SHLVL, the variables that keep dkms from signing, and the mark of a run. */
function comparable(text: string): readonly string[] {
  return text
    .replaceAll(/\/[^\s=]*\/cache\/(?:verify\/)?stage\/[^/]+\/[^/]+/g, 'ROOT')
    .split('\n')
    .filter((line) => !/^(?:_|SHLVL|OLDPWD|sign_file|try_sign_modules|PATH|DKMS_TOOLS_RUN)=/.test(line));
}
