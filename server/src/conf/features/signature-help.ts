import type { Conf } from '../conf.ts';
import { findDirective } from '../directives/directives.ts';
import { findCursorContext } from './cursor-context.ts';

/** The syntax of an expression, with the part that is being typed. */
export interface SignatureInformation {
  readonly label: string;
  /** Markdown. */
  readonly documentation: string;
  /** Spans of `label`. */
  readonly parameters: readonly { readonly start: number; readonly end: number }[];
}

export interface SignatureHelp {
  readonly signatures: readonly SignatureInformation[];
  readonly activeSignature: number;
  readonly activeParameter: number;
}

interface Operator {
  /** The texts of the operator; of all operators, the longest come first. */
  readonly texts: readonly string[];
  readonly form: readonly [name: string, operator: string, ...operands: string[]];
  readonly documentation: string;
}

/** The operations of `${…}` (bash 5.2, "Shell Parameter Expansion"), the most useful in a dkms.conf first. */
const operators: readonly Operator[] = [
  {
    texts: [':-', '-'],
    form: ['name', ':-', 'default'],
    documentation: 'The value, or `default` if the variable is unset or empty (`-`: only if it is unset).',
  },
  {
    texts: ['%%', '%'],
    form: ['name', '%', 'pattern'],
    documentation: 'The value without the shortest end that matches the pattern; `%%` removes the longest.',
  },
  {
    texts: ['##', '#'],
    form: ['name', '#', 'pattern'],
    documentation:
      'The value without the shortest beginning that matches the pattern; `##` removes the longest.',
  },
  {
    texts: ['//', '/#', '/%', '/'],
    form: ['name', '/', 'pattern', 'replacement'],
    documentation:
      'The value with the first match replaced. `//` replaces every match, `/#` one at the beginning, `/%` one at the end.',
  },
  {
    texts: [',,', ','],
    form: ['name', ',,', 'pattern'],
    documentation:
      'The value in lower case; a single `,` changes only the first letter. You may leave out the pattern.',
  },
  {
    texts: ['^^', '^'],
    form: ['name', '^^', 'pattern'],
    documentation:
      'The value in upper case; a single `^` changes only the first letter. You may leave out the pattern.',
  },
  {
    texts: [':+', '+'],
    form: ['name', ':+', 'other'],
    documentation: '`other` if the variable has a value, else nothing.',
  },
  {
    texts: [':=', '='],
    form: ['name', ':=', 'default'],
    documentation: 'Like `:-`, and also assigns the default to the variable.',
  },
  {
    texts: [':?', '?'],
    form: ['name', ':?', 'message'],
    documentation: "The value; if there is none, bash ends with the message, and dkms can't read the file.",
  },
  {
    texts: [':'],
    form: ['name', ':', 'offset', 'length'],
    documentation:
      'A part of the value: `length` characters starting at `offset`, which counts from 0 (` -1`: from the end).',
  },
];

/** The signature help for the expansion or the regular expression that is being typed at an offset. */
export function signatureHelpAt(conf: Conf, offset: number): SignatureHelp | undefined {
  const expansion = findOpenExpansion(conf.text, offset);
  if (expansion !== undefined) return helpOnExpansion(expansion);
  const context = findCursorContext(conf.text, offset);
  if (context.kind !== 'value' || findDirective(context.name)?.valueType !== 'regular-expression')
    return undefined;
  return { signatures: [regularExpression(context.name)], activeSignature: 0, activeParameter: 0 };
}

/** The text between the innermost `${` that is open at an offset and the offset; at most a line. */
function findOpenExpansion(text: string, offset: number): string | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(Math.max(lineStart, offset - 500), offset);
  const open: number[] = [];
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '\\') at++;
    else if (line[at] === '$' && line[at + 1] === '{') open.push(++at + 1);
    else if (line[at] === '}') open.pop();
  }
  const from = open.at(-1);
  return from === undefined ? undefined : line.slice(from);
}

function helpOnExpansion(inside: string): SignatureHelp | undefined {
  const name = /^[#!]?\w+(?:\[[^\]]*\])?/.exec(inside);
  if (!name || inside.startsWith('#')) return undefined;
  const rest = inside.slice(name[0].length);
  const all = operators.flatMap((each) => each.texts.map((text) => ({ each, text })));
  const found = all
    .filter(({ text }) => rest.startsWith(text))
    .sort((a, b) => b.text.length - a.text.length)[0];
  if (!found) {
    if (rest !== '') return undefined;
    return { signatures: operators.map((each) => signatureOf(each)), activeSignature: 0, activeParameter: 0 };
  }
  const operand = rest.slice(found.text.length);
  const separator = found.each.form[3] === undefined ? undefined : found.text.startsWith('/') ? '/' : ':';
  const second =
    separator !== undefined && new RegExp(`^(?:\\\\.|[^\\\\${separator}])*${separator}`).test(operand);
  return {
    signatures: [signatureOf(found.each, found.text)],
    activeSignature: 0,
    activeParameter: second ? 2 : 1,
  };
}

function signatureOf({ form, documentation }: Operator, written?: string): SignatureInformation {
  const [name, operator, first = '', second] = form;
  let label = '${';
  const parameters: { start: number; end: number }[] = [];
  const put = (text: string) => {
    parameters.push({ start: label.length, end: label.length + text.length });
    label += text;
  };
  put(name);
  label += written ?? operator;
  put(first);
  if (second) {
    label += operator === ':' ? ':' : '/';
    put(second);
  }
  return { label: `${label}}`, documentation, parameters };
}

function regularExpression(name: string): SignatureInformation {
  const label = `${name}="regular expression"`;
  const start = label.indexOf('"') + 1;
  return {
    label,
    documentation: [
      'A POSIX extended regular expression, which matches anywhere in the text unless `^` and `$` anchor it.',
      '`.` any character · `\\.` a dot · `[0-9]` one of · `(a|b)` either · `*` `+` `?` `{2,3}` how often.',
      'There is no `\\d`, no `\\w` and no look-ahead: write `[0-9]` and `[[:alnum:]_]`.',
    ].join('\n\n'),
    parameters: [{ start, end: label.length - 1 }],
  };
}
