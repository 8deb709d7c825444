import { commands, type Disposable, type Event, EventEmitter, workspace } from 'vscode';
import type { Context } from '../context.ts';
import type { Module } from './module.ts';
import { isBare, listModules } from './modules.ts';

/** The modules of the workspace, kept up to date while their files come and go. */
export class ModuleStore implements Disposable {
  readonly #context: Context;
  readonly #changed = new EventEmitter<void>();
  #modules: readonly Module[] | undefined;

  constructor(context: Context) {
    this.#context = context;
    const watcher = workspace.createFileSystemWatcher('**/{dkms.conf,Kbuild,Makefile}');
    const refresh = () => {
      this.list(true).catch((error: unknown) => context.log.error(String(error)));
    };
    context.own(
      this,
      watcher,
      watcher.onDidCreate(refresh),
      watcher.onDidChange(refresh),
      watcher.onDidDelete(refresh),
      workspace.onDidChangeWorkspaceFolders(refresh),
      context.onStarted(refresh),
    );
  }

  get onChanged(): Event<void> {
    return this.#changed.event;
  }

  /** In path order; `undefined` until the server has answered. */
  get known(): readonly Module[] | undefined {
    return this.#modules;
  }

  /** In path order. Asks the server if it has not sent the list yet, or if `fresh` is set. */
  async list(fresh = false): Promise<readonly Module[]> {
    if (this.#modules && !fresh) return this.#modules;
    this.#modules = await listModules(this.#context);
    const bare = this.#modules.filter(({ conf }) => isBare(conf)).map(({ conf }) => conf.fsPath);
    this.#context.inBackground(
      'updating the menus',
      Promise.all([
        commands.executeCommand('setContext', 'dkms.hasModules', this.#modules.length > 0),
        commands.executeCommand('setContext', 'dkms.bareModules', bare),
      ]),
    );
    this.#changed.fire();
    return this.#modules;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
