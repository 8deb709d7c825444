import { parseArgs } from 'node:util';
import type { KernelSelection } from '../workspace/kernels/kernel-selection.ts';
import { type KernelSetEntry, parseKernelPattern } from '../workspace/kernels/kernel-set.ts';

/** How data is printed. */
export type DataFormat = 'text' | 'json';

/** How what was found is printed: the last three are for programs that know nothing of DKMS. */
export type Format = DataFormat | 'sarif' | 'junit' | 'github';

const formats: readonly string[] = ['text', 'json', 'sarif', 'junit', 'github'] satisfies readonly Format[];

export interface CheckArguments {
  readonly command: 'check';
  /** Files, or folders searched for them. */
  readonly paths: readonly string[];
  readonly kernels: readonly string[];
  readonly dkmsVersion?: string;
  /** A range of dkms versions as it was typed. */
  readonly supportedVersions?: string;
  readonly fix: boolean;
  /** More warnings than this are a failure. */
  readonly maxWarnings?: number;
}

export interface ShowArguments {
  readonly command: 'show';
  readonly path: string;
  readonly kernel?: string;
  readonly arch?: string;
  readonly dkmsVersion?: string;
}

export interface KernelsArguments {
  readonly command: 'kernels';
  /** Symbols of the configuration to show, with or without `CONFIG_`. */
  readonly symbols: readonly string[];
}

export interface BuildArguments {
  readonly command: 'build';
  readonly folder: string;
  readonly selection: KernelSelection;
  /** Builds that are expected to fail. */
  readonly knownFailures: readonly KernelSetEntry[];
  readonly jobs?: number;
  /** The 1-based part I of N of the selected builds. */
  readonly shard?: { readonly part: number; readonly of: number };
  /** Whether the real dkms is to do the same, and the two be compared. */
  readonly verify: boolean;
}

export interface ExplainArguments {
  readonly command: 'explain';
  /** A file, or `-` for the standard input. */
  readonly log: string;
  /** The folder of the user's files. */
  readonly source?: string;
  readonly kernel?: string;
}

export interface InitArguments {
  readonly command: 'init';
  /** The folder of the source. */
  readonly folder: string;
  /** Whether the file is made; it is printed otherwise. */
  readonly write: boolean;
}

export interface LspArguments {
  readonly command: 'lsp';
}

export interface HelpArguments {
  readonly command: 'help' | 'version';
}

export type CommandArguments = (
  | ((CheckArguments | BuildArguments | ExplainArguments) & { readonly format: Format })
  | ((ShowArguments | KernelsArguments | InitArguments | LspArguments | HelpArguments) & {
      readonly format: DataFormat;
    })
) & {
  readonly moduleFolders: readonly string[];
  /** Whether the kernels of the system count beside those in `moduleFolders`. */
  readonly systemKernels: boolean;
};

/** What a wrong command line gets: one line for stderr, exit code 2. */
export interface WrongUsage {
  readonly wrong: string;
}

export const usage = `dkms-tools - checks and builds Linux drivers that DKMS rebuilds for every kernel

  dkms-tools check   [PATH…]  [--kernel R]… [--dkms-version V] [--supported-versions RANGE]
                     [--fix] [--max-warnings N]
  dkms-tools show    [PATH]   [--kernel R] [--arch A] [--dkms-version V]
  dkms-tools kernels [--config SYMBOL]…
  dkms-tools build   [DIR]    (--kernel R)… | --all | (--match PATTERN)…  [--jobs N] [--shard I/N] [--verify]
                             [--known-failure [MODULE@]PATTERN[: REASON]]…
  dkms-tools explain [LOG|-]  [--source DIR] [--kernel R]
  dkms-tools init    [DIR]    [--write]
  dkms-tools lsp     --stdio

  check    says what is wrong with each dkms.conf below PATH, and what dkms would make of it
  show     prints what dkms would read from a dkms.conf
  kernels  lists the kernels of this machine and whether modules can be built against them; --config also what they set a symbol to
  build    builds the module in DIR against kernels, in a copy: DIR is never written and needs no dkms.conf
  explain  says what a make.log has to say (- or none: the standard input); --source DIR: where the user's files are
  init     proposes a dkms.conf for the source in DIR; --write makes the file where there is none
  lsp      is the language server for editors

  --match PATTERN      a release, a glob ('6.12.*'), or a range of versions ('>=6.1 <6.13', '6.1 - 6.12'); '!' takes kernels out
  --known-failure      builds that fail, which is no failure of the run: '>=7: no strlcpy', 'evdi@6.12.*'
  --verify             let the real dkms build the same, in trees of its own, and say where the two differ
  --supported-versions "2.8.4 - 3.4"
                       also say what these versions of dkms do differently with the file
  --format F           text for people (the default), json for programs; check, build and explain also print sarif, junit
                       and github (annotations of a workflow)
  --modules DIR        also look for kernels in DIR, laid out like /lib/modules (can be given again)
  --no-system-kernels  leave out the kernels of this machine: those in the folders of --modules are all there are
  --help, --version

Exit codes: 0 nothing wrong; 1 an error was found or a build failed; 2 wrong usage, or the work could not be done; 130 cancelled.
`;

