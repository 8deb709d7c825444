import { constants } from 'node:fs';
import { copyFile, lstat, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import { isInside } from '../../is-inside.ts';
import type { Problem } from '../../output/problem.ts';
import { type CopyRecord, readCopyRecord } from './copy-record.ts';
import type { EntryState, SourceState } from './source-state.ts';
import type { ModuleIdentity, StageLayout } from './stage-layout.ts';

/** What is written beside a stage at the end of a build: all that the next one must know to go on from there. */
export interface KeptStage {
  readonly module: ModuleIdentity;
  /** The fingerprint of the plan that was run; see `stageFingerprint`. */
  readonly fingerprint: string;
  /** The source as it was when the copy was made or last brought up to date, and what the copies are like. */
  readonly copied: CopyRecord;
  /** The problems of the build: the objects that they are about are rebuilt, so that the messages appear again. */
  readonly problems: readonly Pick<Problem, 'file' | 'tool' | 'object'>[];
  /** When the build ended, in milliseconds since 1970. */
  readonly endedAt: number;
}

const format = 2;

/** Only changes of these files are fully covered by make and the compiler's lists of included files. */
const compiled = new Set(['.c', '.h', '.S']);

function manifestOf(layout: StageLayout): string {
  return join(layout.root, 'kept.json');
}

/**
 * Says that the stage may be trusted by the next build; to be called when nothing writes to it any more. `stamp` names what was written of
 * the copy when it was made; see `writeCopyRecord`.
 */
export async function keepStage(
  layout: StageLayout,
  stamp: string,
  kept: Omit<KeptStage, 'copied'>,
): Promise<void> {
  const file = manifestOf(layout);
  await writeFile(`${file}.new`, JSON.stringify({ format, boot: await bootId(), stamp, ...kept }));
  await rename(`${file}.new`, file);
}

type Written = Omit<KeptStage, 'copied'> & {
  readonly format: unknown;
  readonly boot: unknown;
  readonly stamp: string;
};

/**
 * What an earlier build left, taken away with the reading: whoever is interrupted from here on leaves a stage that nobody trusts.
 * `undefined` where there is none, where it can't be read, where the machine was started since (a crash may have lost what was not
 * written yet), and where the clock was set back (make goes by times).
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
    return copied ? { ...kept, copied } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Brings a kept copy up to date: changed C files and headers are copied with the time of now, since make would not look at one that
 * is newer than before and yet older than its object. Returns what the copy is made from now; `undefined` where only a fresh copy is
 * sure to give what a fresh build would: other files have changed, come or gone, or a build has written to the copy.
 */
export async function updateCopy(
  kept: KeptStage,
  state: SourceState,
  folders: { readonly source: string; readonly copy: string },
): Promise<CopyRecord | undefined> {
  const { entries } = state;
  if (state.unkept !== undefined || entries.size !== kept.copied.size) return undefined;
  const updated = new Map<string, EntryState>();
  const changed: string[] = [];
  for (const [path, now] of entries) {
    const before = kept.copied.get(path);
    if (before?.mark === now.mark) {
      updated.set(path, before);
      continue;
    }
    if (!now.file || !before?.file || !compiled.has(extname(path))) return undefined;
    changed.push(path);
  }
  for (const [path, { file }] of kept.copied) {
    if (!file) continue;
    const copied = await lstat(join(folders.copy, path)).catch(() => undefined);
    const isUntouched =
      copied?.isFile() && copied.size === file.size && Math.abs(copied.mtimeMs - file.mtimeMs) < 1;
    if (!isUntouched) return undefined;
  }
  for (const path of changed) {
    const to = join(folders.copy, path);
    await rm(to);
    await copyFile(join(folders.source, path), to, constants.COPYFILE_FICLONE);
    const now = Date.now() / 1000;
    await utimes(to, now, now);
    const { size, mtimeMs } = await lstat(to);
    updated.set(path, { mark: entries.get(path)?.mark ?? '', file: { size, mtimeMs } });
  }
  return updated;
}

/**
 * Removes what the next build must make again: the modules, so that none stands for one that could not be made, and every object that
 * the last build had something to say of. False where that can't be told, so that only a fresh copy says all of it again.
 */
export async function forgetProducts(
  { problems }: KeptStage,
  folders: { readonly source: string; readonly copy: string },
): Promise<boolean> {
  const files = await readdir(folders.copy, { recursive: true });
  const gone = new Set(files.filter((file) => file.endsWith('.ko')));
  const abouts = new Set<string>();
  for (const { file, tool, object } of problems) {
    if (tool === 'gcc' || tool === 'clang') abouts.add(file);
    else if (tool === 'modpost') gone.add('Module.symvers');
    else if (tool === 'objtool' && object !== undefined && isInside(object, folders.source))
      gone.add(relative(folders.source, object));
    // make repeats its messages each time that it reads its files.
    else if (tool !== 'make') return false;
  }
  const found = new Set<string>();
  for (const file of files) {
    const [, object] = /^\.(.+\.o)\.cmd$/.exec(basename(file)) ?? [];
    if (object === undefined || abouts.size === 0) continue;
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

/** Whether a `.cmd` file of kbuild lists a file among those that its object was made from; its paths are absolute or relative. */
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
