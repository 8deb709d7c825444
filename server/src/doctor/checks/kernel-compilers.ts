import { installCommandFor } from '../../kernels/distribution.ts';
import { asRoot, type Check, type Observation } from '../doctor-check.ts';

export const kernelCompilers: Check = {
  id: 'kernel-compilers',
  title: 'Compiler of each kernel',
  async examine({ kernels, distribution }) {
    const ready = kernels.filter(({ status }) => status === 'ready');
    if (ready.length === 0) {
      return [{ status: 'unknown', message: 'No kernel has usable headers, which would name its compiler.' }];
    }
    return ready.map(({ name, compiler, makeVariables }): Observation => {
      if (!compiler) {
        return {
          status: 'unknown',
          message: `${name}: its headers do not say which compiler built it.`,
        };
      }
      const { command, found, note, text } = compiler;
      if (!found) {
        const isCross = makeVariables !== undefined;
        const install = installCommandFor(distribution, { kind: 'program', command, isCross });
        return {
          status: 'error',
          message: `${name}: ${command}, which builds modules for it, is not installed.`,
          ...asRoot(install),
        };
      }
      if (note !== undefined) return { status: 'warning', message: `${name}: ${note}` };
      return {
        status: 'ok',
        message: `${name}: ${command}${text === '' ? '' : `, as the kernel (${text})`}.`,
      };
    });
  },
};
