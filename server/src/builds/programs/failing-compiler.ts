import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../plan.ts';
import { type CommandOptions, runCommand } from '../process.ts';
import { programsOfCompiler } from './build-tools.ts';

/**
 * If the compiler of a failed build can't compile anything: a sentence that says so and quotes the compiler; otherwise `undefined`. kbuild
 * asks the compiler for what it supports and takes a failure for a "no", so that its own messages are about something else.
 */
export async function findFailingCompiler(
  { env, layout, ...plan }: Plan,
  options: Pick<CommandOptions, 'groups' | 'signal'>,
): Promise<string | undefined> {
  const [program, ...others] = programsOfCompiler({ env, ...plan });
  if (program === undefined) return undefined;
  const object = join(layout.root, 'probe.o');
  let output = '';
  const end = await runCommand(
    {
      ...{ program, cwd: layout.root, env },
      args: [...others, '-x', 'c', '-c', '-o', object, '/dev/null'],
    },
    {
      ...options,
      onText: (text) => {
        output += text;
      },
    },
  );
  await rm(object, { force: true });
  if (end.kind === 'cancelled' || (end.kind === 'exited' && end.code === 0)) return undefined;
  const command = [program, ...others].join(' ');
  const [line = ''] = output.split('\n').filter((one) => one.trim() !== '');
  const why =
    line.trim() !== ''
      ? line.trim().replace(/\.$/, '')
      : end.kind === 'exited'
        ? `it ends with ${end.code} and says nothing`
        : end.kind === 'signalled'
          ? `it is ended by ${end.signal}`
          : end.reason;
  return `The compiler ${command} is installed but does not work: ${why}. Run ${command} --version to see why.`;
}
