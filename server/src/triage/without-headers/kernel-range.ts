import { versionNumbers } from '../../versions.ts';
import { activeLines, type Branches, findBranches } from '../preprocessor/branches.ts';
import { kernelVersion, type MacroFacts } from '../preprocessor/condition.ts';
import { givenMacro } from '../preprocessor/given-macros.ts';
import { namesDeclaredIn } from '../uses/missing-api-uses.ts';
import { introducedNames } from './introduced-names.ts';
import { removedNames } from './removed-names.ts';

/** A C file or header of a module. */
export interface RangeSource {
  /** The name to show to users. */
  readonly file: string;
  readonly text: string;
}

/** One end of a range, and the place in the source that sets it. */
export interface RangeEnd {
  /** `5.6` or `5.6.3`. */
  readonly version: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** A clause that says what is there, and since when. */
  readonly why: string;
}

/** The mainline kernels that a source supports, as far as the source shows. */
export interface KernelRange {
  /** The first kernel that works. */
  readonly from?: RangeEnd;
  /** The first kernel that no longer works. */
  readonly before?: RangeEnd;
}

/** The oldest kernel on which dkms is still used; older ones are not distinguished. */
const oldest = '3.10';

/** A source that tests for more versions than this is not examined. */
const mostVersions = 400;

/**
 * The range of kernels that a source supports, from `#error` under tests of the version and from names that kernels gained or lost, on
 * lines that are certainly compiled. Names that the source declares itself, and headers that it has, do not count. `compiled` are those of
 * the files that the compiler reads; the others only declare. Pure. Empty if no kernel would work.
 */
export function findKernelRange(
  sources: readonly RangeSource[],
  compiled: readonly RangeSource[] = sources,
): KernelRange {
  const own = new Set(sources.flatMap(({ text }) => [...namesDeclaredIn(text)]));
  const files = compiled.map((source) => ({ ...source, branches: findBranches(source.text) }));
  const hasHeader = (header: string) => sources.some(({ file }) => `/${file}`.endsWith(`/${header}`));
  const findings = files.flatMap((file) => [...findMarks(file, own, hasHeader)]);
  const versions = versionsIn(files, findings);
  if (findings.length === 0 || versions.length > mostVersions) return {};
  const verdicts = versions.map((version) => ({ version, against: firstAgainst(files, findings, version) }));
  const fits = verdicts.map(({ against }) => against === undefined);
  const [first, last] = [fits.indexOf(true), fits.lastIndexOf(true)];
  if (first < 0) return {};
  const [below, above, lowest] = [verdicts[first - 1]?.against, verdicts[last + 1], verdicts[first]];
  return {
    ...(below && lowest && { from: endOf(below, lowest.version) }),
    ...(above?.against && { before: endOf(above.against, above.version) }),
  };
}

/** Something on a line that only some kernels accept. */
interface Mark {
  readonly file: string;
  readonly line0: number;
  readonly why: string;
  /** The first version that has it (`since`) or lacks it; neither for `#error`, which stops every kernel. */
  readonly since?: string;
  readonly lost?: string;
}

function* findMarks(
  { file, text }: RangeSource,
  own: ReadonlySet<string>,
  hasHeader: (header: string) => boolean,
): Generator<Mark> {
  const isHeader = /\.h$/.test(file);
  for (const [line0, line] of withoutCommentsAndStrings(text).split('\n').entries()) {
    if (/^\s*#\s*error\b/.test(line)) yield { file, line0, why: 'stops there with #error' };
    const [, header] = /^\s*#\s*include\s*<([\w./-]+)>/.exec(line) ?? [];
    if (header !== undefined && !hasHeader(header))
      yield* marksOf(header, { file, line0, what: `includes <${header}>` });
    // An inline function in a header may never be used, and then neither are the functions that it calls.
    if (isHeader || /^\s*#/.test(line)) continue;
    // A member may have the name of a function: ops->revalidate_disk(disk).
    for (const { 1: name = '' } of line.matchAll(
      /(?<!(?:->|\.)\s*)\b(?:struct\s+)?([A-Za-z_]\w{3,})\s*(?=\()/g,
    ))
      if (!own.has(name)) yield* marksOf(name, { file, line0, what: `calls ${name}()` });
    for (const { 1: name = '' } of line.matchAll(/\bstruct\s+(\w+)(?=\s+\w+\s*(?:=|;))/g))
      if (!own.has(name) && Object.hasOwn(introducedNames, name))
        yield* marksOf(name, { file, line0, what: `has a struct ${name}` });
  }
}

function* marksOf(
  name: string,
  { file, line0, what }: { readonly file: string; readonly line0: number; readonly what: string },
): Generator<Mark> {
  const since = Object.hasOwn(introducedNames, name) ? introducedNames[name]?.since : undefined;
  if (since !== undefined) yield { file, line0, since, why: `${what}, which kernels have since ${since}` };
  const lost = Object.hasOwn(removedNames, name) ? removedNames[name]?.since : undefined;
  if (lost !== undefined)
    yield { file, line0, lost, why: `${what}, which kernels no longer have since ${lost}` };
}

/** The first mark that rules a kernel out. */
function firstAgainst(
  files: readonly { readonly file: string; readonly branches: Branches }[],
  marks: readonly Mark[],
  version: string,
): Mark | undefined {
  const facts = factsOf(version);
  const active = new Map(files.map(({ file, branches }) => [file, activeLines(branches, facts)]));
  return marks.find(({ file, line0, since, lost }) => {
    if (active.get(file)?.[line0] !== true) return false;
    if (since !== undefined) return codeOf(version) < codeOf(since);
    return lost === undefined || codeOf(version) >= codeOf(lost);
  });
}

function endOf({ file, line0, why }: Mark, version: string): RangeEnd {
  return { version, file, line: line0 + 1, why };
}

/** Every version at which the answer may change, in ascending order. */
function versionsIn(files: readonly RangeSource[], marks: readonly Mark[]): readonly string[] {
  const found = new Set([oldest, ...marks.flatMap(({ since, lost }) => [since ?? [], lost ?? []].flat())]);
  for (const { text } of files)
    for (const { 1: major, 2: minor, 3: patch } of text.matchAll(
      /\bKERNEL_VERSION\s*\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\)/g,
    )) {
      const base = `${Number(major)}.${Number(minor)}`;
      found.add(patch === '0' ? base : `${base}.${Number(patch)}`);
      // `> KERNEL_VERSION(5, 6, 0)` begins with the next one.
      found.add(`${base}.${Number(patch) + 1}`);
    }
  return [...found]
    .filter((version) => codeOf(version) >= codeOf(oldest))
    .sort((a, b) => codeOf(a) - codeOf(b));
}

function codeOf(version: string): number {
  const [major = 0, minor = 0, patch = 0] = versionNumbers(version);
  return kernelVersion(major, minor, patch);
}

function factsOf(version: string): MacroFacts {
  return {
    isDefined: (name) => (/^LINUX_VERSION_CODE$|^KERNEL_VERSION$/.test(name) ? true : givenMacro(name)),
    valueOf: (name) => (name === 'LINUX_VERSION_CODE' ? codeOf(version) : undefined),
    hasHeader: () => undefined,
  };
}

/** The text with comments and strings blanked out, so that lines stay where they are. */
function withoutCommentsAndStrings(text: string): string {
  return text.replace(/\/\*.*?(?:\*\/|$)|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"/gs, (found) =>
    found.replace(/[^\n]/g, ' '),
  );
}
