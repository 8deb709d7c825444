import type { Problem } from '../output/problem.ts';
import type { Cause, CauseFix } from '../triage/cause.ts';
import type { Change } from '../triage/change.ts';
import { versionHeaderMissing } from '../triage/environment/version-header-missing.ts';
import type { ExplainedProblem } from '../triage/explain-problems.ts';
import { firstVersionsOf, firstVersionsOfName } from '../triage/history/first-versions.ts';
import type { KernelHistory } from '../triage/history/kernel-history.ts';
import { unseenType } from '../triage/messages/parse-message-shape.ts';
import { CSource } from '../triage/rewrite/c-source.ts';
import { rewriteSource } from '../triage/rewrite/rewrite.ts';
import type { TargetKernel } from '../triage/uses/target-kernel.ts';
import { cautionOf } from './caution.ts';
import { editForChange, type PortStyle } from './change-edit.ts';
import { correctGuard, dropGuard, lineAt, type MisguardedLine } from './conditions/guard-correction.ts';
import { guardedHeads } from './conditions/guarded-heads.ts';
import { includeWhereItIs } from './conditions/included-where-it-is.ts';
import { limitCondition } from './conditions/limited-condition.ts';
import { narrowCondition } from './conditions/narrowed-condition.ts';
import { widenConditions } from './conditions/renamed-macro-condition.ts';
import { editForFix } from './fix-edit.ts';
import { isGenerated } from './generated-source.ts';
import { backportOf } from './older-kernel-change.ts';
import { leftOutCause, ownDeclarations, unknownName } from './own-names/own-declaration.ts';
import { withoutOwnMacros } from './own-names/own-macros.ts';
import { conflictingName, renameOwn, renameReplaced } from './own-names/own-name.ts';
import type { FileTexts, PortEdit } from './port-edit.ts';

/** Where a port stands: the module's files, and what the builds of all kernels say of them. */
export interface PortState {
  readonly texts: FileTexts;
  readonly problems: readonly ExplainedProblem[];
  /** All kernels that the module has to build for. */
  readonly kernels: readonly TargetKernel[];
  readonly changes: readonly Change[];
  readonly style: PortStyle;
  /** What kernels have whose headers are not here. */
  readonly history?: KernelHistory;
}

/** A problem that an edit would mend. */
interface Need {
  readonly cause: Cause;
  readonly failing: Set<string>;
  readonly paths: Set<string>;
  readonly places: { readonly path: string; readonly line0: number; readonly kernel: string }[];
  /** Names that the module and the kernel declare. */
  readonly conflicts: Set<string>;
  /** Types that errors name and that nothing declares before: `struct i2c_msg`. */
  readonly unseen: Set<string>;
}

/** Warnings of compilers that do not yet take for an error what newer ones do: what they compile does not work. */
const seriousWarnings: ReadonlySet<string> = new Set([
  ...['-Wint-conversion', '-Wincompatible-pointer-types', '-Wimplicit-function-declaration'],
]);

/** Whether a problem keeps a module from being built, or from working. */
export function needsFix({ problem, cause }: ExplainedProblem): boolean {
  if (problem.severity === 'error') return true;
  return cause !== undefined && seriousWarnings.has(problem.code ?? '');
}

/**
 * The edits that may mend what the builds report, each for one cause: those that come with the cause, those of known changes and of what the headers
 * of the kernels show, and conditions with a wrong version. For one cause there may be several, the narrowest first.
 */
export function chooseEdits(given: PortState): readonly PortEdit[] {
  const state = { ...given, kernels: withoutOwnMacros(given.kernels, given.texts) };
  const edits = new Map<string, PortEdit>();
  const needs = needsOf(state).map((need) => ({ ...need, edits: editsFor(need, state) }));
  for (const { edits: own } of withoutConsequences(needs))
    for (const edit of own) if (!edits.has(edit.key)) edits.set(edit.key, edit);
  for (const edit of editsForLeftOut(state)) if (!edits.has(edit.key)) edits.set(edit.key, edit);
  const mended = new Set([...edits.values()].map(({ cause }) => cause.id));
  const unmended = state.problems.filter(
    (one) => needsFix(one) && !one.follows && !(one.cause && mended.has(one.cause.id)),
  );
  for (const edit of widenConditions(unmended, state.texts, state.kernels, state.changes))
    edits.set(edit.key, edit);
  return [...edits.values()];
}

/** Until a file's conditions on the version are right, whatever else the compiler says of the file may be their consequence. */
function withoutConsequences<One extends Need & { readonly edits: readonly PortEdit[] }>(
  needs: readonly One[],
): readonly One[] {
  const first = needs.filter(({ cause, edits }) => cause.id === versionHeaderMissing.id && edits.length > 0);
  const unsure = new Set(first.flatMap(({ paths }) => [...paths]));
  return needs.filter(
    (need) =>
      first.includes(need) || need.paths.size === 0 || ![...need.paths].every((path) => unsure.has(path)),
  );
}

