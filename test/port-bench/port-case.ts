import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { canBeBuilt, findBuildPaths } from '../../server/src/workspace/conf-paths.ts';
import { runCommandLine } from '../support/command-line.ts';
import { newerMake, testRelease } from '../support/kernels.ts';
import { describeLeft, type PortDocument, type PortProblem } from '../support/port-run.ts';
import { searchPath } from '../support/surroundings.ts';

/** A commit of a public driver that mends its build for a kernel; a row of the list of cases. */
export interface PortCase {
  readonly repo: string;
  readonly commit: string;
  readonly parent: string;
  /** The files that the author changed. */
  readonly files: readonly string[];
  readonly change: string;
  /** Lines of kernels: `6.12`. */
  readonly failsOn: string;
  readonly buildsOn: string;
  /** The id of the change that explains it; absent if it has none. */
  readonly knownCause?: string;
}

/** Reads the list of cases: columns between tabs, with a heading. */
export function readCases(text: string): readonly PortCase[] {
  const [heading = '', ...rows] = text.trimEnd().split('\n');
  const names = heading.split('\t');
  return rows.map((row) => {
    const cells = row.split('\t');
    const cell = (name: string) => cells[names.indexOf(name)] ?? '';
    const known = cell('known_cause');
    return {
      ...{ repo: cell('repo'), commit: cell('commit'), parent: cell('parent'), change: cell('change') },
      ...{ files: cell('files').split(','), failsOn: cell('fails_on'), buildsOn: cell('builds_on') },
      ...(known !== '-' && known !== '' && { knownCause: known }),
    };
  });
}

/** The result of a case. */
export interface CaseResult {
  readonly repo: string;
  readonly commit: string;
  readonly change: string;
  /** Why the case is not usable: it does not fail where it should, or could not be tried. */
  readonly invalid?: string;
  /** Whether an error is on a line that the author changed, or in a file that the author changed. */
  readonly shown: boolean;
  /** Whether that error has a cause, and its id; `right` by the id of the case, or by the names in its description. */
  readonly cause?: string;
  readonly isCauseRight: boolean;
  readonly isTargetGone: boolean;
  readonly areOthersSame: boolean;
  readonly buildsEverywhere: boolean;
  /** How many of the author's added lines the port added, too. */
  readonly author: 'same' | 'partly' | 'other' | 'none';
  readonly errors: string;
  /** All that the builds before the port said, with what is said of it. */
  readonly found: readonly string[];
  readonly left: readonly string[];
  readonly takenBack: readonly string[];
  readonly patch: string;
}

