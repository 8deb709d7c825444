import { CSource } from './c-source.ts';
import type { ChangeFix } from './change-fixes.ts';
import type { TextFile } from './replacement.ts';

/**
 * Whether a fix changes what the compiler complains of in a line (from 1): the statement there, or the function that the line names, as the
 * initializer of a callback does. A fix that only adds an `#include`, or writes another name of a struct, is about the whole file.
 */
export function mendsLine(fix: ChangeFix, file: TextFile, line: number): boolean {
  const changed = fix.files.find(({ path }) => path === file.path)?.replacements ?? [];
  if (changed.length === 0) return false;
  if (changed.every(({ start, end, text }) => start === end && /^\s*#/.test(text))) return true;
  const source = new CSource(file.text);
  if (changed.some(({ start }) => isTag(source, start))) return true;
  const start = source.text.split('\n', line - 1).join('\n').length + (line > 1 ? 1 : 0);
  const newline = source.text.indexOf('\n', start);
  const end = newline < 0 ? source.text.length : newline;
  const inLine = source.tokens.flatMap((token, index) =>
    token.start >= start && token.end <= end ? [index] : [],
  );
  const spans = [{ start, end }];
  for (const index of inLine) {
    const statement = source.depth(index) > 0 ? source.statementAround(index) : undefined;
    if (statement) spans.push({ start: statement.start, end: statement.end });
    const name = source.tokens[index];
    for (const own of name?.kind === 'name' ? source.functions(name.text) : [])
      spans.push({ start: own.returnType.start, end: own.body?.end ?? own.signatureEnd });
  }
  return changed.some((each) => spans.some((span) => each.start <= span.end && span.start <= each.end));
}

function isTag(source: CSource, start: number): boolean {
  const index = source.tokenAfter(start);
  return source.tokens[index]?.start === start && source.tokens[index - 1]?.text === 'struct';
}
