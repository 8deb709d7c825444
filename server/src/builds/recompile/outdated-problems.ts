import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isInside } from '../../is-inside.ts';
import type { Problem } from '../../output/problem.ts';
import type { LastBuild } from './last-build.ts';
import type { Unit } from './units.ts';

/**
 * Warnings that compilers report only when they generate code, and so not with -fsyntax-only. Tried with gcc 12 and clang 14, each option
 * with and without -fsyntax-only; for the rest, gcc's manual says that they come from its optimisation passes.
 */
const ofCode = new Set([
  ...['-Wframe-larger-than', '-Wformat-truncation', '-Wformat-overflow', '-Warray-bounds', '-Wrestrict'],
  ...['-Wstringop-overflow', '-Wstringop-overread', '-Wstringop-truncation', '-Wattribute-warning'],
  ...['-Winfinite-recursion', '-Wuse-after-free', '-Waggressive-loop-optimizations', '-Wdangling-pointer'],
  ...['-Wunused-function', '-Wunused-variable', '-Wunused-const-variable', '-Wuninitialized'],
  ...['-Wmaybe-uninitialized', '-Wreturn-type', '-Wimplicit-fallthrough', '-Wnull-dereference'],
  ...['-Walloc-size-larger-than', '-Wfree-nonheap-object', '-Wstrict-overflow', '-Wclobbered', '-Wnonnull'],
]);

const ofCodeByText = /declared with (?:attribute error|'error' attribute)|^inlining failed in call to/;

/** Whether only a full compilation reports it. */
export function needsFullCompile({ code, message }: Problem): boolean {
  return (code !== undefined && ofCode.has(code.replace(/=.*$/, ''))) || ofCodeByText.test(message);
}

/**
 * Which problems of the last build are out of date once the units in `checked` have been recompiled: those of the compiler, in files that
 * no other unit reads. A problem that only a build can find is kept until its line is edited.
 */
export async function outdatedProblems(
  problems: readonly Problem[],
  last: LastBuild,
  units: readonly Unit[],
  checked: ReadonlySet<string>,
): Promise<ReadonlySet<Problem>> {
  const outdated = new Set<Problem>();
  for (const problem of problems) {
    if (problem.place !== undefined || !['gcc', 'clang', 'sparse'].includes(problem.tool)) continue;
    const path = isInside(problem.file, last.source) ? relative(last.source, problem.file) : undefined;
    const readers = units.filter((unit) => mayRead(unit, path));
    if (readers.length === 0 || !readers.every(({ source }) => checked.has(source))) continue;
    const isKept =
      path !== undefined && needsFullCompile(problem) && (await isUnchanged(problem.line, path, last));
    if (!isKept) outdated.add(problem);
  }
  return outdated;
}

/** Whether a unit may read a file. Every unit reads headers of the kernel; a unit whose files are not known may read any header. */
function mayRead({ source, original, inputs }: Unit, path: string | undefined): boolean {
  if (path === undefined || source === path || original === path) return true;
  return inputs ? inputs.includes(path) : !path.endsWith('.c');
}

async function isUnchanged(line: number, path: string, last: LastBuild): Promise<boolean> {
  const [built, now] = await Promise.all(
    [last.buildDir, last.source].map(async (folder) => {
      const text = await readFile(join(folder, path), 'utf8').catch(() => '');
      return text.split('\n')[line - 1];
    }),
  );
  return built !== undefined && built === now;
}
