import { basename, dirname } from 'node:path';
import { type Conf, openConf } from '../conf/conf.ts';
import { confKindOf, isConfPointer } from '../conf/conf-kind.ts';
import type { DirectiveName } from '../conf/directives/directive.ts';
import { type DkmsVersion, newestDkmsVersion } from '../conf/directives/dkms-version.ts';
import { evaluateConf } from '../conf/reading/evaluate-conf.ts';
import type { KernelFacts, Reading, ReadingFacts } from '../conf/reading/reading.ts';
import type { Finding } from '../conf/rules/finding.ts';
import { checkConf } from '../conf/rules/rules.ts';
import type { SourceFacts } from '../conf/rules/source-facts.ts';
import type { ConfParser } from '../conf/syntax/parser.ts';
import { findInstalledDkms, type InstalledDkms } from '../dkms/installed-dkms.ts';
import { readOverrides } from '../dkms/overrides.ts';
import type { KernelSearch } from '../kernels/find-kernels.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { KernelConfigCache } from '../kernels/kernel-config-cache.ts';
import { type ConfFile, readConfToFollow } from '../module/conf-file.ts';
import { evaluateWithHostFacts, HostFactLookup } from '../module/host-fact-lookup.ts';
import { gatherSourceFacts, readSourcesAgain } from '../module/source-facts.ts';
import { inBackground } from './background.ts';
import { type KernelSet, resolveKernelSet } from './kernels/kernel-set.ts';
import { MachineKernels } from './kernels/machine-kernels.ts';
import { ModuleList, type ModuleSummary } from './modules/module-list.ts';
import { factsOfKernel, type ReadingTarget } from './reading-target.ts';
import type { ResourceSettings, Settings, WindowSettings } from './settings.ts';
import { WorkspaceSettings } from './workspace-settings.ts';

type DkmsOfMachine = { readonly installed: InstalledDkms | undefined; readonly overridesFolder: string };

/**
 * What every front end stands on: it knows the settings, the kernels and the dkms of this machine, and what they make of a conf.
 * It owns their caches; the folders below it keep no state.
 */
export class Engine {
  /** The dkms.conf files of the workspace. */
  readonly moduleList = new ModuleList((path) => this.#summarize(path));
  readonly #parser: ConfParser;
  readonly #dkms: DkmsOfMachine;
  readonly #kernels: MachineKernels;
  #settings: WorkspaceSettings;
  #selections = 0;
  /** The selected kernel, and how the assumed versions of dkms see it. */
  #selected: { readonly release: string; readonly facts: ReadonlyMap<string, KernelFacts> } | undefined;
  /** What open confs look at on this machine, for the selected kernel. */
  #hostFacts: HostFactLookup | undefined;
  #learned: () => void = () => {};
  /** What each open conf reads as, without a kernel and with the selected one. */
  #readings = new WeakMap<Conf, Reading>();
  #selectedReadings = new WeakMap<Conf, Reading>();
  /** What was found last in each open conf, and what beside its text that depends on. */
  readonly #checks = new WeakMap<
    Conf,
    { readonly depends: readonly unknown[]; readonly findings: readonly Finding[] }
  >();
  /** What lies beside open confs, by their paths, as it was when it was last looked at. */
  readonly #sourceFacts = new Map<string, SourceFacts>();

  private constructor(parser: ConfParser, settings: Settings, dkms: DkmsOfMachine) {
    this.#parser = parser;
    this.#settings = new WorkspaceSettings(settings);
    this.#kernels = new MachineKernels(kernelSearch(settings));
    this.#dkms = dkms;
  }

  /** Looks for the installed dkms, without running it, and is ready then. */
  static async start(parser: ConfParser, settings: Settings, overridesFolder = '/etc/dkms'): Promise<Engine> {
    return new Engine(parser, settings, { installed: await findInstalledDkms(), overridesFolder });
  }

  get settings(): WindowSettings {
    return this.#settings.window;
  }

  /** The settings of a file by its absolute path; `undefined` for one that is not saved yet. The same object as long as they hold. */
  settingsFor(path: string | undefined): ResourceSettings {
    return this.#settings.of(path);
  }

  /** Takes other settings; everything that depended on the former ones is looked up again when it is asked for. */
  configure(settings: WorkspaceSettings): void {
    this.#settings = settings;
    this.#kernels.searchIn(kernelSearch(settings.window));
    this.moduleList.forget();
    this.#readings = new WeakMap();
    this.#selectedReadings = new WeakMap();
  }

  /** The dkms whose behaviour is assumed for a file: the setting's, else the installed one, else the newest that is known. */
  dkmsVersionFor(path: string | undefined): DkmsVersion {
    return this.#versionOf(this.settingsFor(path));
  }

  #versionOf({ version }: ResourceSettings): DkmsVersion {
    return version ?? this.#dkms.installed?.version ?? newestDkmsVersion;
  }

