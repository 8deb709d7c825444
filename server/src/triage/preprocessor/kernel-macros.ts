import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KernelConfig } from '../../kernels/kernel-config.ts';
import type { HeaderIndex } from '../headers/header-index.ts';
import type { MacroFacts } from './condition.ts';
import { givenMacro } from './given-macros.ts';

/** The numbers of include/generated/uapi/linux/version.h by name: LINUX_VERSION_CODE, and RHEL_MAJOR and the like on those. */
export async function readVersionMacros(buildDir: string): Promise<ReadonlyMap<string, number> | undefined> {
  const path = join(buildDir, 'include/generated/uapi/linux/version.h');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.matchAll(/^#define\s+(\w+)\s+(\d+)\s*$/gm);
  const macros = new Map([...lines].map((line) => [line[1] ?? '', Number(line[2])]));
  const [major, minor] = [macros.get('RHEL_MAJOR'), macros.get('RHEL_MINOR')];
  // version.h defines it by a macro call: RHEL_RELEASE_VERSION(9,4).
  if (major !== undefined && minor !== undefined) macros.set('RHEL_RELEASE_CODE', major * 256 + minor);
  return macros.has('LINUX_VERSION_CODE') ? macros : undefined;
}

/** Names that only kernels of one distribution define, in version.h. */
const versionNames = /^(?:LINUX_VERSION_|RHEL_)/;

/** The macros of a kernel of which nothing but the version is known, as LINUX_VERSION_CODE has it. */
export function versionMacros(code: number): MacroFacts {
  return kernelMacros({ versions: new Map([['LINUX_VERSION_CODE', code]]) });
}

/** Newer than any kernel: what was changed by some version is changed in it. */
export const newestVersionCode = 0xff_00_00;

/** The macros by which a module's C file can test its target kernel. Macros of Kbuild files and other headers are not known. */
export function kernelMacros(kernel: {
  readonly versions: ReadonlyMap<string, number>;
  readonly config?: KernelConfig;
  readonly headers?: HeaderIndex;
}): MacroFacts {
  const { versions, config, headers } = kernel;
  return {
    isDefined(name) {
      if (versionNames.test(name)) return versions.has(name);
      if (!name.startsWith('CONFIG_')) return givenMacro(name);
      if (!config) return undefined;
      // CONFIG_X=m is the macro CONFIG_X_MODULE.
      const isModule = name.endsWith('_MODULE') && config.lookup(name.slice(0, -'_MODULE'.length)) === 'm';
      const value = config.lookup(name);
      return isModule || (value !== undefined && value !== 'm' && value !== 'n');
    },
    valueOf(name) {
      const version = versions.get(name);
      if (version !== undefined) return version;
      const value = name.startsWith('CONFIG_') ? config?.lookup(name) : undefined;
      if (value === 'y') return 1;
      return value !== undefined && /^(?:0x[0-9a-f]+|\d+)$/i.test(value) ? Number(value) : undefined;
    },
    hasHeader(path) {
      return headers && headers.findHeader(path) !== undefined
        ? true
        : headers && /^(?:linux|asm|net|uapi)\//.test(path)
          ? false
          : undefined;
    },
  };
}
