import { type Connection, type InitializeResult, TextDocumentSyncKind } from 'vscode-languageserver';
import type { BuildScheduler } from '../workspace/build-scheduler.ts';
import type { Engine } from '../workspace/engine.ts';
import { KernelMemory } from '../workspace/new-kernels/kernel-memory.ts';
import { registerAuthoring } from './authoring.ts';
import { BuildServices } from './build-services.ts';
import { registerCache } from './cache.ts';
import { ClientSettings } from './client-settings.ts';
import { Diagnostics } from './diagnostics.ts';
import { fileOperations } from './editing.ts';
import { registerExplainLog } from './explain-log.ts';
import { registerFetchedKernels } from './fetched-kernels.ts';
import { followFiles } from './file-changes.ts';
import { KernelUpdates } from './kernel-updates.ts';
import { registerLackingNames } from './lacking-names.ts';
import {
  type LanguageFeatures,
  languageCapabilities,
  registerLanguageFeatures,
} from './language-features.ts';
import { registerLoading } from './loading.ts';
import { logErrors } from './log-errors.ts';
import { registerMachine } from './machine.ts';
import { registerNewModules } from './new-module.ts';
import { OpenFiles } from './open-files.ts';
import { registerPorting } from './porting.ts';
import { registerRanges } from './ranges.ts';
import { type ProgramFiles, Session } from './session.ts';

/** What a server is created from. */
export interface ServerOptions {
  readonly version: string;
  readonly files: ProgramFiles;
  readonly startEngine: () => Promise<Engine>;
  /** `openText` gives the text of a file that is open in the editor. */
  readonly makeBuilds: (engine: Engine, openText: (file: string) => string | undefined) => BuildScheduler;
}

/**
 * Serves one client.
 * Ends the process when the client says so, or when it is gone.
 */
export function serve(connection: Connection, options: ServerOptions): void {
  connection.onInitialize(async (params): Promise<InitializeResult> => {
    const session = new Session(connection, params, options.files);
    await start(session, options);
    return {
      serverInfo: { name: 'dkms-tools', version: options.version },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        ...languageCapabilities(session.options),
        workspace: { workspaceFolders: { supported: true, changeNotifications: true }, fileOperations },
      },
    };
  });
  connection.listen();
}

/** Makes the owners of what the server offers, and connects each of them with what it depends on. */
async function start(session: Session, { startEngine, makeBuilds }: ServerOptions): Promise<void> {
  const { connection, params, addresses, folders } = session;
  const { rulePage, causePage } = session.files;
  const engine = await startEngine();
  const openFiles = new OpenFiles(session, engine);
  const builds = makeBuilds(engine, openFiles.textOf);
  const services = new BuildServices(session, engine, openFiles, builds);
  const diagnostics = new Diagnostics(session, engine, openFiles, builds);
  const { explainer, publisher } = diagnostics;
  const ranges = registerRanges({
    ...{ connection, addresses, trusted: session.trusted, dist: session.files.dist },
    onChanged: () => features.resultsChanged(),
  });
  const features: LanguageFeatures = registerLanguageFeatures({
    ranges,
    ...{ connection, engine, params, rulePage, folders, addresses },
    ...{ documents: openFiles.confs, openText: openFiles.textOf, problems: builds.problems },
    ...{ publish: publisher, sources: diagnostics.sources },
    resultsOf: (file) => builds.results.ofConf(file),
  });
  builds.onChanged({ results: () => features.resultsChanged() });
  openFiles.onSourceEvent(({ path, event }) => {
    if (event === 'saved' && !session.reportsFileChanges) features.changed([path]);
  });
  registerCache({ connection, engine, builds });
  registerNewModules(connection, session.files.dist, addresses);
  registerAuthoring({ connection, engine, addresses, dist: session.files.dist, openText: openFiles.textOf });
  registerPorting({
    ...{ connection, engine, builds, addresses, trusted: session.trusted, dist: session.files.dist },
  });
  registerLackingNames({ connection, explainer, openText: openFiles.textOf });
  registerLoading({ connection, engine, groups: builds.groups, addresses });
  registerExplainLog({
    ...{ connection, addresses, causePage },
    explain: (log) => explainer.explainLog(folders(), log),
  });
  const machine = registerMachine(connection, engine, session.files.dist);
  followFiles({
    ...{ connection, engine, builds, explainer, documents: openFiles.confs, publish: publisher },
    changed: features.changed,
  });

  const checkAgain = () => {
    diagnostics.checkAgain(openFiles);
    features.changed();
  };
  const kernels = new KernelUpdates({
    ...{ session, engine, builds, services, diagnostics },
    memory: await KernelMemory.ofThisMachine(process.env),
    settingsKnown: () => settings.known,
    onUpdated: checkAgain,
    onSelected: () => features.changed(),
  });
  registerFetchedKernels({ connection, engine, groups: builds.groups, changed: () => kernels.searchAgain() });
  const settings = new ClientSettings({
    ...{ connection, engine, params, folders, addresses },
    onApplied: async () => {
      checkAgain();
      // Diagnostics, which the user waits for, come before what takes longer.
      await publisher.answered();
      await kernels.follow();
    },
  });
  openFiles.listen();
  connection.onInitialized(
    logErrors(connection.console, 'reading the settings', async () => {
      if (params.capabilities.workspace?.workspaceFolders) {
        connection.workspace.onDidChangeWorkspaceFolders(
          logErrors(connection.console, 'following the folders', async (change) => {
            session.changeFolders(change);
            features.changed();
            await settings.foldersChanged();
          }),
        );
      }
      await settings.initialized();
      session.reportsFileChanges = await features.initialized();
      if (session.reportsFileChanges) {
        builds.results.follow();
        explainer.follow();
      }
      await openFiles.sources.register();
    }),
  );
  connection.onDidChangeConfiguration(
    logErrors(connection.console, 'reading the settings', (change: { settings: unknown }) =>
      settings.changed(change.settings),
    ),
  );
  connection.onShutdown(async () => {
    kernels.stop();
    await ranges.stop();
    await machine.stop();
    await explainer.stop();
    await services.stop();
    await builds.stop();
    await engine.stop();
  });
}
