import { activeLines, findBranches, type LineActivity } from '../triage/preprocessor/branches.ts';
import type { TargetKernel } from '../triage/uses/target-kernel.ts';

/** Which lines of a text each kernel compiles, as far as the conditions can be decided. */
export class LineActivities {
  readonly #byKernel: ReadonlyMap<string, readonly LineActivity[]>;

  constructor(text: string, kernels: readonly Pick<TargetKernel, 'release' | 'macros'>[]) {
    const branches = findBranches(text);
    this.#byKernel = new Map(kernels.map(({ release, macros }) => [release, activeLines(branches, macros)]));
  }

  /** `undefined` where that is not known. */
  compiles(kernel: string, line0: number): LineActivity {
    return this.#byKernel.get(kernel)?.[line0];
  }
}

/** What a kernel compiles of a text, as far as the conditions can be decided: its lines without the conditions. */
export function compiledText(text: string, kernel: TargetKernel): string {
  const activity = new LineActivities(text, [kernel]);
  return text
    .split('\n')
    .filter(
      (line, line0) =>
        activity.compiles(kernel.release, line0) !== false &&
        !/^[ \t]*#[ \t]*(?:if|el|endif)/.test(line) &&
        line.trim() !== '',
    )
    .join('\n');
}

/** The 0-based line of an offset. */
export function lineOfOffset(text: string, offset: number): number {
  let line0 = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line0++;
  return line0;
}
