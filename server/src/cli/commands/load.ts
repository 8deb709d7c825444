import { defineCommand, type WrongUsage, wholeNumber } from '../command.ts';
import { getFirst, getOptionHelp, getOptions, parseGet } from '../get-options.ts';
import type { LoadArguments } from '../load-command.ts';
import { openEngine } from '../open-engine.ts';

const machineChoices = ['automatic', 'virtme-ng', 'busybox'] as const;
const failLevels = ['error', 'warning', 'taint'] as const;

export const load = defineCommand({
  name: 'load',
  synopsis: [
    '[DIR] --kernel R [--run COMMAND] [--machine WHICH] [--fail-on LEVEL] [--timeout SECONDS] [--get [--from SUITE]… [--mirror URL] [--keyring FILE]]',
  ],
  summary: 'builds a module and loads it in a virtual machine (QEMU) that runs the kernel',
  options: {
    kernel: { type: 'string', multiple: true },
    run: { type: 'string' },
    machine: { type: 'string' },
    'fail-on': { type: 'string' },
    timeout: { type: 'string' },
    ...getOptions,
  },
  optionHelp: [
    ['--kernel R', 'the kernel to load it in'],
    [
      '--run COMMAND',
      'run COMMAND in the virtual machine while the module is loaded; if it fails, so does the test',
    ],
    [
      '--machine WHICH',
      '"busybox" (only its programs), "virtme-ng" (the programs and files of this machine), or "automatic" (virtme-ng for a COMMAND where it is installed; the default)',
    ],
    [
      '--fail-on LEVEL',
      'what makes it fail: "error" (such as an oops), "warning" (also a WARNING; the default), "taint" (also any taint)',
    ],
    ...getOptionHelp,
    ['--timeout SECONDS', 'the time limit of the virtual machine (120)'],
  ],
  prints: 'data',
  parse(values, rest): LoadArguments | WrongUsage {
    if (rest.length > 1) return { wrong: 'load takes one folder' };
    const [kernel, another] = values.kernel ?? [];
    if (kernel === undefined || another !== undefined) return { wrong: 'load needs one --kernel R' };
    const failOn = failLevels.find((level) => level === (values['fail-on'] ?? 'warning'));
    if (failOn === undefined) return { wrong: `--fail-on is one of ${failLevels.join(', ')}` };
    const machine = machineChoices.find((choice) => choice === (values.machine ?? 'automatic'));
    if (machine === undefined) return { wrong: `--machine is one of ${machineChoices.join(', ')}` };
    const seconds = wholeNumber('--timeout', values.timeout, 1);
    if (typeof seconds === 'object') return seconds;
    const get = parseGet(values);
    if ('wrong' in get) return get;
    return {
      ...get,
      ...{ folder: rest[0] ?? '.', kernel, failOn, machine, timeoutMs: (seconds ?? 120) * 1000 },
      ...(values.run !== undefined && { command: values.run }),
    };
  },
  async run(given, { terminal, dist }) {
    const { runLoad } = await import('../load-command.ts');
    const { BuildScheduler } = await import('../../workspace/build-scheduler.ts');
    const engine = await openEngine(terminal, dist, given);
    const refused = await getFirst(engine, [given.kernel], { ...given, withImages: true }, terminal);
    if (refused !== undefined) return refused;
    const builds = new BuildScheduler(engine);
    builds.endWith(process);
    return runLoad(engine, builds, given, terminal);
  },
});
