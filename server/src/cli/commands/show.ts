import { defineCommand, type WrongUsage } from '../command.ts';
import { openEngine } from '../open-engine.ts';
import type { ShowArguments } from '../show-command.ts';

export const show = defineCommand({
  name: 'show',
  synopsis: ['[PATH] [--kernel R] [--arch A] [--dkms-version V]'],
  summary: 'prints what dkms would read from a dkms.conf',
  options: {
    kernel: { type: 'string', multiple: true },
    arch: { type: 'string' },
    'dkms-version': { type: 'string' },
  },
  optionHelp: [
    ['--kernel R', 'the kernel that dkms would build for; by default, the running one'],
    ['--arch A', 'the architecture, as uname -m prints it; by default, the one of the kernel'],
    ['--dkms-version V', 'the version of dkms that reads the file; by default, the one that is installed'],
  ],
  prints: 'data',
  parse(values, rest): ShowArguments | WrongUsage {
    if (rest.length > 1) return { wrong: 'show takes one path' };
    if ((values.kernel?.length ?? 0) > 1) return { wrong: 'show takes one --kernel' };
    const kernel = values.kernel?.[0];
    return {
      path: rest[0] ?? '.',
      ...(kernel !== undefined && { kernel }),
      ...(values.arch !== undefined && { arch: values.arch }),
      ...(values['dkms-version'] !== undefined && { dkmsVersion: values['dkms-version'] }),
    };
  },
  async run(given, { terminal, dist }) {
    const { runShow } = await import('../show-command.ts');
    return runShow(await openEngine(terminal, dist, given), given, terminal);
  },
});
