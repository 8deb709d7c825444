import { resolve } from 'node:path';
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
    return { wrong: `${name} prints text and json; --format ${format} is for ${reportCommandList()}` };
  }
  const { kernelFolders, named } = withKernelFolders(values);
  return command.prepare(named, rest, {
    format: format as Format,
    moduleFolders: [...kernelFolders, ...(shared.modules ?? [])],
    systemKernels: !shared['no-system-kernels'],
  });
}

/** A kernel that is named by the folder of its headers is searched for there; no release contains a slash. */
function withKernelFolders(values: object): {
  readonly kernelFolders: readonly string[];
  readonly named: object;
} {
  const given: unknown = 'kernel' in values ? values.kernel : undefined;
  const folderOf = (text: string) => (text.includes('/') ? resolve(text) : text);
  const kernels = typeof given === 'string' ? [given] : Array.isArray(given) ? (given as string[]) : [];
  const named = kernels.map(folderOf);
  return {
    kernelFolders: named.filter((text) => text.startsWith('/')),
    named:
      kernels.length === 0 ? values : { ...values, kernel: typeof given === 'string' ? named[0] : named },
  };
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

/** The commands that print reports, as `a, b and c`. */
export function reportCommandList(): string {
  const names = commands.filter(({ prints }) => prints === 'report').map(({ name }) => name);
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
