import { constants } from 'node:fs';
import { endianness, machine } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { access, readdir, readFile, stat } from '../../file-system.ts';
import type { KernelConfig } from '../kernel-config.ts';

/** What is wrong with a program that kbuild runs, as the end of a sentence that begins with the program's name. */
export interface ProgramFault {
  /** Relative to the headers. */
  readonly program: string;
  readonly kind: 'missing' | 'not-executable' | 'empty' | 'foreign' | 'no-interpreter' | 'library';
  readonly clause: string;
}

/** The machine that is to run the programs. */
export interface ProgramHost {
  /** As `uname -m` prints it. */
  readonly machine: string;
  /** The root of the system's libraries; `/` except in tests. */
  readonly root: string;
}

export function localHost(root = '/'): ProgramHost {
  return { machine: machine(), root };
}

/**
 * The first of the programs in `buildDir` at which a build for this kernel would stop: fixdep runs for each object, objtool if the
 * configuration enables it, modpost at the end. Headers may be from another machine, or come with programs that were
 * built for a newer distribution.
 */
export async function findProgramFault(
  buildDir: string,
  config: KernelConfig | undefined,
  host: ProgramHost,
): Promise<ProgramFault | undefined> {
  const isChecked = ['OBJTOOL', 'STACK_VALIDATION'].some((symbol) => config?.lookup(symbol) === 'y');
  const programs = [
    'scripts/basic/fixdep',
    ...(isChecked ? ['tools/objtool/objtool'] : []),
    'scripts/mod/modpost',
  ];
  const faults = await Promise.all(programs.map((program) => faultOf(buildDir, program, host)));
  return faults.find((fault) => fault !== undefined);
}

async function faultOf(
  buildDir: string,
  program: string,
  host: ProgramHost,
): Promise<ProgramFault | undefined> {
  const path = join(buildDir, program);
  const found = await stat(path).catch(() => undefined);
  const fault = (kind: ProgramFault['kind'], clause: string): ProgramFault => ({ program, kind, clause });
  if (!found?.isFile()) return fault('missing', `is missing from the headers in ${buildDir}`);
  if (found.size === 0) return fault('empty', 'is an empty file: it was not unpacked or built completely');
  const canRun = await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!canRun) return fault('not-executable', `is not executable: chmod +x ${path}`);
  for (const each of [path, ...(await realPrograms(path))]) {
    const image = await readImage(each);
    const clause = image && (await programMismatch(image, host));
    if (clause) return fault(clause.kind, clause.text);
  }
  return undefined;
}

/** On Debian, these programs are small wrappers that start one of several programs, named by byte order and word size. */
async function realPrograms(path: string): Promise<readonly string[]> {
  const name = `${basename(path)}.real-${endianness() === 'LE' ? 'lsb' : 'msb'}-64`;
  const entries: readonly string[] = await readdir(dirname(path)).catch(() => []);
  return entries.includes(name) ? [join(dirname(path), name)] : [];
}

/** Facts from the header of an ELF file. */
interface Image {
  readonly machine: string;
  /** The dynamic loader, such as /lib64/ld-linux-x86-64.so.2; `undefined` for a static program. */
  readonly interpreter: string | undefined;
  /** The newest version of the GNU C library that it needs: the minor number after `2.`. */
  readonly newestGlibc: number | undefined;
}

/** Machine numbers of ELF files (e_machine), with the output of `uname -m`. */
const elfMachines: Readonly<Record<number, string>> = {
  3: 'i686',
  8: 'mips',
  20: 'ppc',
  21: 'ppc64',
  22: 's390x',
  40: 'armv7l',
  62: 'x86_64',
  183: 'aarch64',
  243: 'riscv64',
  258: 'loongarch64',
};

/** Reads the head of a file; `undefined` if it is not an ELF file but, for example, a script. */
async function readImage(path: string): Promise<Image | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes || bytes.length < 64 || bytes.readUInt32BE(0) !== 0x7f454c46) return undefined;
  const isLittle = bytes[5] === 1;
  const number = isLittle ? bytes.readUInt16LE(18) : bytes.readUInt16BE(18);
  const text = bytes.toString('latin1');
  const versions = [...text.matchAll(/GLIBC_2\.(\d+)/g)].map((match) => Number(match[1]));
  return {
    machine: elfMachines[number] ?? `a machine that ELF numbers ${number}`,
    interpreter: /(?:\/[\w.+@-]+)+\/ld[\w.-]*\.so(?:\.\d+)?(?=\0)/.exec(text)?.[0],
    newestGlibc: versions.length > 0 ? Math.max(...versions) : undefined,
  };
}

async function programMismatch(
  image: Image,
  host: ProgramHost,
): Promise<{ kind: ProgramFault['kind']; text: string } | undefined> {
  if (!(await runs(image.machine, host))) {
    return {
      kind: 'foreign',
      text: `is a program for ${image.machine}, but this machine is ${host.machine}: use headers whose programs were built for ${host.machine}`,
    };
  }
  const { interpreter } = image;
  if (interpreter === undefined || image.machine !== host.machine) return undefined;
  const loader = await readFile(join(host.root, interpreter), 'latin1').catch(() => undefined);
  if (loader === undefined) {
    return {
      kind: 'no-interpreter',
      text: `was built for a system with another C library: its loader ${interpreter} does not exist`,
    };
  }
  // The loader of the GNU C library carries its version: "ld.so (Debian GLIBC 2.36-9) stable release version 2.36.".
  const installed = Number(/release version 2\.(\d+)/.exec(loader)?.[1] ?? Number.NaN);
  if (!(installed < (image.newestGlibc ?? 0))) return undefined;
  return {
    kind: 'library',
    text: `needs the GNU C library 2.${image.newestGlibc}, but this machine has 2.${installed}: these headers are from a newer release of the distribution`,
  };
}

/** Programs of another machine run where an emulator is registered for them. */
async function runs(wanted: string, { machine: own, root }: ProgramHost): Promise<boolean> {
  if (wanted === own) return true;
  // A 64-bit kernel runs programs of its 32-bit sibling, and `uname -m` may be more specific than the ELF number.
  if (own === 'x86_64' && wanted === 'i686') return true;
  if (/^i[3-6]86$/.test(own) && wanted === 'i686') return true;
  if (/^(?:arm|aarch64)/.test(own) && wanted === 'armv7l') return true;
  if ((own === 'ppc64le' && wanted === 'ppc64') || (own === 'mips64' && wanted === 'mips')) return true;
  const emulated = wanted === 'armv7l' ? 'arm' : wanted;
  const state = await readFile(join(root, 'proc/sys/fs/binfmt_misc', `qemu-${emulated}`), 'utf8').catch(
    () => '',
  );
  return state.startsWith('enabled');
}
