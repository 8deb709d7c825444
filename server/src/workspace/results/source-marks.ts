import { type EarlierCopy, lookAtSource } from '../../builds/changes/look-at-source.ts';
import type { LeftOut } from '../../builds/source/stage-scope.ts';
import { SourceMark } from '../../builds/stage/source-mark.ts';
import type { SourceState } from '../../builds/stage/source-state.ts';
import type { ModuleSource } from '../../module/module-source.ts';

/** The state of a source before a build copied it. */
export interface ScannedSource {
  readonly state: SourceState;
  readonly mark: string;
}

/** The marks of sources with results. Each source is scanned once; afterwards, only files that are reported as changed are examined. */
export class SourceMarks {
  readonly #sourceOf: (folder: string) => ModuleSource;
  readonly #leftOut: (folder: string) => LeftOut;
  readonly #known = new Map<string, Promise<SourceMark | undefined>>();

  /** `sourceOf` gives the source of a module in a folder, and `leftOut` says what a build of it does not copy. */
  constructor(
    sourceOf: (folder: string) => ModuleSource,
    leftOut: (folder: string) => Omit<LeftOut, 'parts' | 'inside'>,
  ) {
    this.#sourceOf = sourceOf;
    this.#leftOut = leftOut;
  }

  /**
   * The current mark of the source of the module in a folder. `changed` (absolute paths) is everything that can have changed since it was last read; `undefined`
   * if anything can. The mark is `undefined` if the folder can't be read.
   */
  async read(folder: string, changed?: ReadonlySet<string>): Promise<string | undefined> {
    const known = changed && (await this.#known.get(folder));
    if (known && (await updated(known, changed))) return known.text;
    const { folder: source, parts, inside } = this.#sourceOf(folder);
    const reading = SourceMark.read(source, { ...this.#leftOut(folder), parts, inside });
    this.#known.set(folder, reading);
    return (await reading)?.text;
  }

  /**
   * Scans a source for a build, so that nothing else has to, after an earlier copy only what has changed since. Files reported as changed since the scan began are examined after it.
   * Errors are those of the system.
   */
  async readForBuild(folder: string, leftOut: LeftOut, earlier?: EarlierCopy): Promise<ScannedSource> {
    const { folder: source } = this.#sourceOf(folder);
    const seeing = lookAtSource(source, leftOut, earlier).then(async (state) => {
      const mark = await SourceMark.of(state, source, leftOut);
      return { seen: { state, mark: mark.text }, mark };
    });
    this.#known.set(
      folder,
      seeing.then(
        ({ mark }) => mark,
        () => undefined,
      ),
    );
    return (await seeing).seen;
  }

  /** Forgets the mark of a folder. */
  forget(folder: string): void {
    this.#known.delete(folder);
  }
}

async function updated(mark: SourceMark, changed: ReadonlySet<string>): Promise<boolean> {
  for (const file of changed) if (!(await mark.update(file))) return false;
  return true;
}
