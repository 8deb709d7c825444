import { readdir } from 'node:fs/promises';
import { isAbsence } from '../../file-system.ts';
import { systemMessage } from '../../system-error.ts';
import { asRoot, type Check, type Observation } from '../doctor-check.ts';
import type { ExaminedKernel } from '../examined-machine.ts';

export const kernelHeaders: Check = {
  id: 'kernel-headers',
  title: 'Headers of each kernel',
  async examine({ kernels, running, configuration, named, kernelFolders, systemKernels }) {
    const { installTree } = configuration.trees;
    const observations = kernels.map(observe);
    if (!systemKernels) {
      if (kernels.length > 0) return observations;
      return [{ status: 'warning', message: `No kernel was found in ${kernelFolders.join(', ')}.` }];
    }
    const found = await readdir(installTree).catch((error) => (isAbsence(error) ? [] : systemMessage(error)));
    if (typeof found === 'string') {
      const message = `${named(installTree)} can't be read (${found}), so which kernels are installed is not known.`;
      observations.push({ status: 'unknown', message });
    } else if (kernels.length === 0) {
      const folders = [named(installTree), ...kernelFolders].join(', ');
      observations.push({ status: 'warning', message: `No kernel was found in ${folders}.` });
    } else if (!kernels.some((kernel) => kernel.running)) {
      // A container sees the host's release, but its own folders.
      observations.push({
        status: 'unknown',
        message: `The running kernel ${running} has nothing in ${named(installTree)}. Either this is a container, or the kernel was upgraded since the last start: then restart the machine.`,
      });
    }
    return observations;
  },
};

function observe(kernel: ExaminedKernel): Observation {
  const { status, reason, install, presence, running } = kernel;
  const name = `${kernel.name}${running ? ' (running)' : ''}`;
  if (status !== 'ready') {
    const why =
      reason ?? (status === 'no-headers' ? 'its headers are not installed' : 'its headers are damaged');
    return {
      status: 'error',
      message: `${name}: no module can be built, because ${lowered(why)}`,
      ...asRoot(install),
    };
  }
  const own = presence === 'headers' ? '; the kernel itself is not installed' : '';
  // Problems with the compiler are reported by a check of their own.
  if (reason === undefined || kernel.compiler?.found === false)
    return { status: 'ok', message: `${name}: headers are installed${own}.` };
  return { status: 'warning', message: `${name}: ${reason}`, ...asRoot(install) };
}

/** Turns a sentence into a clause; names such as `Module.symvers` keep their capital. */
function lowered(sentence: string): string {
  const clause = /^(?:The|Its|There|No|It)\b/.test(sentence)
    ? sentence.charAt(0).toLowerCase() + sentence.slice(1)
    : sentence;
  return clause.endsWith('.') ? clause : `${clause}.`;
}
