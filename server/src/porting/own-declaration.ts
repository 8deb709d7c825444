import type { Problem } from '../output/problem.ts';
import type { Cause } from '../triage/cause.ts';
import { withoutSuggestion } from '../triage/messages/without-suggestion.ts';
import { CSource } from '../triage/rewrite/c-source.ts';
import type { FileTexts } from './port-edit.ts';

/** The name that a compiler does not know, by its message. */
export function unknownName({ message }: Problem): string | undefined {
  const found = /^(?:implicit declaration of function|unknown type name) '(\w+)'|^'(\w+)' undeclared/.exec(
    withoutSuggestion(message),
  );
  return found?.[1] ?? found?.[2];
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
