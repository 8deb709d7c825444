import type { CSource, FunctionText } from './c-source.ts';
import type { Replacement, Rewritten } from './replacement.ts';

/** What asks for the state of a circular buffer, and what asks the same of a kfifo. */
const queries: Readonly<Record<string, string>> = {
  uart_circ_empty: 'kfifo_is_empty',
  uart_circ_chars_pending: 'kfifo_len',
  uart_circ_chars_free: 'kfifo_avail',
  uart_circ_clear: 'kfifo_reset',
};

/**
 * The bytes that a serial port has to send are in the kfifo of its `struct tty_port` instead of a `struct circ_buf`. A function is rewritten if all
 * that it does with the buffer is asking for its state, reading the next byte and advancing the tail.
 */
export function rewriteTransmitBuffers(source: CSource): Rewritten {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  for (const index of source.names('circ_buf')) {
    const token = source.tokens[index];
    const around = source.functionAround(index);
    const variable = token && /^\s*\*\s*(\w+)\s*[=;]/.exec(source.text.slice(token.end))?.[1];
    if (!token || !around?.body || variable === undefined) continue;
    const uses = usesOf(source, around, variable);
    if (Array.isArray(uses)) replacements.push(...uses);
    else left.push({ offset: uses, reason: `${around.name.text}() reads the buffer in a way of its own` });
  }
  replacements.push(...queriesOfMembers(source));
  return { replacements, left };
}

/** What becomes of the variable of a function that points to the buffer; the offset of the first use that nothing is known for. */
function usesOf(source: CSource, { name, body }: FunctionText, variable: string): Replacement[] | number {
  const text = source.slice(body ?? { start: 0, end: 0 });
  const from = body?.start ?? 0;
  const port = /\btport\b/.test(source.text.slice(name.start, from + text.length)) ? variable : 'tport';
  const fifo = `&${port}->xmit_fifo`;
  const tail = `${variable}\\s*->\\s*tail`;
  const head = `${variable}\\s*->\\s*head`;
  const pointee = '&\\s*([^;,&]+?)\\s*(->|\\.)\\s*xmit\\s*;';
  const advanced = `${tail}\\s*=\\s*\\(\\s*${tail}\\s*\\+\\s*([^;&]+?)\\s*\\)\\s*&\\s*\\(\\s*UART_XMIT_SIZE\\s*-\\s*1\\s*\\)`;
  const forms: readonly (readonly [string, (...groups: string[]) => string])[] = [
    [
      `struct\\s+circ_buf\\s*\\*\\s*${variable}\\s*=\\s*${pointee}`,
      (object = '', access = '') => `struct tty_port *${port} = &${object}${access}port;`,
    ],
    [`struct\\s+circ_buf\\s*\\*\\s*${variable}\\s*;`, () => `struct tty_port *${port};`],
    [`\\b${variable}\\s*=\\s*${pointee}`, (object = '', access = '') => `${port} = &${object}${access}port;`],
    [
      `\\b(${Object.keys(queries).join('|')})\\s*\\(\\s*${variable}\\s*\\)`,
      (name = '') => `${queries[name] ?? name}(${fifo})`,
    ],
    [`\\b(?:${head}\\s*==\\s*${tail}|${tail}\\s*==\\s*${head})\\b`, () => `kfifo_is_empty(${fifo})`],
    [`\\b(?:${head}\\s*!=\\s*${tail}|${tail}\\s*!=\\s*${head})\\b`, () => `!kfifo_is_empty(${fifo})`],
    [`\\b${advanced}`, (count = '') => `kfifo_skip_count(${fifo}, ${count})`],
    [
      `(?<!&\\s*)\\b${variable}\\s*->\\s*buf\\s*\\[\\s*${tail}\\s*\\](?!\\s*[-+*/|&^%]?=[^=])`,
      () => `({ unsigned char next = 0; kfifo_peek(${fifo}, &next) ? next : 0; })`,
    ],
  ];
  const found = forms.flatMap(([form, to]) =>
    [...text.matchAll(new RegExp(form, 'g'))].map((match) => ({
      start: from + match.index,
      end: from + match.index + match[0].length,
      text: to(...match.slice(1)),
    })),
  );
  const named = source
    .names(variable)
    .flatMap((at) => source.tokens[at]?.start ?? [])
    .filter((start) => from < start && start < from + text.length);
  const covers = ({ start, end }: Replacement, offset: number) => start <= offset && offset < end;
  const unknown = named.find((offset) => !found.some((each) => covers(each, offset)));
  if (unknown !== undefined) return unknown;
  // What only a comment says is not of the code; and the longest form holds what the shorter ones find in it.
  return found.filter(
    (each) =>
      named.some((offset) => covers(each, offset)) &&
      !found.some((other) => other !== each && covers(other, each.start) && other.end >= each.end),
  );
}

/** The state of the buffer of a port that is asked for without a variable: `uart_circ_empty(&port->state->xmit)`. */
function queriesOfMembers(source: CSource): Replacement[] {
  return Object.entries(queries).flatMap(([name, to]) =>
    source.calls(name).flatMap(({ arguments: [buffer], start, end }) => {
      const [, object, access] =
        /^&\s*([\s\S]+?)\s*(->|\.)\s*xmit$/.exec(buffer ? source.slice(buffer) : '') ?? [];
      return object === undefined ? [] : [{ start, end, text: `${to}(&${object}${access}port.xmit_fifo)` }];
    }),
  );
}
