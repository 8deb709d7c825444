import { dirname } from 'node:path';
import { isInside } from '../../is-inside.ts';
import { inBackground } from '../background.ts';
import type { BuildTarget } from '../problem-store.ts';
import type { EndedBuild, TargetResult } from './target-result.ts';

/** What a store of results needs to know of files; see `readSourceMark`. */
export interface SourceLook {
  /** Another text as soon as a file below the folder was written. */
  readMark(folder: string): Promise<string | undefined>;
  /** Whether an open file holds the same text as on the disk. */
  isAsSaved(file: string): Promise<boolean>;
}

interface Entry {
  readonly target: BuildTarget;
  activity: TargetResult['activity'];
  last: EndedBuild | undefined;
  /** The mark of the source that the last build copied. */
  mark: string | undefined;
}

/** Editors write and tell in bursts; the look at a source waits for their end. */
const settleMs = 150;

/**
 * The last result of every target, and what is being built. A result is stale from the first edit of a file beside or below its
 * dkms.conf, saved or not, until the source is as it was built again or a build has ended. Each change tells the listener the targets.
 */
export class BuildResults {
  readonly #entries = new Map<string, Entry>();
  readonly #changed: (targets: readonly BuildTarget[]) => void;
  readonly #look: SourceLook;
  /** The newest mark of each source folder with results. */
  readonly #marks = new Map<string, string | undefined>();
  /** Open files whose text is not the one on the disk. */
  readonly #edited = new Set<string>();
  readonly #looking = new Map<string, NodeJS.Timeout>();

  constructor(changed: (targets: readonly BuildTarget[]) => void, look: SourceLook) {
    this.#changed = changed;
    this.#look = look;
  }

  /** Every target of which anything is known, in the order in which they were first heard of. */
  all(): readonly TargetResult[] {
    return [...this.#entries.values()].map((entry) => this.#resultOf(entry));
  }

  of(target: BuildTarget): TargetResult | undefined {
    const entry = this.#entries.get(keyOf(target));
    return entry && this.#resultOf(entry);
  }

  /** A build will begin when its turn comes. */
  wait(target: BuildTarget): void {
    this.#entry(target).activity ??= 'waiting';
    this.#changed([target]);
  }

  /** It was cancelled before anything was touched: what is known is what was known before. */
  leave(target: BuildTarget): void {
    const entry = this.#entry(target);
    if (entry.activity !== 'waiting') return;
    entry.activity = undefined;
    if (!entry.last) this.#entries.delete(keyOf(target));
    this.#changed([target]);
  }

  /** Another program builds it: this build goes on when that one has ended. */
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
    // Files may have been written while it ran, and nobody looked.
    this.#lookSoon(folder);
  }

  /** What a build of an earlier session ended with. */
  restore(target: BuildTarget, ended: EndedBuild, mark: string | undefined, now: string | undefined): void {
    if (this.#entries.has(keyOf(target))) return;
    this.#entries.set(keyOf(target), { target, activity: undefined, last: ended, mark });
    this.#marks.set(dirname(target.conf), now);
    this.#changed([target]);
  }

  /** An open file was edited, and is not saved yet. */
  edited(file: string): void {
    const targets = this.#targetsAbout(file);
    if (targets.length === 0) return;
    const isNew = !this.#edited.has(file);
    this.#edited.add(file);
    if (isNew) this.#changed(targets);
    for (const { conf } of targets) this.#lookSoon(dirname(conf));
  }

  /** A file was saved, closed, or changed on the disk by another program. */
  settled(file: string): void {
    for (const { conf } of this.#targetsAbout(file)) this.#lookSoon(dirname(conf));
  }

  /** Forgets the targets for which `gone` holds, unless they are being built. */
  forget(gone: (target: BuildTarget) => boolean): void {
    const forgotten = [...this.#entries.values()].filter((one) => !one.activity && gone(one.target));
    for (const { target } of forgotten) this.#entries.delete(keyOf(target));
    if (forgotten.length > 0) this.#changed(forgotten.map(({ target }) => target));
  }

  stop(): void {
    for (const timer of this.#looking.values()) clearTimeout(timer);
    this.#looking.clear();
  }

  #entry(target: BuildTarget): Entry {
    const key = keyOf(target);
    const known = this.#entries.get(key);
    if (known) return known;
    const entry = { target, activity: undefined, last: undefined, mark: undefined };
    this.#entries.set(key, entry);
    return entry;
  }

  #resultOf({ target, activity, last, mark }: Entry): TargetResult {
    const folder = dirname(target.conf);
    const isStale =
      last !== undefined &&
      (mark === undefined || this.#marks.get(folder) !== mark || this.#hasEditsIn(folder));
    return { target, isStale, ...(activity && { activity }), ...(last && { last }) };
  }

  #hasEditsIn(folder: string): boolean {
    return [...this.#edited].some((file) => isInside(file, folder));
  }

  #targetsAbout(file: string): readonly BuildTarget[] {
    return [...this.#entries.values()]
      .map(({ target }) => target)
      .filter(({ conf }) => isInside(file, dirname(conf)));
  }

  #lookSoon(folder: string): void {
    clearTimeout(this.#looking.get(folder));
    this.#looking.set(
      folder,
      setTimeout(() => {
        this.#looking.delete(folder);
        inBackground(this.#lookAt(folder));
      }, settleMs),
    );
  }

  async #lookAt(folder: string): Promise<void> {
    const mark = await this.#look.readMark(folder);
    for (const file of this.#edited) {
      if (isInside(file, folder) && (await this.#look.isAsSaved(file))) this.#edited.delete(file);
    }
    this.#marks.set(folder, mark);
    this.#changed(
      [...this.#entries.values()].map(({ target }) => target).filter(({ conf }) => dirname(conf) === folder),
    );
  }
}

function keyOf({ conf, kernel }: BuildTarget): string {
  return `${conf}\n${kernel}`;
}
