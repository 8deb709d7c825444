import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import type { CliCommand, Format, PreparedCommand, ValuesOf, WrongUsage } from './command.ts';
import { commands } from './commands.ts';

const formats: readonly string[] = ['text', 'json', 'sarif', 'junit', 'github'] satisfies readonly Format[];

const sharedOptions = {
  format: { type: 'string' },
  modules: { type: 'string', multiple: true },
  'no-system-kernels': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

const takenByAll: readonly string[] = ['format', 'modules', 'no-system-kernels'];

/** Parses a command line without the program's name. Does not check whether a path or a kernel exists. */
export function parseArguments(
  words: readonly string[],
):
  | PreparedCommand
  | { readonly name: 'help'; readonly of?: CliCommand }
  | { readonly name: 'version' }
  | WrongUsage {
  const parsed = parse(words);
  if ('wrong' in parsed) return parsed;
  const { values, positionals } = parsed;
  const [name, ...rest] = positionals;

  const shared = values as ValuesOf<typeof sharedOptions>;
  if (shared.help || name === 'help') {
    const of = commands.find((one) => one.name === (name === 'help' ? rest[0] : name));
    return { name: 'help', ...(of && { of }) };
  }
  if (shared.version) return { name: 'version' };
  if (name === undefined) return { wrong: `no command given; expected one of ${commandList()} (see --help)` };
  const command = commands.find((one) => one.name === name);
  if (!command) return { wrong: `"${name}" is not a command; expected one of ${commandList()} (see --help)` };
  for (const option of Object.keys(values)) {
    if (!takenByAll.includes(option) && !(option in command.options)) {
      return { wrong: `${name} has no option --${option} (see --help)` };
    }
  }
  const format = shared.format ?? 'text';
  if (!formats.includes(format)) {
    return { wrong: `--format ${format} is not known; expected one of ${formats.join(', ')}` };
  }
  if (command.prints === 'data' && format !== 'text' && format !== 'json') {
    return { wrong: `${name} prints text and json; --format ${format} is for ${inWords(reportCommands())}` };
  }
  return command.prepare(values, rest, {
    format: format as Format,
    moduleFolders: shared.modules ?? [],
    systemKernels: !shared['no-system-kernels'],
  });
}

function parse(words: readonly string[]): { values: object; positionals: string[] } | WrongUsage {
  const options: ParseArgsOptionsConfig = Object.assign(
    {},
    ...commands.map((command) => command.options),
    sharedOptions,
  );
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    // parseArgs throws if the user typed an unknown option or left out a value; the first sentence of its message is good enough.
    if (error instanceof TypeError && 'code' in error)
      return { wrong: `${error.message.split(/\.?\n|\. /)[0]} (see --help)` };
    throw error;
  }
}

function commandList(): string {
  return commands.map(({ name }) => name).join(', ');
}

/** The commands that print reports. */
function reportCommands(): readonly string[] {
  return commands.filter(({ prints }) => prints === 'report').map(({ name }) => name);
}

/** `a, b and c`. */
function inWords(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** What --help prints: about one command, or about all of them. */
export function usage(of?: CliCommand): string {
  const shown = of ? [of] : commands;
  const width = Math.max(...shown.map(({ name }) => name.length));
  const optionHelp: NonNullable<CliCommand['optionHelp']> = [
    ...shown.flatMap((command) => command.optionHelp ?? []),
    [
      '--format F',
      `text for people (the default), json for programs; ${inWords(reportCommands())} also print sarif, junit and github`,
      '(annotations of a workflow)',
    ],
    ['--modules DIR', 'also look for kernels in DIR, laid out like /lib/modules (can be given again)'],
    [
      '--no-system-kernels',
      'leave out the kernels of this machine; use only those in the folders of --modules and those that were downloaded',
    ],
    ['--help, --version'],
  ];
  return [
    'dkms-tools - checks and builds Linux drivers that DKMS rebuilds for every kernel',
    '',
    ...shown.flatMap(({ name, synopsis }) =>
      synopsis.map((line, at) =>
        at === 0 ? `  dkms-tools ${name.padEnd(width)} ${line}` : `${' '.repeat(width + 23)}${line}`,
      ),
    ),
    '',
    ...shown.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    ...optionHelp.flatMap(([option, ...lines]) => helpLines(option, lines)),
    '',
    'Exit codes: 0 nothing wrong; 1 an error was found or a build failed; 2 wrong usage, or the work could not be done; 130 cancelled.',
    '',
  ].join('\n');
}

/** The column at which the descriptions of options begin. */
const optionWidth = 23;

function helpLines(option: string, lines: readonly string[]): readonly string[] {
  const head = `  ${option}`;
  const indented = lines.map((line) => `${' '.repeat(optionWidth)}${line}`);
  const [first = ''] = lines;
  return head.length < optionWidth
    ? [`${head.padEnd(optionWidth)}${first}`.trimEnd(), ...indented.slice(1)]
    : [head, ...indented];
}
