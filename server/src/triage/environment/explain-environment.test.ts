import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  expectDeclaredOrder,
  explainMessage as explain,
  unplacedProblem as problem,
} from '../../../../test/support/explained-environment.ts';
import { parseMakeLog } from '../../../../test/support/make-log.ts';
import { parseRelease } from '../without-headers/release.ts';
import { environmentCauses } from './environment-causes.ts';
import { explainEnvironment } from './explain-environment.ts';

test('where several causes fit a problem of a captured log, their order is declared', () => {
  const logs = join(import.meta.dirname, '../../../../test/logs');
  const files = readdirSync(logs, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.log'),
  );
  const builds = files.flatMap((file) => parseMakeLog(readFileSync(join(logs, file), 'utf8')).builds);
  expect(builds.length).toBeGreaterThan(10);
  for (const { problems, kernel = '' } of builds)
    for (const problem of problems) expectDeclaredOrder({ problem, problems, release: parseRelease(kernel) });
});

test.each([
  ['incompatible gcc/plugin versions', 'gcc', 'gcc-plugins-of-another-gcc'],
  ["unrecognized command-line option '-fsplit-lto-unit'", 'gcc', 'kernel-built-by-clang'],
  ["unrecognized command-line option '-ftrivial-auto-var-init=zero'", 'gcc', 'kernel-built-by-newer-gcc'],
  ["unrecognized command line option '-fmin-function-alignment=16'", 'gcc', 'kernel-built-by-newer-gcc'],
  ["unknown argument: '-fconserve-stack'", 'clang', 'kernel-built-by-gcc'],
  [
    "scripts/mod/modpost: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by scripts/mod/modpost)",
    'kbuild',
    'c-library-too-old',
  ],
  ['gcc-13: not found', 'make', 'program-missing'],
  ['bc: not found', 'make', 'program-missing'],
  ['cp: error writing x.o: No space left on device', 'program', 'disk-full'],
  ['Killed signal terminated program cc1plus', 'gcc', 'out-of-memory'],
  ['/lib/modules/6.8.0-45-generic/build: No such file or directory', 'make', 'headers-missing'],
  ['/lib/modules/6.5.0-9-generic/build: No such file or directory', 'make', 'running-kernel-in-makefile'],
  ['/lib/modules/6.8.0-45-generic/build\\r: No such file or directory', 'make', 'windows-line-ends'],
  ['/bin/sh: 1: scripts/basic/fixdep: not found', 'program', 'headers-incomplete'],
  ['/bin/sh: 1: scripts/mod/modpost: Exec format error', 'program', 'headers-of-another-architecture'],
  [
    'Your kernel headers for kernel 6.6.87.2-microsoft-standard-WSL2 cannot be found at /lib/modules/6.6.87.2-microsoft-standard-WSL2/build or /lib/modules/6.6.87.2-microsoft-standard-WSL2/source.',
    'dkms',
    'kernel-of-wsl',
  ],
  ["No rule to make target '/m/lamp.c', needed by '/m/lamp.o'", 'make', 'object-without-source'],
  ['/bin/sh: 1: cannot create ./.lamp.o.d: Permission denied', 'program', 'folder-not-writable'],
  ["mkdir: cannot create directory '/m/.tmp_1': Permission denied", 'program', 'folder-not-writable'],
  ['opening dependency file .lamp.o.d: Permission denied', 'gcc', 'folder-not-writable'],
  ['main directory cannot contain spaces nor colons', 'make', 'blank-in-path'],
  ["mkdir: cannot create directory '/lib/modules/6.1.0': Permission denied", 'program', 'not-root'],
  ['ERROR 404: Not Found.', 'program', 'download-failed'],
  ['./drv.o: file not recognized: file format not recognized', 'ld', 'kernel-built-by-clang'],
  [
    'akms: ERROR: Package linux-edge-dev=5.16.0-r0 is not available in the repositories!',
    'program',
    'headers-missing',
  ],
  ["No rule to make target '/var/lib/dkms/@NAME@/@VERSION@/build/Makefile'", 'make', 'placeholder-in-path'],
  ['building multiple external modules is not supported', 'make', 'blank-in-path'],
  ["No rule to make target 'drivers/hello'", 'make', 'blank-in-path'],
  ["no previous prototype for 'lamp_on' [-Wmissing-prototypes]", 'gcc', 'warnings-as-errors'],
  ["'bool' cannot be defined via 'typedef'", 'gcc', 'keyword-of-c23'],
  ["cannot use keyword 'false' as enumeration constant", 'gcc', 'keyword-of-c23'],
  [
    'Cannot generate ORC metadata for CONFIG_UNWINDER_ORC=y, please install libelf-dev',
    'program',
    'host-library-missing',
  ],
  ["No rule to make target 'arch/x86/entry/syscalls/Makefile'", 'make', 'subdirs-ignored'],
  ["could not insert 'foo': Key was rejected by service", 'kernel', 'module-not-signed'],
  ["could not insert 'foo': Required key not available", 'kernel', 'module-not-signed'],
  ["foo: version magic '6.1.0 SMP' should be '6.1.1 SMP'", 'kernel', 'vermagic-mismatch'],
  ['foo: disagrees about version of symbol module_layout', 'kernel', 'symbol-version-mismatch'],
  ["can't find crate for `core`", 'rustc', 'rust-metadata-missing'],
  ['f+0x1: call to g() with UACCESS enabled', 'objtool', 'objtool-errors-fatal'],
  ['Build of foo.ko failed for: 6.8.0-45-generic (x86_64)', 'dkms', 'built-module-missing'],
  [
    'Could not locate dkms.conf file.\nFile: /var/lib/dkms/foo/1.0/source/dkms.conf does not exist.',
    'dkms',
    'dkms-conf-missing',
  ],
  ['configure: error: Cannot find it', 'program', 'configure-failed'],
  ["No rule to make target '/m/lamp.o', needed by '/m/lamps.o'", 'make', 'object-without-source'],
  ['#error "not for this kernel"', 'gcc', 'source-refuses'],
  ['The present kernel configuration has modules disabled.', 'kbuild', 'modules-disabled'],
  ['Failed CC version check. Bailing out!', 'program', 'compiler-check-failed'],
  ['Failed CC sanity check. Bailing out!', 'program', 'compiler-unusable'],
  ['Failed PREEMPT_RT sanity check. Bailing out!', 'program', 'kernel-kind-refused'],
  ['Unable to determine the target kernel version.', 'program', 'kernel-version-not-found'],
  ['The Module.symvers file is missing', 'program', 'symvers-missing'],
  ["Unable to load the kernel module 'lamp.ko'.", 'program', 'module-refused'],
  [
    'clang: error while loading shared libraries: libfan.so.20: cannot open shared object file: No such file or directory',
    'program',
    'shared-library-missing',
  ],
  [
    './scripts/recordmcount: cannot execute binary file: Exec format error',
    'make',
    'headers-of-another-architecture',
  ],
  ['uname: No such file or directory', 'make', 'path-unset'],
  ['mkdir: command not found', 'make', 'path-unset'],
  ['make: command not found', 'make', 'program-missing'],
  ['target file "./rust/target.json" does not exist', 'program', 'rust-metadata-missing'],
  ["Can't open /usr/src/linux-headers-5.4.0-2-common/scripts/mkmakefile", 'make', 'subdirs-ignored'],
  ['/lib/modules/6.10.9-amd64/build: Adresár alebo súbor neexistuje', 'make', 'headers-missing'],
  ["No rule to make target '../Makefile'", 'make', 'no-makefile'],
  ['Directory: /usr/src/lamp-1.0\\r does not exist.', 'dkms', 'windows-line-ends'],
  [
    'Could not find module source directory.\nDirectory: /usr/src/lamp-1.0\\r does not exist.',
    'dkms',
    'windows-line-ends',
  ],
  ["No rule to make target 'all\\r'", 'make', 'windows-line-ends'],
  ["$'\\r': command not found", 'dkms', 'windows-line-ends'],
  ['/lib/modules/6.10.9-amd64/build: Permission denied', 'make', undefined],
  ['could not load module lamp.ko: No such file or directory', 'kernel', 'module-file-missing'],
  ["cp: cannot stat 'lamp.ko': No such file or directory", 'program', 'module-file-missing'],
  ["cp: cannot stat 'lampd': No such file or directory", 'program', undefined],
  ['Failed to encode BTF', 'program', 'btf-not-generated'],
  ['FAILED: load BTF from vmlinux: No data available', 'program', 'btf-not-generated'],
  ['FAILED: load BTF from vmlinux: Invalid argument', 'program', 'btf-mismatch'],
  ['sign-file: certs/signing_key.pem: No such file or directory', 'program', 'signing-key-of-kernel-missing'],
  ['sign-file: /var/lib/dkms/mok.key: No such file or directory', 'program', 'signing-failed'],
  ["can't find file Kconfig", 'program', 'subdirs-ignored'],
  ['"KERNEL_VERSION" is not defined, evaluates to 0', 'gcc', 'version-header-missing'],
  ["function-like macro 'KERNEL_VERSION' is not defined", 'clang', 'version-header-missing'],
  ['"RHEL_RELEASE_CODE" is not defined, evaluates to 0', 'gcc', 'macro-of-red-hat'],
  ['"CONFIG_FAN" is not defined, evaluates to 0', 'gcc', undefined],
  ['missing binary operator before token "("', 'gcc', undefined],
  ["could not insert 'lamp': Cannot allocate memory", 'kernel', 'module-refused'],
  ["could not insert 'lamp': File exists", 'kernel', 'module-refused'],
  ["error trying to exec 'cc1': execvp: No such file or directory", 'program', 'compiler-incomplete'],
  ["cannot execute 'cc1': execvp: No such file or directory", 'gcc', 'compiler-incomplete'],
  ['OSError: [Errno 8] Exec format error', 'program', undefined],
] as const)('%s', (message, tool, id) => {
  expect(explain(message, tool)?.id).toBe(id);
});