/** Ports the parent of a commit to the kernels of its case, and compares with what the author did. `work` is a folder for this alone. */
export async function tryCase(
  one: PortCase,
  mirror: string,
  work: string,
  options: { readonly modulesDir: string; readonly cache: string; readonly words: readonly string[] },
): Promise<CaseResult> {
  const rest = { repo: one.repo, commit: one.commit.slice(0, 10), change: one.change };
  const nothing = {
    ...{
      shown: false,
      isCauseRight: false,
      isTargetGone: false,
      areOthersSame: false,
      buildsEverywhere: false,
    },
    ...{ author: 'none', errors: '', found: [], left: [], takenBack: [], patch: '' },
  } as const satisfies Partial<CaseResult>;
  const invalid = (why: string): CaseResult => ({
    ...{ ...rest, ...nothing, invalid: why },
  });
  const repository = findRepository(mirror, one.repo);
  if (repository === undefined) return invalid('the repository is not in the mirror');
  const [failing, building] = [testRelease(lineOf(one.failsOn)), testRelease(lineOf(one.buildsOn))];
  if (failing === undefined || building === undefined) return invalid('a kernel is missing');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const unpacked = spawnSync('sh', [
    '-c',
    'git --git-dir="$1" archive "$2" | tar x -C "$3"',
    'sh',
    repository,
    one.parent,
    work,
  ]);
  if (unpacked.status !== 0) return invalid('the parent can not be unpacked');
  // A repository has what a release is made from: its configure script is made first.
  if (existsSync(path.join(work, 'configure.ac')) && !existsSync(path.join(work, 'configure')))
    spawnSync('autoreconf', ['-i'], { cwd: work });
  const module = await findModule(work, one.files);
  if (module === undefined) return invalid('there is no module with these files');
  const make = newerMake();
  const { code, out, err } = await runCommandLine(
    ['port', module, '--format', 'json', '--kernel', failing, '--kernel', building, ...options.words],
    {
      env: { DKMS_TOOLS_CACHE: options.cache, ...(make !== undefined && { PATH: searchPath(make) }) },
      machine: { modules: options.modulesDir },
      cwd: work,
    },
  );
  if (code === null || code > 1) return invalid(err.trim().split('\n').at(-1) ?? 'it could not be tried');
  const document = JSON.parse(out) as PortDocument;
  const failed = document.kernels.find(({ kernel }) => kernel === failing);
  if (failed?.before !== 'failed') return invalid(`it ${failed?.before} on ${one.failsOn}`);
  const foreign = document.found.find(
    ({ message, kernels }) => /: No such file or directory/.test(message) && kernels.includes(building),
  );
  if (foreign)
    return invalid(`it does not build on ${one.buildsOn} either: ${foreign.message.split('\n')[0]}`);
  const diff = authorDiff(repository, one);
  const targets = targetErrors(document.found, diff, work, failing);
  const patch = document.patch;
  const isLeft = (target: PortProblem) =>
    document.left.some(
      ({ file, message, kernels }) =>
        file === target.file && message === target.message && kernels.includes(failing),
    );
  const causes = targets.flatMap(({ cause }) => cause ?? []);
  const right = causes.find((cause) => isRight(cause, one));
  const shownCause = right ?? causes[0];
  return {
    ...rest,
    shown: targets.length > 0,
    ...(shownCause && { cause: `${shownCause.id} (${shownCause.certainty})` }),
    isCauseRight: right !== undefined,
    isTargetGone: targets.length > 0 && !targets.some(isLeft),
    areOthersSame: document.kernels.every(
      ({ kernel, before, after, objects }) =>
        kernel === failing ||
        (before === after && objects !== 'different') ||
        (before !== 'ok' && after === 'ok'),
    ),
    buildsEverywhere: document.kernels.every(({ after }) => after === 'ok'),
    author: compareWithAuthor(diff, patch),
    errors: document.kernels
      .map(({ errorsBefore, errorsAfter }) => `${errorsBefore}->${errorsAfter}`)
      .join(' '),
    found: document.found.map(
      (problem) =>
        `${problem.severity} ${problem.kernels.join(',')} ${describeLeft(problem, work)}${problem.cause ? ` ${problem.cause.certainty}: ${problem.cause.summary}` : ''}`,
    ),
    left: document.left.map((problem) => describeLeft(problem, work)),
    takenBack: document.takenBack.map(({ title, because }) => `${title}: ${because}`),
    patch,
  };
}

function lineOf(line: string): string {
  return line.startsWith('7') ? '7' : line;
}

function findRepository(mirror: string, repo: string): string | undefined {
  const folder = path.join(mirror, repo.replace('/', '+'));
  if (!existsSync(folder)) return undefined;
  const isGit = (at: string) => existsSync(path.join(at, 'HEAD')) && existsSync(path.join(at, 'objects'));
  if (isGit(folder)) return folder;
  return readdirSync(folder)
    .map((name) => path.join(folder, name))
    .find(isGit);
}

/** The module that the changed files belong to: the one whose folder is nearest to the first of them. */
async function findModule(root: string, files: readonly string[]): Promise<string | undefined> {
  const found = await findBuildPaths(root);
  if ('wrong' in found) return undefined;
  const sources = files.filter((file) => /\.[ch]$/.test(file));
  const holding = found.paths
    .filter(canBeBuilt)
    .filter((module) => sources.some((file) => path.join(root, file).startsWith(`${path.dirname(module)}/`)));
  return holding.sort((a, b) => b.length - a.length)[0] ?? nearestKbuild(root, sources);
}

