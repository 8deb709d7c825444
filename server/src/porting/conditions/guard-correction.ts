import type { Cause } from '../../triage/cause.ts';
import { type Branch, findBranches, type LineActivity } from '../../triage/preprocessor/branches.ts';
import { newestVersionCode, versionMacros } from '../../triage/preprocessor/kernel-macros.ts';
import type { TargetKernel } from '../../triage/uses/target-kernel.ts';
import { compareVersions, versionNumbers } from '../../versions.ts';
import { LineActivities } from '../line-activity.ts';
import type { FileTexts, PortEdit } from '../port-edit.ts';

/** A line that fails on some kernels and stands below a condition on the version. */
export interface MisguardedLine {
  readonly cause: Cause;
  readonly path: string;
  readonly line0: number;
  /** The kernels whose builds fail on it. */
  readonly failing: readonly string[];
  readonly kernels: readonly TargetKernel[];
  /** What is wrong if not that the other branch is needed: the line is what these kernels lack, or they have it already. */
  readonly wrong?: 'missing' | 'superfluous';
  /** Versions of other kernels that were the first to have the change, where no date of it is known. */
  readonly seenIn?: readonly string[];
  /** The function whose head the line is a part of. */
  readonly headOf?: string;
}

const condition = /(KERNEL_VERSION[ \t]*\([ \t]*)(\d+)([ \t]*,[ \t]*)(\d+)([ \t]*,[ \t]*)(\d+)([ \t]*\))/g;

/**
 * The edit that corrects the version in the condition around a line, where that alone lets the kernels that fail on it compile the other branch, and
 * changes nothing for the others. `undefined` if there is no such condition, or no such version.
 */
export function correctGuard(given: MisguardedLine, texts: FileTexts): PortEdit | undefined {
  const { cause, path, failing, line0 } = given;
  const text = texts.get(path);
  const corrected = text === undefined ? undefined : correctedText(text, given);
  if (text === undefined || !corrected) return undefined;
  const { version, after, before } = corrected;
  const isDated = version === cause.since || given.seenIn?.includes(version) === true;
  return {
    key: `guard:${path}:${lineAt(text, line0)}:${before}:${version}`,
    title: titleOf(given, { version, before, isDated }),
    ...{
      cause,
      certainty: isDated && cause.confidence === 'verified' ? 'verified' : 'likely',
      kernels: failing,
    },
    ...(!isDated && {
      caution: `Linux ${version} only tells the kernels here apart: find out which one the change came with.`,
    }),
    // The line may have moved by an edit before this one; its own condition is looked for again.
    apply: (now) => {
      const current = now.get(path);
      if (current === undefined) return undefined;
      if (current === text) return new Map([[path, after]]);
      const lines = current.split('\n');
      const wanted = lineAt(text, line0);
      const at = lines.indexOf(wanted);
      if (at < 0 || lines.indexOf(wanted, at + 1) >= 0) return undefined;
      const again = correctedText(current, { ...given, line0: at });
      return again && new Map([[path, again.after]]);
    },
  };
}

/**
 * The edit that takes away the condition on the version around a line with its branch, where every kernel that compiles that branch fails on the line, and all
 * others compile the other branch: no version is right for such a condition. `undefined` if it is another one, or has more than two branches.
 */
export function dropGuard(given: MisguardedLine, texts: FileTexts): PortEdit | undefined {
  const { cause, path, failing, kernels, line0 } = given;
  const text = texts.get(path) ?? '';
  const lines = text.split('\n');
  const activity = new LineActivities(text, kernels);
  const isSplit = kernels.every(
    ({ release }) => activity.compiles(release, line0) === failing.includes(release),
  );
  const [group = []] = groupsAround(text, line0);
  const [first, second] = group;
  const end = second && lines[second.end0];
  if (!isSplit || !first || !second || group.length > 2 || second.directive !== 'else') return undefined;
  if (!/LINUX_VERSION_CODE/.test(first.condition) || end === undefined) return undefined;
  const kept = first.line0 < line0 && line0 < first.end0 ? second : first;
  const other = lines.slice(kept.line0 + 1, kept.end0);
  const isOtherCompiled = kernels.some(({ release }) => activity.compiles(release, kept.line0 + 1));
  if (!isOtherCompiled || other.join('').trim() === '') return undefined;
  const written = lines.slice(first.line0, second.end0 + 1).join('\n');
  return {
    key: `unguard:${path}:${written}`,
    title: `Drop the condition around ${cause.symbol}: all kernels here take its other branch`,
    ...{ cause, certainty: 'likely', kernels: failing },
    caution:
      'The branch that goes was written for other kernels than those here: see whether there are any that need it.',
    apply: (now) => {
      const current = now.get(path);
      const at = current?.indexOf(written) ?? -1;
      if (current === undefined || at < 0 || current.indexOf(written, at + 1) >= 0) return undefined;
      return new Map([
        [path, `${current.slice(0, at)}${other.join('\n')}${current.slice(at + written.length)}`],
      ]);
    },
  };
}

function titleOf(
  { cause, wrong, headOf }: MisguardedLine,
  {
    version,
    before,
    isDated,
  }: { readonly version: string; readonly before: string; readonly isDated: boolean },
): string {
  if (headOf !== undefined)
    return `Correct the condition in the head of ${headOf}() to Linux ${version}, from ${before}`;
  if (wrong === 'missing')
    return `Correct the condition to Linux ${version}: older kernels lack ${cause.symbol}`;
  if (wrong === 'superfluous')
    return `Correct the condition to Linux ${version}: these kernels have ${cause.symbol} already`;
  if (!isDated)
    return `Correct the condition to Linux ${version} instead of ${before}, as the kernels here show`;
  return version === cause.since
    ? `Correct the condition: the change came with Linux ${version}, not ${before}`
    : `Correct the condition: as far as is known, the change came with Linux ${version}, not ${before}`;
}

