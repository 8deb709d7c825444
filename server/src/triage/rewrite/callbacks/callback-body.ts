import type { CSource, FunctionText } from '../c-source.ts';
import type { Replacement } from '../replacement.ts';
import { type CallbackRewrite, changesReturn, fillParameter } from './callback-signature.ts';

export function rewriteBody(
  source: CSource,
  definition: FunctionText,
  rewrite: CallbackRewrite,
): Replacement[] | string {
  const body = definition.body;
  if (!body) return [];
  const replacements: Replacement[] = [];
  const open = source.tokens[body.open];
  const close = source.tokens[body.close];
  if (!open || !close) return [];
  if (rewrite.opening !== undefined) {
    const old = definition.parameters.map((parameter) => source.slice(parameter));
    const text = `\n\t${fillParameter(rewrite.opening, old)}`;
    replacements.push({ start: open.end, end: open.end, text });
  }
  const inside = source.tokens.map((_, index) => index).slice(body.open + 1, body.close);
  if (rewrite.parameters) {
    const old = definition.parameters.map((parameter) => source.slice(parameter));
    const lost = old.filter(
      (_, at) =>
        !rewrite.parameters?.some((each) => each.includes(`$${at + 1}`) || each.includes(`$name${at + 1}`)),
    );
    const names = lost.map((parameter) => fillParameter('$name1', [parameter]));
    const reads = inside.flatMap((index) => memberRead(source, index, old, rewrite));
    replacements.push(...reads);
    const isUsed = inside.some((index) => {
      const token = source.tokens[index];
      if (!token || !names.includes(token.text) || source.isMember(index)) return false;
      return !reads.some(({ start }) => start === token.start);
    });
    if (isUsed && rewrite.prologue === undefined)
      return `${definition.name.text}() uses ${names.join(' and ')}, which it no longer gets`;
    if (isUsed && rewrite.prologue !== undefined) {
      const declaration = fillParameter(rewrite.prologue, old);
      replacements.push({ start: open.end, end: open.end, text: `\n\t${declaration}` });
    }
  }
  if (rewrite.returns === undefined || !changesReturn(source.slice(definition.returnType), rewrite.returns))
    return replacements;
  const returns = inside.filter(
    (index) => source.tokens[index]?.text === 'return' && source.tokens[index]?.kind === 'name',
  );
  if (rewrite.returns === 'void') {
    for (const index of returns) {
      const replacement = withoutValue(source, index, body.close);
      if (replacement) replacements.push(replacement);
    }
  } else if (rewrite.wrap !== undefined) {
    for (const index of returns) {
      const statement = source.statementAround(index);
      const last = statement && source.tokens[statement.last];
      const word = source.tokens[index];
      if (!word || !last) continue;
      const value = source.text.slice(word.end, last.start).trim();
      const text = rewrite.wrap.replace('$value', () => value);
      replacements.push({ start: word.start, end: last.end, text: `return ${text};` });
    }
  } else if (rewrite.value !== undefined) {
    for (const index of returns) {
      const semicolon = source.tokens[index + 1];
      const word = source.tokens[index];
      if (word && semicolon?.text === ';')
        replacements.push({ start: word.start, end: semicolon.end, text: `return ${rewrite.value};` });
    }
    const lastReturn = returns.at(-1);
    const endsWithReturn =
      lastReturn !== undefined && source.statementAround(lastReturn)?.last === body.close - 1;
    if (!endsWithReturn) {
      const lineStart = source.text.lastIndexOf('\n', close.start - 1) + 1;
      const ownLine = source.text.slice(lineStart, close.start).trim() === '';
      const at = ownLine ? lineStart : close.start;
      replacements.push({
        start: at,
        end: at,
        text: ownLine ? `\treturn ${rewrite.value};\n` : `return ${rewrite.value}; `,
      });
    }
  }
  return replacements;
}

/** The replacement for a member of a removed parameter that is somewhere else now. */
function memberRead(
  source: CSource,
  index: number,
  old: readonly string[],
  { members = [] }: CallbackRewrite,
): Replacement[] {
  const [object, arrow, token] = [index - 2, index - 1, index].map((at) => source.tokens[at]);
  if (!object || arrow?.text !== '->' || !token || source.isMember(index - 2)) return [];
  const found = members.find(
    ({ parameter, member }) =>
      token.text === member && object.text === fillParameter('$name1', [old[parameter - 1] ?? '']),
  );
  return found ? [{ start: object.start, end: token.end, text: found.to }] : [];
}

/** Replaces `return value;` in a function that is now void. A value with side effects is still computed. */
function withoutValue(source: CSource, index: number, bodyClose: number): Replacement | undefined {
  const word = source.tokens[index];
  const statement = source.statementAround(index);
  const last = statement && source.tokens[statement.last];
  if (!word || !statement || !last || source.tokens[index + 1]?.text === ';') return undefined;
  const value = source.text.slice(word.end, last.start).trim();
  const isLast = statement.last === bodyClose - 1;
  const isAlone = statement.first === index;
  const acts = /\w\s*\(|\+\+|--|[^=!<>]=[^=]/.test(value);
  if (!acts) {
    if (!isLast || !isAlone) return { start: word.start, end: last.end, text: 'return;' };
    const start = source.text.lastIndexOf('\n', word.start - 1) + 1;
    const newline = source.text.indexOf('\n', last.end);
    const ownLine = source.text.slice(start, word.start).trim() === '' && newline >= 0;
    return ownLine ? { start, end: newline + 1, text: '' } : { start: word.start, end: last.end, text: '' };
  }
  if (isLast && isAlone) return { start: word.start, end: last.end, text: `${value};` };
  if (isAlone)
    return {
      start: word.start,
      end: last.end,
      text: `${value};\n${indentOf(source.text, word.start)}return;`,
    };
  return {
    start: word.start,
    end: last.end,
    text: `{\n${indentOf(source.text, word.start)}\t${value};\n${indentOf(source.text, word.start)}\treturn;\n${indentOf(source.text, word.start)}}`,
  };
}

function indentOf(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}
