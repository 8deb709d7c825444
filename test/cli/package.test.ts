import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs, noDkms } from '../support/needs.ts';
import { inOwnSystem, noSystemOfItsOwn } from '../support/own-system.ts';
import { nobody, plainEnvironment } from '../support/surroundings.ts';
import { treeState } from '../support/tree-state.ts';

const kernels = testKernels();
const { modulesDir = '', release61 = '', release612 = '' } = kernels ?? {};
const noKernels = !kernels && howToGetTestMaterial;
const missing = (program: string, name = program) =>
  spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0 && `${name} is not installed`;
const without = {
  dkms: missing('dkms') && noDkms,
  debhelper: missing('dh') || missing('dpkg-buildpackage', 'dpkg-dev') || missing('dh_dkms', 'dh-dkms'),
  system: !inOwnSystem([], {}) && noSystemOfItsOwn,
};
const jane = ['--maintainer', 'Jane Doe <jane@example.org>'];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-package-'));
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A source whose name, version and files are difficult for every format; returns its name for dkms. */
function awkward(place: string): string {
  const source = writeHello(path.join(folder, place), {
    'dkms.conf': [
      'name=Hello_Drv # not for Debian',
      'PACKAGE_NAME=$name',
      'v=rc1',
      'PACKAGE_VERSION="1.0-${v:-none}" # PACKAGE_VERSION=0.9',
      'MAKE="make -C ${kernel_source_dir} M=${dkms_tree}/${PACKAGE_NAME}/${PACKAGE_VERSION}/build RELEASE=\'${kernelver}\' modules"',
      'BUILT_MODULE_NAME="hello"',
      'BUILT_MODULE_LOCATION="src/"',
      'DEST_MODULE_LOCATION="/updates"',
      'PATCH[0]="greet.patch"',
      'PRE_BUILD="prepare.sh it"',
      'AUTOINSTALL="yes"',
      '',
    ].join('\n'),
    Kbuild: 'obj-m := src/hello.o\n',
    'prepare.sh': '#!/bin/sh\necho "/* $1 */" > made.h\n',
    'some notes.txt': 'a name with a blank\n',
    'patches/greet.patch':
      '--- a/src/hello.c\n+++ b/src/hello.c\n@@ -1,3 +1,4 @@\n #include <linux/module.h>\n+#include "../made.h"\n \n static int __init hello_init(void)\n',
    'README.md': '# Hello\n',
    'old/hello.o': 'a product of a build',
    '.git/config': '[remote "origin"]\n\turl = https://jane:secret@example.org/jane/hello.git\n',
  });
  chmodSync(path.join(source, 'prepare.sh'), 0o755);
  mkdirSync(path.join(source, 'src'));
  cpSync(path.join(source, 'hello.c'), path.join(source, 'src/hello.c'));
  for (const file of ['hello.c', 'Makefile']) rmSync(path.join(source, file));
  return source;
}

/** Packages a source as a format and returns the folder. */
async function packaged(source: string, format: string, notes = ''): Promise<string> {
  const output = mkdtempSync(path.join(folder, `${format}-`));
  const before = treeState(source);
  const { code, err } = await runCommandLine([
    'package',
    source,
    '--as',
    format,
    '--output',
    output,
    ...jane,
  ]);
  expect([code, err]).toEqual([0, notes]);
  expect(treeState(source)).toEqual(before);
  chmodSync(output, 0o755);
  return output;
}

function run(command: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): string {
  const [program = '', ...words] = command;
  const ran = spawnSync(program, words, { cwd, encoding: 'utf8', env: plainEnvironment(env) });
  expect(ran.status, `${command.join(' ')}\n${ran.stdout}\n${ran.stderr}\n${ran.error ?? ''}`).toBe(0);
  return ran.stdout;
}

/** Runs a shell script in a system of its own with one kernel, and returns its output. */
function inSystem(script: string): string {
  const modules = path.join(folder, 'modules');
  if (!existsSync(modules)) {
    mkdirSync(path.join(modules, release61), { recursive: true });
    run(['cp', '-a', path.join(modulesDir, release61), modules], folder);
  }
  const places = Object.fromEntries(
    (['overrides', 'sources', 'state', 'modules'] as const).map((name) => {
      const place = mkdtempSync(path.join(folder, `${name}-`));
      if (name === 'modules') run(['cp', '-a', path.join(modules, release61), place], folder);
      return [name, place];
    }),
  );
  const command = inOwnSystem(['/bin/sh', '-ec', script], places) ?? expect.unreachable();
  return run(command, folder, { DEBIAN_FRONTEND: 'noninteractive', sign_file: '/dev/null' });
}

