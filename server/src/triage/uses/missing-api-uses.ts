import type { Change } from '../change.ts';
import type { KernelHistory } from '../history/kernel-history.ts';
import { activeLines, findBranches, type LineActivity } from '../preprocessor/branches.ts';
import { CSource } from '../rewrite/c-source.ts';
import { rewriteSource } from '../rewrite/rewrite.ts';
import { findChangedForms } from './changed-forms.ts';
import { type KernelVerdict, verdictOnHeader, verdictOnName } from './kernel-verdict.ts';
import { type AbsentKernel, type AskedKernel, asAsked, type TargetKernel } from './target-kernel.ts';

/** A use of something that some kernels do not have, or have in another form, on a line that they compile. */
export interface MissingApiUse {
  /** UTF-16 offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** As written in the source: `strlcpy`, `asm/unaligned.h`. */
  readonly name: string;
  /** Releases whose build fails on it, in the order of the kernels. */
  readonly kernels: readonly string[];
  /** Releases for which the use compiles. */
  readonly unaffected: readonly string[];
  /** Those of `kernels` whose headers are not here, so that it is no more than likely. */
  readonly likely?: readonly string[];
  /** Absent if only the headers show the difference and no known change has it. */
  readonly change?: Change;
  /** Why the module can't use the symbol although the file compiles; `other-form` if the kernel has it, but not as it is used. */
  readonly reason?: 'not-exported' | 'symbol-for-named-modules' | 'other-form';
}

/** The names that the files of a module declare themselves. */
export type OwnNames = Pick<ReadonlySet<string>, 'has'>;

/** Names that are not function calls although a parenthesis follows. */
const keywords = new Set(
  'if for while switch return sizeof typeof __typeof__ typeof_unqual alignof __alignof__ _Static_assert static_assert __attribute__ __asm__ asm volatile defined do else case goto'.split(
    ' ',
  ),
);

/**
 * Finds, without compiling, uses in a C file that will not compile, since the headers of a kernel lack them. Reports only certain ones:
 * lines under undecidable conditions are left out, and so are names that the module declares itself (`ownNames`, of all its files) and
 * names that neither one of the kernels nor one of the history has. Of kernels without headers it reports what the history tells.
 */
export function findMissingApiUses(
  text: string,
  targets: readonly (TargetKernel | AbsentKernel)[],
  changes: readonly Change[],
  ownNames: OwnNames,
  history?: KernelHistory,
): readonly MissingApiUse[] {
  const source = new CSource(text);
  const branches = findBranches(text);
  const kernels = targets.map(asAsked);
  const active = new Map(kernels.map(({ release, macros }) => [release, activeLines(branches, macros)]));
  const compiles = (release: string, line0: number): LineActivity => active.get(release)?.[line0];

  const uses: PossibleUse[] = [
    ...knownUses(source, kernels, changes, ownNames),
    ...missingHeaders(source, kernels, history),
    ...missingFunctions(source, kernels, ownNames, history),
    ...(history ? findChangedForms(source, kernels, history, ownNames) : []),
  ];
  const absent = new Set(kernels.flatMap(({ release, isLikely }) => (isLikely ? [release] : [])));
  const found: MissingApiUse[] = [];
  for (const { oldAt, ...use } of uses.sort(
    (a, b) => a.start - b.start || Number(!a.change) - Number(!b.change),
  )) {
    // In the order of the text and without overlaps, so that only the last one can be in the way.
    if (use.start < (found.at(-1)?.end ?? 0)) continue;
    const line0 = source.lineOf(use.start);
    const failing = use.kernels.filter(
      (release) =>
        compiles(release, line0) === true &&
        (oldAt?.some((offset) => compiles(release, source.lineOf(offset)) !== false) ?? true),
    );
    if (failing.length === 0) continue;
    const likely = failing.filter((release) => absent.has(release));
    // Of kernels whose headers are not here, nothing is promised.
    const unaffected = use.unaffected.filter((release) => !absent.has(release));
    found.push({ ...use, kernels: failing, unaffected, ...(likely.length > 0 && { likely }) });
  }
  return found;
}

/** A use whose old form may be elsewhere: it counts for kernels that compile the code at one of these offsets. */
type PossibleUse = MissingApiUse & { readonly oldAt?: readonly number[] };

/** Uses of the old form of known changes. */
function knownUses(
  source: CSource,
  kernels: readonly AskedKernel[],
  changes: readonly Change[],
  ownNames: OwnNames,
): PossibleUse[] {
  const present = new Set(source.tokens.map(({ text }) => text));
  const includes = new Set(source.includes().map(({ path }) => path));
  return changes.flatMap((change) => {
    const names = namesOfChange(change);
    if (![...names.all].some((name) => present.has(name) || includes.has(name))) return [];
    const forms = kernels.map((kernel) => ({ release: kernel.release, form: kernel.variantOf(change) }));
    const failing = forms.filter(({ form }) => form === 'new').map(({ release }) => release);
    if (failing.length === 0) return [];
    const unaffected = forms
      .filter(({ form }) => form === 'old' || form === 'both')
      .map(({ release }) => release);
    return sitesOf(source, change, names.gone, ownNames).map((site) => ({
      ...site,
      kernels: failing,
      unaffected,
      change,
    }));
  });
}