test('no package has headers for a folder that somebody made for the kernel of WSL', () => {
  const message = "No rule to make target 'modules'";
  expect(explain(message, 'make', '6.6.75.1-microsoft-standard-WSL2')?.id).toBe('kernel-of-wsl');
  expect(explain(message, 'make', '6.6.75')?.id).toBe('headers-incomplete');
});

test.each([
  ["implicit declaration of function 'strlcpy'", 'gcc'],
  ['expected expression', 'gcc'],
  ['"foo" [/m/foo.ko] undefined!', 'modpost'],
  ['linux/genhd.h: No such file or directory', 'gcc'],
] as const)('the reason for %s is in the source', (message, tool) => {
  expect(explain(message, tool)).toBeUndefined();
});

test.each([
  ['6.8.0-45-generic', 'apt install linux-headers-6.8.0-45-generic'],
  ['6.12.9-200.fc41.x86_64', 'dnf install kernel-devel-6.12.9-200.fc41.x86_64'],
  ['6.15.4-arch2-1', 'pacman -S linux-headers'],
  ['6.4.0-150600.23-default', 'zypper install kernel-default-devel'],
])('the remedy is the one for the distribution of %s', (kernel, command) => {
  const text = `/lib/modules/${kernel}/build: No such file or directory`;
  expect(explain(text, 'make', kernel)?.summary).toContain(`${command}.`);
});

