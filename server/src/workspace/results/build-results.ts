import { dirname } from 'node:path';
import type { EarlierCopy } from '../../builds/changes/look-at-source.ts';
import type { LeftOut } from '../../builds/source/stage-scope.ts';
import { inBackground } from '../background.ts';
import { type BuildTarget, targetKey } from '../build-target.ts';
import type { ScannedSource } from './source-marks.ts';
import type { EndedBuild, EndedLoad, TargetResult } from './target-result.ts';

/** What a store of results needs to know about files; see `SourceMarks`. A module's source is known by the module's folder. */
export interface SavedSource {
  /** The folders of modules whose source contains a file that does not lie below them. */
  reaching(file: string): readonly string[];
  /**
   * A text that changes as soon as a file of the source is written. `changed` are the only files that can have changed since it was last
   * read.
   */
  readMark(folder: string, changed?: ReadonlySet<string>): Promise<string | undefined>;
  /** Reads a whole source, as a build needs it before it makes its copy. */
  readForBuild(folder: string, leftOut: LeftOut, earlier?: EarlierCopy): Promise<ScannedSource>;
  /** No result of the folder is left, so its mark is no longer needed. */
  forget(folder: string): void;
  /** Whether the editor's text of an open file is the one on the disk. */
  isAsSaved(file: string): Promise<boolean>;
}

interface Entry {
  readonly target: BuildTarget;
  activity: TargetResult['activity'];
  last: EndedBuild | undefined;
  /** The mark of the source that the last build copied. */
  mark: string | undefined;
}

/** The files that were written, or `all` if any may have been; absent if only open files have to be examined. */
type Written = Set<string> | 'all' | undefined;

/** Editors write files and report changes in bursts; the source is read when a burst is over. */
const batchMs = 150;

/**
 * The last result of every target, and what is being built. A result is stale from the first edit of a file beside or below its
 * dkms.conf, saved or not, until the source is as it was built again or a build has ended. Each change tells the listener the targets.
 */
export class BuildResults {
  readonly #entries = new Map<string, Entry>();
  /** The same by the folder of their conf. */
  readonly #byFolder = new Map<string, Set<Entry>>();
  readonly #changed: (targets: readonly BuildTarget[]) => void;
  readonly #source: SavedSource;
  readonly #isWatched: () => boolean;
  /** The newest mark of each source folder with results. */
  readonly #marks = new Map<string, string | undefined>();
  /** Open files with unsaved text, by each folder with results in which they lie. */
  readonly #edited = new Map<string, Set<string>>();
  #followsFiles = false;
  /** The folders to examine, with the files that were written there, or `all` if any may have been. */
  readonly #pending = new Map<
    string,
    { readonly timer: NodeJS.Timeout; readonly check: { written: Written } }
  >();

  /** `isWatched` says whether anyone is told of changes. */
  constructor(
    changed: (targets: readonly BuildTarget[]) => void,
    source: SavedSource,
    isWatched: () => boolean = () => true,
  ) {
    this.#changed = changed;
    this.#source = source;
    this.#isWatched = isWatched;
  }

  /** From now on, `fileChanged` is called for every file of a source that is written. */
  follow(): void {
    this.#followsFiles = true;
  }

