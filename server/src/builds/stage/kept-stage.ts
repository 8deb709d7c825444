import { constants } from 'node:fs';
import { copyFile, lstat, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import { isInside } from '../../is-inside.ts';
import type { PathMapping } from '../../output/path-mapping.ts';
import type { Problem } from '../../output/problem.ts';
import { isClockSteadySince, type Moment } from '../changes/moment.ts';
import { decidingFile } from '../source/build-file-names.ts';
import type { Preparation } from '../source/preparation.ts';
import type { RecordComparison } from '../source/record-comparison.ts';
import type { CopiedFile, FileMarked } from '../source/source-entries.ts';
import { type LeftOut, symbolsFile } from '../source/stage-scope.ts';
import { type CopyRecord, readCopyRecord } from './copy-record.ts';
import type { SourceState } from './source-state.ts';
import type { ModuleIdentity, StageLayout } from './stage-layout.ts';

/** The record that is written beside a stage at the end of a build: everything that the next build needs to continue from it. */
export interface KeptStage {
  readonly module: ModuleIdentity;
  /** The fingerprint of the plan that was run; see `stageFingerprint`. */
  readonly fingerprint: string;
  /** The state of the source when the copy was made or last brought up to date, and that of the copied files. */
  readonly copied: CopyRecord;
  /** The problems of the build: the objects that they are about are rebuilt, so that the messages appear again. */
  readonly problems: readonly Pick<Problem, 'file' | 'tool' | 'object'>[];
  /** How PATCH and PRE_BUILD changed the copy, if the plan has them. */
  readonly preparation: Preparation | undefined;
  /** Before the last look at the source, and what it left out. */
  readonly lookedAt: Moment | undefined;
  readonly leftOut: LeftOut;
  /** When the copy had been made, if the times of what was written to it since are certain to be later. */
  readonly copiedAt: Moment | undefined;
  /** When the build ended, in milliseconds since 1970. */
  readonly endedAt: number;
}

const format = 6;

/** Fewer entries than this are read again in less time than a program takes to start that names those which have changed. */
const fewEntries = 1000;

/** Only changes of these files are fully covered by make and the compiler's lists of included files. */
const compiled = new Set(['.c', '.h', '.S']);

/** Files for people, and for tools that no build runs. A build may read them nevertheless; see `namesAny`. */
const forPeople =
  /^(?:README|CHANGELOG|CHANGES|NEWS|AUTHORS|LICEN[CS]E|COPYING|CONTRIBUTING|MAINTAINERS|TO-?DO)\b|\.(?:md|rst|adoc)$|^\.(?:gitignore|gitattributes|editorconfig|clang-format|mailmap)$/i;

function manifestOf(layout: StageLayout): string {
  return join(layout.root, 'kept.json');
}

/**
 * Records that the next build may continue in the stage; to be called when nothing writes to it any more. `stamp` is the name of the record
 * that was written when the copy was made; see `writeCopyRecord`.
 */
export async function keepStage(
  layout: StageLayout,
  stamp: string,
  kept: Omit<KeptStage, 'copied'>,
): Promise<void> {
  const file = manifestOf(layout);
  const boot = await bootId();
  const copiedAt = kept.copiedAt && (await isClockSteadySince(kept.copiedAt)) ? kept.copiedAt : undefined;
  await writeFile(`${file}.new`, JSON.stringify({ ...kept, format, boot, stamp, copiedAt }));
  await rename(`${file}.new`, file);
}

/** What is kept of the problems of a build. Those of its dkms.conf are found again by each build, unlike those of compilers. */
export function keptProblems(
  problems: readonly Problem[],
  conf: string,
  { toSource }: PathMapping,
): KeptStage['problems'] {
  const ofBuild = problems.filter(({ file, tool }) => tool !== 'kbuild' || file !== conf);
  return ofBuild.map(({ file, tool, object }) => ({
    ...{ file: toSource(file), tool },
    ...(object !== undefined && { object }),
  }));
}

type Written = Omit<KeptStage, 'copied'> & {
  readonly format: unknown;
  readonly boot: unknown;
  readonly stamp: string;
};

/**
 * Reads and removes the record of an earlier build. It is removed so that a build that is interrupted from here on leaves a stage in which
 * no later build continues. `undefined` if there is no record, if it can't be read, if the machine was restarted since (a crash may have
 * lost data that was not written yet), or if the clock was set back (make compares times).
 */
export async function takeKeptStage(layout: StageLayout): Promise<KeptStage | undefined> {
  const file = manifestOf(layout);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  await rm(file, { force: true });
  if (text === undefined) return undefined;
  try {
    const { stamp, format: written, boot, ...kept } = JSON.parse(text) as Written;
    const isOurs = written === format && boot === (await bootId());
    const copied = isOurs && kept.endedAt < Date.now() && (await readCopyRecord(layout, stamp));
    if (!copied) return undefined;
    const isSmall = copied.size < fewEntries;
    return { ...kept, copied, ...(isSmall && { lookedAt: undefined, copiedAt: undefined }) };
  } catch {
    return undefined;
  }
}

/**
 * Brings a kept copy up to date. Changed C files and headers are copied with the current time, since make would ignore a changed file that
 * is still older than its object. Returns what the copy is now made from, or a clause that says why only a fresh copy is certain to give
 * the result of a fresh build: other files have been changed, added or removed, or a build has written to the copy (see `lookAtCopy`).
 */
export async function updateCopy(
  kept: KeptStage,
  state: SourceState,
  folders: { readonly source: string; readonly copy: string },
  { written, made }: Pick<RecordComparison, 'written' | 'made'>,
): Promise<UpdatedCopy | string> {
  const { entries } = state;
  if (state.whyNotKept !== undefined) return state.whyNotKept;
  const changed: { readonly path: string; readonly status: FileMarked | undefined }[] = [];
  let uncovered: string | undefined;
  for (const { path, now, before } of entries.changesSince(kept.copied)) {
    if (!before) return `${path} is new`;
    const isCovered = compiled.has(extname(path)) || forPeople.test(basename(path));
    if (!now.file || !before.file || !isCovered) uncovered ??= path;
    changed.push({ path, status: now.status });
  }
  // All entries are known, so there are as many unless one is gone.
  if (entries.size !== kept.copied.size)
    for (const path of kept.copied.paths) if (!entries.has(path)) return `${path} is gone`;
  if (uncovered !== undefined) return `${uncovered} has changed`;
  const unread = changed.map(({ path }) => path).filter((path) => !compiled.has(extname(path)));
  const read = unread.length === 0 ? undefined : await namesAny(folders.source, entries.paths, unread);
  if (read !== undefined) return `${read} has changed, and the build may read it`;
  if (written !== undefined) return `the last build has changed or removed ${written}`;
  const updated: { path: string; status: FileMarked; file: CopiedFile }[] = [];
  for (const { path, status } of changed) {
    const to = join(folders.copy, path);
    await rm(to);
    await copyFile(join(folders.source, path), to, constants.COPYFILE_FICLONE);
    const now = Date.now() / 1000;
    await utimes(to, now, now);
    const { size, mtimeMs } = await lstat(to);
    if (status) updated.push({ path, status, file: { size, mtimeMs } });
  }
  const copied = updated.length > 0 ? kept.copied.with(updated) : kept.copied;
  return { copied, changed: changed.map(({ path }) => path), made };
}

/** A copy that was brought up to date. */
export interface UpdatedCopy {
  /** What it is made from now. */
  readonly copied: CopyRecord;
  /** The files of the source that had changed. */
  readonly changed: readonly string[];
  /** The files that builds made in the copy. */
  readonly made: readonly string[];
}

/**
 * Removes what the next build must rebuild: the modules, so that an old one does not pass for one that could not be built, and every object
 * about which the last build reported a problem. False if those objects can't be determined, so that only a fresh copy reports everything.
 * `made` are the files in the copy that are not of the source.
 */
export async function forgetProducts(
  { problems }: Pick<KeptStage, 'problems'>,
  folders: { readonly source: string; readonly copy: string },
  made: readonly string[],
): Promise<boolean> {
  const gone = new Set(made.filter((file) => file.endsWith('.ko')));
  const abouts = new Set<string>();
  for (const { file, tool, object } of problems) {
    if (tool === 'gcc' || tool === 'clang') abouts.add(file);
    else if (tool === 'modpost')
      for (const file of made.filter((one) => basename(one) === symbolsFile)) gone.add(file);
    else if (tool === 'objtool' && object !== undefined && isInside(object, folders.source))
      gone.add(relative(folders.source, object));
    // make repeats its messages each time it reads its files.
    else if (tool !== 'make') return false;
  }
  const found = new Set<string>();
  for (const file of made) {
    if (abouts.size === 0 || !file.endsWith('.o.cmd')) continue;
    const [, object] = /^\.(.+\.o)\.cmd$/.exec(basename(file)) ?? [];
    if (object === undefined) continue;
    const command = await readFile(join(folders.copy, file), 'utf8');
    for (const about of abouts) {
      if (!mentions(command, about, folders.source)) continue;
      found.add(about);
      gone.add(join(dirname(file), object));
    }
  }
  // A source file without any object made from it belongs to a unit that failed, so there is nothing to remove.
  for (const about of abouts) {
    if (!found.has(about) && !isInside(about, folders.source)) return false;
  }
  for (const file of gone) await rm(join(folders.copy, file), { force: true });
  return true;
}

/** The first of some files that a Makefile or a script of the source names, or may take with a wildcard. */
async function namesAny(
  source: string,
  paths: Iterable<string>,
  files: readonly string[],
): Promise<string | undefined> {
  for (const path of paths) {
    if (!decidingFile.test(basename(path))) continue;
    const text = await readFile(join(source, path), 'utf8').catch(() => '');
    const read = files.find(
      (file) => text.includes(basename(file)) || text.includes(`*${extname(file) || '.'}`),
    );
    if (read !== undefined) return read;
  }
  return undefined;
}

/** Whether a `.cmd` file of kbuild lists a file among those that its object was built from; its paths are absolute or relative. */
function mentions(command: string, file: string, source: string): boolean {
  const isOwn = isInside(file, source);
  const name = isOwn ? relative(source, file) : file;
  for (let at = command.indexOf(name); at >= 0; at = command.indexOf(name, at + 1)) {
    const before = command[at - 1] ?? ' ';
    const after = command[at + name.length] ?? ' ';
    if (/\s/.test(after) && (/\s/.test(before) || (isOwn && before === '/'))) return true;
  }
  return false;
}

/** Changes with each start of the machine. */
async function bootId(): Promise<string> {
  return readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
}