test('the remedy names each distribution if the release does not tell', () => {
  const { summary = '' } = explain('bc: not found', 'make', 'unknown') ?? {};
  expect(summary).toContain('Debian, Ubuntu: apt install bc');
  expect(summary).toContain('Arch: pacman -S bc');
});

test.each([
  ["could not insert 'lamp': Exec format error", 'likely'],
  ["version magic '6.1.0 SMP ' should be '6.1.1 SMP '", 'verified'],
])('%s is explained as %s', (message, confidence) => {
  expect(explain(message, 'kernel')).toMatchObject({ id: 'vermagic-mismatch', confidence });
});

test.each([
  ["No rule to make target '/usr/src/linux-headers-5.10.0-1-common/Makefile'", 'headers-incomplete'],
  ["No rule to make target '/home/me/lamp/src/Makefile'", 'no-makefile'],
])('a missing Makefile: %s', (message, id) => {
  const object = /'(.+)'/.exec(message)?.[1] ?? expect.unreachable();
  const one = { ...problem(message, 'make'), object };
  expect(explainEnvironment(one, '5.10.0-1-amd64', [one], environmentCauses)?.id).toBe(id);
});

test.each([
  ['kfree', 'memcpy', 'symvers-missing'],
  ['__warn_printk', '__const_udelay', 'symvers-missing'],
  ['lamp_on', 'memcpy', undefined],
])('with %s and %s undefined, the cause is %s', (first, second, id) => {
  const all = [first, second].map((name) => problem(`"${name}" [/m/m.ko] undefined!`, 'modpost'));
  expect(explainEnvironment(all[0] ?? expect.unreachable(), '6.1.0', all, environmentCauses)?.id).toBe(id);
});

