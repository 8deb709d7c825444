import { pathToFileURL } from 'node:url';
import { compareReleases } from '../../kernels/kernel.ts';
import type { Cause, Evidence } from '../../triage/cause.ts';
import {
  activeLines,
  type Branch,
  findBranches,
  type LineActivity,
} from '../../triage/preprocessor/branches.ts';
import type { MacroFacts } from '../../triage/preprocessor/condition.ts';
import { causeLabel } from './cause-certainty.ts';

/** `page` is the address of a cause's page, where there is one. */
export function causeMarkdown(cause: Cause, page: (id: string) => string | undefined): string {
  const href = cause.documented ? page(cause.id) : undefined;
  const sure = cause.confidence === 'verified' ? '' : ` (${causeLabel(cause)})`;
  // Most summaries begin with the name, which must not appear twice.
  const named = sure === '' && cause.summary.startsWith(cause.symbol);
  const parts = [
    named
      ? `**${cause.symbol}**${cause.summary.slice(cause.symbol.length)}`
      : `**${cause.symbol}**${sure}: ${cause.summary}`,
    ...sideBySide(cause.evidence),
    ...(href ? [`[About this change](${href})`] : []),
  ];
  return parts.join('\n\n');
}

/** The declarations that both kinds of kernels have, each with a link to its line. */
function sideBySide(evidence: readonly Evidence[]): readonly string[] {
  return evidence.map(({ kernel, file, line, text, form }) => {
    const href = `${pathToFileURL(file).href}#L${line}`;
    const where = file.slice(file.lastIndexOf('/include/') + 1);
    return `${form === 'old' ? 'Before' : 'Now'}, in ${kernel}: [${where}:${line}](${href})\n\`\`\`c\n${text}\n\`\`\``;
  });
}

/** For each kernel, whether it compiles the lines under a condition; `undefined` for a line without a condition. */
export function branchMarkdown(
  text: string,
  line0: number,
  kernels: readonly { readonly release: string; readonly macros: MacroFacts }[],
): string | undefined {
  const file = findBranches(text);
  const branch = file.branches.find((one) => one.line0 === line0);
  if (!branch || kernels.length === 0) return undefined;
  const kernelsWhere = (wanted: LineActivity) =>
    kernels
      .filter(({ macros }) => takes(branch, activeLines(file, macros)) === wanted)
      .map(({ release }) => release)
      .sort((a, b) => compareReleases(b, a));
  const [yes, no, perhaps] = [kernelsWhere(true), kernelsWhere(false), kernelsWhere(undefined)];
  if (yes.length === 0 && no.length === 0) return undefined;
  const lines = [
    yes.length > 0 ? `Compiled for ${yes.join(', ')}` : 'Compiled for no kernel of the set',
    ...(no.length > 0 ? [`Left out for ${no.join(', ')}`] : []),
    ...(perhaps.length > 0 ? [`Not known for ${perhaps.join(', ')}: a header or Kbuild file decides`] : []),
  ];
  return lines.join('  \n');
}

/** Whether a branch's own lines are compiled; `undefined` for a branch without lines. */
function takes(branch: Branch, active: readonly LineActivity[]): LineActivity {
  return branch.end0 > branch.line0 + 1 ? active[branch.line0 + 1] : undefined;
}
