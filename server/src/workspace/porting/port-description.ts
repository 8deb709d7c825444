import { relative } from 'node:path';
import { needsFix } from '../../porting/choose-edits.ts';
import { isGenerated } from '../../porting/generated-source.ts';
import type { PortEdit } from '../../porting/port-edit.ts';
import type {
  EditReason,
  LeftProblem,
  PortedFile,
  PortedKernel,
  PortOutcome,
} from '../../porting/port-outcome.ts';
import type { Cause } from '../../triage/cause.ts';
import { labelledHunks } from '../modernise/labelled-hunks.ts';
import type { PortCopy } from './port-copy.ts';

/** Where the edited files are, and which of the user's files each is a copy of. */
type EditedFiles = Pick<PortCopy, 'source' | 'toOriginal'>;

import type { ObjectVerdict } from './port-objects.ts';
import type { BuiltTexts, RoundsResult } from './port-rounds.ts';

/** The outcome of a port in terms of the user's files. */
export function describeOutcome(found: {
  readonly first: BuiltTexts;
  readonly ported: RoundsResult;
  readonly objects: ReadonlyMap<string, ObjectVerdict>;
  readonly copy: EditedFiles;
  /** Files of the copy that are not UTF-8. */
  readonly unreadable: readonly string[];
  readonly kernels: readonly string[];
}): PortOutcome {
  const { first, ported, objects, copy, unreadable, kernels } = found;
  const { built } = ported;
  const [result] = first.results;
  return {
    module: result?.module ?? '',
    rounds: ported.rounds,
    files: portedFiles(first, ported, copy),
    edits: ported.steps.map(({ edit }) => reasonOf(edit, copy)),
    offered: ported.offered.map((edit) => reasonOf(edit, copy)),
    takenBack: ported.takenBack.map(({ edit, because }) => ({
      ...reasonOf(edit, copy),
      because: withPaths(because, copy),
    })),
    kernels: kernels.map((kernel) => portedKernel(kernel, first, built, objects.get(kernel))),
    found: leftProblems({ built: first, takenBack: [], offered: [] }, copy),
    left: leftProblems(ported, copy),
    notes: unreadable.map(
      (path) =>
        `${relative(copy.source, path)} is not UTF-8, so it was left as it is: save it as UTF-8 first.`,
    ),
  };
}

function reasonOf({ title, cause, certainty, caution, kernels }: PortEdit, copy: EditedFiles): EditReason {
  return {
    ...{ title, cause: causeInSource(cause, copy), certainty, kernels },
    ...(caution !== undefined && { caution }),
  };
}

/** A cause as it is told of the user's files. */
function causeInSource(cause: Cause, copy: EditedFiles): Cause {
  const place = <T extends { readonly file: string }>(one: T): T => ({
    ...one,
    file: copy.toOriginal(one.file),
  });
  return {
    ...cause,
    summary: withPaths(cause.summary, copy),
    evidence: cause.evidence.map(place),
    fixes: cause.fixes.map((fix) => ({
      ...{ ...fix, edits: fix.edits.map(place) },
      ...(fix.left && { left: fix.left.map(place) }),
    })),
  };
}

function withPaths(text: string, copy: EditedFiles): string {
  return text.replaceAll(`${copy.source}/`, '');
}

function portedFiles(
  first: BuiltTexts,
  { built, steps }: RoundsResult,
  copy: EditedFiles,
): readonly PortedFile[] {
  return [...built.texts].flatMap(([path, after]): PortedFile[] => {
    const before = first.texts.get(path);
    if (before === after) return [];
    const taken = steps.flatMap(({ texts }, at) => ({
      label: String(at),
      text: texts.get(path) ?? before ?? '',
    }));
    const hunks = labelledHunks(before ?? '', taken).map(({ range, newText, labels }) => ({
      ...{ range, newText },
      reasons: labels.flatMap((label) => {
        const step = steps[Number(label)];
        return step ? [reasonOf(step.edit, copy)] : [];
      }),
    }));
    return [{ path: copy.toOriginal(path), after, hunks, ...(before !== undefined && { before }) }];
  });
}

function portedKernel(
  kernel: string,
  first: BuiltTexts,
  last: BuiltTexts,
  verdict: ObjectVerdict | undefined,
): PortedKernel {
  const resultIn = ({ results }: BuiltTexts) => results.find((one) => one.kernel === kernel);
  const count = ({ problems }: BuiltTexts, severity: string) =>
    new Set(
      problems
        .filter((one) => one.kernel === kernel && one.problem.severity === severity)
        .map(({ problem: { file, line, message } }) => `${file}:${line}:${message}`),
    ).size;
  const statusOf = (status: string | undefined) =>
    status === 'ok' || status === 'skipped' ? status : 'failed';
  const reason =
    verdict?.reason ?? (resultIn(last)?.status === 'skipped' ? resultIn(last)?.reason : undefined);
  return {
    kernel,
    ...{ before: statusOf(resultIn(first)?.status), after: statusOf(resultIn(last)?.status) },
    ...{ errorsBefore: count(first, 'error'), errorsAfter: count(last, 'error') },
    ...{ warningsBefore: count(first, 'warning'), warningsAfter: count(last, 'warning') },
    ...{ objects: verdict?.objects ?? 'none', different: verdict?.different ?? [] },
    ...(reason !== undefined && { reason }),
  };
}

/** The remaining errors, each once, with what was tried. */
function leftProblems(
  { built, takenBack, offered }: Pick<RoundsResult, 'built' | 'takenBack' | 'offered'>,
  copy: EditedFiles,
): readonly LeftProblem[] {
  const roots = built.problems.filter((one) => needsFix(one) && !one.follows);
  const groups = Map.groupBy(roots, ({ problem: { file, line, message } }) => `${file}:${line}:${message}`);
  return [...groups.values()].flatMap((group): LeftProblem[] => {
    const [first] = group;
    if (!first) return [];
    const { problem } = first;
    const cause = group.find((one) => one.cause)?.cause;
    const text = built.texts.get(problem.file);
    const note =
      text !== undefined && isGenerated(text)
        ? 'The file is generated, as its head says: change what it is generated from.'
        : noteOf(cause?.id, takenBack, offered);
    return [
      {
        problem: {
          ...{ ...problem, file: copy.toOriginal(problem.file) },
          related: problem.related.map((one) => ({ ...one, file: copy.toOriginal(one.file) })),
        },
        kernels: [...new Set(group.map(({ kernel }) => kernel))],
        ...(cause && { cause: causeInSource(cause, copy) }),
        ...(note !== undefined && { note: withPaths(note, copy) }),
      },
    ];
  });
}

function noteOf(
  cause: string | undefined,
  takenBack: RoundsResult['takenBack'],
  offered: readonly PortEdit[],
): string | undefined {
  const consent = offered.find((edit) => edit.cause.id === cause);
  if (consent) return `${consent.title}: likely right, and made with your consent.`;
  const tried = takenBack.find(({ edit }) => edit.cause.id === cause);
  return tried && `${tried.edit.title} was tried and taken back: ${tried.because}.`;
}
