import path from 'node:path';
import { plural } from '../plural.ts';
import type { EditReason, LeftProblem, PortedKernel, PortOutcome } from '../porting/port-outcome.ts';
import { causeSentence } from '../workspace/explanation/cause-certainty.ts';
import { causeText, sameCauseText } from './cause-text.ts';
import { tableRows } from './table.ts';
import { placedMessage, styled, type Writer } from './terminal.ts';

/** The outcome of a port: what was mended and why, how each kernel built before and after, and what is left to the author. */
export function portReport(outcome: PortOutcome, folder: string, isApplied: boolean, out: Writer): string {
  const { edits, offered, left, kernels, files, notes } = outcome;
  const sections = [
    edits.length > 0 && `${heading('Mended', out)}${edits.map((edit) => reasonText(edit, out)).join('')}`,
    offered.length > 0 &&
      `${heading('Needs your consent (--confirm likely)', out)}${offered.map((edit) => reasonText(edit, out)).join('')}`,
    left.length > 0 && `${heading('Left to you', out)}${leftTexts(left, folder, out)}`,
    notes.length > 0 && `${notes.map((note) => `${note}\n`).join('')}`,
    kernels.length > 0 && `${heading('Kernels', out)}${kernelTable(kernels, out)}`,
    summary(outcome, isApplied, files.length),
  ];
  return sections.filter((section) => section !== false).join('\n');
}

function heading(text: string, out: Writer): string {
  return `${styled(out, 'bold', text)}\n`;
}

function reasonText({ title, cause, certainty, caution, kernels }: EditReason, out: Writer): string {
  const lines = [
    `  ${styled(out, certainty === 'verified' ? 'green' : 'yellow', title)} ${styled(out, 'dim', `[${cause.id}, ${certainty}]`)}`,
    `    ${causeSentence(cause)}`,
    `    for ${kernels.join(', ')}`,
    ...(caution === undefined ? [] : [`    ${styled(out, 'yellow', 'Think of this:')} ${caution}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Each problem with its cause; a cause of several problems is explained at the first of them. */
function leftTexts(left: readonly LeftProblem[], folder: string, out: Writer): string {
  const told = new Set<string>();
  return left
    .map(({ problem, kernels, cause, note }) => {
      const { file, line, column, severity, message, code } = problem;
      const inside = path.relative(folder, file);
      const place = inside.startsWith('..') ? file : inside;
      const location = `${place}:${line}${column === undefined ? '' : `:${column}`}`;
      const text = placedMessage(out, {
        ...{ location, severity, text: message },
        ...(code !== undefined && { code }),
      });
      const on = `  ${styled(out, 'dim', `on ${kernels.join(', ')}`)}\n`;
      if (!cause) return `${text}${on}  No cause is known.\n`;
      if (told.has(cause.id)) return `${text}${on}${sameCauseText(cause, out)}`;
      told.add(cause.id);
      return `${text}${on}${causeText(cause, out)}${note === undefined ? '' : `    ${note}\n`}`;
    })
    .join('');
}

function kernelTable(kernels: readonly PortedKernel[], out: Writer): string {
  const columns = [
    ['kernel', ...kernels.map(({ kernel }) => kernel)],
    ['before', ...kernels.map(({ before, errorsBefore }) => statusText(before, errorsBefore, out))],
    ['after', ...kernels.map(({ after, errorsAfter }) => statusText(after, errorsAfter, out))],
    [
      'warnings',
      ...kernels.map(({ warningsBefore, warningsAfter }) => `${warningsBefore} -> ${warningsAfter}`),
    ],
    ['object code', ...kernels.map(objectsText)],
  ];
  return `${tableRows(columns)
    .map((row) => `  ${row}\n`)
    .join('')}`;
}

function statusText(status: PortedKernel['before'], errors: number, out: Writer): string {
  const style = ({ ok: 'green', failed: 'red', skipped: 'yellow' } as const)[status];
  return styled(out, style, status === 'failed' ? `failed, ${plural(errors, 'error')}` : status);
}

function objectsText({ before, objects, different, reason }: PortedKernel): string {
  if (objects === 'same') return 'as before';
  if (objects === 'none') return before === 'ok' ? 'not touched' : '-';
  return different.length > 0 ? `differs in ${different.join(', ')}` : (reason ?? 'differs');
}

function summary({ kernels, left, edits }: PortOutcome, isApplied: boolean, files: number): string {
  const green = kernels.filter(({ after }) => after === 'ok').length;
  const tried = kernels.filter(({ after }) => after !== 'skipped').length;
  const made =
    edits.length === 0
      ? 'Nothing was changed.'
      : `${plural(edits.length, 'edit')} in ${plural(files, 'file')} ${isApplied ? 'made' : 'proposed; --apply makes them'}.`;
  const rest = left.length === 0 ? '' : ` ${plural(left.length, 'problem')} left to you.`;
  const builds = tried === 0 ? '' : `Builds for ${green} of ${plural(tried, 'kernel')}. `;
  return `${builds}${made}${rest}\n`;
}
