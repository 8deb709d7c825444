import { defineCommand, type WrongUsage } from '../command.ts';
import type { ExplainArguments } from '../explain-command.ts';
import { openCauseFinder, openEngine } from '../open-engine.ts';

export const explain = defineCommand({
  name: 'explain',
  synopsis: ['[LOG|-] [--source DIR] [--kernel R]'],
  summary: 'explains a build log, such as a make.log (- or none: standard input)',
  options: { source: { type: 'string' }, kernel: { type: 'string', multiple: true } },
  optionHelp: [
    ['--source DIR', 'the folder of the source that was built, to show the lines that the log names'],
    ['--kernel R', 'the kernel that was built for, if the log does not say'],
  ],
  prints: 'report',
  parse(values, rest): ExplainArguments | WrongUsage {
    if (rest.length > 1) return { wrong: 'explain takes one log' };
    const [kernel, ...more] = values.kernel ?? [];
    if (more.length > 0) return { wrong: 'explain takes one --kernel' };
    return {
      log: rest[0] ?? '-',
      ...(values.source !== undefined && { source: values.source }),
      ...(kernel !== undefined && { kernel }),
    };
  },
  async run(given, { terminal, dist, version }) {
    const { runExplain } = await import('../explain-command.ts');
    const causes = await openCauseFinder(await openEngine(terminal, dist, given), dist);
    try {
      return await runExplain(causes, given, terminal, version());
    } finally {
      await causes.dispose();
    }
  },
});
