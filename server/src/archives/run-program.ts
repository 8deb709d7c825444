import { type CommandEnd, runCommand } from '../builds/process.ts';
import type { ProcessGroups } from '../builds/process-group.ts';
import type { ArchiveFault } from './archived-kernel.ts';

/** Options for running a distribution's programs. */
export interface ProgramContext {
  readonly groups: ProcessGroups;
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** How a program ended, and what it printed to stdout and stderr. */
export interface ProgramResult {
  readonly succeeded: boolean;
  readonly text: string;
}

/** The user cancelled, so there is no result, and no message is needed. */
export interface Cancelled {
  readonly kind: 'cancelled';
}

/**
 * Runs a program of the distribution in `cwd`, in English, and collects its output. `onText` receives the output as it arrives. Returns a
 * fault if the program is not installed.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  cwd: string,
  { groups, env, signal }: ProgramContext,
  onText: (text: string) => void = () => {},
): Promise<ProgramResult | ArchiveFault | Cancelled> {
  let text = '';
  const end: CommandEnd = await runCommand(
    { program, args, cwd, env: { ...env, LC_ALL: 'C' } },
    {
      ...{ groups, ...(signal && { signal }) },
      onText: (part) => {
        text += part;
        onText(part);
      },
    },
  );
  switch (end.kind) {
    case 'cancelled':
      return end;
    case 'not-started':
      return {
        kind: 'unsupported',
        message:
          end.code === 'ENOENT'
            ? `${program} is not installed. It is needed to get these headers.`
            : `${program} could not be started: ${end.reason}.`,
      };
    case 'signalled':
      return { succeeded: false, text: `${text}\n${program} was ended by ${end.signal}.` };
    case 'exited':
      return { succeeded: end.code === 0, text };
    default:
      return end satisfies never;
  }
}

/** Whether this is not a result, but the reason why there is none. */
export function isFailure<Result extends object>(
  result: Result | ArchiveFault | Cancelled,
): result is ArchiveFault | Cancelled {
  return 'kind' in result && ('message' in result || result.kind === 'cancelled');
}
