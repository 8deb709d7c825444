import type { BuildScheduler } from '../workspace/build-scheduler.ts';
import { clangdConfigFile } from '../workspace/compile-database/clangd-config.ts';
import { CompileDatabases } from '../workspace/compile-database/compile-databases.ts';
import type { Engine } from '../workspace/engine.ts';
import { Recompiler } from '../workspace/recompile/recompiler.ts';
import { pathOf } from './addresses.ts';
import { registerBuilds } from './build-requests.ts';
import { registerCompileDatabase } from './compile-database.ts';
import { logErrors } from './log-errors.ts';
import { clientNotifications } from './messages.ts';
import type { OpenFiles } from './open-files.ts';
import { ResultNotifier, type ResultRequests, registerResults } from './results.ts';
import type { Session } from './session.ts';

/** Everything about builds that a client can ask for: running them, their results, recompiling a saved file, and how files are compiled. */
export class BuildServices {
  readonly results: ResultRequests;
  /** To be called when the selected kernel or a setting has changed: files may now be compiled differently. */
  readonly updateCompileDatabase: () => void;
  readonly #recompiler: Recompiler;
  readonly #notifier: ResultNotifier;

  constructor(session: Session, engine: Engine, openFiles: OpenFiles, builds: BuildScheduler) {
    const { connection, addresses, folders, trusted } = session;
    this.#recompiler = new Recompiler(engine, builds, (text) => connection.console.info(text));
    builds.observe(this.#recompiler);
    this.updateCompileDatabase = registerCompileDatabase({
      ...{ connection, builds, trusted },
      databases: new CompileDatabases({
        ...{ engine, builds, checks: this.#recompiler, folders },
        clangdConfig: clangdConfigFile(process.env),
      }),
    });
    this.#notifier = new ResultNotifier(connection, addresses, (target) => builds.results.of(target));
    builds.onChanged({ results: (targets) => this.#notifier.changed(targets) });
    registerBuilds({ connection, engine, builds, folders, trusted, addresses });
    this.results = registerResults({ connection, engine, builds, folders, addresses });
    connection.onNotification(clientNotifications.trustGranted, () => {
      session.grantTrust();
      this.updateCompileDatabase();
    });
    this.#followOpenFiles(session, openFiles, builds);
  }

  /** Resolves when nothing is running any more. */
  async stop(): Promise<void> {
    this.#notifier.stop();
    await this.#recompiler.stop();
  }

  #followOpenFiles({ connection, trusted }: Session, openFiles: OpenFiles, builds: BuildScheduler): void {
    openFiles.confs.onDidChangeContent(({ document }) => {
      const path = pathOf(document.uri);
      if (path !== undefined && !openFiles.sources.isOpening(document.uri)) builds.results.edited(path);
    });
    openFiles.confs.onDidClose(({ document }) => {
      const path = pathOf(document.uri);
      if (path !== undefined) builds.results.fileChanged(path);
    });
    const recompile = logErrors(connection.console, 'recompiling a saved file', async (path: string) => {
      if (trusted()) await this.#recompiler.saved(path);
    });
    openFiles.onSourceEvent(({ path, event }) => {
      if (event === 'edited') builds.results.edited(path);
      else if (event !== 'opened') builds.results.fileChanged(path);
      if (event === 'saved') recompile(path);
    });
  }
}