test('a symbol the kernel calls unknown because of its checksum has another cause than a missing one', () => {
  expect(explain('lamp: Unknown symbol fan_start (err -22)', 'kernel')?.id).toBe('symbol-version-mismatch');
  expect(explain('lamp: Unknown symbol fan_start (err -2)', 'kernel')?.id).toBe('symbol-unknown-at-load');
});

test('a kernel header that moved long ago is not a sign of missing headers', () => {
  const text = '/lib/modules/6.2.6/build/include/linux/autoconf.h: No such file or directory';
  expect(explain(text, 'gcc', '6.2.6')).toBeUndefined();
});

test.each([
  [['filp_open', 'kill_pid'], 'symbols-trimmed'],
  [['filp_open', 'lamp_register'], undefined],
  [['filp_open', 'kill_pid', 'snprintf'], undefined],
  [['snprintf', 'param_ops_uint'], 'symvers-missing'],
] as const)('%s undefined', (names, id) => {
  const all = names.map((name) => problem(`"${name}" [/m/lamp.ko] undefined!`, 'modpost'));
  const [first = expect.unreachable()] = all;
  expect(explainEnvironment(first, '6.8.0', all, environmentCauses)?.id).toBe(id);
});

test.each([
  ['#error "Please do not include it"', 'header-not-for-modules'],
  ['#error "Only <linux/lamp.h> can be included directly."', 'header-not-for-modules'],
  ['#error Lamps need a clock', undefined],
])('a header of the kernel, not the source, says %s', (message, id) => {
  const header = '/usr/src/linux-headers-6.8.0/include/linux/a.h';
  const related = [{ file: header, line: 2, message: 'reported here' }];
  for (const one of [
    { ...problem(message, 'gcc'), file: header },
    { ...problem(message, 'gcc'), file: '/m/lamp.c', related },
  ])
    expect(explainEnvironment(one, '6.8.0', [one], environmentCauses)?.id).toBe(id);
});

