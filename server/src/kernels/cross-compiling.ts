import { machine } from 'node:os';
import type { KernelConfig } from './kernel-config.ts';

/** kbuild's name of an architecture, and the prefix of its cross tools. */
const targets: Readonly<Record<string, { readonly kbuild: string; readonly tools: string }>> = {
  x86_64: { kbuild: 'x86_64', tools: 'x86_64-linux-gnu-' },
  i686: { kbuild: 'i386', tools: 'i686-linux-gnu-' },
  aarch64: { kbuild: 'arm64', tools: 'aarch64-linux-gnu-' },
  armv7l: { kbuild: 'arm', tools: 'arm-linux-gnueabihf-' },
  riscv64: { kbuild: 'riscv', tools: 'riscv64-linux-gnu-' },
  ppc64: { kbuild: 'powerpc', tools: 'powerpc64-linux-gnu-' },
  ppc64le: { kbuild: 'powerpc', tools: 'powerpc64le-linux-gnu-' },
  s390x: { kbuild: 's390', tools: 's390x-linux-gnu-' },
  loongarch64: { kbuild: 'loongarch', tools: 'loongarch64-linux-gnu-' },
  mips64: { kbuild: 'mips', tools: 'mips64el-linux-gnuabi64-' },
};

/**
 * The variables that kbuild needs to build for a kernel of an architecture other than this machine's; `undefined` for the machine's own
 * architecture and for one whose tools have no usual name. clang compiles for every architecture, so with it `ARCH` is enough.
 */
export function crossVariables(
  arch: string,
  config: KernelConfig | undefined,
  host: string = machine(),
): Readonly<Record<string, string>> | undefined {
  const target = targets[arch];
  if (!target || isNative(arch, host)) return undefined;
  if (config?.lookup('CC_IS_CLANG') === 'y') return { ARCH: target.kbuild, LLVM: '1' };
  return { ARCH: target.kbuild, CROSS_COMPILE: target.tools };
}

/** Whether the machine's own gcc builds for an architecture: also for i686 on x86-64 and older x86, and for armv7l on any 32-bit Arm. */
function isNative(arch: string, host: string): boolean {
  if (arch === host) return true;
  if (arch === 'i686') return host === 'x86_64' || /^i[3-6]86$/.test(host);
  return arch === 'armv7l' && host.startsWith('arm');
}
