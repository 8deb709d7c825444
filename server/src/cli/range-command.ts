import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { listFirst, plural } from '../plural.ts';
import type { BuildScheduler } from '../workspace/build-scheduler.ts';
import { findBuildPaths } from '../workspace/conf-paths.ts';
import type { Engine } from '../workspace/engine.ts';
import type { CauseFinder } from '../workspace/explanation/cause-finder.ts';
import { ModuleSources } from '../workspace/explanation/module-sources.ts';
import { resolveSource } from '../workspace/fetched-kernels/kernel-source.ts';
import { type BuiltRange, buildRange } from '../workspace/kernel-history/built-range.ts';
import { predictRange } from '../workspace/kernel-history/predicted-range.ts';
import {
  type RangeSummary,
  rangeTable,
  seriesOf,
  summarizeRange,
  withRangeTable,
} from '../workspace/kernel-history/range-summary.ts';
import type { GetArguments } from './fetch-kernels-command.ts';
import { getFirst } from './get-options.ts';
import { refuse, styled, type Terminal, type Writer } from './terminal.ts';

export interface RangeArguments extends GetArguments {
  /** A folder with one module, or its dkms.conf. */
  readonly path: string;
  /** Whether to confirm the edges of the range by building for kernels of this machine. */
  readonly isVerified: boolean;
  readonly isChecked: boolean;
  readonly readme?: string;
  readonly jobs?: number;
}

interface RangeServices {
  readonly engine: Engine;
  readonly builds: BuildScheduler;
  readonly causes: CauseFinder;
}

/** Runs `dkms-tools range`; returns the exit code: 1 if no kernel works, or if the table of a README is outdated. */
export async function runRange(
  { engine, builds, causes }: RangeServices,
  given: RangeArguments & { readonly format: 'text' | 'json' },
  terminal: Terminal,
): Promise<number> {
  const found = await findBuildPaths(given.path);
  if ('wrong' in found) return refuse(terminal, found.wrong);
  const [conf, second] = found.paths;
  if (conf === undefined || second !== undefined)
    return refuse(
      terminal,
      `${given.path} contains several modules; name one of them: ${found.paths.join(', ')}`,
    );
  const history = await causes.history.get();
  if (!history) return refuse(terminal, 'the history of the kernel is missing from this installation');
  const folder = path.dirname(conf);
  const source = await engine.sources.read(conf);
  const kernels = await predictRange(folder, history, new ModuleSources(() => source));
  const summary = summarizeRange(kernels, history);
  const table = rangeTable(summary);
  if (given.readme !== undefined) {
    const wrong = await updateReadme(given.readme, table, given.isChecked, terminal);
    if (wrong !== undefined) return wrong;
  }
  const lacking = given.isVerified ? await getEdges(engine, summary, given, terminal) : [];
  if (typeof lacking === 'number') return lacking;
  const jobs = given.jobs ?? engine.settings.jobs;
  const built = given.isVerified ? await buildRange({ engine, builds, conf, jobs, kernels }) : undefined;
  terminal.out.write(
    given.format === 'json'
      ? `${JSON.stringify(asDocument(summary, built))}\n`
      : asText(summary, built, { root: folder, out: terminal.out }),
  );
  if (lacking.length > 0) return unfinishedCode;
  if (built) return built.first === undefined ? 1 : 0;
  return summary.range ? 0 : 1;
}

/**
 * Downloads the headers of those series at the edges that no kernel of this machine is of, and of the updates on both sides of an edge within a
 * series, if that is wanted. Archives drop old updates, so the edge is then searched among those that are here. Returns the series that could not
 * be had, or the exit code if there is nothing to build for.
 */
async function getEdges(
  engine: Engine,
  { edges, closeEdges }: RangeSummary,
  given: GetArguments,
  terminal: Terminal,
): Promise<readonly string[] | number> {
  if (!given.get) return [];
  const source = await resolveSource(given.get);
  if ('wrong' in source) return refuse(terminal, source.wrong);
  const { kernels } = await engine.kernelSet();
  const close = closeEdges.filter((edge) => !kernels.some(({ version }) => version === edge.version));
  const updates = close.map(({ release }) => release);
  if (updates.length > 0) {
    const code = await getFirst(engine, updates, given, terminal);
    if (code === cancelledCode) return code;
  }
  const lackingSeries = async () => {
    const here = new Set((await engine.kernelSet()).kernels.map(({ version }) => seriesOf(version)));
    return edges.filter((series) => !here.has(series));
  };
  const wanted = await lackingSeries();
  const code = wanted.length === 0 ? undefined : await getFirst(engine, wanted, given, terminal);
  if (code === undefined || code === cancelledCode) return code ?? [];
  const lacking = await lackingSeries();
  if (lacking.length === edges.length) return code;
  const elsewhere =
    given.get.from.length > 0
      ? `; without --from, all suites of the archive are searched for ${lacking.length === 1 ? 'it' : 'them'}`
      : '';
  terminal.err.write(
    `dkms-tools: ${listFirst(lacking)} could not be downloaded, so only the other kernels are built for${elsewhere}\n`,
  );
  return lacking;
}

