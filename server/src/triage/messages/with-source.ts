import type { Problem } from '../../output/problem.ts';
import { callAround } from './call-around.ts';
import type { MessageShape } from './message-shape.ts';

/**
 * Adds to a shape what only the source shows: the member that a line initialises or assigns, the struct of a variable, the call of an argument, or the
 * name at which clang stopped.
 */
export function withSource(
  shape: MessageShape,
  { line, text }: { readonly line?: string; readonly text?: string },
  problem: Problem,
): MessageShape {
  if (shape.kind === 'unnamed-argument') {
    const call = line === undefined ? undefined : callAround(textBefore(problem, line, text));
    if (!call) return shape;
    if (shape.misfit === 'integer') return { kind: 'integer-pointer', function: call.function };
    if (shape.misfit === 'qualifier') return { kind: 'discarded-qualifier', ...call };
    return { kind: 'incompatible-argument', ...call, expected: shape.expected, actual: shape.actual };
  }
  if (shape.kind === 'implicit-int' && shape.name === '' && line !== undefined) {
    const name = /^\w+/.exec(
      Buffer.from(line)
        .subarray((problem.column ?? 1) - 1)
        .toString(),
    )?.[0];
    return name === undefined ? shape : { ...shape, name };
  }
  if (shape.kind === 'incomplete-type' && shape.type === '' && shape.object !== undefined) {
    const declared = new RegExp(
      `\\b((?:struct|union|enum)\\s+\\w+)\\s+[\\s*]*(?:__\\w+\\s+)*${shape.object}\\b`,
    );
    // Members of several structs may have one name, so that the line comes first.
    const type = (declared.exec(line ?? '') ?? declared.exec(text ?? ''))?.[1];
    return type === undefined ? shape : { ...shape, type: type.replace(/\s+/, ' ') };
  }
  if (shape.kind !== 'incompatible-value' || shape.member !== undefined || line === undefined) return shape;
  const pattern =
    shape.via === 'assignment' ? /(\w+)\s*(?:->|\.)\s*(\w+)\s*=(?!=)/ : /^\s*()(?:\.\w+)*\.(\w+)\s*=(?!=)/;
  const [, object, member] = pattern.exec(line) ?? [];
  if (member === undefined) return shape;
  return { ...shape, member, ...(object && { object }) };
}

/** The source up to the column of a problem; only its line where the file can't be read. */
function textBefore(problem: Problem, line: string, text: string | undefined): string {
  const [inLine] = atColumn(line, problem);
  const before = problem.line - 1;
  const lines = text?.split('\n', before);
  return lines?.length === before ? `${lines.join('\n')}\n${inLine}` : inLine;
}

/** What stands in a line before and behind the column of a problem of clang, which counts bytes. */
function atColumn(line: string, { column = 1 }: Problem): readonly [string, string] {
  const bytes = Buffer.from(line);
  return [bytes.subarray(0, column - 1).toString(), bytes.subarray(column - 1).toString()];
}
