import { createReadStream } from 'node:fs';
import type { PortStyle } from '../../porting/change-edit.ts';
import { chooseEdits } from '../../porting/choose-edits.ts';
import { applyPortEdits, type PortEdit } from '../../porting/port-edit.ts';
import type { PortOutcome } from '../../porting/port-outcome.ts';
import { changes } from '../../triage/changes/changes.ts';
import type { Engine } from '../engine.ts';
import type { CauseFinder } from '../explanation/cause-finder.ts';
import { explainBytes } from '../explanation/explained-log.ts';
import { KernelApis } from '../explanation/kernel-apis.ts';
import { readPortTexts } from './port-copy.ts';
import { describeOutcome } from './port-description.ts';

/** A log of a build that ran elsewhere, and the source that was built. */
export interface LogPortRequest {
  readonly log: string;
  /** The folder of the source. */
  readonly source: string;
  /** Names of the kernels that the source has to build for, as far as their headers are on this machine. */
  readonly kernels: readonly string[];
  readonly style: PortStyle;
  readonly takesLikely: boolean;
}

/**
 * The edits that may mend what a log reports, by its causes and the headers of the kernels alone: nothing is built, so nothing is proven. `wrong` says in one
 * sentence why the log can't be used.
 */
export async function portByLog(
  { log, source, kernels: names, style, takesLikely }: LogPortRequest,
  { engine, causes }: { readonly engine: Engine; readonly causes: CauseFinder },
): Promise<PortOutcome | { readonly wrong: string }> {
  const read = await explainBytes(createReadStream(log), { name: log, source }).catch(
    (error: NodeJS.ErrnoException) => ({ wrong: `${log} can't be read (${error.code ?? error.message}).` }),
  );
  if ('wrong' in read) return read;
  if (read.unrecognised !== undefined)
    return { wrong: `No build output was recognised in ${log}: it is ${read.unrecognised}.` };
  const { texts, unreadable } = await readPortTexts(source);
  const problems = await causes.explain(
    read.results.map(({ kernel, status, problems }) => ({ kernel, problems, built: status === 'ok' })),
    source,
  );
  const known = (await engine.kernels()).filter(({ name }) => names.length === 0 || names.includes(name));
  const kernels = await new KernelApis(causes, engine.kernelConfigs).targetsOf(known);
  const all = chooseEdits({ ...{ texts, problems, kernels, changes, style } });
  const mayMake = ({ certainty }: PortEdit) => certainty === 'verified' || takesLikely;
  const byCause = new Map<string, PortEdit>();
  for (const edit of all.filter(mayMake)) if (!byCause.has(edit.cause.id)) byCause.set(edit.cause.id, edit);
  const { texts: after, applied } = applyPortEdits(texts, [...byCause.values()]);
  const steps: { readonly edit: PortEdit; readonly texts: typeof texts }[] = [];
  let current = texts;
  for (const edit of applied) {
    current = applyPortEdits(current, [edit]).texts;
    steps.push({ edit, texts: current });
  }
  const mended = new Set(applied.map(({ cause }) => cause.id));
  const left = problems.filter(({ cause }) => cause === undefined || !mended.has(cause.id));
  const outcome = describeOutcome({
    first: { texts, results: read.results, problems },
    ported: {
      ...{ rounds: 0, steps, takenBack: [], offered: all.filter((edit) => !mayMake(edit)) },
      built: { texts: after, results: read.results, problems: left },
    },
    ...{ objects: new Map(), unreadable, kernels: [], copy: { source, toOriginal: (path: string) => path } },
  });
  return {
    ...outcome,
    notes: [...outcome.notes, 'Nothing was built: the edits follow from the log and the headers alone.'],
  };
}
