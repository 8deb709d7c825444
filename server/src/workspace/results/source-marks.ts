import { SourceMark } from '../../builds/stage/source-mark.ts';
import { readSourceState, type SourceState } from '../../builds/stage/source-state.ts';

/** What a build saw of its source before it made its copy. */
export interface SeenSource {
  readonly state: SourceState;
  readonly mark: string;
}

/** The marks of sources with results: each source is walked once, and afterwards only what is said to have changed is looked at. */
export class SourceMarks {
  readonly #cacheFolder: () => string | undefined;
  readonly #known = new Map<string, Promise<SourceMark | undefined>>();

  constructor(cacheFolder: () => string | undefined) {
    this.#cacheFolder = cacheFolder;
  }

  /**
   * The mark of a source folder as it is now, where `changed` (absolute paths) is all that can be different since it was read; `undefined`:
   * anything can. The mark is `undefined` if the folder can't be read.
   */
  async read(folder: string, changed?: ReadonlySet<string>): Promise<string | undefined> {
    const known = changed && (await this.#known.get(folder));
    if (known && (await updated(known, changed))) return known.text;
    const reading = SourceMark.read(folder, this.#cacheFolder());
    this.#known.set(folder, reading);
    return (await reading)?.text;
  }

  /**
   * Looks at all of a source for a build, which has to; nobody else needs to then. What is said to have changed from the beginning of this
   * look on is looked at behind it. Errors are those of the system.
   */
  async readForBuild(folder: string, cacheFolder: string | undefined): Promise<SeenSource> {
    const seeing = readSourceState(folder, cacheFolder).then(async (state) => {
      const mark = await SourceMark.of(state, folder, cacheFolder);
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

  /** Nothing is known of a folder any more. */
  forget(folder: string): void {
    this.#known.delete(folder);
  }
}

async function updated(mark: SourceMark, changed: ReadonlySet<string>): Promise<boolean> {
  for (const file of changed) if (!(await mark.update(file))) return false;
  return true;
}