const options = {
  kernel: { type: 'string', multiple: true },
  'dkms-version': { type: 'string' },
  'supported-versions': { type: 'string' },
  fix: { type: 'boolean' },
  'max-warnings': { type: 'string' },
  arch: { type: 'string' },
  config: { type: 'string', multiple: true },
  all: { type: 'boolean' },
  match: { type: 'string', multiple: true },
  'known-failure': { type: 'string', multiple: true },
  jobs: { type: 'string' },
  shard: { type: 'string' },
  source: { type: 'string' },
  verify: { type: 'boolean' },
  write: { type: 'boolean' },
  format: { type: 'string' },
  modules: { type: 'string', multiple: true },
  'no-system-kernels': { type: 'boolean' },
  stdio: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

type OptionName = keyof typeof options;

/** Options that a command takes beside those that all take. */
const acceptedOptions: Readonly<Record<string, readonly OptionName[]>> = {
  check: ['kernel', 'dkms-version', 'supported-versions', 'fix', 'max-warnings'],
  show: ['kernel', 'arch', 'dkms-version'],
  kernels: ['config'],
  build: ['kernel', 'all', 'match', 'known-failure', 'jobs', 'shard', 'verify'],
  explain: ['source', 'kernel'],
  init: ['write'],
  lsp: ['stdio'],
};

const takenByAll: readonly OptionName[] = ['format', 'modules', 'no-system-kernels'];

/** Reads a command line without the program's name. Nothing is looked up: whether a path or kernel exists shows later. */
export function parseArguments(words: readonly string[]): CommandArguments | WrongUsage {
  const parsed = parse(words);
  if ('wrong' in parsed) return parsed;
  const { values, positionals } = parsed;
  const [command, ...rest] = positionals;

  const format = values.format ?? 'text';
  const moduleFolders = values.modules ?? [];
  const search = { moduleFolders, systemKernels: !values['no-system-kernels'] };
  const data = { format: (format === 'json' ? 'json' : 'text') as DataFormat, ...search };
  if (values.help || command === 'help') return { command: 'help', ...data };
  if (values.version) return { command: 'version', ...data };
  if (command === undefined)
    return { wrong: `no command given; expected one of ${commandList()} (see --help)` };
  const allowed = acceptedOptions[command];
  if (!allowed)
    return { wrong: `"${command}" is not a command; expected one of ${commandList()} (see --help)` };
  for (const name of Object.keys(values) as OptionName[]) {
    if (!takenByAll.includes(name) && !allowed.includes(name)) {
      return { wrong: `${command} has no option --${name} (see --help)` };
    }
  }
  if (!formats.includes(format)) {
    return { wrong: `--format ${format} is not known; expected one of ${formats.join(', ')}` };
  }
  const shared = { format: format as Format, ...search };
  const isReport = command === 'check' || command === 'build' || command === 'explain';
  if (!isReport && format !== data.format) {
    return { wrong: `${command} prints text and json; --format ${format} is for check, build and explain` };
  }

  switch (command) {
    case 'check': {
      const maxWarnings = wholeNumber('--max-warnings', values['max-warnings'], 0);
      if (typeof maxWarnings === 'object') return maxWarnings;
      return {
        ...{ command, paths: rest, kernels: values.kernel ?? [], fix: values.fix ?? false, ...shared },
        ...(values['dkms-version'] !== undefined && { dkmsVersion: values['dkms-version'] }),
        ...(values['supported-versions'] !== undefined && {
          supportedVersions: values['supported-versions'],
        }),
        ...(maxWarnings !== undefined && { maxWarnings }),
      };
    }
    case 'show': {
      if (rest.length > 1) return { wrong: 'show takes one path' };
      if ((values.kernel?.length ?? 0) > 1) return { wrong: 'show takes one --kernel' };
      const kernel = values.kernel?.[0];
      return {
        ...{ command, path: rest[0] ?? '.', ...data },
        ...(kernel !== undefined && { kernel }),
        ...(values.arch !== undefined && { arch: values.arch }),
        ...(values['dkms-version'] !== undefined && { dkmsVersion: values['dkms-version'] }),
      };
    }
    case 'kernels':
      if (rest.length > 0)
        return { wrong: 'kernels takes no path; add a folder of kernels with --modules DIR' };
      return { command, symbols: values.config ?? [], ...data };
    case 'init':
      if (rest.length > 1) return { wrong: 'init takes one folder' };
      return { command, folder: rest[0] ?? '.', write: values.write ?? false, ...data };
    case 'lsp':
      if (rest.length > 0 || !values.stdio) return { wrong: 'lsp takes --stdio and nothing else' };
      return { command, ...data };
    case 'explain': {
      if (rest.length > 1) return { wrong: 'explain takes one log' };
      const [kernel, ...more] = values.kernel ?? [];
      if (more.length > 0) return { wrong: 'explain takes one --kernel' };
      return {
        ...{ command, log: rest[0] ?? '-', ...shared },
        ...(values.source !== undefined && { source: values.source }),
        ...(kernel !== undefined && { kernel }),
      };
    }
    default:
      return buildArguments(values, rest, shared);
  }
}

function buildArguments(
  values: Values,
  rest: readonly string[],
  shared: Pick<CommandArguments, 'moduleFolders' | 'systemKernels'> & { readonly format: Format },
): CommandArguments | WrongUsage {
  if (rest.length > 1) return { wrong: 'build takes one folder' };
  const jobs = wholeNumber('--jobs', values.jobs, 1);
  if (typeof jobs === 'object') return jobs;
  const shard = parseShard(values.shard);
  if (shard && 'wrong' in shard) return shard;
  const ways = [values.kernel !== undefined, values.all === true, values.match !== undefined];
  if (ways.filter(Boolean).length !== 1) {
    return { wrong: 'build needs one of --kernel R (can be given again), --all, or --match PATTERN' };
  }
  const patterns = parseEach(values.match, '--match', parseKernelPattern);
  if ('wrong' in patterns) return patterns;
  const knownFailures = parseEach(values['known-failure'], '--known-failure', parseKnownFailure);
  if ('wrong' in knownFailures) return knownFailures;
  const selection: KernelSelection =
    values.kernel !== undefined
      ? { kind: 'releases', releases: [...new Set(values.kernel)] }
      : values.match !== undefined
        ? { kind: 'match', patterns }
        : { kind: 'all' };
  return {
    ...{ command: 'build', folder: rest[0] ?? '.', selection, knownFailures, ...shared },
    verify: values.verify ?? false,
    ...(jobs !== undefined && { jobs }),
    ...(shard && { shard }),
  };
}

function parseEach(
  texts: readonly string[] | undefined,
  option: string,
  read: (text: string) => KernelSetEntry | string,
): readonly KernelSetEntry[] | WrongUsage {
  const entries = (texts ?? []).map(read);
  const wrong = entries.find((entry) => typeof entry === 'string');
  return wrong === undefined
    ? entries.filter((entry) => typeof entry !== 'string')
    : { wrong: `${option}: ${wrong}` };
}

/** `[MODULE@]PATTERN[: REASON]`. */
function parseKnownFailure(text: string): KernelSetEntry | string {
  const [, module, pattern = '', reason = `--known-failure ${text}`] =
    /^(?:([^@:]*)@)?([^:]*)(?::\s*(.*))?$/s.exec(text) ?? [];
  const entry = parseKernelPattern(pattern);
  if (typeof entry === 'string') return entry;
  if (entry.isExclusion) return `"${text}" excludes kernels, so it cannot name known failures.`;
  return { ...entry, knownFailure: { reason, ...(module && { module }) } };
}

type Values = {
  -readonly [Name in OptionName]?: (typeof options)[Name] extends { multiple: true }
    ? string[]
    : (typeof options)[Name] extends { type: 'boolean' }
      ? boolean
      : string;
};

function parse(words: readonly string[]): { values: Values; positionals: string[] } | WrongUsage {
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    return { values: values as Values, positionals };
  } catch (error) {
    // parseArgs throws for what the user typed (unknown option, missing value); its messages' first sentence says it well.
    if (error instanceof TypeError && 'code' in error)
      return { wrong: `${error.message.split(/\.?\n|\. /)[0]} (see --help)` };
    throw error;
  }
}

function commandList(): string {
  return Object.keys(acceptedOptions).join(', ');
}

function wholeNumber(
  option: string,
  text: string | undefined,
  least: number,
): number | undefined | WrongUsage {
  if (text === undefined) return undefined;
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least ? number : { wrong: `${option} ${text}: expected a whole number from ${least} up` };
}

function parseShard(text: string | undefined): BuildArguments['shard'] | WrongUsage {
  if (text === undefined) return undefined;
  const match = /^(\d{1,4})\/(\d{1,4})$/.exec(text);
  const part = Number(match?.[1]);
  const of = Number(match?.[2]);
  if (!match || part < 1 || part > of)
    return { wrong: `--shard ${text}: expected I/N with I from 1 to N, such as 1/3` };
  return { part, of };
}
