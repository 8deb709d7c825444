import { compareReleases } from '../kernels/kernel.ts';
import type { Problem } from '../output/problem.ts';
import type { Cause } from './cause.ts';
import type { Change } from './change.ts';
import { causeOfChange, fitsPattern } from './change-cause.ts';
import type { EnvironmentCause } from './environment/environment-cause.ts';
import { explainEnvironment } from './environment/explain-environment.ts';
import { explainByHistory } from './history/explain-by-history.ts';
import type { KernelHistory } from './history/kernel-history.ts';
import { explainIgnoredFlags } from './inference/ignored-flags.ts';
import { inferCause } from './inference/infer-cause.ts';
import type { InferenceContext, KernelApi } from './inference/inference-context.ts';
import type { MessageShape } from './messages/message-shape.ts';
import { parseMessageShape } from './messages/parse-message-shape.ts';
import { withSource } from './messages/with-source.ts';
import { withoutSuggestion } from './messages/without-suggestion.ts';
import {
  findLikelyCause,
  findLongRemoved,
  findNotYetIntroduced,
  findSelfExplanatory,
} from './without-headers/likely-cause.ts';
import { parseRelease } from './without-headers/release.ts';

/** The problems of one kernel's build. */
export interface KernelProblems {
  readonly kernel: string;
  /** Whether the build succeeded; `undefined` if that is not known, as for a pasted log. */
  readonly built?: boolean;
  readonly problems: readonly Problem[];
}

export interface ExplainedProblem {
  readonly kernel: string;
  readonly problem: Problem;
  readonly cause?: Cause;
  /** The problem of which this one is only a consequence, and which has the cause. */
  readonly follows?: Problem;
}

/** What is needed to explain: the known changes, the kernels' headers, and the files of the user. */
export interface ExplanationSources {
  readonly changes: readonly Change[];
  /** By release. For a kernel without one, only the table of changes and the log are used. */
  readonly views: ReadonlyMap<string, KernelApi>;
  /** The kernels whose view is that of another kernel in their series, and which may differ from it. */
  readonly standIns?: ReadonlySet<string>;
  /** The kernels that are the user's own; see `Kernel.isOwn`. */
  readonly own?: ReadonlySet<string>;
  /** The text of a source file; `undefined` if it can't be read. */
  readonly readSource: (file: string) => string | undefined;
  /** What changed between kernels whose headers are not here. */
  readonly history?: KernelHistory;
  /** Causes that lie in the machine; these need no headers. */
  readonly environment?: readonly EnvironmentCause[];
}

/** At most this many errors and this many warnings of a build are explained: so many have a common reason, which is among the first. */
const mostExplained = 1000;

/**
 * Explains the problems of builds against several kernels, in their order. A known change takes precedence over what the headers alone
 * show. Consequences of an explained problem refer to it and get no cause of their own.
 */
export function explainProblems(
  builds: readonly KernelProblems[],
  means: ExplanationSources,
): readonly ExplainedProblem[] {
  const found = new Map<string, Cause | undefined>();
  return builds.flatMap((build) => {
    const failing = means.views.get(build.kernel);
    const others = failing ? comparedKernels(build.kernel, builds, means.views) : [];
    const seen = { error: 0, warning: 0, information: mostExplained };
    const explained = build.problems.map((problem): Shaped => {
      if (seen[problem.severity]++ >= mostExplained) return { kernel: build.kernel, problem };
      const outer = explainEnvironment(
        ...([problem, build.kernel, build.problems, means.environment ?? []] as const),
        means.own?.has(build.kernel),
      );
      if (outer) return { kernel: build.kernel, problem, cause: outer };
      const worded = parseMessageShape(problem);
      if (!worded) return { kernel: build.kernel, problem };
      const { shape, line, find } = failing
        ? withHeaders(worded, problem, { kernel: build.kernel, failing, others }, means)
        : withoutHeaders(worded, problem, build.kernel, means);
      // Many units of a build report the same about the same name.
      const key = `${build.kernel}\0${problem.file}\0${JSON.stringify(shape)}\0${line?.trim()}`;
      if (!found.has(key)) found.set(key, find());
      const cause = found.get(key);
      // The compiler's suggestion of a similar name could contradict the known cause.
      const known = cause ? { ...problem, message: withoutSuggestion(problem.message) } : problem;
      return { kernel: build.kernel, problem: known, shape, ...(cause && { cause }) };
    });
    return foldFollowers(explained, means);
  });
}

