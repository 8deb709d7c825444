import { findBranches } from '../../triage/preprocessor/branches.ts';
import { CSource, type FunctionText } from '../../triage/rewrite/c-source.ts';
import { isGenerated } from '../generated-source.ts';
import type { FileTexts } from '../port-edit.ts';
import type { MisguardedLine } from './guard-correction.ts';

/** A line in the head of a function that a condition gives to some kernels only, and what may be wrong with it. */
export type GuardedHead = Pick<MisguardedLine, 'path' | 'line0' | 'headOf' | 'wrong'>;

/**
 * The conditions on the version in the heads of functions that a line names, as `.dump = foo_dump` does: among their parameters, and around the whole
 * head where another branch has another one. A kernel whose series has taken a change over early is on their wrong side.
 */
export function guardedHeads(line: string, texts: FileTexts): readonly GuardedHead[] {
  const names = [...line.matchAll(/(?:\.|->)\s*\w+\s*=\s*&?\s*([A-Za-z_]\w*)\s*(?:[,;}]|$)/g)];
  return names.flatMap(([, name = '']) => {
    const head = new RegExp(`\\b${name}\\s*\\(`);
    return [...texts].flatMap(([path, text]) => {
      // Without a version in it, no condition of the file can have a wrong one.
      if (!/\.[ch]$/.test(path) || !text.includes('LINUX_VERSION_CODE')) return [];
      if (!head.test(text) || isGenerated(text)) return [];
      const source = new CSource(text);
      return source
        .functions(name)
        .flatMap((each) => conditionsOf(source, each).map((one) => ({ ...one, path, headOf: name })));
    });
  });
}

/** The first line of each condition among the parameters, which may be missing or superfluous, and that of the name, for conditions around it. */
function conditionsOf(
  source: CSource,
  { returnType, name, signatureEnd }: FunctionText,
): readonly Pick<GuardedHead, 'line0' | 'wrong'>[] {
  const [first0, last0] = [source.lineOf(returnType.start), source.lineOf(signatureEnd - 1)];
  const inside = findBranches(source.text).branches.filter(
    ({ line0, group }) => group[0] === line0 && line0 >= first0 && line0 < last0,
  );
  return [
    ...inside.flatMap(({ line0 }) =>
      (['missing', 'superfluous'] as const).map((wrong) => ({ line0: line0 + 1, wrong })),
    ),
    { line0: source.lineOf(name.start) },
  ];
}