/** The exit code if not everything that was asked for could be done. */
const unfinishedCode = 2;

/** The exit code of a command that was cancelled. */
const cancelledCode = 130;

/** The exit code if the README can't be used, or its table is outdated. */
async function updateReadme(
  file: string,
  table: string,
  isChecked: boolean,
  terminal: Terminal,
): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return refuse(terminal, `${file} can't be read`);
  const changed = withRangeTable(text, table);
  if (changed === undefined)
    return refuse(
      terminal,
      `${file} has no place for the table; write <!-- dkms-tools range --> and <!-- /dkms-tools range --> where it belongs`,
    );
  if (changed === text) return undefined;
  if (!isChecked) {
    const { writeModern } = await import('../workspace/modernise/modernise-module.ts');
    const failure = await writeModern({ files: [{ path: file, before: text, after: changed }] });
    return failure === undefined ? undefined : refuse(terminal, failure);
  }
  terminal.err.write(
    `dkms-tools: the table in ${file} is outdated; "dkms-tools range --readme ${file}" updates it\n`,
  );
  return 1;
}

function asDocument({ intervals, range, directives }: RangeSummary, built: BuiltRange | undefined): unknown {
  return {
    ...{ version: 1, range: range ?? null, directives },
    kernels: intervals.map(({ first, last, obstacles }) => ({
      ...{ from: first.version, to: last.version, builds: obstacles.length === 0, certainty: 'likely' },
      obstacles: obstacles.map(({ since, ...one }) => ({ ...one, since: since ?? null })),
    })),
    built: built
      ? { first: built.first ?? null, last: built.last ?? null, builds: built.builds, certainty: 'verified' }
      : null,
  };
}

const mostObstacles = 5;

function asText(
  { intervals, range, directives }: RangeSummary,
  built: BuiltRange | undefined,
  { root, out }: { readonly root: string; readonly out: Writer },
): string {
  const rows = intervals.flatMap(({ obstacles, versions }) => {
    const state =
      obstacles.length === 0
        ? styled(out, 'green', 'no known obstacle')
        : styled(out, 'red', 'most likely does not build');
    // The same change in many places is one obstacle.
    const groups = [...Map.groupBy(obstacles, ({ text }) => text)];
    const shown = groups.slice(0, mostObstacles).map(([text, [first, ...others]]) => {
      const place = first ? `${path.relative(root, first.file)}:${first.line}` : '';
      return `    ${styled(out, 'dim', `${place}:`)} ${text}${others.length > 0 ? ` (and in ${plural(others.length, 'more place')})` : ''}`;
    });
    const more = groups.length - shown.length;
    return [
      `${versions}: ${state}`,
      ...shown,
      ...(more > 0 ? [`    and ${plural(more, 'more obstacle')}`] : []),
    ];
  });
  const judged =
    range === undefined
      ? 'The history of the kernel has no kernel without an obstacle for this source.'
      : `No change of the kernel's interface is known to break it for Linux ${range.first === range.last ? range.first : `${range.first} to ${range.last}`}, judged by the headers of Debian's kernels. A build can still fail${built === undefined ? '; --verify tries the kernels of this machine' : ''}.`;
  const verified =
    built === undefined
      ? []
      : built.first === undefined
        ? [`Verified by ${plural(built.builds.length, 'build')}: it builds for no kernel of this machine.`]
        : [
            `Verified by ${plural(built.builds.length, 'build')}: of this machine's kernels it builds ${built.first === built.last ? `for ${built.first} alone` : `from ${built.first} to ${built.last}`}.`,
          ];
  const lines = directives.length > 0 ? ['For dkms.conf:', ...directives.map((line) => `  ${line}`)] : [];
  return [...rows, '', judged, ...verified, ...lines, ''].join('\n');
}
