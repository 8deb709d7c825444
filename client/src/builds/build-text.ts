import type { BuildProgress, BuildReport } from '../../../server/src/lsp/messages.ts';

const colours = { red: 31, green: 32, yellow: 33 } as const;

/** Puts a carriage return before each line feed: a terminal needs it, and programs that write to a pipe leave it out. */
export function terminalText(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}

/** What the terminal shows at the end of a build: the verdict, in colour, and the files that it produced. */
export function verdict(report: BuildReport): string {
  const { status, module, kernel, built, log } = report;
  const what = `${module} for ${kernel}`;
  const duration = durationText(report.durationMs);
  const files = built.map(({ path }) => `${path}\n`).join('');
  switch (status) {
    case 'ok':
      return `${coloured('green', `Built ${what} in ${duration}${countText(report, ', with ')}.`)}\n${files}`;
    case 'skipped':
      return `${coloured('yellow', `Skipped ${what}.`)} ${report.reason ?? ''}\n`;
    case 'cancelled':
      return `${coloured('yellow', `Cancelled the build of ${what} after ${duration}.`)}\n`;
    case 'failed': {
      const first = coloured('red', `Failed to build ${what}${countText(report, ': ')}, after ${duration}.`);
      const more = [report.reason, log === undefined ? undefined : `Log: ${log}`];
      return [first, ...more.filter((line) => line !== undefined)].map((line) => `${line}\n`).join('');
    }
    default:
      return status satisfies never;
  }
}

/** Why a build failed: its first error, the number of errors, and what dkms would report. */
export function failureText(report: BuildReport): string {
  const { module, kernel, firstError, reason } = report;
  const counts = countText(report, ', with ');
  return [firstError?.message, `${module} failed to build for ${kernel}${counts}.`, reason]
    .filter((line) => line !== undefined)
    .join('\n');
}

/** The exit code of the terminal: 0 for success, 1 for a failed build, 130 for a cancelled one, as a shell reports SIGINT. */
export function exitCode(status: BuildReport['status']): number {
  switch (status) {
    case 'ok':
    case 'skipped':
      return 0;
    case 'failed':
      return 1;
    case 'cancelled':
      return 130;
    default:
      return status satisfies never;
  }
}

/** A line for a progress message. */
export function progressText({ phase, objects, file, holder }: BuildProgress): string {
  switch (phase) {
    case 'waiting':
      return `waiting for ${holder ?? 'another process'}, which is building the same module`;
    case 'staging':
      return 'copying the source';
    case 'patching':
      return 'applying patches';
    case 'checking':
      return 'checking the modules';
    case 'booting':
      return 'starting the virtual machine';
    case 'loading':
      return file ?? 'loading';
    case 'building':
      return [objects > 0 && plural(objects, 'object'), file].filter(Boolean).join(', ') || 'compiling';
    default:
      return phase satisfies never;
  }
}

export function durationText(durationMs: number): string {
  if (durationMs < 60_000) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Such as `2 errors and 1 warning`, with `before` in front; empty if there are none. */
export function countText(
  { errors, warnings }: Pick<BuildReport, 'errors' | 'warnings'>,
  before: string,
): string {
  const counts = [errors > 0 && plural(errors, 'error'), warnings > 0 && plural(warnings, 'warning')];
  const text = counts.filter(Boolean).join(' and ');
  return text && before + text;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function coloured(colour: keyof typeof colours, text: string): string {
  return `\u001b[1;${colours[colour]}m${text}\u001b[0m`;
}
