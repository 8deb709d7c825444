import { defineCommand, type WrongUsage, wholeNumber } from '../command.ts';
import { getOptions, parseGet, sourceOptionHelp } from '../get-options.ts';
import { openCauseFinder, openEngine } from '../open-engine.ts';
import type { RangeArguments } from '../range-command.ts';

export const range = defineCommand({
  name: 'range',
  synopsis: [
    '[DIR] [--verify [--jobs N]] [--readme FILE [--check]] [--get [--from SUITE]… [--mirror URL] [--keyring FILE]]',
  ],
  summary: "predicts which kernels a module builds for, from the history of the kernel's interface",
  options: {
    verify: { type: 'boolean' },
    jobs: { type: 'string' },
    readme: { type: 'string' },
    check: { type: 'boolean' },
    ...getOptions,
  },
  optionHelp: [
    ['--verify', 'also build for the kernels of this machine at the edges of the range'],
    ['--jobs N', 'how many compilers run at once; by default, one for each core'],
    [
      '--readme FILE',
      'write the table between <!-- dkms-tools range --> and <!-- /dkms-tools range --> in FILE',
    ],
    ['--check', 'with --readme: write nothing; exit with 1 if the table in FILE is outdated'],
    ['--get', 'download the headers of the kernels at the edges that are not here, and verify'],
    ...sourceOptionHelp,
  ],
  prints: 'data',
  parse(values, rest): RangeArguments | WrongUsage {
    if (rest.length > 1) return { wrong: 'range takes one folder' };
    if (values.check && values.readme === undefined) return { wrong: '--check needs --readme FILE' };
    const jobs = wholeNumber('--jobs', values.jobs, 1);
    if (typeof jobs === 'object') return jobs;
    const get = parseGet(values);
    if ('wrong' in get) return get;
    return {
      ...get,
      ...{
        path: rest[0] ?? '.',
        isVerified: values.verify ?? get.get !== undefined,
        isChecked: values.check ?? false,
      },
      ...(values.readme !== undefined && { readme: values.readme }),
      ...(jobs !== undefined && { jobs }),
    };
  },
  async run(given, { terminal, dist }) {
    const { runRange } = await import('../range-command.ts');
    const { BuildScheduler } = await import('../../workspace/build-scheduler.ts');
    const engine = await openEngine(terminal, dist, given);
    const builds = new BuildScheduler(engine);
    builds.endWith(process);
    const causes = await openCauseFinder(engine, dist);
    try {
      return await runRange({ engine, builds, causes }, given, terminal);
    } finally {
      await causes.dispose();
    }
  },
});