  /** Every target with a result or a running build, in the order in which they were added. */
  all(): readonly TargetResult[] {
    return [...this.#entries.values()].map((entry) => this.#resultOf(entry));
  }

  of(target: BuildTarget): TargetResult | undefined {
    const entry = this.#entries.get(targetKey(target));
    return entry && this.#resultOf(entry);
  }

  /** The results of one conf, for each kernel. */
  ofConf(conf: string): readonly TargetResult[] {
    const entries = [...(this.#byFolder.get(dirname(conf)) ?? [])];
    return entries.filter(({ target }) => target.conf === conf).map((entry) => this.#resultOf(entry));
  }

  /** The results of the confs beside or above a file, and of other modules whose source contains it. */
  above(file: string): readonly TargetResult[] {
    const entries = this.#foldersOf(file).flatMap((folder) => [...(this.#byFolder.get(folder) ?? [])]);
    return entries.map((entry) => this.#resultOf(entry));
  }

  /** A build of the target is waiting to start. */
  wait(target: BuildTarget): void {
    this.#entry(target).activity ??= 'waiting';
    this.#changed([target]);
  }

  /** The build was cancelled before it changed anything: the earlier result stays valid. */
  leave(target: BuildTarget): void {
    const entry = this.#entry(target);
    if (entry.activity !== 'waiting') return;
    entry.activity = undefined;
    if (!entry.last) this.#delete(entry);
    this.#changed([target]);
  }

  /** Another program is building the target: this build continues when that one has ended. */
  waitForOther(target: BuildTarget): void {
    this.#entry(target).activity = 'waiting';
    this.#changed([target]);
  }

  start(target: BuildTarget): void {
    this.#entry(target).activity = 'running';
    this.#changed([target]);
  }

  /** A build ended; `mark` is that of the source before it was copied. */
  end(target: BuildTarget, ended: EndedBuild, mark: string | undefined): void {
    const entry = this.#entry(target);
    entry.activity = undefined;
    entry.last = ended;
    entry.mark = mark;
    const folder = dirname(target.conf);
    if (!this.#marks.has(folder)) this.#marks.set(folder, mark);
    this.#changed([target]);
    // Files may have been written while it ran. If the editor reports changes, these have been examined already.
    // In a terminal nobody is told, and the next program that shows the result looks at the source itself.
    if (this.#isWatched()) this.#checkSoon(folder, this.#followsFiles ? 'none' : 'all');
  }

  /** A load test of what was built ended; `load` is absent if it had no result. */
  endLoad(target: BuildTarget, load: EndedLoad | undefined): void {
    const entry = this.#entry(target);
    entry.activity = undefined;
    if (entry.last && load) entry.last = { ...entry.last, load };
    this.#changed([target]);
  }

  /** Reads a whole source for a build that begins; errors are those of the system. */
  async readForBuild(folder: string, leftOut: LeftOut, earlier?: EarlierCopy): Promise<ScannedSource> {
    const seen = await this.#source.readForBuild(folder, leftOut, earlier);
    if (this.#byFolder.has(folder)) this.#marks.set(folder, seen.mark);
    return seen;
  }

  /** The mark of a source that no build has scanned, because the build was refused. */
  readMark(folder: string): Promise<string | undefined> {
    return this.#source.readMark(folder, this.#followsFiles ? new Set() : undefined);
  }

  /** Adds the result of a build of an earlier session, `mark` being that of its source and `now` the current one. */
  restore(target: BuildTarget, ended: EndedBuild, mark: string | undefined, now: string | undefined): void {
    const entry = this.#entry(target);
    if (entry.last) return;
    entry.last = ended;
    entry.mark = mark;
    // A build that is running has read the source itself.
    const folder = dirname(target.conf);
    if (!entry.activity || !this.#marks.has(folder)) this.#marks.set(folder, now);
    this.#changed([target]);
  }

  /** An open file was edited, and is not saved yet. */
  edited(file: string): void {
    for (const folder of this.#foldersOf(file)) {
      const edited = this.#edited.get(folder) ?? new Set();
      this.#edited.set(folder, edited);
      const isNew = !edited.has(file);
      edited.add(file);
      if (isNew) this.#changed(this.#targetsIn(folder));
      this.#checkSoon(folder, undefined);
    }
  }

  /** A file was saved, closed, or changed on the disk by another program. */
  fileChanged(file: string): void {
    for (const folder of this.#foldersOf(file)) this.#checkSoon(folder, file);
  }

  /** Forgets the targets for which `gone` holds, unless they are being built. */
  forget(gone: (target: BuildTarget) => boolean): void {
    const forgotten = [...this.#entries.values()].filter((one) => !one.activity && gone(one.target));
    for (const entry of forgotten) this.#delete(entry);
    if (forgotten.length > 0) this.#changed(forgotten.map(({ target }) => target));
  }

  stop(): void {
    for (const { timer } of this.#pending.values()) clearTimeout(timer);
    this.#pending.clear();
  }

  #entry(target: BuildTarget): Entry {
    const key = targetKey(target);
    const known = this.#entries.get(key);
    if (known) return known;
    const entry: Entry = { target, activity: undefined, last: undefined, mark: undefined };
    this.#entries.set(key, entry);
    const folder = dirname(target.conf);
    const inFolder = this.#byFolder.get(folder);
    if (inFolder) inFolder.add(entry);
    else this.#byFolder.set(folder, new Set([entry]));
    return entry;
  }

  #delete(entry: Entry): void {
    const folder = dirname(entry.target.conf);
    this.#entries.delete(targetKey(entry.target));
    const inFolder = this.#byFolder.get(folder);
    inFolder?.delete(entry);
    if (inFolder?.size !== 0) return;
    this.#byFolder.delete(folder);
    this.#edited.delete(folder);
    this.#marks.delete(folder);
    this.#source.forget(folder);
  }

  #resultOf({ target, activity, last, mark }: Entry): TargetResult {
    const folder = dirname(target.conf);
    const isStale =
      last !== undefined &&
      (mark === undefined || this.#marks.get(folder) !== mark || (this.#edited.get(folder)?.size ?? 0) > 0);
    return { target, isStale, ...(activity && { activity }), ...(last && { last }) };
  }

  /** The folders with results to whose source a file belongs: of those that contain it, only the folders above it are looked at. */
  #foldersOf(file: string): readonly string[] {
    const found: string[] = [];
    for (let folder = dirname(file), above = ''; folder !== above; above = folder, folder = dirname(folder))
      if (this.#byFolder.has(folder)) found.push(folder);
    return [...found, ...this.#source.reaching(file).filter((folder) => this.#byFolder.has(folder))];
  }

  #targetsIn(folder: string): readonly BuildTarget[] {
    return [...(this.#byFolder.get(folder) ?? [])].map(({ target }) => target);
  }

  /**
   * `written` is a file of the folder, `all` if any may have been written, and `none` if the written ones are known already; without it,
   * only open files are examined.
   */
  #checkSoon(folder: string, written: string | 'all' | 'none' | undefined): void {
    const before = this.#pending.get(folder);
    clearTimeout(before?.timer);
    const check = before?.check ?? { written: undefined };
    if (written === 'all') check.written = 'all';
    else if (written !== undefined && check.written !== 'all') {
      check.written ??= new Set();
      if (written !== 'none') check.written.add(written);
    }
    const timer = setTimeout(() => {
      this.#pending.delete(folder);
      inBackground(this.#check(folder, check.written));
    }, batchMs);
    this.#pending.set(folder, { timer, check: check });
  }

  async #check(folder: string, written: Written): Promise<void> {
    const edited = this.#edited.get(folder) ?? new Set();
    for (const file of edited) {
      // A file that was edited in the meantime is examined again.
      if ((await this.#source.isAsSaved(file)) && !this.#pending.has(folder)) edited.delete(file);
    }
    if (written !== undefined) {
      const mark = await this.#source.readMark(folder, written === 'all' ? undefined : written);
      // The results there may have been forgotten meanwhile.
      if (this.#byFolder.has(folder)) this.#marks.set(folder, mark);
      else this.#source.forget(folder);
    }
    this.#changed(this.#targetsIn(folder));
  }
}