interface Finding {
  readonly shape: MessageShape;
  readonly line: string | undefined;
  readonly find: () => Cause | undefined;
}

interface ComparedKernel {
  readonly kernel: string;
  readonly failing: KernelApi;
  readonly others: readonly KernelApi[];
}

function withHeaders(
  worded: MessageShape,
  problem: Problem,
  { kernel, failing, others }: ComparedKernel,
  means: ExplanationSources,
): Finding {
  const context = contextOf(problem, failing, others, means);
  const shape = withSource(worded, context, problem);
  const find = () => {
    const cause = findCause(shape, context, problem.file, means);
    const release = parseRelease(failing.headers.version);
    const knownCause =
      cause ?? (release && (findNotYetIntroduced(shape, release) ?? findLongRemoved(shape, release, true)));
    if (knownCause) return knownCause;
    const past = byHistory(shape, kernel, context, means);
    if (past || !means.standIns?.has(kernel)) return past;
    return findSelfExplanatory({ shape, release: parseRelease(kernel) });
  };
  return { shape, line: context.line, find };
}

/** What kernels had whose headers are not here; the kernel's own headers agree, or it is nothing. */
function byHistory(
  shape: MessageShape,
  kernel: string,
  { failing }: InferenceContext,
  { history }: ExplanationSources,
): Cause | undefined {
  const historic = history?.kernel(kernel);
  // The history has whole names, and these headers may have a name that it says is gone.
  if (!historic || ('name' in shape && failing.headers.has(shape.name))) return undefined;
  return explainByHistory(shape, historic, '(Judged by the headers of other kernels.)');
}

function withoutHeaders(
  worded: MessageShape,
  problem: Problem,
  kernel: string,
  { changes, readSource, history }: ExplanationSources,
): Finding {
  const { text, line } = sourceOf(problem, readSource);
  // The declaration that a message is about may stand in the line itself.
  const seen = text ?? line;
  const seenContext = { ...(seen !== undefined && { text: seen }), ...(line !== undefined && { line }) };
  const shape = withSource(worded, seenContext, problem);
  const release = parseRelease(kernel);
  return {
    shape,
    line,
    find: () =>
      findLikelyCause({
        ...{ problem, shape, line, release, changes, history },
        historic: history?.kernel(kernel),
      }),
  };
}

const definitions = ['struct', 'union', 'typedef'] as const;

function findCause(
  shape: MessageShape,
  context: InferenceContext,
  file: string,
  { changes, readSource }: ExplanationSources,
): Cause | undefined {
  const others = context.others.map((view) => view.headers);
  const { headers } = context.failing;
  const known = (one: MessageShape) => {
    const cause = causeOfChange(changes, one, context.line, headers, others);
    return cause && withInferredRewrite(cause, one, context, changes);
  };
  // If the struct was removed, so were its members.
  const isGone =
    shape.kind === 'no-member' && !headers.has(shape.struct.replace(/^(?:struct|union) /, ''), definitions);
  const gone: MessageShape | undefined = isGone ? { kind: 'incomplete-type', type: shape.struct } : undefined;
  const cause =
    (gone && (known(gone) ?? inferCause(gone, context))) ?? known(shape) ?? inferCause(shape, context);
  if (cause || shape.kind !== 'missing-header') return cause;
  return explainIgnoredFlags(shape.header, { ...context, file, readSource });
}

/** If the table says what changed of a callback, and not how it is rewritten, both declarations may tell. */
function withInferredRewrite(
  cause: Cause,
  shape: MessageShape,
  context: InferenceContext,
  changes: readonly Change[],
): Cause {
  if (shape.kind !== 'incompatible-value' || changes.find(({ id }) => id === cause.id)?.rewrite) return cause;
  const change = inferCause(shape, context)?.change;
  return change?.rewrite ? { ...cause, change } : cause;
}

function contextOf(
  problem: Problem,
  failing: KernelApi,
  others: readonly KernelApi[],
  means: ExplanationSources,
): InferenceContext {
  const { text, line } = sourceOf(problem, means.readSource);
  return { failing, others, ...(text !== undefined && { text }), ...(line !== undefined && { line }) };
}

/** The source of a problem and the line in it; only the line if a log quotes it. */
function sourceOf(
  problem: Problem,
  readSource: ExplanationSources['readSource'],
): { readonly text?: string | undefined; readonly line?: string | undefined } {
  const text = problem.place === undefined ? readSource(problem.file) : undefined;
  const line = text?.split('\n', problem.line)[problem.line - 1] ?? problem.quote;
  return { text, line };
}

