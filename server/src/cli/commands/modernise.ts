import { defineCommand, type WrongUsage } from '../command.ts';
import type { ModerniseArguments } from '../modernise-command.ts';
import { openEngine } from '../open-engine.ts';

export const modernise = defineCommand({
  name: 'modernise',
  synopsis: ['[DIR] [--diff | --apply] [--kernel R]…'],
  summary: 'brings the dkms.conf, Makefiles and C files of a module up to date, where that is safe',
  options: {
    diff: { type: 'boolean' },
    apply: { type: 'boolean' },
    kernel: { type: 'string', multiple: true },
  },
  optionHelp: [
    ['--diff', 'print the changes as a patch (the default)'],
    ['--apply', 'make the changes'],
    [
      '--kernel R',
      'a kernel that the module has to build for (can be given again); by default, all kernels here',
    ],
  ],
  prints: 'data',
  parse(values, rest): ModerniseArguments | WrongUsage {
    if (rest.length > 1) return { wrong: 'modernise takes one folder' };
    if (values.diff && values.apply) return { wrong: 'modernise takes --diff or --apply, not both' };
    return { path: rest[0] ?? '.', isApplied: values.apply ?? false, kernels: values.kernel ?? [] };
  },
  async run(given, { terminal, dist }) {
    const { runModernise } = await import('../modernise-command.ts');
    return runModernise(await openEngine(terminal, dist, given), given, { terminal, dist });
  },
});
