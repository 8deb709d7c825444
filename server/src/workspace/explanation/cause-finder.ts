import { dirname, join } from 'node:path';
import { findCacheFolder } from '../../builds/stage/cache-folder.ts';
import { compareReleases, type Kernel } from '../../kernels/kernel.ts';
import { kernelsNamed } from '../../kernels/kernel-names.ts';
import { readBoundedText } from '../../module/bounded-text.ts';
import { partsOf, plainFolder } from '../../module/module-source.ts';
import type { Problem } from '../../output/problem.ts';
import type { Cause } from '../../triage/cause.ts';
import { changes } from '../../triage/changes/changes.ts';
import { environmentCauses } from '../../triage/environment/environment-causes.ts';
import {
  type ExplainedProblem,
  explainProblems,
  type KernelProblems,
} from '../../triage/explain-problems.ts';
import type { HeaderIndex } from '../../triage/headers/header-index.ts';
import { HeaderIndexes } from '../../triage/headers/header-indexes.ts';
import { importsNamespaceAsString } from '../../triage/inference/exported-symbol.ts';
import type { KernelApi } from '../../triage/inference/inference-context.ts';
import { addBesideLicense } from '../../triage/modpost/import-fix.ts';
import { type FilesOfModule, type IsUnit, readUnits } from '../../triage/modpost/module-units.ts';
import { readSourceFiles, type SourceText } from '../../triage/modpost/source-files.ts';
import { locateAtUse, namesSymbols } from '../../triage/modpost/symbol-uses.ts';
import { ExportedSymbols } from '../../triage/symvers.ts';
import { BundledHistory } from '../kernel-history/bundled-history.ts';
import type { SourcePlaces } from '../modules/source-places.ts';

export interface CauseFinderOptions {
  /** The folder of the bundled program, which contains the code of the worker thread. */
  readonly dist: string;
  readonly cacheFolder: () => string;
  /** The kernels of the machine; requested each time, since they can change. */
  readonly kernels: () => Promise<readonly Kernel[]>;
  /** Where the sources of modules lie, by the folders of the modules; default: there. */
  readonly sources?: Pick<SourcePlaces, 'of'>;
}

/** How many older and newer kernels to compare with, besides those of the builds. */
const neighbours = { older: 3, newer: 2 };
const largestSource = 8_000_000;
/** Causes that are found without headers. */
const ofEnvironment: ReadonlySet<string> = new Set(environmentCauses.map(({ id }) => id));

/** Finds the causes of problems in the headers and exports of this machine's kernels. It owns their indexes. */
export class CauseFinder {
  readonly #options: CauseFinderOptions;
  readonly #indexes: HeaderIndexes;
  /** The exports of kernels, for callers that need more than causes. */
  readonly exported = new ExportedSymbols();
  /** The history of the kernel's interface, for kernels whose headers are not on this machine. */
  readonly history: BundledHistory;

