import { machine } from 'node:os';
import { join } from 'node:path';
import type { DkmsVersion } from '../../conf/directives/dkms-version.ts';
import type { KernelFacts } from '../../conf/reading/reading.ts';
import { kernelConfigFiles } from '../../dkms/kernel-config-precedence.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import type { KernelConfigCache } from '../../kernels/kernel-config-cache.ts';
import { onlyKernelNamed } from '../../kernels/kernel-names.ts';

/** A kernel as a version of dkms sees it, which decides which of its configuration files counts. */
export async function factsOfKernel(
  configs: KernelConfigCache,
  kernel: Kernel,
  version: DkmsVersion,
  arch = kernel.arch,
): Promise<KernelFacts> {
  const config = await configs.read(kernel.buildDir, kernelConfigFiles(version));
  const facts = { release: kernel.release, arch, sourceDir: kernel.buildDir };
  return config ? { ...facts, config: (symbol) => config.lookup(symbol) } : facts;
}

/** What dkms would know about a release on this machine, whether it is installed or not. */
export async function kernelFactsOf(
  engine: KernelOwner,
  wanted: string,
  version: DkmsVersion,
  arch?: string,
): Promise<KernelFacts> {
  const found = onlyKernelNamed(await engine.kernels(), wanted);
  if (found) return factsOfKernel(engine.kernelConfigs, found, version, arch);
  return { release: wanted, arch: arch ?? machine(), sourceDir: join('/lib/modules', wanted, 'build') };
}

/** The owner of the kernels and their configurations. */
interface KernelOwner {
  kernels(): Promise<readonly Kernel[]>;
  readonly kernelConfigs: KernelConfigCache;
}
