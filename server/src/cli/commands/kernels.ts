import { defineCommand, type WrongUsage } from '../command.ts';
import type { FetchArguments } from '../fetch-kernels-command.ts';
import { parseSource, sourceOptionHelp } from '../get-options.ts';
import type { KernelsArguments } from '../kernels-command.ts';
import { openEngine } from '../open-engine.ts';

export const kernels = defineCommand({
  name: 'kernels',
  synopsis: [
    '[--config SYMBOL]…',
    '--available [--from SUITE]… [--mirror URL] [--keyring FILE]',
    'get (RELEASE|SERIES|SUITE|longterm)… [--image] [--from SUITE]… [--mirror URL] [--keyring FILE]',
    'remove RELEASE…',
  ],
  summary: 'lists the kernels of this machine; downloads the headers of others',
  options: {
    config: { type: 'string', multiple: true },
    available: { type: 'boolean' },
    image: { type: 'boolean' },
    from: { type: 'string', multiple: true },
    mirror: { type: 'string' },
    keyring: { type: 'string' },
  },
  optionHelp: [
    [
      'get',
      'downloads the headers of a release (6.12.8-amd64), or the newest of a series (6.12) or suite (debian-12)',
    ],
    ['remove', 'deletes headers that were downloaded'],
    ['--config SYMBOL', 'also print what each kernel sets a symbol to'],
    ['--available', 'list the kernels whose headers can be downloaded'],
    ['--image', 'also download the image and the modules of the kernel, which a load test boots'],
    ...sourceOptionHelp,
  ],
  prints: 'data',
  parse(values, [action, ...names]): KernelsArguments | FetchArguments | WrongUsage {
    const source = { ...parseSource(values), withImages: values.image ?? false };
    if (values.image && action !== 'get') return { wrong: '--image belongs to kernels get' };
    if (action === undefined) {
      return values.available
        ? { action: 'list', names, ...source }
        : { action: 'installed', symbols: values.config ?? [] };
    }
    if (action !== 'get' && action !== 'remove') {
      return { wrong: 'kernels takes no path; add a folder of kernels with --modules DIR' };
    }
    if (names.length === 0) {
      return {
        wrong: `kernels ${action} needs the release of a kernel${action === 'get' ? ', or a series such as 6.12' : ''}`,
      };
    }
    return { action, names, ...source };
  },
  async run(given, { terminal, dist }) {
    const engine = await openEngine(terminal, dist, given);
    if (given.action === 'installed') {
      return (await import('../kernels-command.ts')).runKernels(engine, given, terminal);
    }
    return (await import('../fetch-kernels-command.ts')).runFetchKernels(engine, given, terminal);
  },
});
