import { defineCommand, type WrongUsage } from '../command.ts';
import { openCauseFinder, openEngine } from '../open-engine.ts';
import type { PortArguments } from '../port-command.ts';

const styles = ['guard', 'probe', 'compat', 'plain'] as const;

export const port = defineCommand({
  name: 'port',
  synopsis: [
    '[DIR] (--kernel R)… [--style guard|probe|compat|plain] [--diff | --apply] [--confirm likely]',
    '--log FILE --source DIR [--kernel R]… [--style STYLE] [--diff | --apply] [--confirm likely]',
  ],
  summary: 'makes a module build for more kernels: a patch that is proven by building it',
  options: {
    kernel: { type: 'string', multiple: true },
    style: { type: 'string' },
    diff: { type: 'boolean' },
    apply: { type: 'boolean' },
    confirm: { type: 'string' },
    log: { type: 'string' },
    source: { type: 'string' },
  },
  optionHelp: [
    ['--kernel R', 'a kernel that the module has to build for (can be given again)'],
    [
      '--style STYLE',
      'how kernels that differ are told apart: guard (by version or header; the default), probe (by a test in Kbuild), compat (by a header that gives older kernels the new names), plain (not at all: the new form only)',
    ],
    ['--log FILE', 'port by the log of a build that ran elsewhere, without building'],
    ['--source DIR', 'the source that the log is about'],
    ['--diff', 'print the changes as a patch (the default)'],
    ['--apply', 'make the changes'],
    ['--confirm likely', 'also make edits that are only likely right, or that need your judgement'],
  ],
  prints: 'data',
  parse(values, rest): PortArguments | WrongUsage {
    if (rest.length > 1) return { wrong: 'port takes one folder' };
    if (values.diff && values.apply) return { wrong: 'port takes --diff or --apply, not both' };
    const { log, source } = values;
    if ((log === undefined) !== (source === undefined) || (log !== undefined && rest.length > 0))
      return { wrong: 'port takes --log FILE together with --source DIR, or a folder' };
    if (values.kernel === undefined && log === undefined)
      return { wrong: 'port needs --kernel R, given once for each kernel that the module has to build for' };
    const style = styles.find((one) => one === (values.style ?? 'guard'));
    if (!style) return { wrong: `--style ${values.style}: expected one of ${styles.join(', ')}` };
    if (values.confirm !== undefined && values.confirm !== 'likely')
      return { wrong: `--confirm ${values.confirm}: expected likely` };
    return {
      ...{ folder: source ?? rest[0] ?? '.', kernels: values.kernel ?? [], style },
      ...(log !== undefined && { log }),
      ...{ isApplied: values.apply ?? false, takesLikely: values.confirm === 'likely' },
    };
  },
  async run(given, { terminal, dist }) {
    const { runPort } = await import('../port-command.ts');
    const { BuildScheduler } = await import('../../workspace/build-scheduler.ts');
    const engine = await openEngine(terminal, dist, given);
    const builds = new BuildScheduler(engine);
    builds.endWith(process);
    const causes = await openCauseFinder(engine, dist);
    try {
      return await runPort(engine, builds, causes, given, terminal);
    } finally {
      await causes.dispose();
    }
  },
});
