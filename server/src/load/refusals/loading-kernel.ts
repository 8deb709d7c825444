import type { Kernel } from '../../kernels/kernel.ts';
import type { KernelConfig } from '../../kernels/kernel-config.ts';
import { readVersionMagic } from '../../triage/preprocessor/version-magic.ts';
import { type ExportedSymbol, readSymvers, type SymversIndex } from '../../triage/symvers.ts';

/** A kernel as far as loading a module depends on it. */
export interface LoadingKernel {
  /** What users call it. */
  readonly name: string;
  readonly arch: string;
  readonly config: KernelConfig;
  /** The exports of the kernel and its modules; `undefined` if its headers do not have them. */
  readonly exports: Pick<SymversIndex, 'find'> | undefined;
  /** `undefined` where the headers do not tell. */
  readonly versionMagic: string | undefined;
  /** Whether a module of the kernel exports something; its name with `_` for `-`. */
  isOwner(module: string): boolean;
  /** Whether the exports are those of the kernel alone: a tree whose modules were never built. */
  lacksModules(): boolean;
}

/** Reads from a kernel's headers what decides whether it loads a module; `undefined` if they have no configuration. */
export async function readLoadingKernel(
  kernel: Pick<Kernel, 'name' | 'arch' | 'buildDir'>,
  config: KernelConfig | undefined,
): Promise<LoadingKernel | undefined> {
  if (!config) return undefined;
  const exports = await readSymvers(kernel.buildDir);
  let read: ReadonlySet<string> | undefined;
  const owners = () => {
    read ??= new Set([...(exports?.all() ?? [])].map(ownerName));
    return read;
  };
  return {
    ...{ name: kernel.name, arch: kernel.arch, config, exports },
    versionMagic: await readVersionMagic(kernel, config),
    isOwner: (module) => owners().has(module),
    lacksModules: () => [...owners()].every((owner) => owner === 'vmlinux'),
  };
}

/** The name of the module that exports a symbol, as the kernel spells it: `dma_buf` for `drivers/dma-buf/dma-buf`. */
function ownerName({ owner }: ExportedSymbol): string {
  return owner.slice(owner.lastIndexOf('/') + 1).replaceAll('-', '_');
}