  constructor(options: CauseFinderOptions) {
    this.#options = options;
    const { cacheFolder, dist } = options;
    this.history = new BundledHistory(dist);
    this.#indexes = new HeaderIndexes({
      cacheFolder: () => findCacheFolder(cacheFolder()),
      workerFile: join(dist, 'header-index-worker.js'),
    });
  }

  /** The indexes of headers, for callers that need more than causes. */
  get indexes(): HeaderIndexes {
    return this.#indexes;
  }

  /**
   * Explains the problems of builds of one module, in their order. `source` is the folder of the module. Kernels whose headers are not on
   * this machine are judged by headers of the same series, if there are any, and the causes are then at most likely.
   */
  async explain(
    builds: readonly KernelProblems[],
    source: string | undefined,
  ): Promise<readonly ExplainedProblem[]> {
    const hasProblems = builds.some(({ problems }) =>
      problems.some(({ severity }) => severity !== 'information'),
    );
    if (!hasProblems) return withoutCauses(builds);
    const all = await this.#options.kernels();
    const standIns = standInsFor(builds, all);
    const views = await this.#views(all, standIns);
    const isAlone = views.size < 2 || builds.some(({ kernel }) => !views.has(kernel));
    const history = isAlone ? await this.history.get() : undefined;
    const files = await this.#filesFor(builds, source);
    const units = await unitsOf(builds);
    const placed = builds.map((build) => ({
      ...build,
      problems: build.problems.map((problem) => locateAtUse(problem, { files, isUnit: units(problem) })),
    }));
    const explained = await withSources(
      placed.flatMap(({ problems }) => problems.map(({ file }) => file)),
      (readSource) =>
        explainProblems(placed, {
          ...{ changes, views, environment: environmentCauses, readSource, ...(history && { history }) },
          own: new Set(all.flatMap(({ name, isOwn }) => (isOwn ? [name] : []))),
          standIns: new Set([...standIns].flatMap(([kernel, own]) => (own?.name === kernel ? [] : [kernel]))),
        }),
    );
    return explained.map((one) => {
      const view = views.get(one.kernel);
      const standIn = standIns.get(one.kernel);
      if (!one.cause || !view) return one;
      const cause = withImportFix(one.cause, one.problem, { files, isUnit: units(one.problem) }, view, views);
      return {
        ...one,
        cause:
          standIn && standIn.name !== one.kernel && isByHeaders(cause)
            ? withStandInNote(cause, standIn.name, one.kernel)
            : cause,
      };
    });
  }

  /** Reads what `explain` is going to need for builds for these kernels, which takes seconds. */
  async readAhead(kernels: readonly string[]): Promise<void> {
    const all = await this.#options.kernels();
    const builds = kernels.map((kernel) => ({ kernel }));
    await this.#views(all, standInsFor(builds, all));
  }

  /** The headers of these kernels, as far as they are on this machine. */
  async headersOf(names: readonly string[]): Promise<readonly HeaderIndex[]> {
    const all = await this.#options.kernels();
    const found = [...new Set(names)].flatMap((name) => kernelsNamed(all, name).slice(0, 1));
    const headers = await Promise.all(found.map((kernel) => this.#indexes.get(kernel)));
    return headers.flatMap((one) => (one && !one.empty ? [one] : []));
  }

  /** Kernels were installed or removed. */
  kernelsChanged(): void {
    this.#indexes.forget();
    this.exported.forget();
  }

  dispose(): Promise<void> {
    return this.#indexes.dispose();
  }

  /** The headers and exports of some kernels' stand-ins, by those kernels, and of the neighbours that they are compared with. */
  async #views(
    all: readonly Kernel[],
    standIns: ReadonlyMap<string, Kernel | undefined>,
  ): Promise<ReadonlyMap<string, KernelApi>> {
    const kernels = all.filter(isReady);
    const wanted = new Map<string, Kernel>();
    for (const [kernel, own] of standIns) {
      if (!own) continue;
      wanted.set(kernel, own);
      for (const other of neighboursOf(own, kernels))
        if (!wanted.has(other.name)) wanted.set(other.name, other);
    }
    const entries = await Promise.all(
      [...wanted].map(async ([name, kernel]) => [name, await this.#view(kernel)] as const),
    );
    return new Map(entries.flatMap(([name, view]) => (view ? [[name, view] as const] : [])));
  }

  async #view(kernel: Kernel): Promise<KernelApi | undefined> {
    const [headers, symvers] = await Promise.all([
      this.#indexes.get(kernel),
      this.exported.of(kernel.buildDir),
    ]);
    return headers && { headers, ...(symvers && { symvers }) };
  }

  /** Searches the sources only if modpost has reported something. */
  async #filesFor(
    builds: readonly KernelProblems[],
    source: string | undefined,
  ): Promise<readonly SourceText[]> {
    const placeless = builds.flatMap(({ problems }) => problems.filter(namesSymbols));
    if (placeless.length === 0) return [];
    if (source !== undefined)
      return readSourceFiles(partsOf(this.#options.sources?.of(source) ?? plainFolder(source)));
    const folders = new Set(placeless.map((one) => dirname(one.object ?? one.file)));
    return (await Promise.all([...folders].map((folder) => readSourceFiles([folder])))).flat();
  }
}

function withoutCauses(builds: readonly KernelProblems[]): readonly ExplainedProblem[] {
  return builds.flatMap(({ kernel, problems }) => problems.map((problem) => ({ kernel, problem })));
}

/** For the kernel of each build the one whose headers it is judged by. */
function standInsFor(
  builds: readonly Pick<KernelProblems, 'kernel'>[],
  all: readonly Kernel[],
): ReadonlyMap<string, Kernel | undefined> {
  const kernels = all.filter(isReady);
  // Headers that can't be built with, such as those of another distribution, can still be read.
  const readable = all.filter(({ status }) => status !== 'no-headers');
  return new Map(
    builds.map(({ kernel }) => [kernel, standInFor(kernel, kernels) ?? standInFor(kernel, readable)]),
  );
}

function isReady({ status }: Kernel): boolean {
  return status === 'ready';
}

/** The kernel itself, else the newest of its series. */
function standInFor(name: string, kernels: readonly Kernel[]): Kernel | undefined {
  const [exact] = kernelsNamed(kernels, name);
  const series = /^\d+\.\d+/.exec(name)?.[0];
  if (exact || series === undefined) return exact;
  return kernels
    .filter((kernel) => /^\d+\.\d+/.exec(kernel.version)?.[0] === series)
    .sort((a, b) => compareReleases(b.release, a.release))[0];
}

/** The nearest older and newer kernels of other versions; flavours of one version are alike. */
export function neighboursOf(own: Kernel, kernels: readonly Kernel[]): readonly Kernel[] {
  const others = [...new Map(kernels.map((kernel) => [kernel.version, kernel])).values()].filter(
    (kernel) => kernel.version !== own.version && kernel.arch === own.arch,
  );
  const older = others.filter((kernel) => compareReleases(kernel.version, own.version) < 0);
  const newer = others.filter((kernel) => compareReleases(kernel.version, own.version) > 0);
  const byVersion = (a: Kernel, b: Kernel) => compareReleases(a.version, b.version);
  return [
    ...older.sort(byVersion).slice(-neighbours.older),
    ...newer.sort(byVersion).slice(0, neighbours.newer),
  ];
}

function isByHeaders({ id, confidence, evidence }: Cause): boolean {
  return !ofEnvironment.has(id) && (evidence.length > 0 || confidence !== 'likely');
}

function withStandInNote(cause: Cause, standIn: string, release: string): Cause {
  return {
    ...cause,
    ...{ verified: false, confidence: cause.confidence === 'verified' ? 'likely' : cause.confidence },
    summary: `${cause.summary} (Judged by the headers of ${standIn}, because those of ${release} are not available.)`,
  };
}

function withImportFix(
  cause: Cause,
  problem: Problem,
  sources: FilesOfModule,
  view: KernelApi,
  views: ReadonlyMap<string, KernelApi>,
): Cause {
  if (cause.id !== 'namespace-not-imported' || cause.replacement === undefined || problem.tool !== 'modpost')
    return cause;
  const alike = [...views].filter(
    ([, other]) => importsNamespaceAsString(other.headers) === importsNamespaceAsString(view.headers),
  );
  const fix = addBesideLicense(
    cause.replacement,
    sources,
    alike.map(([release]) => release),
  );
  return fix ? { ...cause, fixes: [fix] } : cause;
}

/** Which files are units of the modules that problems are about, for each of these problems. */
async function unitsOf(builds: readonly KernelProblems[]): Promise<(problem: Problem) => IsUnit> {
  const objects = new Set(
    builds.flatMap(({ problems }) => problems.filter(namesSymbols).flatMap(({ object }) => object ?? [])),
  );
  const units = new Map(
    await Promise.all([...objects].map(async (object) => [object, await readUnits(object)] as const)),
  );
  return ({ object = '' }) => units.get(object) ?? (() => false);
}

/** Runs `work` with the texts of files, each read once. If it asks for files other than `files`, these are read, and it runs again. */
async function withSources<Result>(
  files: readonly string[],
  work: (readSource: (file: string) => string | undefined) => Result,
): Promise<Result> {
  const texts = new Map<string, string | undefined>();
  const wanted = new Set(files);
  for (;;) {
    await Promise.all(
      [...wanted].map(async (file) => texts.set(file, await readBoundedText(file, largestSource))),
    );
    wanted.clear();
    const result = work((file) => {
      if (!texts.has(file)) wanted.add(file);
      return texts.get(file);
    });
    if (wanted.size === 0) return result;
  }
}
