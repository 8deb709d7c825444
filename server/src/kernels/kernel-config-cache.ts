import { stat } from '../file-system.ts';
import {
  type KernelConfig,
  type KernelConfigFile,
  kernelConfigPath,
  readKernelConfig,
} from './kernel-config.ts';

/**
 * Caches kernel configurations until their files change: each has a quarter of a megabyte, and every check asks for one.
 */
export class KernelConfigCache {
  readonly #read = new Map<
    string,
    { readonly mark: string; readonly config: Promise<KernelConfig | undefined> }
  >();

  /** As `readKernelConfig`. */
  async read(buildDir: string, files?: readonly KernelConfigFile[]): Promise<KernelConfig | undefined> {
    const key = [buildDir, ...(files ?? [])].join('\n');
    const mark = await marksOf(buildDir);
    const known = this.#read.get(key);
    if (known?.mark === mark) return known.config;
    const config = readKernelConfig(buildDir, files);
    this.#read.set(key, { mark, config });
    return config;
  }

  /** Forgets the kernels whose headers are in none of these folders. */
  keepOnly(buildDirs: ReadonlySet<string>): void {
    for (const key of this.#read.keys()) {
      if (!buildDirs.has(key.split('\n', 1)[0] ?? '')) this.#read.delete(key);
    }
  }
}

/** A text that changes when one of a kernel's configuration files changes. */
async function marksOf(buildDir: string): Promise<string> {
  const marks = (['auto.conf', '.config'] as const).map((file) =>
    stat(kernelConfigPath(buildDir, file)).then(
      ({ ino, size, mtimeMs, ctimeMs }) => `${ino} ${size} ${mtimeMs} ${ctimeMs}`,
      () => 'absent',
    ),
  );
  return (await Promise.all(marks)).join('; ');
}
