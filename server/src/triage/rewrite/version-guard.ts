import { compareVersions, versionNumbers } from '../../versions.ts';
import { directiveAt } from './c-directives.ts';
import type { CSource, TextSpan } from './c-source.ts';
import { addVersionHeader } from './includes.ts';
import { applyReplacements, type Replacement } from './replacement.ts';

/** A preprocessor condition that is true for kernels with the new form. */
export type VersionGuard =
  /** `6.15` or `6.1.192`: the first version with the new form; with `before`, the first one without it. `redHat` is the first release of RHEL with it. */
  | {
      readonly kind: 'version';
      readonly version: string;
      readonly before?: boolean;
      readonly redHat?: RedHatRelease;
    }
  /** A macro that the Kbuild file defines if it finds a text in the headers. */
  | { readonly kind: 'feature'; readonly macro: string }
  /** A header that only those kernels have. */
  | { readonly kind: 'header'; readonly header: string };

/** A release of RHEL: `9.4`. */
export interface RedHatRelease {
  readonly major: number;
  readonly minor: number;
  /** Whether the source defines RHEL_RELEASE_VERSION() where the kernel does not. */
  readonly hasMacro: boolean;
}

/** The condition as written after `#if`. */
function guardCondition(guard: VersionGuard): string {
  switch (guard.kind) {
    case 'version': {
      const [major = 0, minor = 0, patch = 0] = versionNumbers(guard.version);
      const version = `KERNEL_VERSION(${major}, ${minor}, ${patch})`;
      const redHat = guard.redHat && redHatCondition(guard.redHat);
      return guard.before
        ? `LINUX_VERSION_CODE < ${version}${redHat ? ` && !(${redHat})` : ''}`
        : `LINUX_VERSION_CODE >= ${version}${redHat ? ` || (${redHat})` : ''}`;
    }
    case 'feature':
      return `defined(${guard.macro})`;
    case 'header':
      return `__has_include(<${guard.header}>)`;
    default:
      return guard satisfies never;
  }
}

/** Without the macro, its value: a condition that calls a macro which nobody defines is no condition. */
function redHatCondition({ major, minor, hasMacro }: RedHatRelease): string {
  const release = hasMacro ? `RHEL_RELEASE_VERSION(${major}, ${minor})` : String(major * 256 + minor);
  return `defined(RHEL_RELEASE_CODE) && RHEL_RELEASE_CODE >= ${release}`;
}

function negationOf(guard: VersionGuard): string {
  return guard.kind === 'version'
    ? guardCondition({ ...guard, before: !guard.before })
    : `!${guardCondition(guard)}`;
}

/**
 * The same replacements for a source that keeps the old form for other kernels: each group of changed lines is written twice, between
 * `#if`, `#else` and `#endif`. Harmless replacements are not guarded.
 */
export function guardReplacements(
  source: CSource,
  replacements: readonly Replacement[],
  guard: VersionGuard,
): readonly Replacement[] {
  const regions: { start: number; end: number; inside: Replacement[] }[] = [];
  const plain: Replacement[] = [];
  for (const replacement of replacements) {
    if (replacement.harmless) {
      plain.push(replacement);
      continue;
    }
    const { start, end } = linesOf(source, unitAround(source, replacement));
    regions.push({ start, end, inside: [replacement] });
  }
  regions.sort((a, b) => a.start - b.start);
  const merged: typeof regions = [];
  for (const region of regions) {
    const last = merged.at(-1);
    if (last && region.start <= last.end) {
      last.end = Math.max(last.end, region.end);
      last.inside.push(...region.inside);
    } else merged.push({ ...region, inside: [...region.inside] });
  }
  const guarded = merged.map((region) => guardRegion(source, region, guard));
  if (guard.kind === 'version' && guarded.length > 0)
    plain.push(
      ...addVersionHeader(
        source,
        guarded.map(({ start }) => start),
      ),
    );
  return joinInsertions([...plain, ...guarded]);
}

/** Insertions at one place become one, so that their order is that of the list. */
function joinInsertions(replacements: readonly Replacement[]): readonly Replacement[] {
  const joined: Replacement[] = [];
  for (const each of [...replacements].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = joined.at(-1);
    if (last && last.start === last.end && last.start === each.start)
      joined[joined.length - 1] = { ...each, text: last.text + each.text };
    else joined.push(each);
  }
  return joined;
}

function guardRegion(
  source: CSource,
  region: TextSpan & { readonly inside: readonly Replacement[] },
  guard: VersionGuard,
): Replacement {
  const before = ensureNewline(source.slice(region));
  const after = ensureNewline(
    applyReplacements(
      source.slice(region),
      region.inside.map(({ start, end, text }) => ({
        start: start - region.start,
        end: end - region.start,
        text,
      })),
    ),
  );
  const joined = joinedToBranch(source, region, { before, after, guard });
  if (joined) return joined;
  return { start: region.start, end: region.end, text: guardedText(before, after, guard) };
}

