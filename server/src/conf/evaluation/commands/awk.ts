import { Automaton } from '../automaton.ts';
import { parseToolRegex } from '../basic-regex.ts';
import { GroupedPattern } from '../submatches.ts';
import type { Work } from '../work.ts';
import { type CommandModel, filter, isAscii, linesOf, unitsOf } from './command-model.ts';

type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly number: number | 'last' };

/** `awk [-F SEPARATOR] '[NR==N | /regex/] {print …}'` with fields and plain texts. */
export const awk: CommandModel = (input) => {
  const args = [...input.args];
  let separator = ' ';
  const [first = ''] = args;
  if (first === '-F') {
    separator = args[1] ?? '';
    args.splice(0, 2);
  } else if (/^-F./.test(first)) {
    separator = first.slice(2);
    args.shift();
  }
  const [program, ...files] = args;
  if (program === undefined || program.startsWith('-') || files.some((file) => /[-=]/.test(file)))
    return undefined;
  const read = readProgram(program, input.work);
  const split = splitter(separator, input.work);
  if (!read || !split) return undefined;
  return filter(input, files, (text) => {
    if (!isAscii(text)) return undefined;
    let output = '';
    for (const [i, line] of linesOf(text).entries()) {
      input.work.spend(unitsOf(line));
      const applies = read.applies(line, i + 1);
      const fields = split(line);
      if (applies === undefined || !fields) return undefined;
      if (!applies) continue;
      for (const pieces of read.printed) {
        input.work.spend(pieces.length);
        const texts = pieces.map((list) => list.map((piece) => shown(piece, line, fields)).join(''));
        const printed = `${texts.join(' ')}\n`;
        input.work.spend(unitsOf(printed));
        output += printed;
      }
    }
    return output;
  });
};

function shown(piece: Piece, line: string, fields: readonly string[]): string {
  if (piece.kind === 'text') return piece.text;
  if (piece.number === 0) return line;
  return (piece.number === 'last' ? (fields.at(-1) ?? line) : fields[piece.number - 1]) ?? '';
}

function splitter(separator: string, work: Work): ((line: string) => string[] | undefined) | undefined {
  if (separator === ' ') return (line) => line.split(/[ \t\n]+/).filter((field) => field !== '');
  // `t` is a tab for some, and a backslash quotes.
  if (separator === '' || separator === 't' || separator.includes('\\') || !isAscii(separator))
    return undefined;
  if (separator.length === 1) return (line) => (line === '' ? [] : line.split(separator));
  const pattern = parseToolRegex(separator, 'extended');
  const grouped = pattern && GroupedPattern.compile(pattern, work);
  if (!grouped) return undefined;
  return (line) => {
    const fields: string[] = [];
    if (line === '') return fields;
    let from = 0;
    for (;;) {
      const match = grouped.find(line, from, false);
      if (match === 'unknown' || (match !== 'none' && match.start === match.end)) return undefined;
      if (match === 'none') {
        fields.push(line.slice(from));
        return fields;
      }
      fields.push(line.slice(from, match.start));
      from = match.end;
    }
  };
}

function readProgram(source: string, work: Work) {
  const found = /^\s*(?:(NR\s*==\s*(\d{1,9}))|\/((?:[^/\\]|\\.)+)\/)?\s*(?:\{\s*(.*?)\s*;?\s*\})?\s*$/s.exec(
    source,
  );
  if (!found) return undefined;
  const [, byNumber, number, regex, action] = found;
  if (action === undefined && byNumber === undefined && regex === undefined) return undefined;
  const printed = (action ?? 'print').split(';').map(readPrint);
  if (!printed.every((one) => one !== undefined)) return undefined;
  const pattern = regex === undefined ? undefined : parseToolRegex(regex, 'extended');
  const automaton = pattern && Automaton.compile(pattern, work);
  if (regex !== undefined && !automaton) return undefined;
  return {
    printed,
    applies: (line: string, at: number): boolean | undefined => {
      if (number !== undefined) return Number(number) === at;
      return automaton ? automaton.matchesWithin(line) : true;
    },
  };
}

/** What one `print` prints: expressions, each of pieces that stand side by side. */
function readPrint(source: string): Piece[][] | undefined {
  const statement = /^\s*print\b\s*(.*?)\s*$/s.exec(source);
  if (statement?.[1] === undefined) return undefined;
  if (statement[1] === '') return [[{ kind: 'field', number: 0 }]];
  const expressions: Piece[][] = [[]];
  let rest = statement[1];
  while (rest !== '') {
    const found = /^(?:\$(\d{1,3})|\$(NF)(?![\w([+-])|"([^"\\]*)"|(,))\s*/.exec(rest);
    if (!found) return undefined;
    const [all, field, last, text, comma] = found;
    if (comma !== undefined) expressions.push([]);
    else if (field !== undefined) expressions.at(-1)?.push({ kind: 'field', number: Number(field) });
    else if (last !== undefined) expressions.at(-1)?.push({ kind: 'field', number: 'last' });
    else expressions.at(-1)?.push({ kind: 'text', text: text ?? '' });
    rest = rest.slice(all.length);
  }
  return expressions.every((pieces) => pieces.length > 0) ? expressions : undefined;
}