/** Versions of other kernels that were the first to have what an error is about. */
function seenVersions(
  cause: Cause,
  { change, history }: Pick<PortState, 'history'> & { readonly change: Change | undefined },
): readonly string[] {
  if (!history) return [];
  if (change) return firstVersionsOf(change, history);
  if (cause.id.endsWith('-declared')) return firstVersionsOfName(cause.symbol, history);
  const [, struct, member] = /^struct (\w+)\.(\w+)$/.exec(cause.symbol) ?? [];
  const has =
    struct !== undefined && member !== undefined
      ? { struct, member }
      : cause.symbol.endsWith('.h') && { header: cause.symbol };
  if (!has) return [];
  if (cause.id.endsWith('-not-yet')) return firstVersionsOf({ oldForm: { not: has }, newForm: has }, history);
  return cause.id.endsWith('-gone') ? firstVersionsOf({ oldForm: has, newForm: { not: has } }, history) : [];
}

/** Conditions that leave out kernels for which the module has to declare a name itself, as it does for others. */
function editsForLeftOut({ problems, texts, kernels, history }: PortState): readonly PortEdit[] {
  const failing = new Map<string, Set<string>>();
  for (const one of problems) {
    const name = one.cause || one.follows || !needsFix(one) ? undefined : unknownName(one.problem);
    if (name !== undefined) failing.set(name, (failing.get(name) ?? new Set()).add(one.kernel));
  }
  return [...failing].flatMap(([name, on]) => {
    const seenIn = history ? firstVersionsOfName(name, history) : [];
    return ownDeclarations(name, texts).flatMap((place): PortEdit[] => {
      const cause = leftOutCause(name);
      const edit = correctGuard(
        { ...{ cause, ...place, kernels, seenIn, wrong: 'missing' }, failing: [...on] },
        texts,
      );
      return edit ? [{ ...edit, mends: (problem) => unknownName(problem) === name }] : [];
    });
  });
}

/** Whether a warning is of a struct that is not declared before it is used, and an error of the same kernel names that struct. */
function isBehindError(
  { kernel, problem }: ExplainedProblem,
  problems: readonly ExplainedProblem[],
): boolean {
  const type = unseenTypeOf(problem);
  return (
    type !== undefined &&
    problems.some(
      (one) => one.kernel === kernel && one.problem.severity === 'error' && names(one.problem, type),
    )
  );
}

function unseenTypeOf({ message }: Problem): string | undefined {
  const { gcc, clang } = unseenType.exec(message)?.groups ?? {};
  return gcc ?? clang;
}

function names({ message }: Problem, type: string): boolean {
  return new RegExp(`\\b${type}\\b`).test(message);
}

function needsOf({ problems, texts }: PortState): readonly Need[] {
  const needs = new Map<string, Need>();
  const wanted = problems.filter((one) => needsFix(one) || isBehindError(one, problems));
  for (const { kernel, problem, cause, follows } of wanted) {
    if (!cause || follows) continue;
    const key = cause.id;
    const need: Need = needs.get(key) ?? {
      ...{ cause, failing: new Set(), paths: new Set(), places: [], conflicts: new Set() },
      unseen: new Set(),
    };
    needs.set(key, need);
    need.failing.add(kernel);
    const unseen = unseenTypeOf(problem);
    if (unseen !== undefined) need.unseen.add(unseen);
    const conflict = conflictingName(problem);
    if (conflict !== undefined) need.conflicts.add(conflict);
    // What an inline function of the kernel uses has no place in the source, but the function has.
    if (problem.tool === 'modpost' && !/\.[chS]$/.test(problem.file))
      for (const path of filesNaming(cause.symbol, texts)) need.paths.add(path);
    if (!texts.has(problem.file) || isGenerated(texts.get(problem.file) ?? '')) continue;
    need.paths.add(problem.file);
    need.places.push({ path: problem.file, line0: problem.line - 1, kernel });
  }
  return [...needs.values()];
}

/** The C files that mention a name. */
function filesNaming(name: string, texts: FileTexts): readonly string[] {
  if (!/^\w+$/.test(name)) return [];
  const word = new RegExp(`\\b${name}\\b`);
  return [...texts].flatMap(([path, text]) =>
    /\.[ch]$/.test(path) && word.test(text) && !isGenerated(text) ? [path] : [],
  );
}

