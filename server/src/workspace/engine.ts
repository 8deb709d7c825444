import { basename, dirname } from 'node:path';
import { type Conf, openConf } from '../conf/conf.ts';
import type { DkmsVersion } from '../conf/directives/dkms-version.ts';
import type { KernelFacts } from '../conf/reading/reading.ts';
import { knownText } from '../conf/reading/reading.ts';
import type { ConfParser } from '../conf/syntax/parser.ts';
import { findInstalledDkms, type InstalledDkms } from '../dkms/installed-dkms.ts';
import { isInside } from '../is-inside.ts';
import type { KernelSearch } from '../kernels/find-kernels.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { KernelConfigCache } from '../kernels/kernel-config-cache.ts';
import { onlyKernelNamed } from '../kernels/kernel-names.ts';
import { type ConfFile, type ConfFileFailure, readConfToFollow } from '../module/conf-file.ts';
import { ConfChecks } from './confs/conf-checks.ts';
import { ConfReadings } from './confs/conf-readings.ts';
import { fetchedKernelsFolder } from './fetched-kernels/fetched-kernels-folder.ts';
import { FileConfiguration } from './file-configuration.ts';
import { type KernelSet, resolveKernelSet } from './kernels/kernel-set.ts';
import { MachineKernels } from './kernels/machine-kernels.ts';
import { SelectedKernel } from './kernels/selected-kernel.ts';
import { ModuleList, type ModuleSummary } from './modules/module-list.ts';
import { type ModuleText, readModuleText } from './modules/module-text.ts';
import { SourcePlaces } from './modules/source-places.ts';
import type { ResourceSettings, Settings, WindowSettings } from './settings.ts';
import type { WorkspaceSettings } from './workspace-settings.ts';

/**
 * The basis of every front end. It creates one owner each for settings, kernels, modules, readings and findings, and passes on changes that
 * concern several of them.
 */
