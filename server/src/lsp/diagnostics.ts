import type { BuildScheduler } from '../workspace/build-scheduler.ts';
import type { Engine } from '../workspace/engine.ts';
import { SourceExplainer } from '../workspace/explanation/source-explainer.ts';
import { pathOf } from './addresses.ts';
import { DiagnosticsPublisher } from './diagnostics-publisher.ts';
import { logErrors } from './log-errors.ts';
import type { OpenFiles } from './open-files.ts';
import type { Session } from './session.ts';
import { SourceFeatures } from './source-features.ts';

/**
 * What is wrong with the user's files: the findings of confs, the problems of builds with their causes, and code that will not compile for
 * some kernel.
 */
export class Diagnostics {
  readonly explainer: SourceExplainer;
  readonly sources: SourceFeatures;
  readonly publisher: DiagnosticsPublisher;

  constructor(session: Session, engine: Engine, openFiles: OpenFiles, builds: BuildScheduler) {
    const { connection, addresses, files } = session;
    const { capabilities } = session.params;
    const edits = capabilities.workspace?.workspaceEdit;
    this.explainer = new SourceExplainer({
      ...{ engine, builds, openText: openFiles.textOf, dist: files.dist },
      changed: (changed) => this.publisher.problemsChanged(changed),
      complain: (error) =>
        connection.console.warn(`A C file could not be checked for missing names: ${String(error)}`),
    });
    this.sources = new SourceFeatures({
      ...{ explainer: this.explainer, openText: openFiles.textOf, causePage: files.causePage, addresses },
      makesFiles: edits?.documentChanges === true && edits.resourceOperations?.includes('create') === true,
    });
    this.publisher = new DiagnosticsPublisher({
      ...{ connection, engine, problems: builds.problems, addresses, rulePage: files.rulePage },
      documentAt: (uri) => openFiles.confs.get(uri),
      openText: openFiles.textOf,
      clientPulls: capabilities.textDocument?.diagnostic !== undefined,
      about: {
        explanationOf: (problem) => this.explainer.explanationOf(problem),
        predictedIn: (file) => this.sources.diagnosticsOf(file),
        causePage: files.causePage,
      },
    });
    builds.onChanged({ problems: (changed) => this.publisher.problemsChanged(changed) });
    this.#followOpenFiles(session, engine, openFiles);
  }

  /** The settings or the kernels have changed: checks every open conf again. */
  checkAgain(openFiles: OpenFiles): void {
    for (const document of openFiles.confs.all()) this.publisher.confChanged(document);
  }

  #followOpenFiles({ connection }: Session, engine: Engine, openFiles: OpenFiles): void {
    openFiles.confs.onDidChangeContent(
      logErrors(connection.console, 'checking a changed conf', ({ document }) => {
        this.publisher.confChanged(document);
        const path = pathOf(document.uri);
        if (path !== undefined) this.publisher.textChanged(path);
      }),
    );
    openFiles.confs.onDidClose(
      logErrors(connection.console, 'closing a conf', ({ document }) => {
        this.publisher.confClosed(document.uri);
        const path = pathOf(document.uri);
        if (path !== undefined) engine.checks.forgetSourceFacts(path);
        document.conf.dispose();
      }),
    );
    openFiles.onSourceEvent(
      logErrors(connection.console, 'following an open file of a source', ({ path, event }) => {
        if (event !== 'saved') this.publisher.textChanged(path);
        if (event === 'saved') this.explainer.filesChanged([path]);
        else if (event === 'closed') this.explainer.close(path);
        else this.explainer.update(path);
      }),
    );
  }
}