test.each([
  ["unrecognized command-line option '--param=allow-store-data-races=0'", 'gcc', 'kernel-older-than-gcc'],
  ['code model kernel does not support PIC mode', 'gcc', 'kernel-older-than-gcc'],
  ['linux/compiler-gcc6.h: No such file or directory', 'gcc', 'kernel-older-than-gcc'],
  ["No rule to make target '/usr/src/kernels/5.5.0/tools/build/Build.include'", 'make', 'subdirs-ignored'],
  [
    'Failed build dependencies: gcc-c++ is needed by lamp-kmod-3:1.0-1.fc43.x86_64',
    'program',
    'program-missing',
  ],
  ['Killed (program cc1)', 'gcc', 'out-of-memory'],
  ['missing MODULE_LICENSE() in /m/lamp.o', 'modpost', 'module-license-missing'],
  ["No 'PACKAGE_NAME' directive specified.", 'dkms', 'dkms-conf-rejected'],
  ["Unsupported AUTOINSTALL value 'Y'", 'dkms', 'dkms-conf-rejected'],
  [
    'Failed to build lamp/1.0. Consult /var/lib/dkms/lamp/1.0/build/make.log.',
    'program',
    'dkms-build-failed',
  ],
  [
    'fan.sh: failed: Look at /var/log/fan.log to find out what went wrong.',
    'program',
    'reason-in-another-log',
  ],
  [
    'Building rpms failed; see /var/cache/akmods/fan.failed.log for details',
    'program',
    'reason-in-another-log',
  ],
  ['fan.sh: failed: modprobe fan failed.', 'program', 'module-refused'],
  ["No rule to make target 'dkms_install'", 'make', 'target-unknown'],
  ["No rule to make target 'modules'", 'make', 'headers-incomplete'],
  ['No targets', 'make', 'target-unknown'],
  [
    'could not open directory /lib/modules/9.9.9: No such file or directory',
    'kernel',
    'kernel-not-installed',
  ],
  ['Failed to generate BTF for vmlinux Try to disable it', 'program', 'subdirs-ignored'],
  ["'SUBDIRS' was removed in Linux 5.3", 'make', 'subdirs-ignored'],
  ["No rule to make target 'arch/amd64/Makefile'", 'make', 'arch-unknown'],
  ["No rule to make target '/lib/modules/6.8.0/build', needed by 'modules'", 'make', 'headers-missing'],
  ["could not insert 'fan': No such device", 'kernel', 'device-not-found'],
  ["could not insert 'fan': Invalid argument", 'kernel', 'module-refused'],
  [
    "can't insert 'fan.ko': unknown symbol in module or invalid parameter",
    'kernel',
    'symbol-unknown-at-load',
  ],
  [
    '==> ERROR: Missing 6.9.0-arch1-1 kernel modules tree for module fan/1.0.',
    'program',
    'kernel-not-installed',
  ],
  [
    'The directory /var/lib/dkms/fan/1.0/source does not appear to have module source located within it.',
    'dkms',
    'module-source-missing',
  ],
  ['include/config/auto.conf: No such file or directory', 'make', 'headers-incomplete'],
] as const)('%s', (message, tool, id) => {
  expect(explain(message, tool)?.id).toBe(id);
});

test.each([
  [
    'Bad return status for module build on kernel: 6.8.0\nConsult the make.log in the build directory /var/lib/dkms/lamp/1/build/ for more information.',
    'dkms',
    '/var/lib/dkms/lamp/1/build/make.log',
  ],
  ['fan.sh: failed: Look at /var/log/fan.log to find out', 'program', '/var/log/fan.log'],
  [
    'ERROR: Logfile of failure stored in: /b/tmp/fan/1.0/temp/log.do_compile.1520',
    'program',
    '/b/tmp/fan/1.0/temp/log.do_compile.1520',
  ],
] as const)('the log that is named is the one to explain: %s', (message, tool, log) => {
  expect(explain(message, tool)?.summary).toContain(`dkms-tools explain ${log}.`);
});

test.each([
  ['error', 'kernel-built-by-newer-gcc'],
  ['warning', undefined],
] as const)(
  'an option that turns off a warning and that gcc does not know is a reason as: %s',
  (severity, id) => {
    const one = { ...problem("unrecognized command line option '-Wno-fan'", 'gcc'), severity };
    expect(explainEnvironment(one, '6.8.0', [one], environmentCauses)?.id).toBe(id);
  },
);

