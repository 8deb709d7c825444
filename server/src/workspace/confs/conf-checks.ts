import { basename, dirname } from 'node:path';
import type { Conf } from '../../conf/conf.ts';
import { confKindOf, isConfPointer, isTemplate } from '../../conf/conf-kind.ts';
import type { Reading } from '../../conf/reading/reading.ts';
import type { Finding } from '../../conf/rules/finding.ts';
import { checkConf } from '../../conf/rules/rules.ts';
import type { SourceFacts } from '../../conf/rules/source-facts.ts';
import {
  gatherSourceFacts,
  gatherTemplateFacts,
  readSourcesAgain,
} from '../../module/gather-source-facts.ts';
import type { FileConfiguration } from '../file-configuration.ts';
import type { MachineKernels } from '../kernels/machine-kernels.ts';
import type { ConfReadings } from './conf-readings.ts';

/** Checks confs. It owns the findings of open confs, and the facts about their sources. */
export class ConfChecks {
  readonly #configuration: FileConfiguration;
  readonly #kernels: MachineKernels;
  readonly #readings: ConfReadings;
  /** The last findings of each open conf, with everything besides its text that they depend on. */
  readonly #checks = new WeakMap<
    Conf,
    { readonly depends: readonly unknown[]; readonly findings: readonly Finding[] }
  >();
  /** The facts about the sources of open confs, by the path of the conf, as last read. */
  readonly #sourceFacts = new Map<string, SourceFacts>();

  constructor(configuration: FileConfiguration, kernels: MachineKernels, readings: ConfReadings) {
    this.#configuration = configuration;
    this.#kernels = kernels;
    this.#readings = readings;
  }

  /**
   * What the rules find in a reading, with the severities of the settings, in text order. `path` is `undefined` for a conf that is not
   * saved yet; without `beside`, nothing is reported about the source, and nothing about the machine's kernels before `kernelFacts` was
   * called.
   */
  findingsOf(
    conf: Conf,
    reading: Reading,
    path: string | undefined,
    sourceFacts: SourceFacts | undefined,
  ): readonly Finding[] {
    const kind = path === undefined ? 'conf' : confKindOf(path);
    if (path !== undefined && isConfPointer(path, conf.text)) return [];
    const { supportedVersions, severities } = this.#configuration.of(path);
    const kernels = this.#kernels.loadedFacts(reading.facts.dkmsVersion);
    return checkConf(conf, reading, {
      ...{ severities, kind },
      ...(sourceFacts && { sourceFacts }),
      ...(kernels && { kernels }),
      ...(supportedVersions && { supportedVersions: supportedVersions.versions }),
    });
  }

  /** What is wrong with an open conf for any kernel; includes its source once `refreshSourceFacts` has read that. */
  check(conf: Conf, path: string | undefined): readonly Finding[] {
    const sourceFacts = path === undefined ? undefined : this.sourceFactsOf(path);
    // An editor asks again at each move of the cursor, for its light bulb.
    const known = this.#checks.get(conf);
    const kernels = this.#kernels.loadedFacts(this.#configuration.dkmsVersionFor(path));
    const depends = [path, sourceFacts, kernels, this.#configuration.of(path)] as const;
    if (known?.depends.every((each, at) => each === depends[at])) return known.findings;
    const reading = this.#readings.readOpen(conf, path);
    const findings = this.findingsOf(conf, reading, path, sourceFacts);
    this.#checks.set(conf, { depends, findings });
    return findings;
  }

  /** The facts about the source of an open conf, as `refreshSourceFacts` last read them. */
  sourceFactsOf(path: string): SourceFacts | undefined {
    return this.#sourceFacts.get(path);
  }

  /** The source that a dkms.conf lies in, or the project of a template; `undefined` for a file of another name. */
  async gatherSourceFacts(path: string): Promise<SourceFacts | undefined> {
    if (basename(path) === 'dkms.conf') return gatherSourceFacts(dirname(path));
    return isTemplate(path) ? gatherTemplateFacts(dirname(path)) : undefined;
  }

  /**
   * Reads the source of an open conf again, so that `check` compares the two. If only the files in `written` have changed since the last
   * time, only these are read.
   */
  async refreshSourceFacts(path: string, written?: readonly string[]): Promise<void> {
    const known = written && this.#sourceFacts.get(path);
    const again = known && (await readSourcesAgain(dirname(path), known, written));
    const sourceFacts = again ?? (await this.gatherSourceFacts(path));
    if (sourceFacts) this.#sourceFacts.set(path, sourceFacts);
  }

  /** A conf was closed, so the facts about its source are no longer needed. */
  forgetSourceFacts(path: string): void {
    this.#sourceFacts.delete(path);
  }
}