function editsFor(need: Need, state: PortState): readonly PortEdit[] {
  const { cause } = need;
  const { texts, kernels, style } = state;
  const edits: PortEdit[] = [...guardEdits(need, state)];
  const fixes = cause.fixes.flatMap(
    (fix: CauseFix) => editForFix(fix, cause, [...need.failing], texts) ?? [],
  );
  edits.push(...fixes);
  const change = knownChange(need, state) ?? backportOf(cause, state.changes);
  if (change?.rewrite && need.paths.size > 0) {
    const caution = change.semantics ?? (cause.documented ? undefined : cautionOf(cause));
    // Of a known change, the headers prove what changed, and not what was inferred of it.
    const isVerified = cause.confidence === 'verified' && !(cause.documented && change === cause.change);
    edits.push({
      ...editForChange({
        ...{ change, cause, kernels, style },
        ...(state.history && { history: state.history }),
        certainty: caution === undefined && (isVerified || isOnlyInclude(change)) ? 'verified' : 'likely',
        ...(caution !== undefined && { caution }),
        failing: [...need.failing],
        paths: [...need.paths],
        reported: reportedLines(need, texts),
      }),
      ...(need.unseen.size > 0 && {
        mends: (problem) => [...need.unseen].some((type) => names(problem, type)),
      }),
    });
  }
  if (!change?.rewrite)
    for (const { path, line0 } of need.places) {
      const line = { cause, path, line0, kernels, failing: [...need.failing] };
      const isExport = cause.id.endsWith('-not-exported');
      const edit = isExport ? narrowCondition(line, texts, state.history) : dropGuard(line, texts);
      if (edit) edits.push(edit);
      if (!cause.id.endsWith('-gone')) continue;
      const limited = limitCondition({ ...line, seenIn: seenVersions(cause, { change, ...state }) }, texts);
      const include = includeWhereItIs(line, line.failing, texts);
      edits.push(...[limited, include].filter((one) => one !== undefined));
    }
  const renaming = { cause, failing: [...need.failing], texts, kernels };
  const renamed = [...need.conflicts].map((name) => renameOwn(name, renaming));
  if (cause.id.endsWith('-is-macro')) renamed.push(renameReplaced(cause.symbol, renaming));
  edits.push(...renamed.filter((edit) => edit !== undefined));
  return edits.filter((edit) => edit.apply(texts) !== undefined);
}

/** The texts of the lines that the compilers complain of, by file: edits before this one may move them. */
function reportedLines({ places }: Need, texts: FileTexts): ReadonlyMap<string, ReadonlySet<string>> {
  const lines = new Map<string, Set<string>>();
  for (const { path, line0 } of places) {
    const line = texts.get(path)?.split('\n', line0 + 1)[line0];
    if (line !== undefined) lines.set(path, (lines.get(path) ?? new Set()).add(line));
  }
  return lines;
}

/** The change of the table, or what was inferred where the table has none, or none that says how to rewrite. */
function knownChange({ cause }: Pick<Need, 'cause'>, { changes }: PortState): Change | undefined {
  const known = changes.find(({ id }) => id === cause.id);
  if (known?.rewrite || !cause.change) return known;
  // What was inferred of a known change has its date.
  return known?.since === undefined ? cause.change : { ...cause.change, since: known.since };
}

/** A header that declares what is missing is the right one where it builds, and does nothing else. */
function isOnlyInclude({ rewrite }: Change): boolean {
  return rewrite?.every(({ kind }) => kind === 'add-include' || kind === 'include') === true;
}

/** Conditions around the lines that fail, and around the old form that these lines lead to, such as the definition of a callback. */
function guardEdits({ cause, places, paths, failing }: Need, state: PortState): readonly PortEdit[] {
  const { texts, kernels, history } = state;
  const change = knownChange({ cause }, state);
  const isDeclared = cause.id.endsWith('-declared');
  // The date of the change that the kernel does not have yet is nearer than what the kernels here show.
  const since = change ? undefined : backportOf(cause, state.changes)?.since;
  const seenIn = [
    ...(since === undefined ? [] : [since]),
    ...seenVersions(cause, { change, ...(history && { history }) }),
  ];
  const lines = new Map<string, MisguardedLine>();
  for (const { path, line0, kernel } of places) {
    const key = `${path}:${line0}`;
    const known = lines.get(key)?.failing ?? [];
    lines.set(key, {
      ...{ cause, path, line0, kernels, seenIn },
      // The kernel declares it, too, so that nothing is lost.
      ...(isDeclared && { wrong: 'superfluous' as const }),
      failing: [...new Set([...known, kernel])],
    });
  }
  for (const path of change ? paths : []) {
    const source = new CSource(texts.get(path) ?? '');
    for (const { start, harmless } of change ? rewriteSource(source, change).replacements : []) {
      const line0 = source.lineOf(start);
      if (harmless || lines.has(`${path}:${line0}`)) continue;
      const place = { path, line0, kernels, seenIn };
      lines.set(`${path}:${line0}`, { cause, ...place, failing: [...failing] });
    }
  }
  const inHeads = [...lines.values()].flatMap((line) => {
    const written = lineAt(texts.get(line.path) ?? '', line.line0);
    return guardedHeads(written, texts).map((head) => ({ ...line, ...head }));
  });
  return [...lines.values(), ...inHeads].flatMap((line) => correctGuard(line, texts) ?? []);
}
