import { dirname, join, resolve } from 'node:path';
import { exists, readFile, readlink, realpath, stat } from '../../file-system.ts';
import { compareVersions, versionNumbers } from '../../versions.ts';
import { crossVariables } from '../cross-compiling.ts';
import type { KernelCompiler } from '../kernel.ts';
import { archFolder, kernelArch } from '../kernel-arch.ts';
import { readKernelCompiler } from '../kernel-compiler.ts';
import { type KernelConfig, readKernelConfig } from '../kernel-config.ts';
import type { ProgramFinder } from '../program-path.ts';
import { findProgramFault, localHost, type ProgramFault, type ProgramHost } from './kbuild-programs.ts';

/** Facts about a kernel, read from the folder of its headers. */
export interface HeaderTree {
  /** The release that the headers name; `undefined` if they name none. */
  readonly release: string | undefined;
  readonly version: string;
  readonly arch: string;
  readonly compiler: KernelCompiler | undefined;
  /** See `crossVariables`. */
  readonly makeVariables: Readonly<Record<string, string>> | undefined;
  /** Why no module can be built with the headers. */
  readonly fault: HeaderFault | undefined;
  /** Something that does not stop a build, but affects it. */
  readonly remark: HeaderRemark | undefined;
}

export interface HeaderRemark {
  /** A sentence. */
  readonly text: string;
  /** The remedy: reinstalling the headers, or installing a program. */
  readonly remedy?: 'reinstall' | { readonly program: string };
}

export interface HeaderFault {
  /** Whether there are no headers at all, or some that can't be used. */
  readonly status: 'no-headers' | 'broken';
  /** A sentence that says what is missing. */
  readonly reason: string;
  /** What to do with the package manager: install or reinstall the package of the headers, or another one. */
  readonly remedy?: 'install' | 'reinstall' | { readonly package: string; readonly again?: boolean };
  /** A sentence: how to prepare the tree, where it is a source or was built from one that is here. */
  readonly prepare?: string;
}

/**
 * Reads the headers in `buildDir`, for a kernel that is called `name` where it was found.
 * Only files of known names are read, no folder is listed: `include/config` alone has ten thousand entries.
 */
export async function readHeaderTree(
  buildDir: string,
  name: string,
  findProgram: ProgramFinder,
  host: ProgramHost = localHost(),
): Promise<HeaderTree> {
  const absent = await missingFolderFault(buildDir);
  if (absent) {
    const version = leadingVersion(name) ?? name;
    return {
      release: undefined,
      version,
      arch: kernelArch(name, undefined),
      compiler: undefined,
      makeVariables: undefined,
      fault: absent,
      remark: undefined,
    };
  }
  const [release, makefile, config, codedVersion] = await Promise.all([
    readRelease(buildDir),
    readText(join(buildDir, 'Makefile')),
    readKernelConfig(buildDir),
    readGeneratedVersion(buildDir),
  ]);
  const version =
    codedVersion ??
    (makefile === undefined ? undefined : await readMakefileVersion(buildDir, makefile)) ??
    leadingVersion(release ?? name) ??
    name;
  const arch = kernelArch(release ?? name, config);
  const makeVariables = await crossVariables(arch, config, host.machine, findProgram);
  const [compiler, fault] = await Promise.all([
    readKernelCompiler(buildDir, config, findProgram, makeVariables?.CROSS_COMPILE),
    findFault({ buildDir, makefile, version, arch, config, host, makeVariables }),
  ]);
  const remark = fault ? undefined : await findRemark(buildDir, config, compiler, findProgram);
  return { release, version, arch, compiler, makeVariables, fault, remark };
}

/** The most important thing that a user should know about headers that can be used. */
async function findRemark(
  buildDir: string,
  config: KernelConfig | undefined,
  compiler: KernelCompiler | undefined,
  findProgram: ProgramFinder,
): Promise<HeaderRemark | undefined> {
  if (compiler && !compiler.found) {
    const { command } = compiler;
    const text = `The compiler ${command}, which builds modules for this kernel, is not installed.`;
    return { text, remedy: { program: command } };
  }
  if (config?.lookup('LD_IS_LLD') === 'y' && !(await findProgram('ld.lld'))) {
    const text = 'The linker ld.lld, which links modules for this kernel, is not installed.';
    return { text, remedy: { program: 'ld.lld' } };
  }
  if (await exists(join(buildDir, 'Module.symvers'))) return undefined;
  const text =
    'Module.symvers is missing, so a build warns about every symbol of the kernel and does not check them.';
  // Only a full build of the kernel creates it, not modules_prepare, so reinstalling helps only where a package has it.
  const isOfSource = (await exists(join(buildDir, 'init/main.c'))) || (await isBuildFolder(buildDir));
  return isOfSource ? { text } : { text, remedy: 'reinstall' };
}

