import {
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
} from 'vscode-languageserver';
import type { Engine } from '../workspace/engine.ts';
import { parseWorkspaceSettings } from '../workspace/workspace-settings.ts';
import type { Addresses } from './addresses.ts';
import type { InitializationOptions } from './messages.ts';

/** The client's settings: the section `dkms` of the window, and that of each folder if the client can be asked. */
interface Sections {
  readonly window: unknown;
  readonly folders?: ReadonlyMap<string, unknown>;
}

/**
 * The client's settings. Changes are applied one after another, each with all its consequences, so that the last one takes effect and no
 * watcher is left over.
 */
export class ClientSettings {
  readonly #connection: Connection;
  readonly #engine: Engine;
  readonly #params: InitializeParams;
  readonly #addresses: Addresses;
  readonly #folders: () => readonly string[];
  readonly #onApplied: () => Promise<void>;
  readonly #initial: unknown;
  readonly #known = Promise.withResolvers<void>();
  #applying: Promise<void> = Promise.resolve();

  /** `onApplied` is called each time that the engine has new settings. */
  constructor(options: {
    readonly connection: Connection;
    readonly engine: Engine;
    readonly params: InitializeParams;
    readonly addresses: Addresses;
    readonly folders: () => readonly string[];
    readonly onApplied: () => Promise<void>;
  }) {
    this.#connection = options.connection;
    this.#engine = options.engine;
    this.#params = options.params;
    this.#addresses = options.addresses;
    this.#folders = options.folders;
    this.#onApplied = options.onApplied;
    this.#initial = (options.params.initializationOptions as InitializationOptions | undefined)?.settings;
  }

  /** Resolves once the engine has the client's first settings, or could not get them. */
  get known(): Promise<void> {
    return this.#known.promise;
  }

  /** The client is ready: requests its settings, and notifications when they change. */
  async initialized(): Promise<void> {
    await this.#takeInTurn(async () => {
      if (this.#params.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration)
        await this.#connection.client.register(DidChangeConfigurationNotification.type, { section: 'dkms' });
      return this.#asks ? this.#ask() : { window: this.#initial };
    });
  }

  /** The settings have changed; `settings` has them if the client can't be asked. */
  async changed(settings: unknown): Promise<void> {
    const section = (settings as { dkms?: unknown } | null)?.dkms;
    await this.#takeInTurn(() => (this.#asks ? this.#ask() : { window: section }));
  }

  /** New folders may have other settings. A client that can't be asked has the same for all. */
  async foldersChanged(): Promise<void> {
    if (this.#asks) await this.#takeInTurn(() => this.#ask());
  }

  get #asks(): boolean {
    return this.#params.capabilities.workspace?.configuration === true;
  }

  #takeInTurn(sections: () => Sections | Promise<Sections>): Promise<void> {
    const applied = this.#applying.then(async () => this.#apply(await sections()));
    this.#applying = applied.catch(() => this.#known.resolve());
    return applied;
  }

  async #apply({ window, folders }: Sections): Promise<void> {
    const { settings, complaints } = parseWorkspaceSettings(window, folders);
    for (const complaint of complaints) this.#connection.console.warn(complaint);
    this.#engine.configure(settings);
    this.#known.resolve();
    await this.#onApplied();
  }

  /** A client without scopes answers with the window's settings for each folder, or leaves these answers out. */
  async #ask(): Promise<Sections> {
    const folders = [...this.#folders()];
    const [window, ...own]: readonly unknown[] = await this.#connection.workspace.getConfiguration([
      { section: 'dkms' },
      ...folders.map((folder) => ({ section: 'dkms', scopeUri: this.#addresses.of(folder) })),
    ]);
    return { window, folders: new Map(folders.map((folder, at) => [folder, own[at] ?? window])) };
  }
}
