import { dirname } from 'node:path';
import type { BuildListener, BuildResult } from '../../builds/result.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import type { PortStyle } from '../../porting/change-edit.ts';
import { needsFix } from '../../porting/choose-edits.ts';
import { keepCode } from '../../porting/keep-code.ts';
import type { FileTexts } from '../../porting/port-edit.ts';
import type { PortOutcome } from '../../porting/port-outcome.ts';
import { changes } from '../../triage/changes/changes.ts';
import type { TargetKernel } from '../../triage/uses/target-kernel.ts';
import type { BuildScheduler } from '../build-scheduler.ts';
import type { Engine } from '../engine.ts';
import type { CauseFinder } from '../explanation/cause-finder.ts';
import { KernelApis } from '../explanation/kernel-apis.ts';
import { buildCopy } from './port-builds.ts';
import { PortCopy } from './port-copy.ts';
import { describeOutcome } from './port-description.ts';
import { comparePortObjects, type ObjectVerdict } from './port-objects.ts';
import { type BuiltTexts, type RoundsResult, runRounds } from './port-rounds.ts';

/** What to port, and for what. */
export interface PortRequest {
  /** The dkms.conf; of a module that has none, its Kbuild or Makefile. */
  readonly path: string;
  /** Names of kernels. */
  readonly kernels: readonly string[];
  readonly style: PortStyle;
  /** Whether to make edits, too, that are only likely right or need a person's judgement. */
  readonly takesLikely: boolean;
}

/** What happens during a port, as it happens. */
export interface PortListener {
  /** `text` is a title such as `Round 2: 3 edits`. */
  phase(text: string): void;
  /** A build of the phase makes progress. */
  building(kernel: string, step: Parameters<BuildListener['progress']>[0]): void;
}

export interface PortServices {
  readonly engine: Engine;
  readonly builds: BuildScheduler;
  readonly causes: CauseFinder;
  readonly signal: AbortSignal;
  readonly listener: PortListener;
}

/** Thrown to leave the rounds when the user cancels. */
class PortCancelled extends Error {}

/**
 * Ports a module to all of some kernels: builds a copy of its source for each, finds the causes of what fails, edits the copy and builds
 * again, round by round. The user's source is read and never written. Runs commands of the conf and the source, as a build does. `wrong`
 * says in one sentence why it could not be tried; `undefined` if it was cancelled. Nothing is left behind in any case.
 */
export async function portModule(
  request: PortRequest,
  means: PortServices,
): Promise<PortOutcome | { readonly wrong: string } | undefined> {
  const { engine, signal } = means;
  const module = await engine.readModule(request.path);
  if (module.kind !== 'text') return { wrong: module.message };
  const known = await engine.kernels();
  const kernels = request.kernels.flatMap((name) => known.find((one) => one.name === name) ?? []);
  const missing = request.kernels.find((name) => !kernels.some((one) => one.name === name));
  if (missing !== undefined) return { wrong: `There is no kernel ${missing}.` };
  const copy = await PortCopy.open(module.source, engine.settings.cacheFolder, signal);
  if ('wrong' in copy) return signal.aborted ? undefined : copy;
  try {
    if (signal.aborted) return undefined;
    return await new ModulePort(request, means, { module, kernels, copy }).run();
  } catch (error) {
    if (error instanceof PortCancelled || signal.aborted) return undefined;
    throw error;
  } finally {
    await copy.remove();
  }
}

interface PortSubject {
  readonly module: Parameters<typeof buildCopy>[1]['module'];
  readonly kernels: readonly Kernel[];
  readonly copy: PortCopy;
}

class ModulePort {
  readonly #request: PortRequest;
  readonly #means: PortServices;
  readonly #subject: PortSubject;
  /** What the copy holds and its stages were built from last, for all kernels. */
  #latest: BuiltTexts | undefined;

  constructor(request: PortRequest, means: PortServices, subject: PortSubject) {
    this.#request = request;
    this.#means = means;
    this.#subject = subject;
  }