/** Why there is no folder at `buildDir`; `undefined` if there is one. */
async function missingFolderFault(buildDir: string): Promise<HeaderFault | undefined> {
  const failure = await stat(buildDir).then(
    (found) => (found.isDirectory() ? undefined : 'ENOTDIR'),
    (error: NodeJS.ErrnoException) => error.code ?? 'EIO',
  );
  switch (failure) {
    case undefined:
      return undefined;
    case 'ENOENT': {
      const target = await readlink(buildDir).catch(() => undefined);
      const reason =
        target === undefined
          ? `The kernel's headers are not installed: there is no ${buildDir}.`
          : `The kernel's headers are not installed: ${buildDir} points to ${target}, which does not exist.`;
      return { status: 'no-headers', reason, remedy: 'install' };
    }
    case 'ENOTDIR':
      return {
        status: 'no-headers',
        remedy: 'install',
        reason: `${buildDir} should be a folder with the kernel's headers, but it is a file.`,
      };
    case 'EACCES':
      return { status: 'broken', reason: `${buildDir} can't be read: permission denied.` };
    default:
      return { status: 'broken', reason: `${buildDir} can't be read (${failure}).` };
  }
}

/** The first fault at which kbuild would stop, in kbuild's order. */
async function findFault(tree: {
  readonly buildDir: string;
  readonly makefile: string | undefined;
  readonly version: string;
  readonly arch: string;
  readonly config: KernelConfig | undefined;
  readonly host: ProgramHost;
  readonly makeVariables: Readonly<Record<string, string>> | undefined;
}): Promise<HeaderFault | undefined> {
  const { buildDir, makefile, version, arch, config, host } = tree;
  const missing = async (...paths: readonly string[]) =>
    !(await Promise.all(paths.map((path) => exists(join(buildDir, path))))).includes(true);
  if (makefile === undefined) {
    // Ubuntu's headers of a flavour are links into a folder that all flavours share and that has a package of its own.
    const target = await readlink(join(buildDir, 'Makefile')).catch(() => undefined);
    const owner = /(?:^|\/)(linux-headers-[^/]+)\//.exec(target ?? '')?.[1];
    if (target !== undefined && owner !== undefined) {
      const reason = `The Makefile of the headers in ${buildDir} points to ${target}, which does not exist.`;
      return { status: 'broken', reason, remedy: { package: owner } };
    }
    return {
      status: 'broken',
      remedy: 'reinstall',
      reason: `${buildDir} has no Makefile, so it does not contain kernel headers.`,
    };
  }
  const included = await missingInclude(buildDir, makefile);
  if (included !== undefined) {
    const folder = /\/(linux-headers-[^/]+)\/Makefile$/.exec(included)?.[1];
    const sibling = folder === undefined ? '' : join(dirname(await realpath(buildDir)), folder, 'Makefile');
    if (folder !== undefined && (await exists(sibling))) {
      const reason = `The Makefile of the headers includes ${included}, which does not exist, because they were unpacked elsewhere. Let ${join(buildDir, 'Makefile')} include ${sibling}.`;
      return { status: 'broken', reason };
    }
    const reason = `The Makefile of the headers includes ${included}, which does not exist.`;
    return {
      ...{ status: 'broken', reason, remedy: folder ? { package: folder } : 'reinstall' },
      ...(folder === undefined && {
        prepare: `Put the source tree back there, or build from it again: make -C SOURCE O=${buildDir} modules_prepare.`,
      }),
    };
  }
  const isSource = !(await missing('init/main.c'));
  const isOfSource = isSource || (await isBuildFolder(buildDir));
  const unprepared = (what: string): HeaderFault =>
    isOfSource
      ? {
          status: 'broken',
          reason: `${what} is missing: ${
            isSource
              ? 'this is a kernel source that is not prepared'
              : 'this is a build folder of a kernel that is not prepared'
          }. ${preparation(tree)}`,
        }
      : {
          status: 'broken',
          remedy: 'reinstall',
          reason: `${what} is missing from the headers in ${buildDir}.`,
        };
  for (const path of ['include/generated/autoconf.h', 'include/config/auto.conf']) {
    if (await missing(path)) return unprepared(path);
  }
  const program = await findProgramFault(buildDir, config, host);
  if (program?.kind === 'missing') {
    return (await danglingPrograms(buildDir, program.program)) ?? unprepared(program.program);
  }
  if (program) {
    const remedy = isOfSource ? undefined : await remedyOf(join(buildDir, program.program), program);
    const reason = `${program.program} ${program.clause}.`;
    return { status: 'broken', reason, ...(remedy && { remedy }) };
  }
  // Linux 5.10 began to generate it; Debian puts it in the architecture's folder and looks in both.
  const folder = archFolder(arch);
  const scripts = ['scripts/module.lds', ...(folder ? [`arch/${folder}/module.lds`] : [])];
  if (compareVersions(versionNumbers(version), [5, 10]) >= 0 && (await missing(...scripts))) {
    return unprepared('scripts/module.lds');
  }
  return undefined;
}

/** Whether a folder is one that `make O=…` made, of a source that is here. */
async function isBuildFolder(buildDir: string): Promise<boolean> {
  return exists(join(buildDir, 'source/init/main.c'));
}

