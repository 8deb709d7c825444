import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findCacheFolder } from '../../builds/stage/cache-folder.ts';
import { isInside } from '../../is-inside.ts';
import { createProgramFinder } from '../../kernels/program-path.ts';
import { writeWhole } from '../../write-whole.ts';
import type { BuildScheduler } from '../build-scheduler.ts';
import type { BuildTarget } from '../build-target.ts';
import type { Engine } from '../engine.ts';
import type { Recompiler } from '../recompile/recompiler.ts';
import { namesDatabase, useInClangd } from './clangd-config.ts';
import { type CompileEntry, compileEntry } from './compile-entry.ts';

/** Names of clang: the plain one, and those under which distributions install several versions. */
const clangNames = ['clang', ...Array.from({ length: 12 }, (_, at) => `clang-${22 - at}`)];

/**
 * Writes compile_commands.json for the selected kernel: how its last build compiled each file of the workspace's modules, for clangd and
 * all other programs that read such files. One for the whole workspace lies in the cache folder; one for each module lies beside its
 * dkms.conf, with a .clangd, where the setting asks for it.
 */
export class CompileDatabases {
  readonly #engine: Engine;
  readonly #builds: BuildScheduler;
  readonly #checks: Recompiler;
  readonly #folders: () => readonly string[];
  readonly #clangdConfig: string;
  /** What was last written in the user's folders, so that a file of someone else is not overwritten. */
  #entries: readonly CompileEntry[] = [];
  /** The same by module, for one kernel. */
  #known: { readonly kernel: string; readonly byConf: ReadonlyMap<string, readonly CompileEntry[]> } = {
    kernel: '',
    byConf: new Map(),
  };
  #updating: Promise<void> = Promise.resolve();
  /** The options tried so far, and whether the clang of this machine refuses them. */
  readonly #asked = new Map<string, boolean>();

  constructor(options: {
    readonly engine: Engine;
    readonly builds: BuildScheduler;
    readonly checks: Recompiler;
    readonly folders: () => readonly string[];
    /** The user's configuration of clangd. */
    readonly clangdConfig: string;
  }) {
    this.#engine = options.engine;
    this.#builds = options.builds;
    this.#checks = options.checks;
    this.#folders = options.folders;
    this.#clangdConfig = options.clangdConfig;
  }

  /** The folder of the workspace's own file, which may not exist yet; `undefined` if there is no cache folder for it. */
  async folder(): Promise<string | undefined> {
    const cache = await findCacheFolder(this.#engine.settings.cacheFolder);
    if (cache === undefined) return undefined;
    const name = createHash('sha256').update(this.#folders().join('\n')).digest('hex').slice(0, 12);
    return join(cache, 'compile-commands', name);
  }

  /** Whether the user's clangd reads the workspace's own file; see `useInClangd`. */
  async isInClangd(): Promise<boolean> {
    const folder = await this.folder();
    const text = await readFile(this.#clangdConfig, 'utf8').catch(() => undefined);
    return folder !== undefined && text !== undefined && namesDatabase(text, this.#folders(), folder);
  }

  /** Makes the user's clangd read the workspace's own file, and returns the path of the configuration that was changed. */
  async useInClangd(): Promise<string | undefined> {
    const folder = await this.folder();
    if (folder === undefined) return undefined;
    await useInClangd(this.#clangdConfig, this.#folders(), folder);
    return this.#clangdConfig;
  }

  /**
   * How the last build for the selected kernel compiled a file; `undefined` if it did not. A header has the command of the first file that
   * includes it.
   */
  async entryFor(file: string): Promise<CompileEntry | undefined> {
    await this.#updating;
    const own = this.#entries.find((entry) => entry.file === file);
    if (own || !file.endsWith('.h')) return own;
    const folder = dirname(file);
    return this.#entries.find((entry) => isInside(entry.file, folder)) ?? this.#entries[0];
  }

  /**
   * To be called when the selected kernel or a setting has changed, or when the build of a target has ended: writes what is different now,
   * examining only that target if one is given. Resolves with whether anything has changed.
   */
  update(built?: BuildTarget): Promise<boolean> {
    const done = this.#updating.then(() => this.#update(built));
    this.#updating = done.then(
      () => {},
      () => {},
    );
    return done;
  }

  async #update(built: BuildTarget | undefined): Promise<boolean> {
    const kernel = this.#engine.selected.name;
    if (kernel === undefined) {
      this.#entries = [];
      return false;
    }
    const isKnown = this.#known.kernel === kernel;
    if (built && isKnown && built.kernel !== kernel) return false;
    const before = isKnown ? this.#known.byConf : new Map<string, readonly CompileEntry[]>();
    const modules = await this.#engine.findModules(this.#folders());
    const byConf = new Map<string, readonly CompileEntry[]>();
    this.#known = { kernel, byConf };
    let isChanged = false;
    let isSame = true;
    let isWanted = false;
    for (const { path: conf } of modules) {
      const { compileCommands } = this.#engine.settingsFor(conf);
      if (compileCommands === 'off') continue;
      isWanted = true;
      const known = before.get(conf);
      if (known && built && isKnown && built.conf !== conf) {
        byConf.set(conf, known);
        continue;
      }
      const entries = await this.#entriesOf({ conf, kernel });
      byConf.set(conf, entries ?? known ?? []);
      if (!entries) continue;
      isSame &&= known !== undefined && render(known) === render(entries);
      if (compileCommands === 'workspace') {
        const text = render(entries);
        const isOurs = await writeOwn(join(dirname(conf), 'compile_commands.json'), text, isRendered);
        isChanged ||= isOurs;
        await writeOwn(join(dirname(conf), '.clangd'), clangdFile, (found) => found.startsWith(clangdMark));
      }
    }
    if (built && isKnown && isSame && byConf.size === before.size) return isChanged;
    const all = [...byConf.values()].flat();
    const had = this.#entries.length > 0;
    this.#entries = all;
    const folder = await this.folder();
    if (folder !== undefined && all.length > 0) {
      await mkdir(folder, { recursive: true });
      const isWritten = await writeOwn(join(folder, 'compile_commands.json'), render(all), () => true);
      isChanged ||= isWritten;
    } else if (folder !== undefined && !isWanted) {
      // Programs that read it would take it for the commands of the last build.
      await rm(join(folder, 'compile_commands.json'), { force: true });
      isChanged ||= had;
    }
    return isChanged;
  }

  /** `undefined` while it is being built, here or in another program: the previous entries stay valid until that build has ended. */
  async #entriesOf(target: BuildTarget): Promise<readonly CompileEntry[] | undefined> {
    const known = await this.#checks.unitsOf(target);
    if (!known) return undefined;
    const { last, units } = known;
    const isDropped = await this.#droppedOptions(units.flatMap(({ words }) => words));
    return units.map((unit) => compileEntry(unit, last, isDropped));
  }

  /** Tries new options with the clang of this machine; without one, uses the list of options that only gcc has. */
  async #droppedOptions(words: readonly string[]): Promise<(flag: string) => boolean> {
    const flags = [...new Set(words)].filter((word) => /^-[fmW]/.test(word) && !word.startsWith('-Wp,'));
    const fresh = flags.filter((flag) => !this.#asked.has(flag));
    if (fresh.length > 0) {
      const { askClang, isGccOnly } = await import('./clang-flags.ts');
      const find = createProgramFinder(process.env.PATH);
      let refused: ReadonlySet<string> | undefined;
      for (const name of clangNames) {
        const program = await find(name);
        if (program === undefined) continue;
        refused = await askClang(program, fresh, this.#builds.groups);
        if (refused) break;
      }
      for (const flag of fresh) this.#asked.set(flag, refused ? refused.has(flag) : isGccOnly(flag));
    }
    return (flag) => this.#asked.get(flag) === true;
  }
}

const clangdMark = '# Written by DKMS Tools';

/** A warning option that clangd does not know is not a problem of the driver. */
const clangdFile = `${clangdMark}, since dkms.compileCommands is "workspace". Delete this line to keep your own changes.
CompileFlags:
  CompilationDatabase: .
  Add: [-Wno-unknown-warning-option, -Wno-ignored-optimization-argument]
`;

const renderedStart = '[\n{"directory":';

function render(entries: readonly CompileEntry[]): string {
  return `[\n${entries.map((entry) => JSON.stringify(entry)).join(',\n')}\n]\n`;
}

/** This program writes one entry a line, with the fields in a fixed order; a file that looks different is someone else's. */
function isRendered(text: string): boolean {
  return text.startsWith(renderedStart);
}

/** Writes a file if its content differs, unless it is someone else's. Returns whether it was written. */
async function writeOwn(file: string, text: string, isOwn: (found: string) => boolean): Promise<boolean> {
  const found = await readFile(file, 'utf8').catch(() => undefined);
  if (found === text || (found !== undefined && !isOwn(found))) return false;
  // Another window of the same folder may write it at the same time.
  await writeWhole(file, text);
  return true;
}
