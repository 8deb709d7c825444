import type { CommandModel } from './command-model.ts';

/** `uname`, as far as its answer is the same for every kernel of the machine, or is passed in. */
export const uname: CommandModel = ({ args, hostFacts }) => {
  const [option = '-s', ...more] = args;
  if (more.length > 0) return undefined;
  const { running } = hostFacts;
  const answers: Readonly<Record<string, string | undefined>> = {
    '-s': 'Linux',
    '-o': 'GNU/Linux',
    '-r': running?.release,
    '--kernel-release': running?.release,
    '-m': running?.machine,
    '--machine': running?.machine,
  };
  const answer = Object.hasOwn(answers, option) ? answers[option] : undefined;
  return answer === undefined ? undefined : { output: `${answer}\n`, status: 0 };
};

export const nproc: CommandModel = ({ args, hostFacts }) =>
  args.length > 0 || !hostFacts.processors
    ? undefined
    : { output: `${hostFacts.processors.available}\n`, status: 0 };

export const getconf: CommandModel = ({ args, hostFacts }) =>
  args.length !== 1 || args[0] !== '_NPROCESSORS_ONLN' || !hostFacts.processors
    ? undefined
    : { output: `${hostFacts.processors.online}\n`, status: 0 };