  /** What the machine's kernels were configured with. */
  get kernelConfigs(): KernelConfigCache {
    return this.#kernels.configs;
  }

  /** The dkms of this machine. */
  get installedDkms(): InstalledDkms | undefined {
    return this.#dkms.installed;
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

  /** Has `check` compare confs with the kernels as they are now. */
  async loadKernelFacts(): Promise<void> {
    await Promise.all(this.#settings.all().map((one) => this.kernelFacts(this.#versionOf(one))));
  }

  /**
   * Calls `changed` from now on when a kernel was installed or removed; `kernels` looks again then. Follows the folders of the
   * settings as they are now, and takes the place of an earlier call.
   */
  watchKernels(changed: () => void, complain: (error: Error) => void): Promise<void> {
    return this.#kernels.watch(changed, complain);
  }

  /** The folders that kernels are looked for in, by the settings as they are now. */
  get kernelPlaces(): readonly string[] {
    return this.#kernels.places;
  }

  /** The next who asks for kernels makes a new search. */
  forgetKernels(): void {
    this.#kernels.forget();
  }

  /** The release of the selected kernel; `undefined` for none, and for one that is not there. */
  get selectedKernel(): string | undefined {
    return this.#selected?.release;
  }

  /** Sets the kernel that hover and completion speak about; `undefined`, or a release that is not there, for none. */
  async selectKernel(release: string | undefined): Promise<void> {
    this.#selections++;
    const selection = this.#selections;
    const kernel = (await this.kernels()).find((one) => one.release === release);
    const facts = new Map<string, KernelFacts>();
    for (const version of kernel ? this.#settings.all().map((one) => this.#versionOf(one)) : [])
      if (kernel) facts.set(version.text, await factsOfKernel(this.kernelConfigs, kernel, version));
    // A later selection may have been quicker.
    if (this.#selections !== selection) return;
    this.#selected = kernel && { release: kernel.release, facts };
    this.#hostFacts = kernel && new HostFactLookup({ kernelSourceDir: kernel.buildDir });
    await this.#hostFacts?.lookUp();
    this.#selectedReadings = new WeakMap();
  }

  /** The modules below some folders that can be built, in path order: templates (dkms.conf.in) and unreadable files are not among them. */
  findModules(folders: readonly string[]): Promise<readonly ModuleSummary[]> {
    return this.moduleList.modules(folders);
  }

  /** Reads a file as text, or says what hinders it. */
  readFile(path: string): Promise<ConfFile> {
    return readConfToFollow(path);
  }

  /** The caller disposes of the conf when it is done with it. */
  openConf(text: string): Conf {
    return openConf(this.#parser, text);
  }

  /** What the dkms that is assumed for its path makes of a conf; without a kernel in the choice, what holds for every kernel. */
  read(conf: Conf, path: string | undefined, choice: ReadingTarget = {}): Reading {
    return evaluateConf(conf, this.factsFor(path, choice));
  }

  /** The same as dkms reads it for builds: added under the name and version that the file gives itself, where these are known. */
  readAsAdded(conf: Conf, path: string | undefined, choice: ReadingTarget = {}): Reading {
    return this.#readAsNamed(conf, this.read(conf, path, choice));
  }

  /** What the same dkms makes of another conf, for the same kernel and under the same name. */
  readLike(conf: Conf, { facts }: Reading): Reading {
    return evaluateConf(conf, facts);
  }

  #readAsNamed(conf: Conf, reading: Reading): Reading {
    const module = knownText(reading, 'PACKAGE_NAME');
    const moduleVersion = knownText(reading, 'PACKAGE_VERSION');
    if (!module || !moduleVersion) return reading;
    return evaluateConf(conf, { ...reading.facts, module, moduleVersion });
  }

  /**
   * What dkms on this machine makes of a conf for the kernel of the choice: what the conf looks at by itself (headers, the source,
   * the number of processors) is looked up first. Without a kernel it is the same as `read`.
   */
  async readHere(
    conf: Conf,
    path: string,
    choice: ReadingTarget,
    read: (conf: Conf, choice: ReadingTarget) => Reading = (one, full) => this.read(one, path, full),
  ): Promise<Reading> {
    const { kernel } = choice;
    if (!kernel) return read(conf, choice);
    const { module, moduleVersion } = this.readAsAdded(conf, path, choice).facts;
    const source =
      module !== undefined && moduleVersion !== undefined && basename(path) === 'dkms.conf'
        ? {
            folder: dirname(path),
            seenAt: [
              `/usr/src/${module}-${moduleVersion}`,
              `/var/lib/dkms/${module}/${moduleVersion}/source`,
            ],
          }
        : undefined;
    const scope = { kernelSourceDir: kernel.sourceDir, ...(source && { source }) };
    return evaluateWithHostFacts((outside) => read(conf, { ...choice, outside }), scope);
  }

  /**
   * What editors speak about: the conf as dkms reads it for builds for the selected kernel. What it asks of this machine is not known
   * the first time; `whenLearned` tells when it is.
   */
  readSelected(conf: Conf, path: string | undefined): Reading {
    const kernel = this.#selected?.facts.get(this.dkmsVersionFor(path).text);
    const hostFacts = this.#hostFacts;
    const choice = kernel && hostFacts ? { kernel, outside: hostFacts.outside } : {};
    const selected = cachedIn(this.#selectedReadings, conf, () => {
      // Most often a check has read the file already, and says under which name it is added; that is the same for every kernel.
      const reading = cachedIn(this.#readings, conf, () => this.read(conf, path));
      const named = ['PACKAGE_NAME', 'PACKAGE_VERSION'] as const;
      if (!named.every((name) => knownText(reading, name))) return this.readAsAdded(conf, path, choice);
      return this.#readAsNamed(conf, { ...reading, facts: this.factsFor(path, choice) });
    });
    if (hostFacts?.hasQuestions) inBackground(this.#lookUpHostFacts(hostFacts));
    return selected;
  }

  /** Calls `changed` whenever `readSelected` would answer more than before. */
  onHostFactsLearned(changed: () => void): void {
    this.#learned = changed;
  }

  async #lookUpHostFacts(hostFacts: HostFactLookup, again = false): Promise<void> {
    if (!(await hostFacts.lookUp(again)) || hostFacts !== this.#hostFacts) return;
    this.#selectedReadings = new WeakMap();
    this.#learned();
  }

  /**
   * The override files of /etc/dkms that dkms would read after a conf that is added under its own name; none where that name is
   * not known. One that this user may not read is passed over.
   */
  async findOverrides(
    conf: Conf,
    path: string | undefined,
    choice: ReadingTarget = {},
  ): Promise<ReadingFacts['overrides'] & object> {
    const reading = this.readAsAdded(conf, path, choice);
    const { module, moduleVersion, dkmsVersion, kernel } = reading.facts;
    if (module === undefined || moduleVersion === undefined) return [];
    const where = kernel && { kernel: kernel.release, arch: kernel.arch };
    const subject = { module, version: moduleVersion, ...where };
    return (await readOverrides(subject, dkmsVersion, this.#dkms.overridesFolder)).files;
  }

  /** What is known from outside for a reading of the conf at a path. */
  factsFor<Choice extends ReadingTarget>(
    path: string | undefined,
    choice: Choice,
  ): ReadingFacts & Pick<Choice, 'kernel'> {
    const { dkmsVersion = this.dkmsVersionFor(path), kernel, overrides, environmentNames, outside } = choice;
    // What a distribution changed in its dkms is known of the installed one only.
    const { installed } = this.#dkms;
    const own = installed?.version.text === dkmsVersion.text ? installed : undefined;
    return {
      dkmsVersion,
      debianBackports: own?.debianBackports ?? false,
      isSilentAboutClean: own?.isSilentAboutClean ?? false,
      jobs: this.settings.jobs,
      ...(kernel && { kernel }),
      ...(overrides && { overrides }),
      ...(environmentNames && { environmentNames }),
      ...(outside && { outside }),
    };
  }

  /**
   * What the rules find in a reading, with the severities of the settings, in text order. `path` is `undefined` for a conf that is not
   * saved yet; without `beside`, nothing is said of the source,
   * and nothing of the machine's kernels before `kernelFacts` was asked for them.
   */
  findingsOf(
    conf: Conf,
    reading: Reading,
    path: string | undefined,
    beside: SourceFacts | undefined,
  ): readonly Finding[] {
    const kind = path === undefined ? 'conf' : confKindOf(path);
    if (path !== undefined && isConfPointer(path, conf.text)) return [];
    const { supportedVersions, severities } = this.settingsFor(path);
    const kernels = this.#kernels.loadedFacts(reading.facts.dkmsVersion);
    return checkConf(conf, reading, {
      ...{ severities, kind },
      ...(beside && { beside }),
      ...(kernels && { kernels }),
      ...(supportedVersions && { supportedVersions: supportedVersions.versions }),
    });
  }

  /** What is wrong with an open conf whatever the kernel; with its source, once `lookBeside` has looked. */
  check(conf: Conf, path: string | undefined): readonly Finding[] {
    const beside = path === undefined ? undefined : this.sourceFactsOf(path);
    // A light bulb asks for the same again at each move of the cursor.
    const known = this.#checks.get(conf);
    const kernels = this.#kernels.loadedFacts(this.dkmsVersionFor(path));
    const depends = [path, beside, kernels, this.settingsFor(path)] as const;
    if (known?.depends.every((each, at) => each === depends[at])) return known.findings;
    const reading = cachedIn(this.#readings, conf, () => this.read(conf, path));
    const findings = this.findingsOf(conf, reading, path, beside);
    this.#checks.set(conf, { depends, findings });
    return findings;
  }

  /** What `lookBeside` saw last of the source of an open conf. */
  sourceFactsOf(path: string): SourceFacts | undefined {
    return this.#sourceFacts.get(path);
  }

  /** The source that a dkms.conf lies in; `undefined` for a file of another name, whose source is elsewhere. */
  async gatherSourceFacts(path: string): Promise<SourceFacts | undefined> {
    return basename(path) === 'dkms.conf' ? gatherSourceFacts(dirname(path)) : undefined;
  }

  /**
   * Looks at the source of an open conf, anew each time, so that `check` compares the two. Where all that is different since the last time
   * are files that were `written`, these alone are read.
   */
  async refreshSourceFacts(path: string, written?: readonly string[]): Promise<void> {
    const known = written && this.#sourceFacts.get(path);
    const again = known && (await readSourcesAgain(dirname(path), known, written));
    const beside = again ?? (await this.gatherSourceFacts(path));
    if (beside) this.#sourceFacts.set(path, beside);
    if (this.#hostFacts) await this.#lookUpHostFacts(this.#hostFacts, true);
  }

  /** A conf was closed: nobody asks what lies beside it any more. */
  forgetSourceFacts(path: string): void {
    this.#sourceFacts.delete(path);
  }

  async #summarize(path: string): Promise<ModuleSummary | undefined> {
    const folder = basename(dirname(path));
    const file = await this.readFile(path);
    if (file.kind !== 'text') return undefined;
    const conf = this.openConf(file.text);
    const reading = this.read(conf, path);
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

function knownText(reading: Reading, name: DirectiveName): string | undefined {
  const element = reading.directives.get(name)?.[0];
  return element?.presence === 'always' && element.value.kind === 'known' ? element.value.text : undefined;
}

function cachedIn(cache: WeakMap<Conf, Reading>, conf: Conf, read: () => Reading): Reading {
  const known = cache.get(conf);
  if (known) return known;
  const reading = read();
  cache.set(conf, reading);
  return reading;
}

/** Where the settings say that kernels are. */
function kernelSearch({ kernelFolders, systemKernels }: WindowSettings): KernelSearch {
  return { moduleFolders: kernelFolders, systemPlaces: systemKernels };
}