const installed = (name: string) => `${name}, ${release61}, x86_64: installed\n`;

describe('a Debian package', needs(noKernels, without.dkms, without.debhelper, without.system), () => {
  test.each([
    ['a new driver', 'lamp/0.1'],
    ['an awkward source', 'Hello_Drv/1.0-rc1'],
  ])('of %s is built, installed by dpkg, and installed by dkms', async (what, name) => {
    const source = path.join(folder, `debian-${name.replaceAll('/', '-')}`, 'lamp');
    if (what === 'a new driver') {
      mkdirSync(path.join(source, '..'));
      const made = await runCommandLine(['new', 'lamp', source, '--kind', 'misc']);
      expect(made.code).toBe(0);
    } else awkward(path.relative(folder, source));
    const output = await packaged(source, 'debian');
    const [unpacked = ''] = readdirSync(output).filter((one) => !one.endsWith('.gz'));
    run(['dpkg-buildpackage', '-us', '-uc', '--build=full'], path.join(output, unpacked));
    const [deb = ''] = readdirSync(output).filter((one) => one.endsWith('.deb'));
    const contents = run(['dpkg-deb', '--contents', deb], output);
    expect(contents).not.toMatch(/\.o$|\.git\b/m);
    const status = inSystem(
      `dpkg -i ${path.join(output, deb)} >&2; dkms status; dpkg -r ${deb.replace(/_.*/, '')} >&2; dkms status; ls /usr/src`,
    );
    expect(status).toBe(installed(name));
  });

  test('has no errors of lintian', needs(missing('lintian')), async () => {
    const output = await packaged(awkward('lintian'), 'debian');
    const [unpacked = ''] = readdirSync(output).filter((one) => !one.endsWith('.gz'));
    run(['dpkg-buildpackage', '-us', '-uc', '--build=full'], path.join(output, unpacked));
    const [changes = ''] = readdirSync(output).filter((one) => one.endsWith('.changes'));
    const words = ['--allow-root', '--fail-on', 'error', '--show-overrides', changes];
    const said = run(['lintian', ...words], output);
    // A bug in Debian's list of wanted packages is closed by the first upload; an older lintian does not know the newest policy.
    expect(
      said.replace(/^[WIP]: .*\b(?:initial-upload-closes-no-bugs|newer-standards-version)\b.*\n/gm, ''),
    ).toBe('');
  });
});

describe('an RPM', needs(noKernels, without.dkms, missing('rpmbuild', 'rpm'), without.system), () => {
  test('is built from the spec, installed by rpm, and installed by dkms for the kernel', async () => {
    const output = await packaged(awkward('rpm/hello'), 'rpm');
    const top = mkdtempSync(path.join(folder, 'rpm-top-'));
    const defines = ['--define', `_sourcedir ${output}`, '--define', `_topdir ${top}`];
    expect(
      run(['rpmspec', '-q', '--qf', '%{NAME} %{VERSION}', ...defines, 'hello-drv-dkms.spec'], output),
    ).toBe('hello-drv-dkms 1.0~rc1');
    run(['rpmbuild', '-ba', ...defines, 'hello-drv-dkms.spec'], output);
    const [rpm = ''] = readdirSync(path.join(top, 'RPMS/noarch'));
    const package_ = path.join(top, 'RPMS/noarch', rpm);
    // The scripts build for the running kernel, which uname names.
    const lines = [
      'mv /usr/bin/uname /usr/bin/uname.real',
      `printf '%s\\n' '#!/bin/sh' 'case "$*" in -r) echo ${release61} ;; *) exec uname.real "$@" ;; esac' > /usr/bin/uname`,
      'chmod 755 /usr/bin/uname',
      `rpm --install --nodeps ${package_} >&2`,
      ...['dkms status', 'rpm --erase hello-drv-dkms >&2', 'dkms status', 'ls /usr/src'],
    ];
    const status = inSystem(lines.join('\n'));
    expect(status).toBe(installed('Hello_Drv/1.0-rc1'));
  });
});

