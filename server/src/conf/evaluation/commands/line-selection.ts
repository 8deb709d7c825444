import { type CommandModel, filter, linesOf, readFilterInput } from './command-model.ts';

/** `-n 3`, `-n3`, `-3` and, for tail, `-n +3`; then the files. `undefined` for any other option. */
function parseCount(
  args: readonly string[],
): { readonly count: number; readonly fromStart: boolean; readonly files: readonly string[] } | undefined {
  let count = 10;
  let fromStart = false;
  const files: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (!arg.startsWith('-') || arg === '-') {
      files.push(arg);
      continue;
    }
    // The old form (`-3`) is an option only as the first argument.
    const number = arg === '-n' ? args[++at] : (/^-n(.+)$/.exec(arg)?.[1] ?? (at === 0 ? arg.slice(1) : ''));
    const found = /^(\+?)(\d{1,9})$/.exec(number ?? '');
    if (!found || (found[1] && !arg.startsWith('-n'))) return undefined;
    fromStart = found[1] === '+';
    count = Number(found[2]);
  }
  return { count, fromStart, files };
}

/** `head -n COUNT`, `head -COUNT` */
export const head: CommandModel = (input) => {
  const wanted = parseCount(input.args);
  if (!wanted || wanted.fromStart) return undefined;
  const source = readFilterInput(input, wanted.files);
  const outcome = filter(input, wanted.files, (text) => firstLines(text, wanted.count));
  // It is not known how far ahead it has read.
  return outcome && source && source !== 'absent' && source.fromInput && outcome.output !== source.text
    ? { ...outcome, readsInput: 'partly' }
    : outcome;
};

function firstLines(text: string, count: number): string {
  let end = 0;
  for (let line = 0; line < count; line++) {
    const newline = text.indexOf('\n', end);
    if (newline < 0) return text;
    end = newline + 1;
  }
  return text.slice(0, end);
}

/** `tail -n COUNT`, `tail -COUNT`, `tail -n +FIRST` */
export const tail: CommandModel = (input) => {
  const wanted = parseCount(input.args);
  return (
    wanted &&
    filter(input, wanted.files, (text) => {
      const lines = linesOf(text);
      const first = wanted.fromStart
        ? Math.max(0, wanted.count - 1)
        : Math.max(0, lines.length - wanted.count);
      const kept = lines.slice(first);
      return kept.length === 0 ? '' : kept.join('\n') + (text.endsWith('\n') ? '\n' : '');
    })
  );
};

/** `wc -l`, `wc -w`, `wc -c` of standard input, where no file's name follows. */
export const wc: CommandModel = (input) => {
  const [option, ...more] = input.args;
  if (option === undefined || !/^-[lwc]$/.test(option) || more.length > 0) return undefined;
  return filter(input, [], (text) => {
    if (!/^[\t\n -~]*$/.test(text)) return undefined;
    const count =
      option === '-c'
        ? text.length
        : option === '-l'
          ? text.split('\n').length - 1
          : text.split(/[ \t\n]+/).filter((word) => word !== '').length;
    return `${count}\n`;
  });
};
