import type { Problem } from '../output/problem.ts';
import { withoutSuggestion } from '../triage/messages/without-suggestion.ts';
import type { FileTexts, PortEdit } from './port-edit.ts';

/** How the build of one kernel ended, as far as edits are judged by it. */
export interface KernelErrors {
  readonly kernel: string;
  readonly status: 'ok' | 'failed' | 'skipped' | 'cancelled';
  /** Those that have to be mended. */
  readonly problems: readonly Problem[];
}

/** What some edits did to the builds. */
export interface EditEffect {
  /** Errors that were there before and are gone. */
  readonly gone: readonly KernelError[];
  /** Errors that the edits brought: on a line that they wrote, on a kernel or in a file that built before. */
  readonly brought: readonly KernelError[];
  /** Errors that were hidden behind others. */
  readonly revealed: readonly KernelError[];
}

export interface KernelError {
  readonly kernel: string;
  readonly problem: Problem;
}

/** Where each line of a text went: as `followLines`, which knows how. */
export type LineFollower = (
  before: readonly string[],
  after: readonly string[],
) => (line0: number) => number | undefined;

/** Compares the errors before and after some edits, by the lines of the texts as they were and are now. */
export function judgeEdits(
  before: { readonly texts: FileTexts; readonly outcomes: readonly KernelErrors[] },
  after: { readonly texts: FileTexts; readonly outcomes: readonly KernelErrors[] },
  follow: LineFollower,
): EditEffect {
  const lines = new Map<
    string,
    { readonly now: (line0: number) => number | undefined; readonly kept: Set<number> }
  >();
  for (const [path, text] of before.texts) {
    const next = after.texts.get(path);
    if (next === undefined || next === text) continue;
    const old = text.split('\n');
    const now = follow(old, next.split('\n'));
    lines.set(path, { now, kept: new Set(old.flatMap((_, line0) => now(line0) ?? [])) });
  }
  for (const path of after.texts.keys())
    if (!before.texts.has(path)) lines.set(path, { now: () => undefined, kept: new Set() });
  const isWritten = ({ file, line }: Problem) => {
    const moved = lines.get(file);
    return moved !== undefined && !moved.kept.has(line - 1);
  };
  const newNames = namesBrought(before.texts, after.texts);
  const gone: KernelError[] = [];
  const brought: KernelError[] = [];
  const revealed: KernelError[] = [];
  for (const outcome of after.outcomes) {
    const { kernel } = outcome;
    const earlier = before.outcomes.find((one) => one.kernel === kernel);
    const old = earlier?.problems ?? [];
    const now = outcome.problems;
    const counts = new Map<string, number>();
    for (const problem of now) counts.set(keyOf(problem), (counts.get(keyOf(problem)) ?? 0) + 1);
    const was = new Map<string, number>();
    const missing: Problem[] = [];
    for (const problem of old) {
      const moved = lines.get(problem.file);
      const line0 = moved ? moved.now(problem.line - 1) : problem.line - 1;
      const key = line0 === undefined ? undefined : keyOf({ ...problem, line: line0 + 1 });
      const left = key === undefined ? 0 : (counts.get(key) ?? 0);
      if (key !== undefined && left > 0) {
        counts.set(key, left - 1);
        was.set(key, (was.get(key) ?? 0) + 1);
      } else missing.push(problem);
    }
    const failedFiles = new Set(old.map(({ file }) => file));
    for (const problem of now) {
      const key = keyOf(problem);
      const known = was.get(key) ?? 0;
      if (known > 0) {
        was.set(key, known - 1);
        continue;
      }
      // What is wrong with a part of a statement stays wrong where an edit writes that part anew.
      const same = isWritten(problem) ? missing.findIndex((one) => isSame(one, problem)) : -1;
      if (same >= 0) {
        missing.splice(same, 1);
        continue;
      }
      // Modules are linked only when all units compile, and a unit of which nothing was said may not have been reached.
      const isOfLinker = problem.tool === 'modpost' && !old.some(({ tool }) => tool === 'modpost');
      const wasReached = earlier?.status === 'ok' || (failedFiles.has(problem.file) && !isOfLinker);
      const isNew =
        isWritten(problem) ||
        (wasReached && !old.some((one) => mayHide(one, problem))) ||
        isSyntax(problem, old) ||
        isAboutAny(problem, newNames);
      (isNew ? brought : revealed).push({ kernel, problem });
    }
    gone.push(...missing.map((problem) => ({ kernel, problem })));
  }
  return { gone, brought, revealed };
}

/** The edits that wrote into the files of these errors; all of them where an error is in none of their files. */
export function blamedEdits(
  errors: readonly KernelError[],
  edits: readonly PortEdit[],
  texts: FileTexts,
): readonly PortEdit[] {
  const blamed = new Set<PortEdit>();
  const written = edits.map((edit) => ({ edit, files: edit.apply(texts) ?? new Map<string, string>() }));
  for (const { problem } of errors) {
    const own = written.filter(({ files }) => files.has(problem.file));
    for (const { edit } of own.length > 0 ? own : written) blamed.add(edit);
  }
  return [...blamed];
}

function keyOf({ file, line, message }: Problem): string {
  return `${file}:${line}:${withoutSuggestion(message)}`;
}

function isSame(before: Problem, now: Problem): boolean {
  return before.file === now.file && withoutSuggestion(before.message) === withoutSuggestion(now.message);
}

/** The names that the texts have now and had not before. */
function namesBrought(before: FileTexts, after: FileTexts): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [path, text] of after) {
    const old = before.get(path);
    if (old === text) continue;
    const had = new Set(old?.match(/[A-Za-z_]\w*/g));
    for (const name of text.match(/[A-Za-z_]\w*/g) ?? []) if (!had.has(name)) found.add(name);
  }
  return found;
}

function isAboutAny({ message }: Problem, names: ReadonlySet<string>): boolean {
  return [...message.matchAll(/['‘]([A-Za-z_]\w*)['’]/g)].some(([, name]) => names.has(name ?? ''));
}

/** After these a compiler says nothing of what follows: it stops, or takes what it does not know for anything. */
const hides =
  /^(?:expected |unknown type name |.* undeclared|implicit declaration |.*: No such file or directory|storage size of |.*incomplete type|.* has no member named |type defaults to )/;

function mayHide(before: Problem, { file }: Problem): boolean {
  return before.file === file && hides.test(before.message);
}

/** Whether a message says that the text is not C any more, in a file where none said so before. */
function isSyntax({ file, message, tool }: Problem, old: readonly Problem[]): boolean {
  const pattern = /^(?:expected |stray |unterminated |missing terminating |#e(?:lse|ndif|lif) )/;
  if (tool !== 'gcc' && tool !== 'clang') return false;
  return pattern.test(message) && !old.some((one) => one.file === file && pattern.test(one.message));
}
