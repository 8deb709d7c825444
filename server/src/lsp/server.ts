import {
  type Connection,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { BuildScheduler, BuildsListener } from '../workspace/build-scheduler.ts';
import { clangdConfigFile } from '../workspace/compile-database/clangd-config.ts';
import { CompileDatabases } from '../workspace/compile-database/compile-databases.ts';
import type { Engine } from '../workspace/engine.ts';
import { SourceExplainer } from '../workspace/explanation/source-explainer.ts';
import { KernelMemory } from '../workspace/new-kernels/kernel-memory.ts';
import { Recompiler } from '../workspace/recompile/recompiler.ts';
import { Addresses, pathOf } from './addresses.ts';
import { registerBuilds } from './build-requests.ts';
import { registerCompileDatabase } from './compile-database.ts';
import { OpenConfs } from './conf-documents.ts';
import { DiagnosticsPublisher } from './diagnostics-publisher.ts';
import { fileOperations } from './editing.ts';
import { registerExplainLog } from './explain-log.ts';
import { followFiles } from './file-changes.ts';
import { KernelNotifier } from './kernels.ts';
import {
  type LanguageFeatures,
  languageCapabilities,
  registerLanguageFeatures,
} from './language-features.ts';
import { logErrors } from './log-errors.ts';
import { clientNotifications, type InitializationOptions, type KernelSelection } from './messages.ts';
import { ResultNotifier, type ResultRequests, registerResults } from './results.ts';
import { ClientSettings } from './settings.ts';
import { SourceDocuments } from './source-documents.ts';
import { SourceFeatures } from './source-features.ts';

/** What the server is made of, once the client's first message is there. */
export interface ServerParts {
  readonly engine: Engine;
  readonly builds: BuildScheduler;
}

/** What lies beside the program. */
export interface ProgramFiles {
  /** The address of a rule's documentation page. */
  readonly rulePage: (rule: string) => string | undefined;
  /** The address of the page of a change of the kernel. */
  readonly causePage: (cause: string) => string | undefined;
  /** The folder of the bundled programs. */
  readonly dist: string;
}

/** Makes the parts; they tell the listener what builds leave behind, and know by `openText` the text of files that are open. */
export type StartParts = (
  listener: BuildsListener,
  openText: (file: string) => string | undefined,
) => Promise<ServerParts>;

/**
 * Serves one client.
 * Ends the process when the client says so, or when it is gone.
 */
export function serve(
  connection: Connection,
  options: {
    readonly version: string;
    readonly start: StartParts;
    readonly files: ProgramFiles;
  },
): void {
  connection.onInitialize(async (params) => {
    const session = new Session(connection, params, options.files);
    await session.start(options.start);
    return session.answer(options.version);
  });
  connection.listen();
}

class Session {
  readonly #connection: Connection;
  readonly #params: InitializeParams;
  readonly #given: InitializationOptions;
  readonly #files: ProgramFiles;
  readonly #folders: string[] = [];
  readonly #addresses = new Addresses();
  #trusted: boolean;
  /** To be called when the files may be compiled otherwise than before. */
  #compileDatabaseChanged: () => void = () => {};
  /** Whether the client tells of files that change, in the editor or elsewhere. */
  #clientTells = false;
  /** The release that the client chose last, whether it is there or not. */
  #selected: string | undefined;

  constructor(connection: Connection, params: InitializeParams, files: ProgramFiles) {
    this.#connection = connection;
    this.#params = params;
    this.#given = (params.initializationOptions ?? {}) as InitializationOptions;
    this.#trusted = this.#given.trusted ?? true;
    this.#selected = this.#given.selectedKernel;
    this.#files = files;
    this.#addFolders(params.workspaceFolders ?? (params.rootUri ? [{ uri: params.rootUri }] : []));
  }

  async start(startParts: StartParts): Promise<void> {
    const connection = this.#connection;
    const { capabilities } = this.#params;
    const addresses = this.#addresses;
    let publisher: DiagnosticsPublisher | undefined;
    let lenses: Pick<LanguageFeatures, 'resultsChanged'> | undefined;
    const notifier = new ResultNotifier(connection, addresses);
    const { engine, builds } = await startParts(
      {
        problems: (files) => publisher?.problemsChanged(files),
        results: (targets) => {
          notifier.changed(targets);
          lenses?.resultsChanged();
        },
      },
      (file) => openText(file),
    );

    const documents = new OpenConfs((text) => engine.openConf(text), addresses);
    const sources = new SourceDocuments(connection, this.#params, addresses, (path, event) => {
      if (event !== 'saved') publish.textChanged(path);
      if (event === 'edited') builds.results.edited(path);
      else if (event !== 'opened') builds.results.fileChanged(path);
      if (event === 'saved') {
        explainer.filesChanged([path]);
        if (!this.#clientTells) features.changed([path]);
        check(path);
      } else if (event === 'closed') explainer.close(path);
      else explainer.look(path);
    });
    const checks = new Recompiler(engine, builds, (text) => connection.console.info(text));
    builds.observe(checks);
    const folders = () => this.#folders;
    this.#compileDatabaseChanged = registerCompileDatabase({
      ...{ connection, builds },
      databases: new CompileDatabases({
        ...{ engine, builds, checks, folders },
        clangdConfig: clangdConfigFile(process.env),
      }),
      trusted: () => this.#trusted,
    });
    const check = logErrors(connection.console, 'checking a saved file', async (path: string) => {
      if (this.#trusted) await checks.saved(path);
    });
    const openText = (file: string) => documents.at(file)?.conf.text ?? sources.textOf(file);
    const explainer = new SourceExplainer({
      ...{ engine, builds, openText, dist: this.#files.dist },
      changed: (files) => publisher?.problemsChanged(files),
      complain: (error) =>
        connection.console.warn(`A C file could not be checked for missing names: ${String(error)}`),
    });
    const causePage = this.#files.causePage;
    const edits = capabilities.workspace?.workspaceEdit;
    const makesFiles =
      edits?.documentChanges === true && edits.resourceOperations?.includes('create') === true;
    const about = new SourceFeatures({ explainer, openText, causePage, makesFiles, addresses });
    const pulls = capabilities.textDocument?.diagnostic !== undefined;
    const publish = new DiagnosticsPublisher({
      connection,
      engine,
      problems: builds.problems,
      documentAt: (uri) => documents.get(uri),
      openText,
      clientPulls: pulls,
      addresses,
      rulePage: this.#files.rulePage,
      about: {
        explanationOf: (problem) => explainer.explanationOf(problem),
        predictedIn: (file) => about.diagnosticsOf(file),
        causePage,
      },
    });
    publisher = publish;

    documents.onDidChangeContent(
      logErrors(connection.console, 'checking a changed conf', ({ document }) => {
        publish.confChanged(document);
        const path = pathOf(document.uri);
        if (path === undefined) return;
        publish.textChanged(path);
        if (!sources.isOpening(document.uri)) builds.results.edited(path);
      }),
    );
    documents.onDidClose(
      logErrors(connection.console, 'closing a conf', ({ document }) => {
        publish.confClosed(document.uri);
        const path = pathOf(document.uri);
        if (path !== undefined) {
          engine.checks.forgetSourceFacts(path);
          builds.results.fileChanged(path);
        }
        document.conf.dispose();
      }),
    );

    const features = registerLanguageFeatures({
      ...{ connection, engine, documents, publish, params: this.#params, rulePage: this.#files.rulePage },
      folders: () => this.#folders,
      ...{ problems: builds.problems, openText, sources: about, addresses },
      resultsOf: (file) => builds.results.ofConf(file),
    });
    lenses = features;
    registerBuilds({
      ...{ connection, engine, builds, addresses },
      folders: () => this.#folders,
      trusted: () => this.#trusted,
    });
    registerExplainLog({
      ...{ connection, addresses, causePage },
      explain: (log) => explainer.explainLog(this.#folders, log),
    });
    const results = registerResults({
      ...{ connection, engine, builds, notifier, addresses },
      folders: () => this.#folders,
    });
    engine.selected.onLearned(() => features.changed());
    const kernelNotifier = new KernelNotifier(
      connection,
      engine,
      await KernelMemory.ofThisMachine(process.env),
    );
    this.#listenToClient(engine, builds, features);
    const changed = () => {
      for (const document of documents.all()) publish.confChanged(document);
      features.changed();
    };
    followFiles({ connection, engine, builds, explainer, documents, publish, changed: features.changed });
    sources.listen(documents);
    this.#followSettings({
      engine,
      builds,
      publish,
      sources,
      features,
      kernelNotifier,
      results,
      explainer,
      changed,
    });
    connection.onShutdown(async () => {
      kernelNotifier.stop();
      notifier.stop();
      await explainer.stop();
      await checks.stop();
      await builds.stop();
      await engine.stop();
    });
  }

  #addFolders(folders: readonly { readonly uri: string }[]): void {
    for (const { uri } of folders) {
      const path = pathOf(uri);
      if (path === undefined) continue;
      this.#addresses.named(uri);
      this.#folders.push(path);
    }
  }

  answer(version: string): InitializeResult {
    return {
      serverInfo: { name: 'dkms-tools', version },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        ...languageCapabilities(this.#given),
        workspace: { workspaceFolders: { supported: true, changeNotifications: true }, fileOperations },
      },
    };
  }

  #listenToClient(engine: Engine, builds: BuildScheduler, features: LanguageFeatures): void {
    const { console } = this.#connection;
    this.#connection.onNotification(
      clientNotifications.kernelSelected,
      logErrors(console, 'selecting a kernel', async ({ release }: KernelSelection) => {
        this.#selected = release;
        await engine.selected.select(release);
        this.#compileDatabaseChanged();
        features.changed();
      }),
    );
    this.#connection.onNotification(clientNotifications.trustGranted, () => {
      this.#trusted = true;
      this.#compileDatabaseChanged();
    });
    this.#connection.onNotification(
      clientNotifications.clearProblems,
      logErrors(console, 'clearing problems', () => builds.clearProblems()),
    );
  }

  #followSettings(parts: {
    readonly engine: Engine;
    readonly builds: BuildScheduler;
    readonly publish: DiagnosticsPublisher;
    readonly sources: SourceDocuments;
    readonly features: LanguageFeatures;
    readonly kernelNotifier: KernelNotifier;
    readonly results: ResultRequests;
    readonly explainer: SourceExplainer;
    readonly changed: () => void;
  }): void {
    const { engine, builds, publish, sources, features, kernelNotifier, results, explainer, changed } = parts;
    const connection = this.#connection;
    const kernelsChanged = async () => {
      const kernels = await engine.kernels();
      builds.kernelsChanged(kernels);
      await kernelNotifier.notify(kernels);
      await results.restore();
      await engine.loadKernelFacts();
      await engine.selected.select(this.#selected);
      this.#compileDatabaseChanged();
      await explainer.lookAgain();
      changed();
    };
    const kernelsChangedGuarded = logErrors(connection.console, 'looking for kernels', kernelsChanged);
    kernelNotifier.onSearched(kernelsChangedGuarded);
    const settings = new ClientSettings({
      ...{ connection, engine, params: this.#params, folders: () => this.#folders },
      addresses: this.#addresses,
      onApplied: async () => {
        changed();
        // What takes longer, and what has to be loaded for it, comes after what the user waits for.
        await publish.answered();
        await engine.watchKernels(kernelsChangedGuarded, (error) =>
          connection.console.warn(`Kernels are not watched everywhere: ${error.message}`),
        );
        await kernelsChanged();
        for (const text of (await engine.kernelSet()).unmatched) {
          connection.console.info(
            `dkms.kernels: "${text}" names no kernel of this machine that can be built against.`,
          );
        }
      },
    });

    connection.onInitialized(
      logErrors(connection.console, 'reading the settings', async () => {
        if (this.#params.capabilities.workspace?.workspaceFolders) {
          connection.workspace.onDidChangeWorkspaceFolders(
            logErrors(connection.console, 'following the folders', async ({ added, removed }) => {
              const gone = new Set(removed.map((folder) => pathOf(folder.uri)));
              const kept = this.#folders.filter((folder) => !gone.has(folder));
              this.#folders.splice(0, this.#folders.length, ...kept);
              this.#addFolders(added);
              features.changed();
              await settings.foldersChanged();
            }),
          );
        }
        await settings.initialized();
        this.#clientTells = await features.initialized();
        if (this.#clientTells) {
          builds.results.follow();
          explainer.follow();
        }
        await sources.register();
      }),
    );
    connection.onDidChangeConfiguration(
      logErrors(connection.console, 'reading the settings', (told: { settings: unknown }) =>
        settings.changed(told.settings),
      ),
    );
  }
}
