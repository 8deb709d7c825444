import { machine } from 'node:os';
import type { KernelConfig } from './kernel-config.ts';
import type { ProgramFinder } from './program-path.ts';

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
 * The tools are those that built the kernel (`aarch64-poky-linux-gcc`) where they are here, else the distribution's.
 */
export async function crossVariables(
  arch: string,
  config: KernelConfig | undefined,
  host: string = machine(),
  findProgram: ProgramFinder = async () => undefined,
): Promise<Readonly<Record<string, string>> | undefined> {
  const target = targets[arch];
  if (!target || isNative(arch, host)) return undefined;
  if (config?.lookup('CC_IS_CLANG') === 'y') return { ARCH: target.kbuild, LLVM: '1' };
  const own = toolPrefixOf(config?.lookup('CC_VERSION_TEXT') ?? '');
  const isHere = own !== undefined && (await findProgram(`${own}gcc`)) !== undefined;
  return { ARCH: target.kbuild, CROSS_COMPILE: isHere ? own : target.tools };
}

/** `aarch64-poky-linux-` of `aarch64-poky-linux-gcc (GCC) 13.2.0`: what the gcc that built a kernel is called by. */
function toolPrefixOf(compilerText: string): string | undefined {
  return /^((?:[\w.]+-){2,})gcc(?:-[\d.]+)?(?:\s|$)/.exec(compilerText)?.[1];
}

/** Whether the machine's own gcc builds for an architecture: also for i686 on x86-64 and older x86, and for armv7l on any 32-bit Arm. */
function isNative(arch: string, host: string): boolean {
  if (arch === host) return true;
  if (arch === 'i686') return host === 'x86_64' || /^i[3-6]86$/.test(host);
  return arch === 'armv7l' && host.startsWith('arm');
}
