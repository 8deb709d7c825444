import { machine } from 'node:os';
import type { KernelConfig } from './kernel-config.ts';

/** Config symbols of the architectures, their names in `uname -m`, and their folders under arch/. */
const architectures: readonly {
  readonly symbol: string;
  readonly arch: string;
  readonly folder: string;
}[] = [
  { symbol: 'X86_64', arch: 'x86_64', folder: 'x86' },
  { symbol: 'X86_32', arch: 'i686', folder: 'x86' },
  { symbol: 'ARM64', arch: 'aarch64', folder: 'arm64' },
  { symbol: 'ARM', arch: 'armv7l', folder: 'arm' },
  { symbol: 'RISCV', arch: 'riscv64', folder: 'riscv' },
  { symbol: 'PPC64', arch: 'ppc64', folder: 'powerpc' },
  { symbol: 'PPC32', arch: 'ppc', folder: 'powerpc' },
  { symbol: 'S390', arch: 's390x', folder: 's390' },
  { symbol: 'LOONGARCH', arch: 'loongarch64', folder: 'loongarch' },
  { symbol: 'MIPS', arch: 'mips', folder: 'mips' },
];

/** Architecture suffixes of distributions' releases, if they differ from `uname -m`. */
const releaseSuffixes: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  arm64: 'aarch64',
  armmp: 'armv7l',
  ppc64el: 'ppc64le',
  powerpc64le: 'ppc64le',
};

/** As `uname -m` prints it: from the configuration, else from the end of the release (`-amd64`, `.x86_64`), else this machine's. */
export function kernelArch(release: string, config: KernelConfig | undefined): string {
  const found = config && architectures.find(({ symbol }) => config.lookup(symbol) === 'y');
  if (found) {
    if (found.arch === 'ppc64' && config.lookup('CPU_LITTLE_ENDIAN') === 'y') return 'ppc64le';
    if (found.arch === 'riscv64' && config.lookup('32BIT') === 'y') return 'riscv32';
    if (found.arch === 'mips' && config.lookup('64BIT') === 'y') return 'mips64';
    return found.arch;
  }
  const words = release.split(/[.\-_+]/);
  if (/x86_64/.test(release)) return 'x86_64';
  for (const word of words.reverse()) {
    const known = releaseSuffixes[word] ?? architectures.find(({ arch }) => arch === word)?.arch;
    if (known) return known;
  }
  return machine();
}

/** The folder under arch/ that kbuild takes for a value of ARCH (`SRCARCH` in its Makefile). */
export function sourceArch(given: string): string {
  if (given === 'i386' || given === 'x86_64') return 'x86';
  return /^(sparc|sh)(?:32|64)$/.exec(given)?.[1] ?? (given === 'parisc64' ? 'parisc' : given);
}

/** The folder under arch/ with the architecture's own files; `undefined` if it is not known. */
export function archFolder(arch: string): string | undefined {
  if (arch === 'ppc64le') return 'powerpc';
  if (arch === 'riscv32') return 'riscv';
  if (arch === 'mips64') return 'mips';
  return architectures.find((one) => one.arch === arch)?.folder;
}
