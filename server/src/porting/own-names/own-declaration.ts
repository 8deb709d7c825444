import type { Problem } from '../../output/problem.ts';
import type { Cause } from '../../triage/cause.ts';
import { parseMessageShape } from '../../triage/messages/parse-message-shape.ts';
import { CSource } from '../../triage/rewrite/c-source.ts';
import type { FileTexts } from '../port-edit.ts';

/** The name that a compiler does not know, by its message. */
export function unknownName(problem: Problem): string | undefined {
  const shape = parseMessageShape(problem);
  const isUnknown =
    shape?.kind === 'undeclared-function' || shape?.kind === 'unknown-type' || shape?.kind === 'undeclared';
  return isUnknown ? shape.name : undefined;
}

/** Where the module declares a function or macro itself. */
export function ownDeclarations(
  name: string,
  texts: FileTexts,
): readonly { readonly path: string; readonly line0: number }[] {
  return [...texts].flatMap(([path, text]) => {
    if (!/\.[ch]$/.test(path) || !text.includes(name)) return [];
    const source = new CSource(text);
    const macros = [...text.matchAll(new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${name}\\b`, 'gm'))];
    const starts = [
      ...source.functions(name).map((each) => each.name.start),
      ...macros.map(({ index }) => index),
    ];
    return starts.map((start) => ({ path, line0: source.lineOf(start) }));
  });
}

/** The cause of a name that the module declares under a condition which leaves out kernels that lack it. */
export function leftOutCause(name: string): Cause {
  return {
    ...{ id: `${name.replace(/_/g, '-').toLowerCase()}-left-out`, symbol: name },
    summary: `The module declares ${name} itself, under a condition on the version that leaves out this kernel, which lacks it as well.`,
    ...{ verified: false, confidence: 'likely', evidence: [], documented: false, fixes: [] },
  };
}
