import type { HostFacts } from '../host-facts.ts';
import type { Status } from '../shell-state.ts';
import type { PathValue } from '../variables.ts';
import type { Work } from '../work.ts';

/** The input of a command. */
export interface CommandInput {
  readonly args: readonly string[];
  /** What is left to read from standard input; `undefined` if that is not known. */
  readonly stdin: string | undefined;
  readonly hostFacts: HostFacts;
  /** The text of a file that the command is told to read. A relative path is `unknown`, since the working directory of dkms is. */
  readonly readFile: (path: string) => { readonly text: string } | 'absent' | 'unknown';
  /** Where the model counts its work. */
  readonly work: Work;
}

/** The cost, in units of Work, of one pass over a text. */
export function unitsOf(text: string): number {
  return 1 + (text.length >> 2);
}

export interface CommandOutcome {
  readonly output: PathValue | string;
  readonly status: Status;
  /** It writes to standard error. */
  readonly complains?: boolean;
  /** It reads standard input to its end; `partly`: nobody knows how far. */
  readonly readsInput?: boolean | 'partly';
}

/**
 * What a command prints and returns for this input, exactly as the GNU program would; `undefined` if that is not
 * certain. A model never runs anything.
 */
export type CommandModel = (input: CommandInput) => CommandOutcome | undefined;

/** The lines of a text; its last line may lack the newline. */
export function linesOf(text: string): string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

/** What a filter reads: standard input, or the one file that it is told to read. */
export function readFilterInput(
  { stdin, readFile }: Pick<CommandInput, 'stdin' | 'readFile'>,
  files: readonly string[],
): { readonly text: string; readonly fromInput: boolean } | 'absent' | undefined {
  const [file, ...more] = files;
  if (more.length > 0) return undefined;
  if (file === undefined || file === '-')
    return stdin === undefined ? undefined : { text: stdin, fromInput: true };
  const found = readFile(file);
  if (found === 'unknown') return undefined;
  return found === 'absent' ? 'absent' : { text: found.text, fromInput: false };
}

/** Runs a filter over its input. A missing file is treated as most filters do: an error message and status 1. */
export function filter(
  input: CommandInput,
  files: readonly string[],
  apply: (text: string) => string | undefined,
): CommandOutcome | undefined {
  const source = readFilterInput(input, files);
  if (!source) return undefined;
  if (source === 'absent') return { output: '', status: 1, complains: true };
  input.work.spend(unitsOf(source.text));
  const output = apply(source.text);
  return output === undefined ? undefined : { output, status: 0, readsInput: source.fromInput };
}
