import { basename, dirname } from 'node:path';
import type { Conf } from '../../conf/conf.ts';
import { evaluateConf } from '../../conf/reading/evaluate-conf.ts';
import { knownText, type Reading, type ReadingFacts } from '../../conf/reading/reading.ts';
import { readOverrides } from '../../dkms/overrides.ts';
import { evaluateWithHostFacts } from '../../module/host-fact-lookup.ts';
import type { FileConfiguration } from '../file-configuration.ts';
import type { SelectedKernel } from '../kernels/selected-kernel.ts';
import type { ReadingTarget } from './reading-target.ts';

/** Reads confs as dkms does: for any kernel, for a given one, and for the selected one. It owns the readings of open confs. */
export class ConfReadings {
  readonly #configuration: FileConfiguration;
  readonly #selected: SelectedKernel;
  readonly #overridesFolder: string;
  /** The reading of each open conf, without a kernel and for the selected one. */
  #general = new WeakMap<Conf, Reading>();
  #forSelected = new WeakMap<Conf, { readonly state: object; readonly reading: Reading }>();

  /** `overridesFolder` is dkms's own, /etc/dkms. */
  constructor(configuration: FileConfiguration, selected: SelectedKernel, overridesFolder: string) {
    this.#configuration = configuration;
    this.#selected = selected;
    this.#overridesFolder = overridesFolder;
  }

  /** The settings have changed. */
  forget(): void {
    this.#general = new WeakMap();
    this.#forSelected = new WeakMap();
  }

  /** How the dkms that is assumed for a path reads a conf; without a kernel in the choice, whatever holds for every kernel. */
  read(conf: Conf, path: string | undefined, choice: ReadingTarget = {}): Reading {
    return evaluateConf(conf, this.factsFor(path, choice));
  }

  /** The same, read as for builds: added under the name and version in the file, if these are known. */
  readAsAdded(conf: Conf, path: string | undefined, choice: ReadingTarget = {}): Reading {
    return this.#readAsNamed(conf, this.read(conf, path, choice));
  }

  /** How the same dkms reads another conf, for the same kernel and under the same name. */
  readLike(conf: Conf, { facts }: Reading): Reading {
    return evaluateConf(conf, facts);
  }

  /** The result of `read` for an open conf without a kernel; computed once. */
  readOpen(conf: Conf, path: string | undefined): Reading {
    const known = this.#general.get(conf);
    if (known) return known;
    const reading = this.read(conf, path);
    this.#general.set(conf, reading);
    return reading;
  }

  /**
   * How dkms on this machine reads a conf for the kernel of the choice: what the conf looks at by itself (headers, the source, the number
   * of processors) is looked up first. Without a kernel it is the same as `read`.
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
    const { release, sourceDir } = kernel;
    const scope = { kernelSourceDir: sourceDir, release, ...(source && { source }) };
    return evaluateWithHostFacts((hostFacts) => read(conf, { ...choice, hostFacts }), scope);
  }

  /**
   * The reading for hovers and hints: the conf as dkms reads it for builds for the selected kernel. What it looks up on this machine is not
   * known the first time; `SelectedKernel.onLearned` tells when it is.
   */
  readSelected(conf: Conf, path: string | undefined): Reading {
    const reading = this.#readSelected(conf, path);
    this.#selected.lookUpSoon();
    return reading;
  }

  /**
   * The override files of /etc/dkms that dkms would read after a conf that is added under its own name; none if that name is not known.
   * Files that this user can't read are left out.
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
    return (await readOverrides(subject, dkmsVersion, this.#overridesFolder)).files;
  }

  /**
   * How dkms reads the conf at a path that is registered under a name and version, for the kernel of the choice: with the overrides of
   * /etc/dkms, or those of the choice instead, and with what it looks up on this machine.
   */
  async readRegistered(
    conf: Conf,
    path: string,
    registered: { readonly module: string; readonly version: string },
    choice: ReadingTarget,
  ): Promise<Reading> {
    const { module, version } = registered;
    const { kernel } = choice;
    const subject = { module, version, ...(kernel && { kernel: kernel.release, arch: kernel.arch }) };
    const { dkmsVersion } = this.factsFor(path, choice);
    const overrides =
      choice.overrides ?? (await readOverrides(subject, dkmsVersion, this.#overridesFolder)).files;
    return this.readHere(conf, path, { ...choice, overrides }, (one, full) =>
      evaluateConf(one, { ...this.factsFor(path, full), module, moduleVersion: version }),
    );
  }

  /** The facts that a reading of the conf at a path needs besides its text. */
  factsFor<Choice extends ReadingTarget>(
    path: string | undefined,
    choice: Choice,
  ): ReadingFacts & Pick<Choice, 'kernel'> {
    const {
      dkmsVersion = this.#configuration.dkmsVersionFor(path),
      kernel,
      overrides,
      environmentNames,
      hostFacts,
    } = choice;
    // A distribution's changes to dkms are known only for the installed one.
    const installed = this.#configuration.installedDkms;
    const own = installed?.version.text === dkmsVersion.text ? installed : undefined;
    return {
      dkmsVersion,
      debianBackports: own?.debianBackports ?? false,
      isSilentAboutClean: own?.isSilentAboutClean ?? false,
      jobs: this.#configuration.window.jobs,
      ...(kernel && { kernel }),
      ...(overrides && { overrides }),
      ...(environmentNames && { environmentNames }),
      ...(hostFacts && { hostFacts }),
    };
  }

  #readSelected(conf: Conf, path: string | undefined): Reading {
    const { state } = this.#selected;
    const known = this.#forSelected.get(conf);
    if (known?.state === state) return known.reading;
    const target = this.#selected.targetFor(this.#configuration.dkmsVersionFor(path));
    // Usually a check has read the file already, so the name under which it is added is known; it is the same for every kernel.
    const general = this.readOpen(conf, path);
    const names = ['PACKAGE_NAME', 'PACKAGE_VERSION'] as const;
    const reading = names.every((name) => knownText(general, name))
      ? this.#readAsNamed(conf, { ...general, facts: this.factsFor(path, target) })
      : this.readAsAdded(conf, path, target);
    this.#forSelected.set(conf, { state, reading });
    return reading;
  }

  #readAsNamed(conf: Conf, reading: Reading): Reading {
    const module = knownText(reading, 'PACKAGE_NAME');
    const moduleVersion = knownText(reading, 'PACKAGE_VERSION');
    if (!module || !moduleVersion) return reading;
    return evaluateConf(conf, { ...reading.facts, module, moduleVersion });
  }
}
