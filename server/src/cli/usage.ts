import { reportCommandList } from './arguments.ts';
import type { CliCommand, OutputKind } from './command.ts';
import { commandGroups } from './commands.ts';

/** The widest line of --help, in columns. */
const lineWidth = 100;

/** One argument of a synopsis: `[--get [--from SUITE]…]`, `(--kernel R)…`, `DIR`. */
const argument = /[[(](?:[^[\]()]|[[(][^[\]()]*[\])]…?)*[\])]…?|\S+/g;

/** The column at which the descriptions of options begin. */
const optionWidth = 23;

/** What --help prints: about one command, or an overview of all of them. Ends with a line break. */
export function usage(of?: CliCommand): string {
  const lines = of ? commandUsage(of) : overview();
  return [
    ...lines,
    '',
    ...wrapped(
      'Exit codes: 0 nothing wrong; 1 an error was found or a build failed; 2 wrong usage, or the work could not be done; 130 cancelled.',
      0,
    ),
    '',
  ].join('\n');
}

function overview(): readonly string[] {
  return [
    'dkms-tools - checks and builds Linux drivers that DKMS rebuilds for every kernel',
    '',
    'Usage: dkms-tools COMMAND [ARGUMENT…]',
    ...commandGroups.flatMap(({ title, members }) => [
      '',
      `${title}:`,
      ...members.flatMap(({ name, summary }) => described(name, summary, 14)),
    ]),
    '',
    'Options of every command:',
    ...sharedOptionHelp(
      `text for people (the default), json for programs; ${reportCommandList()} also print sarif, junit and github (annotations of a workflow)`,
    ).flatMap(([option, text]) => described(option, text, optionWidth)),
    '',
    'dkms-tools COMMAND --help explains the arguments of a command.',
  ];
}

function commandUsage({ name, synopsis, summary, prints, optionHelp = [] }: CliCommand): readonly string[] {
  return [
    ...wrapped(`dkms-tools ${name}: ${summary}`, 0),
    '',
    ...callForms({ name, synopsis }, '       ').map((line, at) =>
      at === 0 ? `Usage: ${line.trimStart()}` : line,
    ),
    '',
    ...[...optionHelp, ...sharedOptionHelp(formatHelp[prints])].flatMap(([option, text]) =>
      described(option, text, optionWidth),
    ),
  ];
}

/** The ways to call a command, in lines that are indented. */
export function callForms(
  { name, synopsis }: Pick<CliCommand, 'name' | 'synopsis'>,
  indentation = '',
): readonly string[] {
  const head = `${indentation}dkms-tools ${name} `;
  return (synopsis.length > 0 ? synopsis : ['']).flatMap((form) => {
    const [first = '', ...more] = filled(form.match(argument) ?? [], head.length);
    return [`${head}${first.trimStart()}`.trimEnd(), ...more];
  });
}

const formatHelp = {
  data: 'text for people (the default), json for programs',
  report:
    'text for people (the default), json for programs, or sarif, junit or github (annotations of a workflow)',
} as const satisfies Readonly<Record<OutputKind, string>>;

function sharedOptionHelp(format: string): NonNullable<CliCommand['optionHelp']> {
  return [
    ['--format F', format],
    ['--modules DIR', 'also look for kernels in DIR, laid out like /lib/modules (can be given again)'],
    [
      '--no-system-kernels',
      'leave out the kernels of this machine; use only those in the folders of --modules and those that were downloaded',
    ],
    ['--help, --version', 'print this help, or the version'],
  ];
}

/** A name and its description, which begins at a column; below the name if that is too long. */
function described(name: string, text: string, column: number): readonly string[] {
  const head = `  ${name}`;
  const [first = '', ...more] = wrapped(text, column);
  return head.length + 1 < column ? [`${head}${first.slice(head.length)}`, ...more] : [head, first, ...more];
}

/** The words of a text in lines that begin at a column. */
function wrapped(text: string, column: number): readonly string[] {
  return filled(text.split(' '), column);
}

/** Lines that begin at a column, each with as many of the words as it holds. */
function filled(words: readonly string[], column: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && column + last.length + 1 + word.length <= lineWidth)
      lines.push(`${lines.pop()} ${word}`);
    else lines.push(word);
  }
  return lines.map((line) => `${' '.repeat(column)}${line}`);
}