/** The text of a 0-based line; empty behind the end. */
export function lineAt(text: string, line0: number): string {
  return text.split('\n', line0 + 1)[line0] ?? '';
}

function correctedText(
  text: string,
  { line0, failing, kernels, cause, wrong, seenIn = [] }: MisguardedLine,
): { readonly after: string; readonly version: string; readonly before: string } | undefined {
  const activity = new LineActivities(text, kernels);
  const isActive = wrong !== 'missing';
  const beyond = wrong === undefined ? beyondFailing(kernels, failing) : [];
  if (failing.some((kernel) => activity.compiles(kernel, line0) !== isActive)) return undefined;
  const lines = text.split('\n');
  for (const group of groupsAround(text, line0)) {
    // Without another branch the failing kernels would lose the code, which is not known to be right.
    if (group.length < 2 && wrong === undefined) continue;
    const [head] = group;
    const line = head && lines[head.line0];
    if (!head || line === undefined || !/LINUX_VERSION_CODE/.test(line)) continue;
    for (const version of versionsToTry(kernels, cause, seenIn)) {
      const [major = 0, minor = 0, patch = 0] = versionNumbers(version);
      const matches = [...line.matchAll(condition)];
      const [only] = matches;
      if (matches.length !== 1 || !only) break;
      const written = `${only[1]}${major}${only[3]}${minor}${only[5]}${patch}${only[7]}`;
      const after = [
        ...lines.slice(0, head.line0),
        line.slice(0, only.index) + written + line.slice(only.index + only[0].length),
        ...lines.slice(head.line0 + 1),
      ].join('\n');
      const next = new LineActivities(after, [...kernels, ...beyond]);
      const moved = kernels.filter(
        ({ release }) => activity.compiles(release, line0) !== next.compiles(release, line0),
      );
      const isRight =
        [...failing, ...beyond.map(({ release }) => release)].every((kernel) =>
          isTurned(next.compiles(kernel, line0), isActive),
        ) && moved.every(({ release }) => failing.includes(release));
      if (isRight)
        return { after, version, before: `${only[2]}.${only[4]}${only[6] === '0' ? '' : `.${only[6]}`}` };
    }
  }
  return undefined;
}

/** Whether all kernels that fail are newer than all others, or older; `undefined` if neither. */
export function sideOfFailing(
  kernels: readonly TargetKernel[],
  failing: readonly string[],
): 'newer' | 'older' | undefined {
  const [bad = [], good = []] = [true, false].map((fails) =>
    kernels
      .filter(({ release }) => failing.includes(release) === fails)
      .map(({ headers }) => versionNumbers(headers.version)),
  );
  if (bad.length === 0 || good.length === 0) return undefined;
  const isEach = (sign: number) =>
    bad.every((one) => good.every((other) => Math.sign(compareVersions(one, other)) === sign));
  return isEach(1) ? 'newer' : isEach(-1) ? 'older' : undefined;
}

/**
 * A kernel of the far future if all that fail are newer than the others, or of the distant past if they are older: what these lack or have, it lacks or
 * has as well, so that a condition has to put it on their side.
 */
export function beyondFailing(
  kernels: readonly TargetKernel[],
  failing: readonly string[],
): readonly Pick<TargetKernel, 'release' | 'macros'>[] {
  const side = sideOfFailing(kernels, failing);
  if (side === undefined) return [];
  return [{ release: '', macros: versionMacros(side === 'newer' ? newestVersionCode : 0x02_06_00) }];
}

/** Whether a line is compiled where it was not, or the reverse; where that depends on a macro of the compiler's command (`|| defined(EL8)`), the build tells. */
function isTurned(now: LineActivity, wasActive: boolean): boolean {
  return wasActive ? now !== true : now === true;
}

/** The conditions around a line, the innermost first, each with its branches in order. */
export function groupsAround(text: string, line0: number): readonly (readonly Branch[])[] {
  const { branches } = findBranches(text);
  const around = branches.filter((branch) => branch.line0 < line0 && line0 < branch.end0);
  return around
    .sort((a, b) => b.line0 - a.line0)
    .map(({ group }) =>
      branches.filter((one) => group.includes(one.line0)).sort((a, b) => a.line0 - b.line0),
    );
}

/** A condition that holds only for kernels before a version, besides. */
export function endedBefore(version: string, condition: string): string {
  const [major = 0, minor = 0, patch = 0] = versionNumbers(version);
  const tested = /\|\||\?/.test(condition) ? `(${condition})` : condition;
  return `${tested} && LINUX_VERSION_CODE < KERNEL_VERSION(${major}, ${minor}, ${patch})`;
}

/** The version that brought the change or showed it first, then the lines of the kernels, then the kernels themselves. */
export function versionsToTry(
  kernels: readonly TargetKernel[],
  cause: Cause,
  seenIn: readonly string[],
): readonly string[] {
  const versions = kernels.map(({ headers }) => headers.version);
  const lines = versions.map((version) => versionNumbers(version).slice(0, 2).join('.'));
  const ordered = (list: readonly string[]) =>
    [...list].sort((a, b) => compareVersions(versionNumbers(a), versionNumbers(b)));
  return [
    ...new Set([
      ...(cause.since === undefined ? seenIn : [cause.since]),
      ...ordered(lines),
      ...ordered(versions),
    ]),
  ];
}
