import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BuildResult } from '../../builds/result.ts';
import { LineIndex } from '../../conf/text.ts';
import { isInSource, plainFolder } from '../../module/module-source.ts';
import { variantOf } from '../../triage/api-variant.ts';
import type { Cause, CauseFix } from '../../triage/cause.ts';
import type { Change } from '../../triage/change.ts';
import { changes } from '../../triage/changes/changes.ts';
import type { HeaderIndex } from '../../triage/headers/header-index.ts';
import { firstVersionsOf } from '../../triage/history/first-versions.ts';
import type { KernelHistory } from '../../triage/history/kernel-history.ts';
import { type ChangeFix, findChangeFixes, type KernelVariant } from '../../triage/rewrite/change-fixes.ts';
import { findFeatureProbe } from '../../triage/rewrite/feature-probe.ts';
import { mendsLine } from '../../triage/rewrite/mended-line.ts';
import type { TextFile } from '../../triage/rewrite/replacement.ts';
import type { TargetKernel } from '../../triage/uses/target-kernel.ts';
import type { CauseFinder } from './cause-finder.ts';
import { type ExplainedResult, explainResults, type ProblemWithCause } from './explained-results.ts';
import type { ModuleSources } from './module-sources.ts';

/** A fix and its extent. */
export interface SourceFix {
  readonly fix: ChangeFix;
  /** The number of C files of the module that it changes, if it changes more than the current one. */
  readonly files?: number;
}

/** The fixes for a change: in one file, and in all files of the module if others need it, too. */
export async function findSourceFixes(
  change: Change,
  where: {
    readonly file: string;
    /** The folder of the module's dkms.conf. */
    readonly folder: string;
    readonly kernels: readonly TargetKernel[];
    readonly sources: ModuleSources;
    readonly openText: (file: string) => string | undefined;
    /** The lines of the file (from 1) that the compiler complains of for the change. */
    readonly reported?: ReadonlySet<number> | undefined;
    /** For the version in a guard, where no date of the change is known. */
    readonly history?: KernelHistory | undefined;
  },
): Promise<readonly SourceFix[]> {
  const { file, folder, kernels, sources, openText, reported, history } = where;
  const read = async (path: string): Promise<TextFile | undefined> => {
    const text = openText(path) ?? (await readFile(path, 'utf8').catch(() => undefined));
    return text === undefined ? undefined : { path, text };
  };
  const forms = kernels.map(({ release, headers }) => ({
    release,
    version: headers.version,
    form: variantOf(change, headers),
  }));
  const kbuild = (await read(join(dirname(file), 'Kbuild'))) ?? (await read(join(dirname(file), 'Makefile')));
  const probe = findFeatureProbe(
    change,
    kernels.map(({ headers }) => headers),
  );
  const seenIn = history ? firstVersionsOf(change, history) : [];
  const options = {
    ...{ seenIn },
    ...(kbuild && { kbuild }),
    ...(probe && { probe }),
    ...(reported && { reported: new Map([[file, reported]]) }),
  };
  const one = await read(file);
  const inFile = one ? findChangeFixes(change, [one], forms, options) : [];
  if (inFile.length === 0) return [];
  const paths = await sources.findFiles(folder);
  const all = (await Promise.all(paths.map(read))).filter((each) => each !== undefined);
  const inModule = findChangeFixes(change, all, forms, { seenIn });
  const changed = inModule[0]?.files.filter(({ replacements }) => replacements.length > 0).length ?? 0;
  return [
    ...inFile.map((fix) => ({ fix })),
    ...(changed > 1 ? inModule.map((fix) => ({ fix, files: changed })) : []),
  ];
}

/** The change whose rewrite mends a cause: a known or an inferred one; `undefined` for a cause without a rewrite. */
export function changeOfCause(cause: Pick<Cause, 'id' | 'change'> | undefined): Change | undefined {
  const change = cause && (changes.find(({ id }) => id === cause.id) ?? cause.change);
  return change?.rewrite ? change : undefined;
}

/**
 * The results with the causes of their problems, as `explainResults` gives them, and each cause with the fixes that an editor would offer:
 * those that change the line which the compiler complains of, for the kernels of the results. Files outside of the source are left alone.
 */
