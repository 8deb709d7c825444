import { isAscii } from '../text-changes.ts';
import { type CommandModel, filter, linesOf } from './command-model.ts';

const item = /\$(\d{1,3})|\$(NF)\b|"([^"\\]*)"/y;

/** What an awk program prints (the whole line, fields and texts), and for which line. */
interface PrintedItems {
  /** The number of the line, counted from 1; `undefined`: every line. */
  readonly line: number | undefined;
  readonly items: readonly (number | 'last' | { readonly text: string })[];
}

/** `{print $1 "." $2}`, `NR==1 {print $NF}`; `undefined` for any other program. */
function parseProgram(source: string): PrintedItems | undefined {
  const found = /^\s*(?:NR\s*==\s*(\d{1,9})\s*)?\{\s*print\b([^{};]*);?\s*\}\s*$/.exec(source);
  if (!found) return undefined;
  const [, line, list = ''] = found;
  const items: (number | 'last' | { text: string })[] = [];
  let at = 0;
  const skipBlanks = () => {
    while (list[at] === ' ' || list[at] === '\t') at++;
  };
  for (skipBlanks(); at < list.length; skipBlanks()) {
    if (list[at] === ',') {
      if (items.length === 0) return undefined;
      items.push({ text: ' ' });
      at++;
      skipBlanks();
    }
    item.lastIndex = at;
    const [all, number, last, text] = item.exec(list) ?? [];
    if (all === undefined) return undefined;
    items.push(last ? 'last' : number !== undefined ? Number(number) : { text: text ?? '' });
    at += all.length;
  }
  // `print` alone prints the whole line.
  return { line: line === undefined ? undefined : Number(line), items: items.length > 0 ? items : [0] };
}

/** The separator that `-F` sets; `undefined` for an expression that is not modelled. */
function parseSeparator(source: string): string | RegExp | undefined {
  if (source === ' ') return source;
  // Any other character might be an expression to some of the programs that are called awk.
  if (/^[.:,;/=_@#%-]$/.test(source)) return source;
  return /^\[[-._:=/, +]+\]$/.test(source)
    ? new RegExp(`[${source.slice(1, -1).replaceAll('-', '\\-')}]`)
    : undefined;
}

/** `awk [-F SEPARATOR] '{print …}' [FILE]`, with which confs take versions apart. */
export const awk: CommandModel = (input) => {
  const args = [...input.args];
  let separator: string | RegExp | undefined = ' ';
  if (args[0]?.startsWith('-F')) {
    const option = args.shift() ?? '';
    separator = parseSeparator(option === '-F' ? (args.shift() ?? '') : option.slice(2));
  }
  const [source, ...files] = args;
  const program = source === undefined || source.startsWith('-') ? undefined : parseProgram(source);
  if (separator === undefined || !program || files.some((file) => /[-=]/.test(file))) return undefined;
  const by = separator;
  return filter(input, files, (text) => {
    if (!isAscii(text) || text.includes('\0')) return undefined;
    return linesOf(text)
      .map((line, at) => {
        if (program.line !== undefined && program.line !== at + 1) return '';
        const fields = fieldsOf(line, by);
        const printed = program.items.map((one) =>
          typeof one === 'object'
            ? one.text
            : one === 0 || (one === 'last' && fields.length === 0)
              ? line
              : ((one === 'last' ? fields.at(-1) : fields[one - 1]) ?? ''),
        );
        return `${printed.join('')}\n`;
      })
      .join('');
  });
};

function fieldsOf(line: string, separator: string | RegExp): string[] {
  if (separator === ' ') return line.split(/[ \t\n]+/).filter((field) => field !== '');
  return line === '' ? [] : line.split(separator);
}
