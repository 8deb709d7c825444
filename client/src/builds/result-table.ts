import type { BuildReport } from '../../../server/src/lsp/messages.ts';
import { countText, durationText } from './build-text.ts';

/** What the terminal shows when several builds have ended: a line for each, and the number of builds by result. In colour. */
export function resultTable(reports: readonly BuildReport[]): string {
  const rows = reports.map((report) => ({
    report,
    cells: [report.module, report.kernel, statusText(report), durationText(report.durationMs)],
  }));
  const widths = [0, 1, 2].map((column) =>
    Math.max(0, ...rows.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  const lines = rows.map(({ report, cells }) => {
    const [module = '', kernel = '', status = '', duration = ''] = cells;
    const note = noteText(report);
    return [
      `${module.padEnd(widths[0] ?? 0)}  ${kernel.padEnd(widths[1] ?? 0)}  `,
      coloured(report, status.padEnd(widths[2] ?? 0)),
      `  ${duration}${note && `  ${note}`}`,
    ].join('');
  });
  return `${lines.join('\n')}\n\n${summary(reports)}\n`;
}

/** Such as `3 built, 1 failed, 1 skipped`; results that did not occur are left out. */
export function summary(reports: readonly Pick<BuildReport, 'status' | 'knownFailure'>[]): string {
  const count = (wanted: (report: Pick<BuildReport, 'status' | 'knownFailure'>) => boolean) =>
    reports.filter(wanted).length;
  const parts: readonly (readonly [number, string])[] = [
    [count(({ status }) => status === 'ok'), 'built'],
    [count((report) => failsRun(report)), 'failed'],
    [count(({ status, knownFailure }) => status === 'failed' && knownFailure !== undefined), 'known to fail'],
    [count(({ status }) => status === 'skipped'), 'skipped'],
    [count(({ status }) => status === 'cancelled'), 'cancelled'],
  ];
  const named = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return named.join(', ') || 'nothing was built';
}

/** Whether a build makes its run fail; a failure that the kernel set expects does not. */
export function failsRun({ status, knownFailure }: Pick<BuildReport, 'status' | 'knownFailure'>): boolean {
  return status === 'failed' && knownFailure === undefined;
}

function statusText({ status, knownFailure }: BuildReport): string {
  return status === 'failed' && knownFailure !== undefined ? 'known to fail' : status;
}

function noteText(report: BuildReport): string {
  const { status, reason, knownFailure } = report;
  if (status === 'ok') {
    const surprise =
      knownFailure === undefined ? '' : `builds now; remove it from the known failures (${knownFailure})`;
    return [countText(report, ''), surprise].filter(Boolean).join('  ');
  }
  if (status !== 'failed') return reason ?? '';
  return [countText(report, ''), knownFailure].filter(Boolean).join('  ') || (reason ?? '');
}

function coloured(report: BuildReport, text: string): string {
  const colour = failsRun(report) ? 31 : report.status === 'ok' ? 32 : 33;
  return `\u001b[${colour}m${text}\u001b[0m`;
}
