import { type Conf, openConf } from '../conf/conf.ts';
import { type DkmsVersion, newestDkmsVersion } from '../conf/directives/dkms-version.ts';
import { type Completion, completeAt } from '../conf/features/completion.ts';
import { type Hover, hoverAt } from '../conf/features/hover.ts';
import { readConf } from '../conf/reading/read-conf.ts';
import type { KernelFacts, Reading, ReadingFacts } from '../conf/reading/reading.ts';
import type { Finding } from '../conf/rules/finding.ts';
import { checkConf } from '../conf/rules/rules.ts';
import type { ConfParser } from '../conf/syntax/parser.ts';
import { findInstalledDkms, type InstalledDkms } from '../dkms/installed-dkms.ts';
import { findKernels } from '../kernels/find-kernels.ts';
import type { Kernel } from '../kernels/kernel.ts';
import { type ConfFile, readConfFile } from '../module/conf-file.ts';
import { factsOfKernel, type ReadingChoice } from './reading-choice.ts';
import type { Settings } from './settings.ts';

/**
 * What every face stands on: it knows the settings, the kernels and the dkms of this machine, and what they make of a conf.
 * It owns their caches; the rooms below it keep no state.
 */
export class Engine {
  readonly #parser: ConfParser;
  readonly #installed: InstalledDkms | undefined;
  #settings: Settings;
  #kernels: Promise<readonly Kernel[]> | undefined;
  #selected: KernelFacts | undefined;
  /** What each open conf reads as, without a kernel and with the selected one. */
  #readings = new WeakMap<Conf, Reading>();
  #selectedReadings = new WeakMap<Conf, Reading>();

  private constructor(parser: ConfParser, settings: Settings, installed: InstalledDkms | undefined) {
    this.#parser = parser;
    this.#settings = settings;
    this.#installed = installed;
  }

  /** Looks for the installed dkms, without running it, and is ready then. */
  static async start(parser: ConfParser, settings: Settings): Promise<Engine> {
    return new Engine(parser, settings, await findInstalledDkms());
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** Takes other settings; everything that depended on the former ones is looked up again when it is asked for. */
  configure(settings: Settings): void {
    this.#settings = settings;
    this.#kernels = undefined;
    this.#forgetReadings();
  }

  /** The dkms whose behaviour is assumed: the setting's, else the installed one, else the newest that is known. */
  get dkmsVersion(): DkmsVersion {
    return this.#settings.version ?? this.#installed?.version ?? newestDkmsVersion;
  }

  /** The kernels of this machine and of the folders in the settings, newest first; looked for once, until `forgetKernels`. */
  kernels(): Promise<readonly Kernel[]> {
    this.#kernels ??= findKernels({ moduleFolders: this.#settings.kernelFolders });
    return this.#kernels;
  }

  /** A kernel was installed or removed: the next `kernels` looks again. */
  forgetKernels(): void {
    this.#kernels = undefined;
  }

  /** Sets the kernel that hover and completion speak about; `undefined`, or a release that is not there, for none. */
  async selectKernel(release: string | undefined): Promise<void> {
    const kernel = (await this.kernels()).find((one) => one.release === release);
    this.#selected = kernel && (await factsOfKernel(kernel));
    this.#selectedReadings = new WeakMap();
  }

  /** Reads a file as text, or says what hinders it. */
  readFile(path: string): Promise<ConfFile> {
    return readConfFile(path);
  }

  /** The caller disposes of the conf when it is done with it. */
  openConf(text: string): Conf {
    return openConf(this.#parser, text);
  }

  /** What the assumed dkms makes of a conf; without a kernel in the choice, what holds for every kernel. */
  read(conf: Conf, choice: ReadingChoice = {}): Reading {
    const version = choice.dkmsVersion ?? this.dkmsVersion;
    // What a distribution changed in its dkms is known of the installed one only.
    const debianBackports = this.#installed?.version.text === version.text && this.#installed.debianBackports;
    const facts: ReadingFacts = {
      ...{ dkmsVersion: version, debianBackports, jobs: this.#settings.jobs },
      ...(choice.kernel && { kernel: choice.kernel }),
    };
    return readConf(conf, facts);
  }

  /** What the rules find in a reading, with the severities of the settings, in text order. */
  findingsOf(conf: Conf, reading: Reading): readonly Finding[] {
    return checkConf(conf, reading, { severities: this.#settings.severities });
  }

  /** What is wrong with an open conf whatever the kernel. */
  check(conf: Conf): readonly Finding[] {
    return this.findingsOf(conf, this.#readingOf(this.#readings, conf, {}));
  }

  completeAt(conf: Conf, offset: number): readonly Completion[] {
    return completeAt(conf, this.#selectedReading(conf), offset);
  }

  hoverAt(conf: Conf, offset: number): Hover | undefined {
    return hoverAt(conf, this.#selectedReading(conf), offset);
  }

  #selectedReading(conf: Conf): Reading {
    return this.#readingOf(this.#selectedReadings, conf, this.#selected ? { kernel: this.#selected } : {});
  }

  #readingOf(cache: WeakMap<Conf, Reading>, conf: Conf, choice: ReadingChoice): Reading {
    const cached = cache.get(conf);
    if (cached) return cached;
    const reading = this.read(conf, choice);
    cache.set(conf, reading);
    return reading;
  }

  #forgetReadings(): void {
    this.#readings = new WeakMap();
    this.#selectedReadings = new WeakMap();
  }
}
