import type { BuildScheduler } from '../workspace/build-scheduler.ts';
import type { Engine } from '../workspace/engine.ts';
import type { KernelMemory } from '../workspace/new-kernels/kernel-memory.ts';
import type { BuildServices } from './build-services.ts';
import type { Diagnostics } from './diagnostics.ts';
import { KernelNotifier } from './kernels.ts';
import { logErrors } from './log-errors.ts';
import { clientNotifications, type SelectKernelParams } from './messages.ts';
import type { Session } from './session.ts';

/** Follows the kernels of this machine and the client's selection, and updates everything that depends on them. */
export class KernelUpdates {
  readonly #session: Session;
  readonly #engine: Engine;
  readonly #builds: BuildScheduler;
  readonly #services: BuildServices;
  readonly #diagnostics: Diagnostics;
  readonly #notifier: KernelNotifier;
  readonly #onUpdated: () => void;
  readonly #updateLogged: () => void;
  /** How many updates have begun. */
  #updates = 0;

  constructor(options: {
    readonly session: Session;
    readonly engine: Engine;
    readonly builds: BuildScheduler;
    readonly services: BuildServices;
    readonly diagnostics: Diagnostics;
    /** The kernels that this machine has had before. */
    readonly memory: KernelMemory;
    /** Resolves once the settings are known. */
    readonly settingsKnown: () => Promise<void>;
    /** What is known about the kernels has changed: the open confs are to be checked again. */
    readonly onUpdated: () => void;
    /** Another kernel is selected, or the selected one has just been read: hovers and hints may change. */
    readonly onSelected: () => void;
  }) {
    const { connection } = options.session;
    this.#session = options.session;
    this.#engine = options.engine;
    this.#builds = options.builds;
    this.#services = options.services;
    this.#diagnostics = options.diagnostics;
    this.#onUpdated = options.onUpdated;
    this.#notifier = new KernelNotifier(connection, options.engine, options);
    this.#updateLogged = logErrors(connection.console, 'looking for kernels', () => this.update());
    this.#notifier.onSearched(this.#updateLogged);
    options.engine.selected.onLearned(options.onSelected);
    connection.onNotification(
      clientNotifications.kernelSelected,
      logErrors(connection.console, 'selecting a kernel', async ({ kernel }: SelectKernelParams) => {
        this.#session.selectedKernel = kernel;
        await this.#engine.selected.select(kernel);
        this.#services.updateCompileDatabase();
        options.onSelected();
      }),
    );
  }

  /** Finds the kernels, now and whenever one is installed or removed, in the folders that the settings currently name. */
  async follow(): Promise<void> {
    const { console } = this.#session.connection;
    await this.#engine.watchKernels(this.#updateLogged, (error) =>
      console.warn(`Kernels are not watched everywhere: ${error.message}`),
    );
    await this.update();
    for (const text of (await this.#engine.kernelSet()).unmatched)
      console.info(`dkms.kernels: "${text}" names no kernel of this machine that can be built against.`);
  }

  /** Finds the kernels again, because some have appeared or disappeared. */
  searchAgain(): void {
    this.#notifier.searchAgain();
  }

  async update(): Promise<void> {
    const turn = ++this.#updates;
    const kernels = await this.#engine.kernels();
    // A later update has other settings: with these kernels, results that are still valid would be forgotten.
    if (turn !== this.#updates) return;
    this.#builds.kernelsChanged(kernels);
    await this.#notifier.notify(kernels);
    await this.#services.results.restore();
    await this.#engine.loadKernelFacts();
    await this.#engine.selected.select(this.#session.selectedKernel);
    this.#services.updateCompileDatabase();
    await this.#diagnostics.explainer.lookAgain();
    this.#onUpdated();
  }

  stop(): void {
    this.#notifier.stop();
  }
}
