import { versionNumbers } from '../../versions.ts';
import type { MacroFacts } from '../preprocessor/condition.ts';
import { kernelMacros } from '../preprocessor/kernel-macros.ts';
import { headerKey } from './history-keys.ts';
import type { HistoricKernel } from './kernel-history.ts';

/** The macros by which a C file can test a kernel whose headers are not here: its version, and nothing of its configuration. */
export function historicMacros(kernel: HistoricKernel): MacroFacts {
  const [major = 0, minor = 0, patch = 0] = versionNumbers(kernel.version);
  const versions = new Map([
    // Patch levels above 255 are cut off there.
    ['LINUX_VERSION_CODE', major * 65_536 + minor * 256 + Math.min(patch, 255)],
    ['LINUX_VERSION_MAJOR', major],
    ['LINUX_VERSION_PATCHLEVEL', minor],
    ['LINUX_VERSION_SUBLEVEL', patch],
  ]);
  return {
    ...kernelMacros({ versions }),
    hasHeader(path) {
      const { state } = kernel.judge(headerKey(path));
      return state === 'unknown' || !/^(?:linux|asm|net|uapi)\//.test(path) ? undefined : state === 'present';
    },
  };
}
