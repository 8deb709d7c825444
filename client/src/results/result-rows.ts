import type {
  BuildProgress,
  BuiltFile,
  EndedBuildDescription,
  EndedLoadTest,
  ResultDescription,
} from '../../../server/src/lsp/messages.ts';
import { countText, durationText, plural, progressText } from '../builds/build-text.ts';
import { failsRun, summary } from '../builds/result-table.ts';
import { capitalised, escapeMarkdown } from './markdown-text.ts';

/** A row of a tree as plain text; `icon` and `colour` are VS Code's ids. */
export interface Row {
  readonly label: string;
  readonly description: string;
  /** Paragraphs of Markdown. */
  readonly tooltip: readonly string[];
  readonly icon: string;
  readonly colour?: string;
  /** The row's `contextValue`: words for the `when` clauses of menus. */
  readonly context: string;
  /** The label for screen readers. */
  readonly accessibleLabel: string;
}

/** The state of one module and kernel from which a row is drawn. */
export interface CellState {
  readonly kernel: string;
  readonly result: ResultDescription | undefined;
  readonly progress: BuildProgress | undefined;
}

/** The row of a module, over all its kernels. */
export function moduleRow(name: string, path: string, cells: readonly CellState[]): Row {
  const busy = cells.filter(({ result }) => result?.activity).length;
  const ended = cells.flatMap(({ result }) => (result?.last ? [result.last] : []));
  const failed = ended.some(failsRun);
  const unloadable = ended.filter(({ load }) => load?.status === 'failed').length;
  const stale = cells.filter(({ result }) => result?.stale).length;
  const text = ended.length === 0 ? 'not built yet' : summary(ended);
  const description = [
    busy > 0 ? `building, ${plural(busy, 'kernel')} to go` : text,
    busy === 0 && unloadable > 0 && `${plural(unloadable, 'load test')} failed`,
    busy === 0 && stale > 0 && stale === ended.length && 'edited since',
  ].filter(Boolean);
  return {
    label: name,
    description: description.join(' · '),
    tooltip: [`\`${path}\``, `${capitalised(text)}.`],
    ...(busy > 0 ? { icon: 'sync~spin' } : moduleIcon(ended, failed, stale)),
    context: words('module', busy > 0 && 'busy', failed && 'failed', ended.length > 0 && 'ended'),
    accessibleLabel: `Module ${name}, ${description.join(', ')}`,
  };
}

/** The row of one kernel below its module. */
export function cellRow({ kernel, result, progress }: CellState, module: string): Row {
  const { activity, last, stale = false } = result ?? {};
  const context = words(
    ...(['result', activity ? 'busy' : 'idle', last?.status] as const),
    last?.log !== undefined && 'log',
    last?.firstError && 'error',
    last && last.built.length > 0 && 'built',
  );
  const row = (
    description: string,
    icon: Pick<Row, 'icon' | 'colour'>,
    tooltip: readonly string[],
    accessibleLabel = description,
  ): Row => ({
    ...{ label: kernel, description, tooltip, context, ...icon },
    accessibleLabel: `${module} for ${kernel}: ${accessibleLabel.replaceAll(' · ', ', ')}`,
  });
  if (activity === 'waiting')
    return row('waiting', { icon: 'history' }, ['Starts when the builds before it have finished.']);
  if (activity === 'running') {
    return row(progress ? progressText(progress) : 'starting', { icon: 'sync~spin' }, ['Building.']);
  }
  if (!last) return row('not built yet', { icon: 'circle-outline' }, ['Not built yet.']);
  const description = [stale && 'edited since', ...outcome(last)].filter(Boolean).join(' · ');
  const tooltip = [
    verdict(last, kernel),
    ...(stale ? ['The source has been edited since this build.'] : []),
    ...details(last),
  ];
  // The icon shows success; a screen reader needs the word.
  const accessibleLabel = last.status === 'ok' ? `built, ${description}` : description;
  return row(description, stale ? faded(iconOf(last)) : iconOf(last), tooltip, accessibleLabel);
}

/** The row of a built module below its kernel. */
export function builtRow(built: BuiltFile): Row {
  const file = built.path.slice(built.path.lastIndexOf('/') + 1);
  const size = built.size === undefined ? '' : sizeText(built.size);
  const facts = Object.entries(built.modinfo ?? {}).filter(([name]) => shownFacts.includes(name));
  const table = facts.map(([name, value]) => `| ${name} | ${value === '' ? '–' : escapeMarkdown(value)} |`);
  return {
    label: file,
    description: size,
    tooltip: [
      `\`${built.path}\``,
      ...(table.length > 0 ? [`| modinfo | |\n| :-- | :-- |\n${table.join('\n')}`] : []),
    ],
    ...{ icon: 'file-binary', context: 'file' },
    accessibleLabel: `Module file ${file}, ${size}`,
  };
}

/** The row of the first error below its kernel; `location` is its file as shown to the user. */
export function errorRow(message: string, location: string, isStale: boolean): Row {
  const icon = { icon: 'error', colour: 'problemsErrorIcon.foreground' };
  return {
    label: message,
    description: location,
    tooltip: [escapeMarkdown(message), `\`${location}\``],
    ...(isStale ? faded(icon) : icon),
    context: 'firstError',
    accessibleLabel: `First error: ${message}, in ${location}`,
  };
}

