import type { ParseArgsOptionsConfig } from 'node:util';
import type { Terminal } from './terminal.ts';

/** How data is printed. */
export type DataFormat = 'text' | 'json';

/** How results are printed: the last three formats are for programs that know nothing about DKMS. */
export type Format = DataFormat | 'sarif' | 'junit' | 'github';

/** Which of these a command prints: text and json, or all of them. */
export type OutputKind = 'data' | 'report';

/** What a wrong command line gets: one line for stderr, exit code 2. */
export interface WrongUsage {
  readonly wrong: string;
}

/** What every command takes. */
export interface SharedArguments<Printed extends Format = Format> {
  readonly format: Printed;
  readonly moduleFolders: readonly string[];
  /** Whether the kernels of the system count beside those in `moduleFolders`. */
  readonly systemKernels: boolean;
}

/** What a command works with besides its arguments. */
export interface CommandContext {
  /** The folder of the bundled program. */
  readonly dist: string;
  readonly terminal: Terminal;
  /** The version of DKMS Tools. */
  readonly version: string;
  /** Starts the language server, which ends by itself. */
  readonly serve: () => Promise<void>;
}

/** The values of options as they were typed. */
export type ValuesOf<Options extends ParseArgsOptionsConfig> = {
  readonly [Name in keyof Options]?: Options[Name] extends { multiple: true }
    ? readonly string[]
    : Options[Name] extends { type: 'boolean' }
      ? boolean
      : string;
};

/** One command of the terminal program: a file in commands/ and an entry in commands.ts. Options of one name have one type in all. */
export interface CommandDefinition<
  Options extends ParseArgsOptionsConfig,
  Given,
  Printed extends OutputKind,
> {
  readonly name: string;
  /** What may follow the name, as --help shows it, in lines. */
  readonly synopsis: readonly string[];
  /** One line of --help. */
  readonly summary: string;
  readonly options: Options;
  /** What --help says of options that their names do not tell: `--match PATTERN` and a text of one line or more. */
  readonly optionHelp?: readonly (readonly [option: string, ...lines: string[]])[];
  readonly prints: Printed;
  /** Reads what follows the name. Nothing is looked up: whether a path or a kernel exists shows later. */
  parse(values: ValuesOf<Options>, rest: readonly string[]): Given | WrongUsage;
  /** The exit code; `undefined` if the process goes on. What it needs is imported here, so that other commands do not load it. */
  run(
    given: Given & SharedArguments<Printed extends 'report' ? Format : DataFormat>,
    context: CommandContext,
  ): Promise<number | undefined>;
}

/** A command whose arguments were read. */
export interface PreparedCommand {
  readonly name: string;
  readonly given: object;
  run(context: CommandContext): Promise<number | undefined>;
}

/** A command among others, whatever its options and arguments are. */
export interface CliCommand
  extends Pick<
    CommandDefinition<ParseArgsOptionsConfig, unknown, OutputKind>,
    'name' | 'synopsis' | 'summary' | 'options' | 'optionHelp' | 'prints'
  > {
  prepare(values: object, rest: readonly string[], shared: SharedArguments): PreparedCommand | WrongUsage;
}

/** A command as an entry of the list of commands. */
export function defineCommand<
  const Options extends ParseArgsOptionsConfig,
  Given extends object,
  Printed extends OutputKind,
>(definition: CommandDefinition<Options, Given, Printed>): CliCommand {
  return {
    ...definition,
    prepare(values, rest, shared) {
      const given = definition.parse(values, rest);
      if ('wrong' in given) return given;
      // Formats that the command does not print were refused before.
      type All = Given & SharedArguments<Printed extends 'report' ? Format : DataFormat>;
      const all = { ...given, ...shared } as unknown as All;
      return { name: definition.name, given: all, run: (context) => definition.run(all, context) };
    },
  };
}

/** A whole number as it was typed for an option; `undefined` where the option is absent. */
export function wholeNumber(
  option: string,
  text: string | undefined,
  least: number,
): number | undefined | WrongUsage {
  if (text === undefined) return undefined;
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least ? number : { wrong: `${option} ${text}: expected a whole number from ${least} up` };
}
