import type { ParseArgsOptionsConfig } from 'node:util';
import type { Terminal } from './terminal.ts';

/** How data is printed. */
export type DataFormat = 'text' | 'json';

/** How results are printed; the last three formats are for programs that know nothing about DKMS. */
export type Format = DataFormat | 'sarif' | 'junit' | 'github';

/** The formats that a command can print: text and json (`data`), or all of them (`report`). */
export type OutputKind = 'data' | 'report';

/** The answer to a wrong command line: one line for standard error; the exit code is 2. */
export interface WrongUsage {
  readonly wrong: string;
}

/** The arguments of every command. */
export interface SharedArguments<Printed extends Format = Format> {
  readonly format: Printed;
  readonly moduleFolders: readonly string[];
  /** Whether to use the kernels of the system in addition to those in `moduleFolders`. */
  readonly systemKernels: boolean;
}

/** What a command needs in addition to its arguments. */
export interface CommandContext {
  /** The folder of the bundled program. */
  readonly dist: string;
  readonly terminal: Terminal;
  /** The version of DKMS Tools; a function, since few commands need it and it is read from a long manifest. */
  readonly version: () => string;
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

/** One command of the terminal program: a file in commands/ and an entry in commands.ts. Options with the same name have the same type. */
export interface CommandDefinition<
  Options extends ParseArgsOptionsConfig,
  Given,
  Printed extends OutputKind,
> {
  readonly name: string;
  /** What may follow the name, as --help shows it: one text for each way to call the command. */
  readonly synopsis: readonly string[];
  /** One line of --help. */
  readonly summary: string;
  readonly options: Options;
  /** What --help says of each option: `--match PATTERN`, and its description. */
  readonly optionHelp?: readonly (readonly [option: string, description: string])[];
  readonly prints: Printed;
  /** Parses what follows the name. Does not check whether a path or a kernel exists. */
  parse(values: ValuesOf<Options>, rest: readonly string[]): Given | WrongUsage;
  /** Resolves with the exit code; `undefined` if the process keeps running. Imports the code it needs, so that other commands do not load it. */
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

/** A command whose options and arguments may be of any type. */
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
      // Formats that the command does not print have been refused already.
      type All = Given & SharedArguments<Printed extends 'report' ? Format : DataFormat>;
      const all = { ...given, ...shared } as unknown as All;
      return { name: definition.name, given: all, run: (context) => definition.run(all, context) };
    },
  };
}

/** Parses the whole number given for an option; `undefined` if the option is absent. */
export function wholeNumber(
  option: string,
  text: string | undefined,
  least: number,
): number | undefined | WrongUsage {
  if (text === undefined) return undefined;
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least ? number : { wrong: `${option} ${text}: expected a whole number from ${least} up` };
}