/** The Makefile or Kbuild above the changed files that names objects of modules, where a dkms.conf lies beside the source and not above it. */
function nearestKbuild(root: string, sources: readonly string[]): string | undefined {
  for (const source of sources)
    for (let folder = path.dirname(source); ; folder = path.dirname(folder)) {
      for (const name of ['Kbuild', 'Makefile']) {
        const file = path.join(root, folder, name);
        if (existsSync(file) && /^[ \t]*obj-/m.test(readFileSync(file, 'utf8'))) return file;
      }
      if (folder === '.') break;
    }
  return undefined;
}

interface AuthorDiff {
  /** By path: the lines (from 1) of the parent that were changed or removed, and those beside an addition. */
  readonly touched: ReadonlyMap<string, ReadonlySet<number>>;
  readonly added: ReadonlySet<string>;
}

function authorDiff(repository: string, { parent, commit }: PortCase): AuthorDiff {
  const { stdout } = spawnSync(
    'git',
    ['--git-dir', repository, 'diff', '-U0', parent, commit, '--', '*.c', '*.h', '*Makefile', '*Kbuild'],
    { encoding: 'utf8', maxBuffer: 1e8 },
  );
  const touched = new Map<string, Set<number>>();
  let lines = new Set<number>();
  for (const line of stdout.split('\n')) {
    const file = /^--- a\/(.*)$/.exec(line)?.[1];
    if (file !== undefined) {
      lines = new Set();
      touched.set(file, lines);
    }
    const hunk = /^@@ -(\d+)(?:,(\d+))? /.exec(line);
    if (!hunk) continue;
    const first = Number(hunk[1]);
    const count = Number(hunk[2] ?? 1);
    for (let at = first - 1; at <= first + count; at++) lines.add(at);
  }
  return { touched, added: addedLines(stdout) };
}

/** The lines of code that a patch adds, without blanks and without the conditions around them. */
function addedLines(patch: string): ReadonlySet<string> {
  const added = patch
    .split('\n')
    .filter((line) => line.startsWith('+') && !line.startsWith('+++'))
    .map((line) => line.slice(1).replace(/\s+/g, ''))
    .filter((line) => line !== '' && !/^(?:#(?:if|else|elif|endif)|\/\/|\/?\*|[{}]$)/.test(line));
  return new Set(added);
}

/** The errors on the lines that the author changed; if there are none, those in the files that the author changed. */
function targetErrors(
  found: readonly PortProblem[],
  { touched }: AuthorDiff,
  root: string,
  failing: string,
): readonly PortProblem[] {
  const errors = found.filter(({ kernels, severity }) => severity === 'error' && kernels.includes(failing));
  const inFile = (problem: PortProblem) => touched.get(path.relative(root, problem.file));
  const onLine = errors.filter((problem) => inFile(problem)?.has(problem.line));
  return onLine.length > 0 ? onLine : errors.filter((problem) => inFile(problem) !== undefined);
}

function isRight(cause: NonNullable<PortProblem['cause']>, { knownCause, change }: PortCase): boolean {
  if (knownCause !== undefined && cause.id === knownCause) return true;
  if (cause.certainty === 'unknown') return false;
  const text = [cause.id, cause.symbol, cause.replacement ?? '', cause.summary].join(' ').toLowerCase();
  const names = change.toLowerCase().match(/[a-z_][a-z0-9_]{4,}/g) ?? [];
  return names.some((name) => text.includes(name));
}

function compareWithAuthor({ added }: AuthorDiff, patch: string): CaseResult['author'] {
  const ours = addedLines(patch);
  if (ours.size === 0) return 'none';
  const shared = [...added].filter((line) => ours.has(line)).length;
  if (shared === added.size && shared === ours.size) return 'same';
  return shared > 0 ? 'partly' : 'other';
}