/** The row of the load test below its kernel. */
export function loadRow(load: EndedLoadTest | undefined, isStale: boolean): Row {
  if (!load) throw new Error('There is a row of a load test only where there was one.');
  const { status, reason, durationMs, log } = load;
  const outcome = status === 'ok' ? [countText(load, '')] : ['failed', countText(load, '') || (reason ?? '')];
  const description = [...outcome, durationText(durationMs)].filter(Boolean).join(' · ');
  const icon = iconOf({ status, warnings: load.warnings });
  return {
    ...{ label: 'Load test', description },
    tooltip: [
      status === 'ok'
        ? 'The module was loaded and unloaded in a virtual machine.'
        : escapeMarkdown(reason ?? ''),
      ...(log === undefined ? [] : [`Log: \`${log}\``]),
    ],
    ...(isStale ? faded(icon) : icon),
    context: words('load', load.firstProblem && 'error', log !== undefined && 'log'),
    accessibleLabel: `Load test: ${status === 'ok' ? 'passed, ' : ''}${description.replaceAll(' · ', ', ')}`,
  };
}

/** A size in a readable unit. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 999_500 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const shownFacts = ['version', 'license', 'description', 'srcversion', 'depends', 'vermagic'];

function outcome(last: EndedBuildDescription): readonly (string | false)[] {
  const duration = durationText(last.durationMs);
  switch (last.status) {
    case 'ok':
      return [
        last.load?.status === 'failed' && 'load test failed',
        last.load?.status === 'ok' && 'loads',
        last.knownFailure !== undefined && 'builds now',
        countText(last, ''),
        duration,
      ];
    case 'failed':
      return [
        last.knownFailure === undefined ? 'failed' : `known to fail: ${last.knownFailure}`,
        countText(last, '') || last.reason || '',
        duration,
      ];
    case 'skipped':
      return ['skipped', last.reason ?? ''];
    case 'cancelled':
      return ['cancelled'];
    default:
      return last.status satisfies never;
  }
}

function verdict({ status, module }: EndedBuildDescription, kernel: string): string {
  switch (status) {
    case 'ok':
      return `**${escapeMarkdown(module)}** was built for ${kernel}.`;
    case 'failed':
      return `**${escapeMarkdown(module)}** failed to build for ${kernel}.`;
    case 'skipped':
      return `**${escapeMarkdown(module)}** was skipped for ${kernel}, as dkms would skip it.`;
    case 'cancelled':
      return `The build of **${escapeMarkdown(module)}** for ${kernel} was cancelled.`;
    default:
      return status satisfies never;
  }
}

function details(last: EndedBuildDescription): readonly string[] {
  const { status, knownFailure, reason, built, log } = last;
  const known =
    knownFailure === undefined
      ? []
      : [
          status === 'ok'
            ? `Builds now, although it is listed as a known failure (${escapeMarkdown(knownFailure)}). Remove that entry from \`dkms.kernels\`.`
            : `Listed in \`dkms.kernels\` as a known failure: ${escapeMarkdown(knownFailure)}`,
        ];
  const counts = countText(last, '');
  return [
    ...(reason === undefined ? [] : [escapeMarkdown(reason)]),
    ...(counts === '' ? [] : [`${capitalised(counts)}.`]),
    ...known,
    ...(last.load?.status === 'failed'
      ? [`Its load test failed: ${escapeMarkdown(last.load.reason ?? '')}`]
      : []),
    ...built.map(({ path }) => `\`${path}\``),
    ...(log === undefined ? [] : [`Log: \`${log}\``]),
  ];
}

function iconOf(
  last: Pick<EndedBuildDescription, 'status' | 'warnings' | 'knownFailure' | 'load'>,
): Pick<Row, 'icon' | 'colour'> {
  switch (last.status) {
    case 'ok':
      if (last.load?.status === 'failed') return { icon: 'error', colour: 'testing.iconFailed' };
      return last.warnings > 0
        ? { icon: 'warning', colour: 'problemsWarningIcon.foreground' }
        : { icon: 'pass', colour: 'testing.iconPassed' };
    case 'failed':
      return last.knownFailure === undefined
        ? { icon: 'error', colour: 'testing.iconFailed' }
        : { icon: 'issue-draft', colour: 'testing.iconSkipped' };
    case 'skipped':
      return { icon: 'debug-step-over', colour: 'testing.iconSkipped' };
    case 'cancelled':
      return { icon: 'circle-slash', colour: 'testing.iconSkipped' };
    default:
      return last.status satisfies never;
  }
}

function moduleIcon(
  ended: readonly EndedBuildDescription[],
  failed: boolean,
  stale: number,
): Pick<Row, 'icon' | 'colour'> {
  if (ended.length === 0) return { icon: 'package' };
  const worst = failed
    ? ended.find(failsRun)
    : (ended.find(({ load }) => load?.status === 'failed') ??
      ended.find(({ warnings }) => warnings > 0) ??
      ended.find(({ status }) => status === 'ok') ??
      ended[0]);
  const icon = worst ? iconOf(worst) : { icon: 'package' };
  return stale === ended.length ? faded(icon) : icon;
}

/** The icon of an outdated result, without its colour; the row's text says why it is outdated. */
function faded({ icon }: Pick<Row, 'icon' | 'colour'>): Pick<Row, 'icon' | 'colour'> {
  return { icon, colour: 'disabledForeground' };
}

function words(...given: readonly (string | false | undefined)[]): string {
  return given.filter(Boolean).join(' ');
}