/** The kernels to compare with: those that were built, then older ones, then newer ones; the nearest first. */
function comparedKernels(
  kernel: string,
  builds: readonly KernelProblems[],
  views: ReadonlyMap<string, KernelApi>,
): readonly KernelApi[] {
  const built = new Set(builds.filter((build) => build.built).map((build) => build.kernel));
  const releases = [...views.keys()].filter((release) => release !== kernel).sort(compareReleases);
  const rank = (release: string): number =>
    (built.has(release) ? 0 : 2) + (compareReleases(release, kernel) < 0 ? 0 : 1);
  const nearest = (a: string, b: string): number =>
    compareReleases(a, kernel) < 0 ? compareReleases(b, a) : compareReleases(a, b);
  return releases
    .sort((a, b) => rank(a) - rank(b) || nearest(a, b))
    .map((release) => views.get(release))
    .filter((view) => view !== undefined);
}

type Shaped = ExplainedProblem & { readonly shape?: MessageShape };

/** Shapes that are mostly consequences of another message in the same line. */
const weak: ReadonlySet<MessageShape['kind']> = new Set([
  'undeclared',
  'implicit-int',
  'unexpected-token',
  'void-value',
  'integer-pointer',
  'incompatible-value',
  'discarded-qualifier',
]);

/** Messages that gcc adds to the important one after an initializer or macro that it could not parse. */
const consequence =
  /^(?:initializer element is not|extra brace group|excess elements in|expression in static assertion is not|positional initialization of|invalid type argument of '->' \(have 'int'\))/;

/**
 * Finds consequences of earlier explained problems: in the same line, by the `follows` of the change, by a name that was not defined, or by
 * the compiler's confusion at the end of the function.
 */
function foldFollowers(explained: readonly Shaped[], means: ExplanationSources): readonly ExplainedProblem[] {
  /** Problems that are explained or consequences, with the problem that has the cause. */
  const attributed: { readonly problem: Problem; readonly root: Shaped }[] = [];
  /** Errors about missing names and macros, explained or not. */
  const missing: Shaped[] = [];
  const folded = new Map<Shaped, ExplainedProblem>();
  // An error is never a consequence of a warning, even if the compiler prints the warning first.
  const isError = ({ problem }: Shaped) => problem.severity === 'error';
  for (const one of [...explained.filter(isError), ...explained.filter((each) => !isError(each))])
    folded.set(one, fold(one));
  return explained.map((one) => folded.get(one) ?? one);

  function fold(one: Shaped): ExplainedProblem {
    const { shape, ...rest } = one;
    const again =
      one.cause &&
      isOnce(one.cause, means) &&
      attributed.find((other) => other.root.cause?.id === one.cause?.id);
    if (again) {
      const { cause, ...without } = rest;
      return { ...without, follows: again.root.problem };
    }
    const root =
      attributed.find((other) => other.problem === other.root.problem && follows(one, other.root, means))
        ?.root ?? attributed.find((other) => endsFunctionOf(one.problem, other.problem, means))?.root;
    if (root) {
      attributed.push({ problem: one.problem, root });
      const { cause, ...without } = rest;
      return { ...without, follows: root.problem };
    }
    if (one.cause) attributed.push({ problem: one.problem, root: one });
    if (isMissingName(one)) missing.push(one);
    const before =
      one.cause || missing.length === 0 ? undefined : missing.find((other) => completes(one, other));
    return before ? { ...rest, follows: before.problem } : rest;
  }
}

function isMissingName({ problem, shape }: Shaped): boolean {
  if (problem.severity !== 'error') return false;
  return (
    shape?.kind === 'macro-arguments' || shape?.kind === 'undeclared-function' || shape?.kind === 'undeclared'
  );
}

/** Whether a message only adds to an earlier error about a missing name or macro, whose cause need not be known. */
function completes({ problem, shape }: Shaped, { problem: before, shape: missing }: Shaped): boolean {
  const declared = /^conflicting types for '(\w+)'/.exec(problem.message)?.[1];
  if (declared !== undefined && !shape)
    return missing?.kind === 'undeclared-function' && missing.name === declared;
  if (problem.file !== before.file || problem === before) return false;
  // gcc reports a macro at the end of its arguments, and then parses its name as a variable.
  if (missing?.kind === 'macro-arguments') {
    return shape?.kind === 'undeclared' && shape.name === missing.macro && problem.line <= before.line;
  }
  return problem.line === before.line && consequence.test(problem.message);
}

