import { type Disposable, type Event, EventEmitter } from 'vscode';
import {
  clientNotifications,
  type KernelDescription,
  type KernelList,
  requests,
  type SelectKernelParams,
  serverNotifications,
} from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';
import { defaultKernel, kernelCalled } from './kernel-choice.ts';

const memoryKey = 'dkms.selectedKernel';

/** The name of the kernel that the user chose for this workspace, in this session or an earlier one. */
export function rememberedKernel(memory: Context['memory']): string | undefined {
  return memory.get<string>(memoryKey);
}

/** The kernels of the machine where the server runs, and which one of them is selected. */
export class KernelStore implements Disposable {
  readonly #context: Context;
  readonly #changed = new EventEmitter<void>();
  #kernels: readonly KernelDescription[] | undefined;

  constructor(context: Context) {
    this.#context = context;
    context.own(
      this,
      context.onNotification<KernelList>(serverNotifications.kernelsChanged, (list) => this.#take(list)),
      context.onStarted(() => {
        this.list(true).catch((error: unknown) => context.log.error(String(error)));
      }),
    );
  }

  /** Fires when the list or the selection has changed. */
  get onChanged(): Event<void> {
    return this.#changed.event;
  }

  /** Runs work that nothing awaits; a failure is logged. */
  inBackground(work: PromiseLike<unknown>): void {
    this.#context.inBackground('showing what kernels need', work);
  }

  /** Newest first. Asks the server if it has not sent the list yet, or if `fresh` is set. */
  async list(fresh = false): Promise<readonly KernelDescription[]> {
    if (this.#kernels && !fresh) return this.#kernels;
    const before = this.#kernels;
    const answer = await this.#context.request<KernelList>(requests.kernels);
    // A list that the server pushed meanwhile is newer.
    return this.#kernels && this.#kernels !== before ? this.#kernels : this.#take(answer);
  }

  /** The names of the kernels of the kernel set ("all kernels"), newest first. Throws an error that says what to do if the set is empty. */
  async set(): Promise<readonly string[]> {
    const set = (await this.list()).filter(({ inSet, status }) => inSet && status === 'ready');
    if (set.length === 0) {
      throw new Error(
        'There is no kernel to build against. Install the headers of a kernel, or check the settings dkms.kernels and dkms.kernelFolders.',
      );
    }
    return set.map(({ name }) => name);
  }

  /** The list without asking the server; `undefined` until it has answered. */
  get known(): readonly KernelDescription[] | undefined {
    return this.#kernels;
  }

  /** The name of the kernel that the user chose, installed or not, else that of `defaultKernel`. */
  get selectedName(): string | undefined {
    const known = this.#kernels ?? [];
    const chosen = rememberedKernel(this.#context.memory);
    if (chosen === undefined) return defaultKernel(known);
    return kernelCalled(known, chosen)?.name ?? chosen;
  }

  /** `undefined` if no kernel is selected, or the selected one is no longer installed. */
  get selected(): KernelDescription | undefined {
    const name = this.selectedName;
    return this.#kernels?.find((kernel) => kernel.name === name);
  }

  async select(name: string): Promise<void> {
    await this.#context.memory.update(memoryKey, name);
    this.#announce();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #take({ kernels }: KernelList): readonly KernelDescription[] {
    this.#kernels = kernels;
    this.#announce();
    return kernels;
  }

  #announce(): void {
    const selection: SelectKernelParams = { kernel: this.selectedName };
    this.#context.notify(clientNotifications.kernelSelected, selection);
    this.#changed.fire();
  }
}