describe('a PKGBUILD', () => {
  test('has the fields of a DKMS package, and puts the source where dkms looks for it', async () => {
    const output = await packaged(awkward('arch/hello'), 'arch');
    run(['bash', '-n', 'PKGBUILD'], output);
    const fields = [
      'pkgname',
      'pkgver',
      'pkgrel',
      'arch',
      'url',
      'license',
      'depends',
      'source',
      'sha256sums',
    ];
    const print = fields.map((field) => `printf '%s\\n' "\${${field}[*]}"`).join('; ');
    const values = run(['bash', '-c', `. ./PKGBUILD; ${print}`], output).split('\n');
    expect(values.slice(0, 8)).toEqual([
      ...['hello-drv-dkms', '1.0rc1', '1', 'any', 'https://example.org/jane/hello'],
      ...['GPL-2.0-only', 'dkms', 'Hello_Drv-1.0-rc1.tar.gz'],
    ]);
    expect(run(['sha256sum', values[7] ?? ''], output)).toContain(values[8]);
    run(['bash', '-ec', `. ./PKGBUILD; tar -xf "$source"; pkgdir=$PWD/pkg; package`], output);
    const target = path.join(output, 'pkg/usr/src/Hello_Drv-1.0-rc1');
    expect(readdirSync(target).sort()).toEqual([
      'Kbuild',
      'dkms.conf',
      'patches',
      'prepare.sh',
      'some notes.txt',
      'src',
    ]);
  });

  test(
    'is accepted by makepkg',
    needs(missing('makepkg'), missing('pacman', 'pacman-package-manager')),
    async () => {
      const output = await packaged(awkward('makepkg/hello'), 'arch');
      run(['chown', '-R', `${nobody}`, output], folder);
      const user = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
      writeFileSync(
        path.join(output, 'makepkg.conf'),
        'CARCH=x86_64\nCHOST=x86_64-pc-linux-gnu\nPKGEXT=.pkg.tar.gz\nSRCEXT=.src.tar.gz\nCOMPRESSGZ=(gzip -cfn)\nINTEGRITY_CHECK=(sha256)\nDLAGENTS=(file::/bin/false)\n',
      );
      run([...user, 'makepkg', '--nodeps', '--config', './makepkg.conf'], output, { HOME: output });
      expect(run(['tar', '-tf', 'hello-drv-dkms-1.0rc1-1-any.pkg.tar.gz'], output)).toContain(
        'usr/src/Hello_Drv-1.0-rc1/dkms.conf\n',
      );
    },
  );
});

describe('an AKMBUILD', needs(noKernels), () => {
  test('builds the module as akms runs it, and the APKBUILD brings it to /usr/src', async () => {
    const output = await packaged(
      awkward('alpine/hello'),
      'alpine',
      'dkms-tools: The version 1.0-rc1 is 1.0_rc1 for Alpine Linux.\n',
    );
    const [shell, sub] = spawnSync('busybox').status === 0 ? ['busybox', ['sh']] : ['sh', []];
    for (const file of ['AKMBUILD', 'APKBUILD']) run([shell, ...sub, '-n', file], output);
    const place = [
      ...['set -euo pipefail', 'srcdir=$PWD/unpacked pkgdir=$PWD/pkg', 'mkdir unpacked'],
      ...['tar -C unpacked -xzf Hello_Drv-1.0-rc1.tar.gz', 'cp AKMBUILD unpacked'],
      ...['. ./APKBUILD', 'cd "$builddir"', 'package'],
    ];
    run([shell, ...sub, '-c', place.join('\n')], output);
    run(['sh', '-c', '. ./APKBUILD; echo "$sha512sums" | sed "/^$/d" | sha512sum -c -'], output);
    const source = path.join(output, 'pkg/usr/src/hello-drv-1.0_rc1');
    for (const release of [release61, release612]) {
      const builddir = mkdtempSync(path.join(folder, 'akms-'));
      run(['cp', '-a', `${source}/.`, builddir], folder);
      // What akms-build of akms 0.3.0 does.
      const akms = [
        ...['set -euo pipefail', 'cd "$builddir"', '. ./AKMBUILD', 'build', 'echo "$modname $modver"'],
        'echo "$built_modules"',
      ];
      const said = run([shell, ...sub, '-c', akms.join('\n')], builddir, {
        ...{ builddir, srcdir: source, kernel_ver: release, MAKEFLAGS: '-j2' },
        kernel_srcdir: path.join(modulesDir, release, 'build'),
      });
      expect(said).toMatch(/^hello-drv 1\.0_rc1\nsrc\/hello\.ko$/m);
      expect(run(['modinfo', '-F', 'vermagic', './src/hello.ko'], builddir)).toContain(`${release} `);
    }
  });
});