/** How to prepare a source, or a folder that was built from one, with what it was configured for. */
function preparation(tree: {
  readonly buildDir: string;
  readonly config: KernelConfig | undefined;
  readonly makeVariables: Readonly<Record<string, string>> | undefined;
}): string {
  const { buildDir, config, makeVariables = {} } = tree;
  const given = Object.entries(makeVariables).map(([name, value]) => ` ${name}=${value}`);
  const make = `make -C ${buildDir}${given.join('')}`;
  return config
    ? `Run ${make} modules_prepare.`
    : `Copy the configuration of the kernel to ${join(buildDir, '.config')}, then run ${make} olddefconfig modules_prepare.`;
}

/** Debian keeps kbuild's programs in a package of their own, to which `scripts` and `tools` are links. */
async function danglingPrograms(buildDir: string, program: string): Promise<HeaderFault | undefined> {
  const upper = join(buildDir, program.split('/', 1)[0] ?? '');
  if (await exists(upper)) return undefined;
  const target = await readlink(upper).catch(() => undefined);
  if (target === undefined) return undefined;
  const owner = programPackage(target);
  return {
    status: 'broken',
    reason: `kbuild's programs are not installed: ${upper} points to ${target}, which does not exist.`,
    remedy: owner ? { package: owner } : 'reinstall',
  };
}

/** Reinstalling repairs a damaged program; it does not help with a program for another machine. */
async function remedyOf(path: string, { kind }: ProgramFault): Promise<HeaderFault['remedy']> {
  if (kind !== 'empty' && kind !== 'not-executable') return undefined;
  const owner = programPackage(await realpath(path));
  return owner ? { package: owner, again: true } : 'reinstall';
}

function programPackage(path: string): string | undefined {
  return /(?:^|\/)(linux-kbuild-[^/]+)\//.exec(path)?.[1];
}

/**
 * Headers that were split from the sources have a Makefile of a few lines, which includes the real one.
 * Relative paths in it (as in openSUSE's headers) start at the folder's real path, since make runs there whatever links led to it.
 */
async function includesOf(
  buildDir: string,
  makefile: string,
): Promise<readonly { readonly written: string; readonly path: string }[]> {
  if (makefile.length > 4096) return [];
  const folder = await realpath(buildDir).catch(() => buildDir);
  return [...makefile.matchAll(/^include[ \t]+([^\s$]+)[ \t]*$/gm)].map(([, written = '']) => ({
    written,
    path: resolve(folder, written),
  }));
}

async function missingInclude(buildDir: string, makefile: string): Promise<string | undefined> {
  for (const { written, path } of await includesOf(buildDir, makefile)) {
    if (!(await exists(path))) return written;
  }
  return undefined;
}

/**
 * utsrelease.h comes first, since modules get its release in their vermagic: in the headers of Debian 11 and 12
 * `kernel.release` lacks the flavour (6.1.0-56 for 6.1.0-56-amd64).
 */
async function readRelease(buildDir: string): Promise<string | undefined> {
  const header = await readText(join(buildDir, 'include/generated/utsrelease.h'));
  const defined = /^#define\s+UTS_RELEASE\s+"([^"]+)"/m.exec(header ?? '')?.[1];
  if (defined) return defined;
  const release = (await readText(join(buildDir, 'include/config/kernel.release')))?.trim();
  return release === '' ? undefined : release;
}

async function readGeneratedVersion(buildDir: string): Promise<string | undefined> {
  const text = await readText(join(buildDir, 'include/generated/uapi/linux/version.h'));
  if (text === undefined) return undefined;
  const number = (name: string) => {
    const found = new RegExp(`^#define\\s+${name}\\s+(\\d+)`, 'm').exec(text)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  // LINUX_VERSION_CODE can't hold a third part above 255; the parts have macros of their own since 5.12, in Debian's headers earlier.
  const sublevel = number('LINUX_VERSION_SUBLEVEL');
  if (sublevel !== undefined) {
    return `${number('LINUX_VERSION_MAJOR')}.${number('LINUX_VERSION_PATCHLEVEL')}.${sublevel}`;
  }
  const code = number('LINUX_VERSION_CODE');
  if (code === undefined || (code & 255) === 255) return undefined;
  return `${code >> 16}.${(code >> 8) & 255}.${code & 255}`;
}

async function readMakefileVersion(buildDir: string, makefile: string): Promise<string | undefined> {
  const included = await Promise.all(
    (await includesOf(buildDir, makefile)).map(({ path }) => readText(path)),
  );
  for (const text of [makefile, ...included]) {
    const parts = ['VERSION', 'PATCHLEVEL', 'SUBLEVEL'].map(
      (name) => new RegExp(`^${name}\\s*=\\s*(\\d+)\\s*$`, 'm').exec(text ?? '')?.[1],
    );
    if (parts.every((part) => part !== undefined)) return parts.join('.');
  }
  return undefined;
}

/** `6.12.117` of `6.12.117+deb12-amd64`; `undefined` for a name that begins with no number. */
function leadingVersion(name: string): string | undefined {
  return /^\d+(?:\.\d+){1,2}/.exec(name)?.[0];
}

function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