/** The lines of both forms below their conditions; without a condition, the statements that one form has in common with the whole of the other. */
function guardedText(before: string, after: string, guard: VersionGuard): string {
  const now = (lines: string) => `#if ${guardCondition(guard)}\n${lines}#endif\n`;
  const once = (lines: string) => `#if ${negationOf(guard)}\n${lines}#endif\n`;
  if (after.trim() === '') return once(before);
  if (before.trim() === '') return now(after);
  const isWhole = (lines: string) => /[;{}]\s*$/.test(lines) && !/^[ \t]*#/m.test(lines);
  for (const [longer, shorter, guarded] of [
    [after, before, now],
    [before, after, once],
  ] as const) {
    if (longer.startsWith(shorter) && isWhole(longer) && isWhole(shorter))
      return shorter + guarded(longer.slice(shorter.length));
    const rest = longer.slice(0, Math.max(longer.length - shorter.length, 0));
    if (longer === rest + shorter && isWhole(longer) && isWhole(rest)) return guarded(rest) + shorter;
  }
  return `#if ${guardCondition(guard)}\n${after}#else\n${before}#endif\n`;
}

/**
 * The replacement where the region is a whole branch of a condition that tells versions apart already: that condition gets one branch more instead of another condition in
 * it. `undefined` elsewhere.
 */
function joinedToBranch(
  { text }: CSource,
  region: TextSpan,
  { before, after, guard }: { readonly before: string; readonly after: string; readonly guard: VersionGuard },
): Replacement | undefined {
  if (guard.kind !== 'version' || guard.before || guard.redHat || before.trim() === '' || after.trim() === '')
    return undefined;
  const start = text.lastIndexOf('\n', region.start - 2) + 1;
  const head = text.slice(start, region.start);
  const next = /^[^\n]*/.exec(text.slice(region.end))?.[0] ?? '';
  if (/^[ \t]*#[ \t]*else\b/.test(head) && /^[ \t]*#[ \t]*endif\b/.test(next) && isByVersion(text, start)) {
    const older = guardCondition({ ...guard, before: true });
    return { start, end: region.end, text: `#elif ${older}\n${before}${head}${after}` };
  }
  const condition = /^[ \t]*#[ \t]*if[ \t]+(.*[^\\\s])[ \t\r]*\n$/.exec(head)?.[1];
  if (condition === undefined || !/^[ \t]*#[ \t]*(?:el|endif)/.test(next)) return undefined;
  // Kernels with the new form have to be among those that the condition is for.
  const version = lowerBoundOf(condition);
  if (version === undefined || compareVersions(version, versionNumbers(guard.version)) > 0) return undefined;
  return {
    start,
    end: region.end,
    text: `#if ${guardCondition(guard)}\n${after}#elif ${condition}\n${before}`,
  };
}

/** The version from which on a condition holds, whatever else makes it hold: `LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0) || defined(EL9)`. */
function lowerBoundOf(condition: string): readonly number[] | undefined {
  if (/&&|\/[/*]/.test(condition)) return undefined;
  for (const part of condition.split('||')) {
    const [, a, b, c] =
      /^[\s(]*LINUX_VERSION_CODE\s*>=\s*KERNEL_VERSION\s*\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\)[\s)]*$/.exec(
        part,
      ) ??
      /^[\s(]*KERNEL_VERSION\s*\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\)\s*<=\s*LINUX_VERSION_CODE[\s)]*$/.exec(
        part,
      ) ??
      [];
    if (c !== undefined) return [Number(a), Number(b), Number(c)];
  }
  return undefined;
}

/** Whether the condition that an `#else` belongs to asks for a version. */
function isByVersion(text: string, offset: number): boolean {
  const lines = text.slice(0, offset).split('\n');
  let depth = 0;
  for (const line of lines.reverse()) {
    if (/^[ \t]*#[ \t]*endif\b/.test(line)) depth++;
    else if (/^[ \t]*#[ \t]*if/.test(line) && depth-- === 0) return /LINUX_VERSION_CODE/.test(line);
  }
  return false;
}

function ensureNewline(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** The code that must stay together: the signature of a function, or a statement. */
function unitAround(source: CSource, replacement: TextSpan): TextSpan {
  let index = source.tokenAfter(replacement.start);
  const directive = source.tokens[index]?.directive;
  if (directive !== undefined && directive < replacement.start) {
    const line = directiveAt(source.text, directive);
    const isMacro = source.tokens[source.tokenAfter(directive) + 1]?.text === 'define';
    if (isMacro) return { start: line.start, end: Math.max(line.start, line.end - 1) };
  }
  while (source.tokens[index]?.directive !== undefined) index++;
  const token = source.tokens[index];
  if (!token || token.start >= replacement.end) return replacement;
  if (source.depth(index) === 0) {
    const signature = source.signatureAround(replacement.start);
    if (signature) return signature;
  }
  const statement = source.statementAround(index);
  if (!statement) return replacement;
  const hasBody = source.tokens.slice(statement.first, statement.last).some((each) => each.text === '{');
  return hasBody
    ? replacement
    : { start: Math.min(statement.start, replacement.start), end: Math.max(statement.end, replacement.end) };
}

/** Extends a span to whole lines; an insertion between two lines stays empty. */
function linesOf(source: CSource, span: TextSpan): TextSpan {
  const start = source.text.lastIndexOf('\n', span.start - 1) + 1;
  if (span.start === span.end && start === span.start) return span;
  if (span.end > start && source.text[span.end - 1] === '\n') return { start, end: span.end };
  const newline = source.text.indexOf('\n', span.end);
  return { start, end: newline < 0 ? source.text.length : newline + 1 };
}
