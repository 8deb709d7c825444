import type { DkmsVersion } from '../../conf/directives/dkms-version.ts';
import type { KernelFacts } from '../../conf/reading/reading.ts';
import { onlyKernelNamed } from '../../kernels/kernel-names.ts';
import { HostFactLookup } from '../../module/host-fact-lookup.ts';
import { inBackground } from '../background.ts';
import type { ReadingTarget } from '../confs/reading-target.ts';
import type { FileConfiguration } from '../file-configuration.ts';
import { factsOfKernel } from './kernel-facts.ts';
import type { MachineKernels } from './machine-kernels.ts';

/** The kernel that hover and completion are about, with the facts about this machine that open confs need for it. */
export class SelectedKernel {
  readonly #configuration: FileConfiguration;
  readonly #kernels: MachineKernels;
  #selections = 0;
  /** How the assumed versions of dkms see it. */
  #selected: { readonly name: string; readonly facts: ReadonlyMap<string, KernelFacts> } | undefined;
  #hostFacts: HostFactLookup | undefined;
  #learned: () => void = () => {};
  #state: object = {};

  constructor(configuration: FileConfiguration, kernels: MachineKernels) {
    this.#configuration = configuration;
    this.#kernels = kernels;
  }

  /** `undefined` if none is selected, or the selected one is not installed. */
  get name(): string | undefined {
    return this.#selected?.name;
  }

  /** Selects another kernel; none for `undefined`, or if no kernel or several have that name. */
  async select(name: string | undefined): Promise<void> {
    this.#selections++;
    const selection = this.#selections;
    const kernel = name === undefined ? undefined : onlyKernelNamed(await this.#kernels.list(), name);
    const facts = new Map<string, KernelFacts>();
    for (const version of kernel ? this.#configuration.dkmsVersions() : [])
      if (kernel) facts.set(version.text, await factsOfKernel(this.#kernels.configs, kernel, version));
    // A later selection may have finished earlier.
    if (this.#selections !== selection) return;
    this.#selected = kernel && { name: kernel.name, facts };
    this.#hostFacts =
      kernel && new HostFactLookup({ kernelSourceDir: kernel.buildDir, release: kernel.release });
    await this.#hostFacts?.lookUp();
    this.#state = {};
  }

  /** The selected kernel as a dkms version sees it, with the facts known about this machine; empty if none is selected. */
  targetFor(version: DkmsVersion): ReadingTarget {
    const kernel = this.#selected?.facts.get(version.text);
    const hostFacts = this.#hostFacts;
    return kernel && hostFacts ? { kernel, hostFacts: hostFacts.known } : {};
  }

  /** A new object whenever a reading for the target would differ from before. */
  get state(): object {
    return this.#state;
  }

  /** Calls `changed` whenever new facts for the selected kernel have been looked up. */
  onLearned(changed: () => void): void {
    this.#learned = changed;
  }

  /** Looks up in the background what readings have asked for since the last time. */
  lookUpSoon(): void {
    if (this.#hostFacts?.hasQuestions) inBackground(this.lookUp());
  }

  /** Looks up what readings asked for; with `again`, also what is already known. */
  async lookUp(again = false): Promise<void> {
    const hostFacts = this.#hostFacts;
    if (!hostFacts || !(await hostFacts.lookUp(again)) || hostFacts !== this.#hostFacts) return;
    this.#state = {};
    this.#learned();
  }
}
