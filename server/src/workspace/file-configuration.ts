import { type DkmsVersion, newestDkmsVersion } from '../conf/directives/dkms-version.ts';
import type { InstalledDkms } from '../dkms/installed-dkms.ts';
import type { ResourceSettings, Settings, WindowSettings } from './settings.ts';
import { WorkspaceSettings } from './workspace-settings.ts';

/** Each file's settings and version of dkms, from the user's settings and the dkms of this machine. */
export class FileConfiguration {
  /** The dkms of this machine. */
  readonly installedDkms: InstalledDkms | undefined;
  #settings: WorkspaceSettings;

  constructor(settings: Settings, installedDkms: InstalledDkms | undefined) {
    this.#settings = new WorkspaceSettings(settings);
    this.installedDkms = installedDkms;
  }

  take(settings: WorkspaceSettings): void {
    this.#settings = settings;
  }

  get window(): WindowSettings {
    return this.#settings.window;
  }

  /** The settings of a file by its absolute path; `undefined` for one that is not saved yet. The same object as long as they hold. */
  of(path: string | undefined): ResourceSettings {
    return this.#settings.of(path);
  }

  /** The folders of the workspace. */
  folders(): readonly string[] {
    return this.#settings.folders();
  }

  /** The dkms whose behaviour is assumed for a file: the setting's, else the installed one, else the newest that is known. */
  dkmsVersionFor(path: string | undefined): DkmsVersion {
    return this.#versionOf(this.of(path));
  }

  /** The versions that are assumed for any file. */
  dkmsVersions(): readonly DkmsVersion[] {
    return this.#settings.all().map((one) => this.#versionOf(one));
  }

  #versionOf({ version }: ResourceSettings): DkmsVersion {
    return version ?? this.installedDkms?.version ?? newestDkmsVersion;
  }
}