/** Whether all messages of a build with this cause have one reason in the machine, so that one of them is enough. */
function isOnce(cause: Cause, { environment }: ExplanationSources): boolean {
  return environment?.some((one) => one.id === cause.id && one.isOnce) === true;
}

/** Whether gcc complains about a missing return value because it could not parse the return statement. */
function endsFunctionOf(problem: Problem, other: Problem, { readSource }: ExplanationSources): boolean {
  if (problem.code !== '-Wreturn-type' || problem.file !== other.file || other.line > problem.line)
    return false;
  const lines = readSource(problem.file)
    ?.split('\n')
    .slice(other.line - 1, problem.line - 1);
  // In a log without sources, the closing brace has to come right after the statement.
  if (lines === undefined) return problem.line - other.line <= 2;
  return !lines.some((line) => line.startsWith('}'));
}

/** Whether a name is an argument that a macro of the user passes to a missing function: `from_timer(var, timer, member)` in a wrapper. */
function isArgumentOf(problem: Problem, { problem: { file, line }, shape }: Shaped): boolean {
  if (shape?.kind !== 'undeclared-function') return false;
  return problem.related.some(
    (one) => one.file === file && one.line === line && one.message.startsWith('in definition of macro'),
  );
}

/** Whether nothing ends a statement or a block between the two: the parser has not recovered yet. */
function isRightBehind(
  problem: Problem,
  root: Problem,
  readSource: ExplanationSources['readSource'],
): boolean {
  if (problem.line <= root.line) return false;
  const between = readSource(root.file)
    ?.split('\n', problem.line - 1)
    .slice(root.line - 1)
    .join('\n');
  return between !== undefined && !/[;{}]/.test(between);
}

/** Whether a value is reported for a member that its line does not name: gcc initializes another one where a named one does not exist. */
function isMisplaced(shape: MessageShape, line: string | undefined): boolean {
  if (shape.kind !== 'incompatible-value' || shape.via !== 'initialization') return false;
  return shape.member !== undefined && line?.includes(`.${shape.member}`) === false;
}

/** Whether a problem in the text of a macro comes of its use in the line of another one. */
function isExpandedAt({ related }: Problem, { file, line }: Problem): boolean {
  return related.some(
    (one) => one.file === file && one.line === line && one.message.startsWith('in expansion'),
  );
}

function follows(one: Shaped, root: Shaped, { changes, readSource }: ExplanationSources): boolean {
  const { problem, shape } = one;
  if (shape?.kind === 'undeclared' && isArgumentOf(problem, root)) return true;
  if (!shape && consequence.test(problem.message) && isExpandedAt(problem, root.problem)) return true;
  if (problem.file !== root.problem.file || problem === root.problem) return false;
  const change = changes.find((known) => known.id === root.cause?.id);
  const lineOf = (problem: Problem) => readSource(problem.file)?.split('\n', problem.line)[problem.line - 1];
  if (shape && change?.follows?.some((pattern) => fitsPattern(shape, pattern, lineOf(problem)))) return true;
  // A macro that is not expanded is parsed as a type.
  const macro = root.shape?.kind === 'macro-arguments' ? root.shape.macro : undefined;
  if (macro !== undefined && shape?.kind === 'unknown-type' && shape.name === macro) return true;
  if (
    macro !== undefined &&
    /^expected .* before /.test(problem.message) &&
    isRightBehind(problem, root.problem, readSource)
  )
    return true;
  if (problem.line === root.problem.line) {
    // `'DEFINE_SEMAPHORE' defined but not used`: the macro was parsed as a variable.
    if (!shape) return problem.code === '-Wunused-variable' || consequence.test(problem.message);
    if (one.cause?.id === root.cause?.id) return true;
    if (root.shape?.kind === 'no-member' && isMisplaced(shape, lineOf(problem))) return true;
    return weak.has(shape.kind) && !one.cause?.verified;
  }
  // DEFINE_SEMAPHORE(name): the variable that the macro did not define is missing where it is used.
  if (shape?.kind !== 'undeclared' || root.shape?.kind !== 'macro-arguments') return false;
  return new RegExp(`\\b${root.shape.macro}\\s*\\([^)]*\\b${shape.name}\\b`).test(lineOf(root.problem) ?? '');
}
