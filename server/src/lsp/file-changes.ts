import { type Connection, FileChangeType } from 'vscode-languageserver';
import type { BuildScheduler } from '../workspace/build-scheduler.ts';
import type { Engine } from '../workspace/engine.ts';
import type { SourceExplainer } from '../workspace/explanation/source-explainer.ts';
import { concernsConf, type FileEvent } from '../workspace/modules/module-list.ts';
import { pathOf } from './addresses.ts';
import type { OpenConfs } from './conf-documents.ts';
import type { DiagnosticsPublisher } from './diagnostics-publisher.ts';
import { logErrors } from './log-errors.ts';

const kinds = {
  [FileChangeType.Created]: 'created',
  [FileChangeType.Changed]: 'changed',
  [FileChangeType.Deleted]: 'deleted',
} as const satisfies Record<FileChangeType, FileEvent['kind']>;

/** Follows the files that the client reports, opened and saved in it or written by other programs; `changed` asks it to pull again. */
export function followFiles(parts: {
  readonly connection: Connection;
  readonly engine: Engine;
  readonly builds: BuildScheduler;
  readonly explainer: SourceExplainer;
  readonly documents: OpenConfs;
  readonly publish: DiagnosticsPublisher;
  readonly changed: (files?: readonly string[]) => void;
}): void {
  const { connection, engine, builds, explainer, documents, publish, changed } = parts;
  /** Reads the source of open confs again; `files` are those that changed, `written` the same unless some were created or deleted. */
  const refresh = async (uris: readonly string[], files?: readonly string[], written?: readonly string[]) => {
    const paths = uris.map(pathOf).filter((path) => path !== undefined);
    await Promise.all(paths.map((path) => engine.lookAgain(path, written)));
    // What is known about a conf that was closed in the meantime must not be kept in memory.
    for (const path of paths) if (!documents.at(path)) engine.checks.forgetSourceFacts(path);
    for (const path of paths) {
      const document = documents.at(path);
      if (document) publish.confChanged(document);
    }
    changed(files);
  };
  const lookGuarded = logErrors(connection.console, 'looking at the source of a conf', refresh);
  const seen = async (uri: string) => {
    const path = pathOf(uri);
    if (path !== undefined) await engine.moduleList.seen(path);
    return path;
  };
  documents.onDidOpen(
    logErrors(connection.console, 'opening a conf', async ({ document }) => {
      await seen(document.uri);
      await refresh([document.uri], []);
    }),
  );
  documents.onDidSave(
    logErrors(connection.console, 'following a saved conf', async ({ document }) => {
      const path = await seen(document.uri);
      if (path !== undefined) builds.results.fileChanged(path);
    }),
  );
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const events = changes.flatMap(({ uri, type }) => {
      const path = pathOf(uri);
      return path === undefined ? [] : [{ path, kind: kinds[type] }];
    });
    engine.moduleList.filesChanged(events);
    for (const { path, kind } of events) {
      if (kind === 'deleted') builds.fileRemoved(path);
      builds.results.fileChanged(path);
    }
    const files = events.map(({ path }) => path);
    explainer.filesChanged(files);
    const concerned = documents.keys().filter((uri) => {
      const conf = pathOf(uri);
      return conf !== undefined && files.some((file) => concernsConf(conf, file));
    });
    const written = events.every(({ kind }) => kind === 'changed') ? files : undefined;
    lookGuarded(concerned, files, written);
  });
}
