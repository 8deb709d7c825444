import { defineCommand, type WrongUsage } from '../command.ts';
import { getFirst, getOptionHelp, getOptions, parseGet } from '../get-options.ts';
import type { LoadableArguments } from '../loadable-command.ts';
import { openEngine } from '../open-engine.ts';

export const loadable = defineCommand({
  name: 'loadable',
  synopsis: ['FILE.ko… [--kernel R]… [--source DIR] [--get [--from SUITE]… [--mirror URL] [--keyring FILE]]'],
  summary: 'tells whether a kernel would load built modules, without loading them',
  options: {
    kernel: { type: 'string', multiple: true },
    source: { type: 'string' },
    ...getOptions,
  },
  optionHelp: [
    ['--kernel R', 'the kernel that is asked about, here or not; the running one where none is named'],
    [
      '--source DIR',
      "the folder of the modules' C files, for the lines; by default the folder of each module",
    ],
    ...getOptionHelp,
  ],
  prints: 'data',
  parse(values, rest): LoadableArguments | WrongUsage {
    if (rest.length === 0) return { wrong: 'loadable takes built modules, or a folder of them' };
    const get = parseGet(values);
    if ('wrong' in get) return get;
    return {
      ...get,
      ...{ paths: rest, kernels: values.kernel ?? [] },
      ...(values.source !== undefined && { source: values.source }),
    };
  },
  async run(given, { terminal, dist }) {
    const { runLoadable } = await import('../loadable-command.ts');
    const engine = await openEngine(terminal, dist, given);
    const refused = await getFirst(engine, given.kernels, given, terminal);
    if (refused !== undefined) return refused;
    const [{ BuildScheduler }, { BundledHistory }] = await Promise.all([
      import('../../workspace/build-scheduler.ts'),
      import('../../workspace/kernel-history/bundled-history.ts'),
    ]);
    const builds = new BuildScheduler(engine);
    builds.endWith(process);
    const { groups } = builds;
    return runLoadable({ engine, groups, history: await new BundledHistory(dist).get() }, given, terminal);
  },
});