/** The identifiers and headers by which a change is recognised, and those of them that it removes. */
export function namesOfChange(change: Change): {
  readonly all: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
} {
  const all = new Set<string>();
  const gone = new Set<string>();
  for (const pattern of change.explains) {
    if (pattern.kind === 'undeclared-function' || pattern.kind === 'undeclared') {
      if (pattern.name && !pattern.name.includes('*')) gone.add(pattern.name);
    } else if (pattern.kind === 'missing-header' && pattern.header) all.add(pattern.header);
  }
  for (const rewrite of change.rewrite ?? []) {
    if ('from' in rewrite) all.add(typeof rewrite.from === 'string' ? rewrite.from : (rewrite.from[0] ?? ''));
    if ('name' in rewrite) all.add(rewrite.name);
    if ('function' in rewrite) all.add(rewrite.function);
    if ('member' in rewrite) all.add(rewrite.member);
    if ('call' in rewrite) all.add(rewrite.call);
  }
  for (const name of gone) all.add(name);
  return { all, gone };
}

function sitesOf(
  source: CSource,
  change: Change,
  gone: ReadonlySet<string>,
  ownNames: OwnNames,
): Pick<PossibleUse, 'start' | 'end' | 'name' | 'oldAt'>[] {
  const sites: Pick<PossibleUse, 'start' | 'end' | 'name' | 'oldAt'>[] = [];
  for (const name of gone) {
    if (ownNames.has(name)) continue;
    for (const index of source.names(name)) {
      const token = source.tokens[index];
      if (token) sites.push({ start: token.start, end: token.end, name });
    }
  }
  if (gone.size > 0) return sites;
  for (const rewrite of change.rewrite ?? []) {
    if (rewrite.kind === 'add-include') continue;
    // A callback is reported at its assignment to the struct, as by the compiler.
    if (rewrite.kind === 'callback') {
      const { replacements } = rewriteSource(source, { ...change, rewrite: [rewrite] });
      if (replacements.length === 0) continue;
      for (const value of source.memberValues(rewrite.member)) {
        if (value.owner !== rewrite.struct) continue;
        // The source may have the function in both forms, each for its kernels, and another function for the new form.
        const definitions = source.functions(source.slice(value.value));
        const oldAt = replacements
          .map(({ start }) => start)
          .filter((start) =>
            definitions.some(
              ({ returnType, body, signatureEnd }) =>
                start >= returnType.start && start <= (body?.end ?? signatureEnd),
            ),
          );
        if (oldAt.length === 0) continue;
        sites.push({ ...value.value, name: `.${rewrite.member} of struct ${rewrite.struct}`, oldAt });
      }
      continue;
    }
    for (const replacement of rewriteSource(source, { ...change, rewrite: [rewrite] }).replacements) {
      if (replacement.harmless || replacement.start === replacement.end) continue;
      const { start, end } = trimmed(source, replacement);
      sites.push({ start, end, name: change.symbol });
    }
  }
  return sites;
}

/** The span without leading and trailing blanks. */
function trimmed(source: CSource, { start, end }: { readonly start: number; readonly end: number }) {
  const text = source.text.slice(start, end);
  return {
    start: start + (text.length - text.trimStart().length),
    end: end - (text.length - text.trimEnd().length),
  };
}

/** `#include`s of headers that a kernel does not have, and another one does. */
function missingHeaders(
  source: CSource,
  kernels: readonly AskedKernel[],
  history: KernelHistory | undefined,
): MissingApiUse[] {
  return source.includes().flatMap((line) => {
    if (!source.text.slice(line.start, line.end).includes('<')) return [];
    const verdict = verdictOnHeader(kernels, line.path, history);
    if (!verdict) return [];
    const start = line.pathStart;
    return [{ start, end: start + line.path.length, name: line.path, ...verdict }];
  });
}

/** Calls of functions and macros that a kernel does not declare in any header, and another one does. */
function missingFunctions(
  source: CSource,
  kernels: readonly AskedKernel[],
  ownNames: OwnNames,
  history: KernelHistory | undefined,
): MissingApiUse[] {
  const verdicts = new Map<string, KernelVerdict | undefined>();
  const verdictOf = (name: string) => {
    if (!verdicts.has(name)) verdicts.set(name, verdictOnName(kernels, name, history));
    return verdicts.get(name);
  };
  return source.tokens.flatMap((token, index) => {
    if (token.kind !== 'name' || token.directive !== undefined || source.tokens[index + 1]?.text !== '(')
      return [];
    const { text: name, start, end } = token;
    if (keywords.has(name) || ownNames.has(name) || source.isMember(index) || !source.functionAround(index))
      return [];
    const verdict = verdictOf(name);
    return verdict ? [{ start, end, name, ...verdict }] : [];
  });
}

/**
 * The names that a C file or header declares or defines itself: macros, functions, and any other name at the top level in front of a
 * bracket, an equals sign, a comma or a semicolon. Errs on the side of too many.
 */
export function namesDeclaredIn(text: string): ReadonlySet<string> {
  const source = new CSource(text);
  const names = new Set<string>();
  for (const { name } of findBranches(text).defines) names.add(name);
  let depth = 0;
  source.tokens.forEach((token, index) => {
    if (token.directive !== undefined) return;
    if (token.text === '{') depth++;
    else if (token.text === '}') depth = Math.max(0, depth - 1);
    else if (token.kind === 'name' && (depth === 0 || isParameterOrLocal(source, index))) {
      const next = source.tokens[index + 1]?.text ?? '';
      if (['(', '[', '=', ',', ';', ')'].includes(next)) names.add(token.text);
    }
  });
  return names;
}

/** Whether the name is a parameter or local variable, which may be a function pointer: a type comes before it. */
function isParameterOrLocal(source: CSource, index: number): boolean {
  const before = source.tokens[index - 1];
  // After a preprocessor line, a new statement begins.
  if (before?.directive !== undefined) return false;
  if (before?.text === '*')
    return source.tokens[index - 2]?.text === '(' || source.tokens[index - 2]?.kind === 'name';
  return before?.kind === 'name' && !['return', 'else', 'do', 'goto', 'case', 'sizeof'].includes(before.text);
}