export class Engine {
  /** The dkms.conf files of the workspace. */
  readonly moduleList = new ModuleList((path) => this.#summarize(path));
  /** Where the source of each module lies. */
  readonly sources = new SourcePlaces(() => this.#configuration.folders());
  readonly readings: ConfReadings;
  readonly checks: ConfChecks;
  /** The kernel that hover and completion speak about. */
  readonly selected: SelectedKernel;
  readonly #parser: ConfParser;
  readonly #configuration: FileConfiguration;
  readonly #kernels: MachineKernels;

  private constructor(parser: ConfParser, configuration: FileConfiguration, overridesFolder: string) {
    this.#parser = parser;
    this.#configuration = configuration;
    this.#kernels = new MachineKernels(kernelSearch(configuration.window), async (kernels) => {
      const { cacheFolder } = this.settings;
      const { readNamedKernels, withArchiveNames } = await import('./fetched-kernels/named-kernels.ts');
      return withArchiveNames(kernels, await readNamedKernels(cacheFolder), cacheFolder);
    });
    this.selected = new SelectedKernel(configuration, this.#kernels);
    this.readings = new ConfReadings(configuration, this.selected, overridesFolder);
    this.checks = new ConfChecks(configuration, this.#kernels, this.readings);
  }

  /** Looks for the installed dkms, without running it, and is ready then. */
  static start(parser: ConfParser, settings: Settings, overridesFolder = '/etc/dkms'): Engine {
    return new Engine(parser, new FileConfiguration(settings, findInstalledDkms()), overridesFolder);
  }

  get settings(): WindowSettings {
    return this.#configuration.window;
  }

  /** The settings of a file by its absolute path; `undefined` for one that is not saved yet. The same object as long as they hold. */
  settingsFor(path: string | undefined): ResourceSettings {
    return this.#configuration.of(path);
  }

  /** Replaces the settings; everything that depended on the old ones is looked up again when it is next needed. */
  configure(settings: WorkspaceSettings): void {
    this.#configuration.take(settings);
    this.#kernels.searchIn(kernelSearch(settings.window));
    this.moduleList.forget();
    this.readings.forget();
  }

  /** The dkms whose behaviour is assumed for a file: the setting's, else the installed one, else the newest that is known. */
  dkmsVersionFor(path: string | undefined): DkmsVersion {
    return this.#configuration.dkmsVersionFor(path);
  }

  /** The dkms of this machine. */
  get installedDkms(): InstalledDkms | undefined {
    return this.#configuration.installedDkms;
  }

  /** The configurations of the machine's kernels. */
  get kernelConfigs(): KernelConfigCache {
    return this.#kernels.configs;
  }

  /** The kernels of this machine and of the folders in the settings, newest first; looked for once, until something changes. */
  kernels(): Promise<readonly Kernel[]> {
    return this.#kernels.list();
  }

  /** What "all kernels" means here, by the settings. */
  async kernelSet(): Promise<KernelSet> {
    return resolveKernelSet(this.settings.kernels, await this.kernels());
  }

  /** The same kernels as a conf sees them that this version reads, with their configuration; read once, until something changes. */
  kernelFacts(version: DkmsVersion): Promise<readonly KernelFacts[]> {
    return this.#kernels.facts(version);
  }

  /** Makes `check` compare confs with the current kernels. */
  async loadKernelFacts(): Promise<void> {
    await Promise.all(this.#configuration.dkmsVersions().map((version) => this.kernelFacts(version)));
  }

  /**
   * Calls `changed` whenever a kernel is installed or removed; `kernels` then searches again. Watches the folders that the settings
   * currently name, and replaces an earlier call.
   */
  watchKernels(changed: () => void, complain: (error: Error) => void): Promise<void> {
    return this.#kernels.watch(changed, complain);
  }

  /** The name of the kernel that a task or a user names by name, release or folder; the text itself if it names no kernel. */
  async kernelNameOf(text: string): Promise<string> {
    return onlyKernelNamed(await this.kernels(), text)?.name ?? text;
  }

  /** The kernels of one folder, whether it is among the settings or not. */
  kernelsInFolder(folder: string): Promise<readonly Kernel[]> {
    return this.#kernels.inFolder(folder);
  }

  /** The folders that kernels are looked for in, by the settings as they are now. */
  kernelPlaces(): Promise<readonly string[]> {
    return this.#kernels.folders();
  }

  /** Whether a kernel was downloaded from an archive. */
  isFetchedKernel({ buildDir }: Kernel): boolean {
    return isInside(buildDir, fetchedKernelsFolder(this.settings.cacheFolder));
  }

  /** The next request for kernels searches again. */
  forgetKernels(): void {
    this.#kernels.forget();
  }

  /** The modules below some folders that can be built, in path order: templates (dkms.conf.in) and unreadable files are not among them. */
  findModules(folders: readonly string[]): Promise<readonly ModuleSummary[]> {
    return this.moduleList.modules(folders);
  }

  /** Reads a file as text, or says why it can't be read. */
  readFile(path: string): Promise<ConfFile> {
    return readConfToFollow(path);
  }

  /** The dkms.conf of a module as text; where `path` is the Kbuild or Makefile of one that has none, what is proposed for it. */
  readModule(path: string): Promise<ModuleText | ConfFileFailure> {
    return readModuleText(path, this.settingsFor(path), (bare) => this.sources.read(bare));
  }

  /** The caller disposes of the conf when it is done with it. */
  openConf(text: string): Conf {
    return openConf(this.#parser, text);
  }

  /**
   * Reads the source of an open conf, and the facts about this machine that confs use, again; `written` as for
   * `ConfChecks.refreshSourceFacts`.
   */
  async lookAgain(path: string, written?: readonly string[]): Promise<void> {
    await this.checks.refreshSourceFacts(path, written);
    await this.selected.lookUp(true);
  }

  async #summarize(path: string): Promise<ModuleSummary | undefined> {
    const folder = basename(dirname(path));
    const file = await this.readModule(path);
    if (file.kind !== 'text') return undefined;
    const conf = this.openConf(file.text);
    const reading = this.readings.read(conf, path);
    conf.dispose();
    const name = knownText(reading, 'PACKAGE_NAME');
    const version = knownText(reading, 'PACKAGE_VERSION');
    return { path, name: name || folder, ...(version && { version }) };
  }

  /** Stops watching. */
  stop(): Promise<void> {
    return this.#kernels.stop();
  }
}

/** Where to search for kernels, by the settings. */
function kernelSearch({ kernelFolders, systemKernels, cacheFolder }: WindowSettings): KernelSearch {
  // The user downloaded those; they are not the system's.
  return {
    moduleFolders: [...kernelFolders, fetchedKernelsFolder(cacheFolder)],
    systemFolders: systemKernels,
  };
}
