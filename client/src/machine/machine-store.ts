import { commands, type Disposable, type Event, EventEmitter } from 'vscode';
import { type RegisteredModules, requests, serverNotifications } from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';

/** What is registered with dkms on the machine where the server runs. The server is not asked until something shows it. */
export class MachineStore implements Disposable {
  readonly #context: Context;
  readonly #changed = new EventEmitter<void>();
  #registered: RegisteredModules | undefined;
  #isAsked = false;
  /** The pending request. If something changes meanwhile, its answer may be outdated, and the server is asked again. */
  #asking: Promise<void> | undefined;
  #isStale = false;

  constructor(context: Context) {
    this.#context = context;
    const again = () => {
      if (this.#isAsked) this.look();
    };
    context.own(
      this,
      context.onNotification(serverNotifications.registeredModulesChanged, again),
      context.onNotification(serverNotifications.kernelsChanged, again),
      context.onStarted(again),
    );
  }

  get onChanged(): Event<void> {
    return this.#changed.event;
  }

  /** `undefined` until the server has answered. */
  get known(): RegisteredModules | undefined {
    return this.#registered;
  }

  /** Asks the server in the background, now and whenever something changes. */
  look(): void {
    this.#isAsked = true;
    this.#isStale = true;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    this.#context.inBackground('reading what is registered with dkms', this.#asking);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #ask(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      this.#registered = await this.#context.request<RegisteredModules>(requests.registeredModules);
      await commands.executeCommand('setContext', 'dkms.machineIsRead', true);
      const isInstalled = this.#registered.dkms !== undefined;
      await commands.executeCommand('setContext', 'dkms.isInstalled', isInstalled);
      this.#changed.fire();
    }
  }
}
