import { type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Kernel } from '../kernels/kernel.ts';
import { inBackground } from '../workspace/background.ts';
import type { Engine } from '../workspace/engine.ts';
import { namesToGet } from '../workspace/fetched-kernels/names-to-get.ts';
import type { KernelMemory } from '../workspace/new-kernels/kernel-memory.ts';
import { NewKernels } from '../workspace/new-kernels/new-kernels.ts';
import { answerRequest } from './answer-request.ts';
import {
  type KernelConfigParams,
  type KernelConfigValues,
  type KernelDescription,
  type KernelFolderParams,
  type KernelList,
  type KernelsAppeared,
  requests,
  serverNotifications,
} from './messages.ts';

/** Answers the requests about kernels, and notifies the client of new ones. */
export class KernelNotifier {
  readonly #connection: Connection;
  readonly #engine: Engine;
  readonly #new: NewKernels;
  /** Called after the list of kernels was discarded. */
  #searched: () => void = () => {};

  /** `memory` knows the kernels that this machine has had before. Requests are answered once the settings, which name folders of kernels, are known. */
  constructor(
    connection: Connection,
    engine: Engine,
    { memory, settingsKnown }: { readonly memory: KernelMemory; readonly settingsKnown: () => Promise<void> },
  ) {
    this.#connection = connection;
    this.#engine = engine;
    this.#new = new NewKernels({
      memory,
      appeared: (kernels) => inBackground(this.#appeared(kernels)),
      complain: (error) =>
        connection.console.info(
          `The list of known kernels could not be saved, so later sessions may report the same kernels as new: ${error.message}`,
        ),
      searchAgain: () => this.searchAgain(),
    });
    connection.onRequest(requests.kernels, async (): Promise<KernelList> => {
      await settingsKnown();
      return this.#list();
    });
    answerRequest(
      connection,
      requests.kernelsInFolder,
      { folder: 'string' },
      async ({ folder }: KernelFolderParams): Promise<KernelList> => ({
        kernels: await this.#describe(await engine.kernelsInFolder(folder)),
      }),
    );
    connection.onRequest(requests.refreshKernels, async (): Promise<KernelList> => {
      await settingsKnown();
      this.searchAgain();
      return this.#list();
    });
    answerRequest(
      connection,
      requests.kernelConfig,
      { kernel: 'string', symbols: 'strings' },
      (params: KernelConfigParams) => this.#readConfig(params),
    );
  }

  /** Calls `searched` when the list of kernels was discarded, since headers that were still being written may be complete by now. */
  onSearched(searched: () => void): void {
    this.#searched = searched;
  }

  /** Sends the client the current list, and which kernels in it are new. */
  async notify(kernels: readonly Kernel[]): Promise<void> {
    await this.#connection.sendNotification(serverNotifications.kernelsChanged, await this.#list(kernels));
    await this.#new.update(kernels, await this.#engine.kernelPlaces());
  }

  stop(): void {
    this.#new.stop();
  }

  /** Searches for kernels again. */
  searchAgain(): void {
    this.#engine.forgetKernels();
    this.#searched();
  }

  async #appeared(kernels: readonly Kernel[]): Promise<void> {
    const { buildOnNewKernel } = this.#engine.settings;
    if (buildOnNewKernel === 'never') return;
    await this.#connection.sendNotification(serverNotifications.kernelsAppeared, {
      kernels: await this.#describe(kernels),
      action: buildOnNewKernel === 'always' ? 'build' : 'ask',
    } satisfies KernelsAppeared);
  }

  async #list(kernels?: readonly Kernel[]): Promise<KernelList> {
    const [described, toGet] = await Promise.all([
      this.#describe(kernels ?? (await this.#engine.kernels())),
      namesToGet(this.#engine, Date.now()),
    ]);
    return { kernels: described, toGet };
  }

  async #describe(kernels: readonly Kernel[]): Promise<KernelDescription[]> {
    const set = await this.#engine.kernelSet();
    const members = new Set(set.kernels.map((kernel) => kernel.name));
    const failures = this.#engine.settings.kernels.filter((entry) => entry.knownFailure);
    return kernels.map((kernel) => {
      const knownFailures = failures.flatMap(({ includes, knownFailure }) =>
        knownFailure && includes(kernel) ? [knownFailure] : [],
      );
      return {
        ...kernel,
        inSet: members.has(kernel.name),
        ...(this.#engine.isFetchedKernel(kernel) && { fetched: true }),
        ...(knownFailures.length > 0 && { knownFailures }),
      };
    });
  }

  async #readConfig({ kernel: name, symbols }: KernelConfigParams): Promise<KernelConfigValues> {
    const kernel = (await this.#engine.kernels()).find((one) => one.name === name);
    if (!kernel) {
      throw new ResponseError(ErrorCodes.InvalidParams, `There is no kernel ${name} on this machine.`);
    }
    const config = await this.#engine.kernelConfigs.read(kernel.buildDir);
    return {
      ...(config && { path: config.path }),
      symbols: symbols.map((name) => {
        const value = config?.lookup(name);
        return { name, ...(value !== undefined && { value }) };
      }),
    };
  }
}
