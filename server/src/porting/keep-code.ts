import type { TargetKernel } from '../triage/uses/target-kernel.ts';
import { compiledText } from './line-activity.ts';
import type { FileTexts, PortEdit } from './port-edit.ts';

/** An edit that was made, with the texts after it. */
export interface PortStep {
  readonly edit: PortEdit;
  readonly texts: FileTexts;
}

/**
 * The steps again from the texts before them, where each that changes what one of the kernels compiles leaves these kernels their code instead.
 * `undefined` if none can, or one of the others can't be made any more.
 */
export function keepCode(
  before: FileTexts,
  steps: readonly PortStep[],
  kernels: readonly TargetKernel[],
): readonly PortStep[] | undefined {
  const kept: PortStep[] = [];
  let texts = before;
  let isOther = false;
  for (const { edit } of steps) {
    const plain = edit.apply(texts);
    if (!plain) return undefined;
    const changing = kernels.filter((kernel) =>
      [...plain].some(
        ([path, text]) => compiledText(text, kernel) !== compiledText(texts.get(path) ?? '', kernel),
      ),
    );
    const guarded =
      changing.length > 0 ? edit.keeping?.(new Set(changing.map(({ release }) => release))) : undefined;
    const changed = guarded?.apply(texts);
    const isKept = guarded !== undefined && changed !== undefined && !sameTexts(changed, plain);
    isOther ||= isKept;
    texts = new Map([...texts, ...(isKept ? changed : plain)]);
    kept.push({ edit: isKept ? guarded : edit, texts });
  }
  return isOther ? kept : undefined;
}

function sameTexts(a: FileTexts, b: FileTexts): boolean {
  return a.size === b.size && [...a].every(([path, text]) => b.get(path) === text);
}
