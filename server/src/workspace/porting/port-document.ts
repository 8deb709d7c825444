import { relative } from 'node:path';
import type { EditReason, LeftProblem, PortOutcome } from '../../porting/port-outcome.ts';
import { causeDocument } from '../explanation/cause-certainty.ts';
import { unifiedDiff } from '../modernise/unified-diff.ts';

/** Whether the module builds for every kernel of the port. */
export function buildsEverywhere({ kernels }: Pick<PortOutcome, 'kernels'>): boolean {
  return kernels.every(({ after }) => after !== 'failed');
}

/** The edits of a port as a patch for `patch -p1` and `git apply` in `folder`. */
export function portPatch({ files }: Pick<PortOutcome, 'files'>, folder: string): string {
  return files
    .map(({ path, before, after }) =>
      unifiedDiff(relative(folder, path), before ?? '', after, before === undefined),
    )
    .join('');
}

/** The outcome of a port for programs: version 1 of `dkms-tools port --format json`. */
export function portDocument(outcome: PortOutcome, folder: string, isApplied: boolean): unknown {
  return {
    ...{ version: 1, module: outcome.module, applied: isApplied, rounds: outcome.rounds },
    edits: outcome.files.flatMap(({ path, hunks }) =>
      hunks.map(({ range, newText, reasons }) => ({
        ...{ file: path, range, newText },
        cause: reasons[0] ? causeDocument(reasons[0].cause) : null,
        title: reasons.map(({ title }) => title).join('; '),
        certainty: reasons.every(({ certainty }) => certainty === 'verified') ? 'verified' : 'likely',
        kernels: [...new Set(reasons.flatMap(({ kernels }) => kernels))],
        ...(reasons.length > 1 && { causes: reasons.map(({ cause }) => causeDocument(cause)) }),
        ...(reasons.some(({ caution }) => caution !== undefined) && {
          caution: reasons.flatMap(({ caution }) => caution ?? []).join(' '),
        }),
      })),
    ),
    kernels: outcome.kernels,
    found: outcome.found.map(problemDocument),
    left: outcome.left.map(problemDocument),
    offered: outcome.offered.map(reasonDocument),
    takenBack: outcome.takenBack.map(({ because, ...reason }) => ({ ...reasonDocument(reason), because })),
    notes: outcome.notes,
    patch: portPatch(outcome, folder),
  };
}

function problemDocument({ problem, kernels, cause, note }: LeftProblem): object {
  return {
    ...problem,
    ...{ kernels, cause: cause ? causeDocument(cause) : null },
    ...(note !== undefined && { note }),
  };
}

function reasonDocument({ cause, ...reason }: EditReason): object {
  return { ...reason, cause: causeDocument(cause) };
}