describe('a tarball', needs(noKernels, without.dkms, without.system), () => {
  test('is what dkms ldtarball loads', async () => {
    const output = await packaged(awkward('tarball/hello'), 'tarball');
    const archive = path.join(output, 'Hello_Drv-1.0-rc1-source-only.dkms.tar.gz');
    const lines = [
      `dkms ldtarball --archive ${archive} >&2`,
      `dkms build Hello_Drv/1.0-rc1 -k ${release61} >&2`,
      ...['dkms status', 'cat "/usr/src/Hello_Drv-1.0-rc1/some notes.txt"'],
    ];
    expect(inSystem(lines.join('\n'))).toBe(
      `Hello_Drv/1.0-rc1, ${release61}, x86_64: built\na name with a blank\n`,
    );
  });
});

describe('every format', () => {
  const formats = ['debian', 'rpm', 'arch', 'alpine', 'tarball'];

  test.each(formats)('%s is the same twice, and printed without being made', async (format) => {
    const source = awkward(`twice-${format}/hello`);
    const env = { SOURCE_DATE_EPOCH: '1700000000' };
    const words = ['package', source, '--as', format, ...jane];
    const dry = await runCommandLine([...words, '--dry-run', '--format', 'json'], { env });
    const other = path.join(folder, `twice-${format}`, 'other');
    expect(readdirSync(path.join(folder, `twice-${format}`))).toEqual(['hello']);
    const made = await runCommandLine([...words, '--format', 'json'], { env });
    const again = await runCommandLine([...words, '--output', other], { env });
    expect([dry.code, made.code, again.code]).toEqual([0, 0, 0]);
    const first = path.join(folder, `twice-${format}`, `Hello_Drv-1.0-rc1-${format}`);
    run(['diff', '-r', first, other], folder);
    interface Document {
      readonly folder: string;
      readonly files: readonly { readonly path: string; readonly text: string | null }[];
    }
    const [shown, written] = [dry, made].map(({ out }) => JSON.parse(out) as Document);
    expect(shown?.files).toEqual(written?.files);
    expect(written?.folder).toBe(first);
    for (const { path: file, text } of written?.files ?? [])
      if (text !== null) expect(readFileSync(path.join(first, file), 'utf8')).toBe(text);
  });

  test.each(formats)('%s takes a driver without a dkms.conf, and says so', async (format) => {
    const source = writeHello(path.join(folder, `bare-${format}`, 'bare'));
    rmSync(path.join(source, 'dkms.conf'));
    const { code, out, err } = await runCommandLine([
      'package',
      source,
      '--as',
      format,
      ...jane,
      '--dry-run',
    ]);
    expect(code).toBe(0);
    expect(out).toContain('bare');
    expect(err).toContain('The source has no dkms.conf: the package has the one that init proposes.');
  });

  test('may lie in its source, and is not in the next one', async () => {
    const source = writeHello(path.join(folder, 'within', 'hello'));
    const words = ['package', source, ...jane];
    const first = await runCommandLine([...words, '--as', 'tarball', '--output', path.join(source, 'dist')]);
    expect([first.code, first.err]).toEqual([
      0,
      'dkms-tools: The package lies in its source: .dkms-tools-package keeps it out of the next one.\n',
    ]);
    const second = await runCommandLine([
      ...words,
      '--as',
      'tarball',
      '--output',
      path.join(folder, 'within/tarball'),
    ]);
    expect([second.code, second.err]).toEqual([
      0,
      'dkms-tools: Packages that were made in the source are left out: dist.\n',
    ]);
    const archive = path.join(folder, 'within/tarball/hello-1.0-source-only.dkms.tar.gz');
    expect(run(['tar', '-tf', archive], folder)).not.toContain('dist');
  });

  test('takes the version in place of a placeholder', async () => {
    const source = writeHello(path.join(folder, 'placeholder'), {
      'dkms.conf':
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="#MODULE_VERSION#"\nBUILT_MODULE_NAME="hello"\nDEST_MODULE_LOCATION="/updates"\n',
    });
    const words = ['package', source, '--as', 'debian', ...jane, '--dry-run'];
    const { err } = await runCommandLine(words);
    expect(err).toMatch(/has #MODULE_VERSION# in place of its version; give the version of the package\n$/);
    const { out } = await runCommandLine([...words, '--package-version', '2.1']);
    expect(out).toContain('PACKAGE_VERSION="2.1"');
    expect(out).toContain('hello (2.1-1) unstable');
  });
});

describe('what is not made', () => {
  test.each<[string, (source: string) => string[], string]>([
    ['no format', (source) => [source], 'package needs --as FORMAT'],
    [
      'a format of nobody',
      (source) => [source, '--as', 'msi'],
      '--as msi: expected one of debian, rpm, arch, alpine, tarball',
    ],
    ['no maintainer', (source) => [source, '--as', 'debian'], 'give the maintainer as "Name <address>"'],
    [
      'a wrong maintainer',
      (source) => [source, '--as', 'rpm', '--maintainer', 'Jane'],
      'the maintainer "Jane" is not "Name <address>"',
    ],
    [
      'a folder that is not empty',
      (source) => [source, '--as', 'arch', '--output', source, ...jane],
      'is not empty. Name a folder that does not exist yet.',
    ],
    [
      'a folder in nowhere',
      (source) => [source, '--as', 'arch', '--output', `${source}/no/where`, ...jane],
      'there is no folder',
    ],
    [
      'another version',
      (source) => [source, '--as', 'arch', '--package-version', '9', ...jane],
      'has the version 1.0; change it there',
    ],
    ['two modules', (source) => [path.join(source, '..'), '--as', 'arch', ...jane], 'several modules'],
    ['no folder', (source) => [`${source}/none`, '--as', 'arch', ...jane], 'there is no such file or folder'],
  ])('%s: one line, and nothing is left', async (what, wordsOf, message) => {
    const above = mkdtempSync(path.join(folder, 'refused-'));
    const source = writeHello(path.join(above, 'hello'));
    writeHello(path.join(above, 'other'));
    const before = treeState(above);
    const { code, out, err } = await runCommandLine(['package', ...wordsOf(source)]);
    expect([what, code, out, err.split('\n').length]).toEqual([what, 2, '', 2]);
    expect(err).toContain(message);
    expect(treeState(above)).toEqual(before);
  });

  test.each([
    ['a conf that dkms refuses', 'PACKAGE_NAME="hello"\n', 'dkms would refuse'],
    [
      'a version that only running it tells',
      'PACKAGE_NAME="hello"\nPACKAGE_VERSION="$(./version.sh)"\nBUILT_MODULE_NAME="hello"\nDEST_MODULE_LOCATION="/updates"\n',
      'is known only when the file is run',
    ],
    [
      'a name that is a path',
      'PACKAGE_NAME="a b"\nPACKAGE_VERSION="1"\nBUILT_MODULE_NAME="hello"\nDEST_MODULE_LOCATION="/updates"\n',
      `can't be part of the path /usr/src/NAME-VERSION`,
    ],
  ])('%s', async (_, conf, message) => {
    const above = mkdtempSync(path.join(folder, 'refused-'));
    const source = writeHello(path.join(above, 'hello'), {
      'dkms.conf': conf,
      'version.sh': '#!/bin/sh\ntouch ran\necho 1\n',
    });
    chmodSync(path.join(source, 'version.sh'), 0o755);
    const before = treeState(above);
    const { code, err } = await runCommandLine(['package', source, '--as', 'debian', ...jane]);
    expect([code, err.split('\n').length]).toEqual([2, 2]);
    expect(err).toContain(message);
    expect(treeState(above)).toEqual(before);
  });
});