export async function explainWithFixes<Result extends BuildResult>(
  causes: CauseFinder,
  results: readonly Result[],
  sourceOf: (result: Result) => string | undefined = (result) => dirname(result.path),
): Promise<readonly ExplainedResult<Result>[]> {
  const explained = await explainResults(causes, results, sourceOf);
  const texts = new Map<string, Promise<TextFile | undefined>>();
  const read = (path: string) => {
    const known = texts.get(path) ?? readFileText(path);
    texts.set(path, known);
    return known;
  };
  const added: ExplainedResult<Result>[] = [];
  for (const [at, result] of explained.entries()) {
    const folder = sourceOf(results[at] as Result);
    const { source = folder === undefined ? undefined : plainFolder(folder) } = result;
    const isOwn = (file: string) => source !== undefined && isInSource(file, source);
    const ofModule = explained.filter(({ path }) => path === result.path);
    // Reading the index of a kernel's headers takes half a second of the processor, and most builds have nothing to explain.
    let loading: Promise<readonly [readonly HeaderIndex[], KernelHistory | undefined]> | undefined;
    const problems: ProblemWithCause[] = [];
    for (const problem of result.problems) {
      const change = changeOfCause(problem.cause);
      if (!change || !problem.cause || !isOwn(problem.file)) {
        problems.push(problem);
        continue;
      }
      loading ??= Promise.all([causes.headersOf(ofModule.map(({ kernel }) => kernel)), causes.history.get()]);
      const [headers, history] = await loading;
      const lines = reportedLines(change, problem.file, ofModule);
      const fixes = await fixesFor(change, problem, { headers, history, lines, read });
      problems.push({ ...problem, cause: { ...problem.cause, fixes: [...problem.cause.fixes, ...fixes] } });
    }
    added.push({ ...result, problems });
  }
  return added;
}

/** The lines of a file with problems that a change causes, on any kernel. */
function reportedLines(
  change: Change,
  file: string,
  results: readonly { readonly problems: readonly ProblemWithCause[] }[],
): ReadonlySet<number> {
  return new Set(
    results
      .flatMap(({ problems }) => problems)
      .filter((problem) => problem.file === file && problem.cause?.id === change.id)
      .map(({ line }) => line),
  );
}

async function fixesFor(
  change: Change,
  problem: ProblemWithCause,
  {
    headers,
    history,
    lines,
    read,
  }: {
    readonly headers: readonly HeaderIndex[];
    readonly history: KernelHistory | undefined;
    readonly lines: ReadonlySet<number>;
    readonly read: (path: string) => Promise<TextFile | undefined>;
  },
): Promise<readonly CauseFix[]> {
  const file = await read(problem.file);
  if (!file) return [];
  const folder = dirname(problem.file);
  const kbuild = (await read(join(folder, 'Kbuild'))) ?? (await read(join(folder, 'Makefile')));
  const probe = findFeatureProbe(change, headers);
  const forms = headers.map((one) => ({
    ...{ release: one.release, version: one.version, form: variantOf(change, one) },
  }));
  return findChangeFixes(change, [file], forms, {
    ...(kbuild && { kbuild }),
    ...(probe && { probe }),
    reported: new Map([[file.path, lines]]),
    seenIn: history ? firstVersionsOf(change, history) : [],
  })
    .filter((fix) => mendsLine(fix, file, problem.line))
    .map((fix) => causeFixOf(fix, forms));
}

/** A fix of a change, in the form of the fixes that belong to causes. */
function causeFixOf(fix: ChangeFix, forms: readonly KernelVariant[]): CauseFix {
  const takes = (form: KernelVariant['form']) =>
    fix.kind === 'new-form' ? form === 'new' || form === 'both' : form !== 'neither';
  const texts = new Map(fix.files.map(({ path, text }) => [path, new LineIndex(text)]));
  return {
    title: fix.title,
    ...(fix.semantics !== undefined && { semantics: fix.semantics }),
    kernels: forms.filter(({ form }) => takes(form)).map(({ release }) => release),
    edits: fix.files.flatMap(({ path, replacements }) =>
      replacements.map((each) => {
        const [start, end] = [each.start, each.end].map((offset) => texts.get(path)?.positionAt(offset));
        return {
          ...{ file: path, text: each.text },
          ...{ line: (start?.line ?? 0) + 1, column: (start?.character ?? 0) + 1 },
          ...{ endLine: (end?.line ?? 0) + 1, endColumn: (end?.character ?? 0) + 1 },
        };
      }),
    ),
    ...(fix.left.length > 0 && {
      left: fix.left.map(({ path, offset, reason }) => ({
        ...{ file: path, line: (texts.get(path)?.positionAt(offset).line ?? 0) + 1, reason },
      })),
    }),
  };
}

async function readFileText(path: string): Promise<TextFile | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  // Writing a file that is not UTF-8 would destroy its other bytes.
  return text === undefined || text.includes('\uFFFD') ? undefined : { path, text };
}
