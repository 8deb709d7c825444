import { isInside } from '../is-inside.ts';
import { parseSettings, type ResourceSettings, type Settings, type WindowSettings } from './settings.ts';

/** The settings of a window, and those that differ in the folders of its workspace. */
export class WorkspaceSettings {
  readonly #window: Settings;
  /** By the folder's absolute path, the innermost first. */
  readonly #folders: readonly (readonly [folder: string, settings: ResourceSettings])[];

  /** Files outside these folders have the settings of the window. */
  constructor(window: Settings, folders: ReadonlyMap<string, ResourceSettings> = new Map()) {
    this.#window = window;
    this.#folders = [...folders].sort(([one], [other]) => other.length - one.length);
  }

  get window(): WindowSettings {
    return this.#window;
  }

  /** The settings of a file by its absolute path; those of the window for one that is not saved yet. The same object as long as they hold. */
  of(path: string | undefined): ResourceSettings {
    const own = path === undefined ? undefined : this.#folders.find(([folder]) => isInside(path, folder));
    return own?.[1] ?? this.#window;
  }

  /** The folders whose settings are known. */
  folders(): readonly string[] {
    return this.#folders.map(([folder]) => folder);
  }

  /** Everything that `of` can answer. */
  all(): readonly ResourceSettings[] {
    return [this.#window, ...this.#folders.map(([, settings]) => settings)];
  }
}

/**
 * Parses the `dkms` section of the window and those of its folders, as `parseSettings` does; from a folder's section, only the settings
 * that may differ between folders. Complaints about one folder's section bear its name.
 */
export function parseWorkspaceSettings(
  section: unknown,
  folders: ReadonlyMap<string, unknown> = new Map(),
): { readonly settings: WorkspaceSettings; readonly complaints: readonly string[] } {
  const window = parseSettings(section);
  const complaints = [...window.complaints];
  const own = new Map<string, ResourceSettings>();
  for (const [folder, given] of folders) {
    const read = parseSettings(given);
    own.set(folder, read.settings);
    const more = read.complaints.filter((complaint) => !window.complaints.includes(complaint));
    complaints.push(...more.map((complaint) => `In the settings of ${folder}: ${complaint}`));
  }
  return { settings: new WorkspaceSettings(window.settings, own), complaints };
}
