import { defineCommand, type WrongUsage } from '../command.ts';
import type { KernelsArguments } from '../kernels-command.ts';
import { openEngine } from '../open-engine.ts';

export const kernels = defineCommand({
  name: 'kernels',
  synopsis: ['[--config SYMBOL]…'],
  summary:
    'lists the kernels of this machine and whether modules can be built against them; --config adds the value of a symbol',
  options: { config: { type: 'string', multiple: true } },
  prints: 'data',
  parse(values, rest): KernelsArguments | WrongUsage {
    return rest.length > 0
      ? { wrong: 'kernels takes no path; add a folder of kernels with --modules DIR' }
      : { symbols: values.config ?? [] };
  },
  async run(given, { terminal, dist }) {
    const { runKernels } = await import('../kernels-command.ts');
    return runKernels(await openEngine(terminal, dist, given), given, terminal);
  },
});