test('a module that taints the kernel, and a value that is no folder, have none of these reasons', () => {
  expect(
    explain('fan: module verification failed: signature and/or required key missing', 'kernel'),
  ).toBeUndefined();
  expect(explain('M=/home/me/fan: No such file or directory', 'make')).toBeUndefined();
});

test('the headers of the Raspberry Pi have one package', () => {
  const text = '/lib/modules/5.10.63-v7l+/build: No such file or directory';
  expect(explain(text, 'make', '5.10.63-v7l+')?.summary).toContain('apt install raspberrypi-kernel-headers.');
});

test("a compiler's own header is missing where kernels have none", () => {
  expect(explain('stddef.h: No such file or directory', 'gcc', '4.9.0-3-amd64')?.id).toBe(
    'compiler-headers-missing',
  );
  expect(explain('stddef.h: No such file or directory', 'gcc', '6.1.0-9-amd64')?.id).toBeUndefined();
});

test.each([
  ['internal compiler error: Killed (program cc1)', 'gcc', 'out-of-memory'],
  ['internal compiler error: Illegal instruction', 'gcc', 'compiler-crashed'],
  ['unrecognized emulation mode: llvm', 'ld', 'kernel-built-by-clang'],
  ['./tools/bpf/resolve_btfids/resolve_btfids: not found', 'make', 'headers-incomplete'],
  ['./lamp-gen.sh: line 67: hash: spatch: not found', 'program', 'program-missing'],
  [
    'Invalid number of arguments passed.\nUsage: add -m <module> -v <module-version>',
    'dkms',
    'dkms-arguments-invalid',
  ],
  ["unrecognized argument in option '-mabi=lp64'", 'gcc', 'compiler-of-another-architecture'],
  ["unrecognized command line option '-mno-red-zone'", 'gcc', 'compiler-of-another-architecture'],
  [
    "unsupported option '-mno-red-zone' for target 'aarch64-linux-gnu'",
    'clang',
    'compiler-of-another-architecture',
  ],
  ["unrecognized command line option '-mharden-sls=all'", 'gcc', 'kernel-built-by-newer-gcc'],
  [
    'Your kernel headers for kernel linux-headers-6.19.6-fan cannot be found at /lib/modules/linux-headers-6.19.6-fan/build or /lib/modules/linux-headers-6.19.6-fan/source.',
    'dkms',
    'release-is-package-name',
  ],
  [
    "mkdir: cannot create directory '/lib/modules/6.1.0/kernel/extra': Read-only file system",
    'program',
    'module-folder-read-only',
  ],
  ['"__aeabi_uldivmod" [/m/lamp.ko] undefined!', 'modpost', 'symbol-of-libgcc'],
  ['"f" [/m/lamp] is a static EXPORT_SYMBOL', 'modpost', 'static-symbol-exported'],
  ['./gen.sh: not found', 'program', 'script-missing'],
  ['pahole: command not found', 'make', 'program-missing'],
  ['configure: error: kernel headers not found', 'program', 'headers-missing'],
  [
    '/lib/modules/6.5.0-9-generic/build/include/generated/x.h: No such file',
    'make',
    'running-kernel-in-makefile',
  ],
  ['configure: error: cannot write: No space left on device', 'program', 'disk-full'],
  ['/bin/bash\\r: not found', 'program', 'windows-line-ends'],
] as const)('of several causes that fit "%s" the more likely one is found', (message, tool, id) => {
  expect(explain(message, tool)?.id).toBe(id);
});

test.each([
  ['#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)', 'version-header-missing'],
  ['#if RHEL_RELEASE_CODE < RHEL_RELEASE_VERSION(9, 0)', 'macro-of-red-hat'],
  ['#if FAN_CODE < FAN(2)', undefined],
])('a macro that is not defined breaks %s', (quote, id) => {
  const one = { ...problem('missing binary operator before token "("', 'gcc'), quote };
  expect(explainEnvironment(one, '6.8.0', [one], environmentCauses)?.id).toBe(id);
});