  async run(): Promise<PortOutcome | { readonly wrong: string }> {
    const { engine, causes, listener } = this.#means;
    const { kernels, copy } = this.#subject;
    const { style, takesLikely } = this.#request;
    const { texts, unreadable } = await copy.readTexts();
    if (texts.size === 0 && unreadable.length === 0)
      return { wrong: `There are no C files below ${dirname(this.#request.path)}.` };
    listener.phase('Building the source as it is');
    // Reading the headers of kernels takes seconds, in which the compilers do not need both processors all the time.
    const [first, targets, history] = await Promise.all([
      this.#build(texts),
      new KernelApis(causes, engine.kernelConfigs).targetsOf(kernels),
      causes.history.get(),
      causes.readAhead(this.#request.kernels),
    ]);
    const refusal = refusalOf(first);
    if (refusal !== undefined) return { wrong: refusal };
    const before = await this.#keepObjects('before', first.results);
    const ported = await runRounds(first, {
      build: (now) => this.#build(now),
      situation: { kernels: targets, changes, style, ...(history && { history }) },
      takesLikely,
      began: (round, edits) =>
        listener.phase(`Round ${round}: ${edits.length === 1 ? edits[0]?.title : `${edits.length} edits`}`),
    });
    const objects = await this.#compareObjects(first, ported, before);
    const kept = await this.#keepCode({ first, ported, objects }, before, targets);
    return describeOutcome({
      ...{ first, ...(kept ?? { ported, objects }), copy, unreadable },
      kernels: kernels.map(({ name }) => name),
    });
  }

  async #build(texts: FileTexts): Promise<BuiltTexts> {
    const { copy } = this.#subject;
    await copy.write(texts);
    const results = await this.#buildFor(this.#subject.kernels);
    const problems = await this.#means.causes.explain(
      results.map(({ kernel, status, problems }) => ({ kernel, problems, built: status === 'ok' })),
      copy.source,
    );
    this.#latest = { texts, results, problems };
    return this.#latest;
  }

  async #buildFor(kernels: readonly Kernel[]): Promise<readonly BuildResult[]> {
    this.#latest = undefined;
    const { engine, builds, signal, listener } = this.#means;
    const { module, copy } = this.#subject;
    const results = await buildCopy(kernels, {
      ...{ engine, builds, copy, module, signal, path: this.#request.path },
      listenerOf: (kernel) => ({
        output: () => {},
        problem: () => {},
        progress: (step) => listener.building(kernel, step),
      }),
    });
    if (signal.aborted || results.some(({ status }) => status === 'cancelled')) throw new PortCancelled();
    return results;
  }

  async #keepObjects(
    name: string,
    results: readonly BuildResult[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const kept = new Map<string, readonly string[]>();
    for (const { kernel, status, built } of results) {
      if (status !== 'ok') continue;
      const files = built.map((one) => one.path).sort();
      kept.set(kernel, await this.#subject.copy.keep(`${name}/${kept.size}`, files));
    }
    return kept;
  }

  /** Compares what was built for the kernels that the module built for before; see `comparePortObjects`. */
  async #compareObjects(
    first: BuiltTexts,
    { steps, built: last }: Pick<RoundsResult, 'steps' | 'built'>,
    before: ReadonlyMap<string, readonly string[]>,
  ): Promise<ReadonlyMap<string, ObjectVerdict>> {
    if (last.texts === first.texts || before.size === 0) return new Map();
    this.#means.listener.phase('Comparing the object code');
    const { kernels, copy } = this.#subject;
    return comparePortObjects({
      ...{ before: first.texts, after: last.texts, plain: before },
      renamed: new Map(
        steps.flatMap(({ edit }) => (edit.renamed ? [[edit.renamed.from, edit.renamed.to]] : [])),
      ),
      build: async (name, texts) => {
        if (this.#latest?.texts === texts)
          return this.#keepObjects(
            name,
            this.#latest.results.filter(({ kernel }) => before.has(kernel)),
          );
        await copy.write(texts);
        const results = await this.#buildFor(kernels.filter((kernel) => before.has(kernel.name)));
        return this.#keepObjects(name, results);
      },
    });
  }

  /**
   * Where the port changed object code: the same port with conditions for these kernels, if it changes the code for fewer of them and mends as
   * much.
   */
  async #keepCode(
    { first, ported, objects }: Comparison,
    before: ReadonlyMap<string, readonly string[]>,
    targets: readonly TargetKernel[],
  ): Promise<Pick<Comparison, 'ported' | 'objects'> | undefined> {
    const differing = [...objects].flatMap(([kernel, { different }]) =>
      different.length > 0 ? [kernel] : [],
    );
    const steps =
      differing.length > 0 &&
      keepCode(
        first.texts,
        ported.steps,
        targets.filter(({ release }) => differing.includes(release)),
      );
    const last = steps ? steps.at(-1) : undefined;
    if (!steps || !last) return undefined;
    this.#means.listener.phase('Keeping the code of the kernels that built before');
    const built = await this.#build(last.texts);
    const mendsAsMuch = built.results.every(
      ({ kernel }) => countOf(built, kernel) <= countOf(ported.built, kernel),
    );
    if (!mendsAsMuch) return undefined;
    const again = await this.#compareObjects(first, { steps, built }, before);
    const isBetter =
      [...again.values()].filter(({ objects }) => objects === 'different').length < differing.length;
    return isBetter ? { ported: { ...ported, steps, built }, objects: again } : undefined;
  }
}

/** A port with the source before it, and what became of the object code. */
interface Comparison {
  readonly first: BuiltTexts;
  readonly ported: RoundsResult;
  readonly objects: ReadonlyMap<string, ObjectVerdict>;
}

function countOf({ problems }: BuiltTexts, kernel: string): number {
  return problems.filter((one) => one.kernel === kernel && needsFix(one)).length;
}

/** Why there is nothing to work with, if no build succeeded and none reported a problem in the source's files. */
function refusalOf({ results, texts, problems }: BuiltTexts): string | undefined {
  const [first] = results;
  if (!first) return 'No kernel is named.';
  if (results.every(({ status }) => status === 'skipped'))
    return `The dkms.conf excludes every kernel that is named: ${first.reason}`;
  const isAboutSource = problems.some(
    ({ problem }) => problem.severity === 'error' && (texts.has(problem.file) || problem.tool === 'modpost'),
  );
  if (results.some(({ status }) => status === 'ok') || isAboutSource) return undefined;
  const said = problems.find(({ problem }) => problem.severity === 'error')?.problem.message.split('\n')[0];
  return `No kernel builds the source, and nothing is said of its files: ${said ?? first.reason}`;
}
