import { createHash } from 'node:crypto';
import {
  type CancellationToken,
  type Connection,
  type Diagnostic,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
  type InitializeParams,
  type TextDocuments,
  type WorkspaceDiagnosticParams,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { checkFile } from '../workspace/confs/file-check.ts';
import type { Engine } from '../workspace/engine.ts';
import { concernsConf } from '../workspace/modules/module-list.ts';
import { withParser } from '../workspace/parser-files.ts';
import { type Addresses, pathOf } from './addresses.ts';
import type { ConfDocument } from './conf-documents.ts';
import type { DiagnosticsPublisher } from './diagnostics-publisher.ts';
import { diagnosticOf } from './findings.ts';

/** How long an answer waits for a change if the editor can't report file changes. After that, the whole workspace is checked again. */
const longestWaitMs = 30_000;

/**
 * Answers pulls for the whole workspace: what is wrong with every conf below its folders, open or not. An editor asks again as
 * soon as it has an answer, so a later answer waits until something has changed.
 */
export class WorkspaceDiagnostics {
  readonly #connection: Connection;
  readonly #engine: Engine;
  readonly #documents: TextDocuments<ConfDocument>;
  readonly #publish: DiagnosticsPublisher;
  readonly #folders: () => readonly string[];
  readonly #rulePage: (rule: string) => string | undefined;
  readonly #addresses: Addresses;
  readonly #clientWatches: boolean;
  /** The number of changes so far; an answer is as recent as this number was when it began. */
  #changes = 1;
  #answered = 0;
  /** How many files the last answer was about. */
  #reported = 0;
  readonly #waiting = new Set<() => void>();
  /** What was found in confs that are not open, as long as nothing that it depends on has changed. */
  readonly #found = new Map<string, readonly Diagnostic[]>();
  /** The result id of each list, so that an unchanged list is not serialised again for each answer. */
  readonly #resultIds = new WeakMap<readonly Diagnostic[], string>();

  constructor(options: {
    connection: Connection;
    engine: Engine;
    documents: TextDocuments<ConfDocument>;
    publish: DiagnosticsPublisher;
    params: InitializeParams;
    folders: () => readonly string[];
    rulePage: (rule: string) => string | undefined;
    addresses: Addresses;
  }) {
    this.#connection = options.connection;
    this.#engine = options.engine;
    this.#documents = options.documents;
    this.#publish = options.publish;
    this.#folders = options.folders;
    this.#rulePage = options.rulePage;
    this.#addresses = options.addresses;
    this.#clientWatches =
      options.params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    const { connection, documents } = options;
    connection.languages.diagnostics.onWorkspace((params, token) => this.#answer(params, token));
    documents.onDidClose(({ document }) => {
      const path = pathOf(document.uri);
      this.changed(path === undefined ? [] : [path]);
    });
  }

  /** Asks the editor to report changed files, and returns whether it can; to be called once it is initialized. */
  async watch(): Promise<boolean> {
    if (!this.#clientWatches) return false;
    await this.#connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [
        { globPattern: '**/{dkms.conf,dkms.conf.in,*.dkms.conf,debian/*.dkms,debian/dkms}' },
        // Findings compare a conf with these: targets of make, versions in the source, patches and scripts. A change also makes results stale.
        { globPattern: '**/{Makefile*,makefile*,GNUmakefile*,Kbuild*,*.mk,*.c,*.h,*.S,*.lds,*.patch,*.sh}' },
      ],
    });
    return true;
  }

  /** Something that findings depend on has changed, these files or possibly anything: waiting answers are sent now. */
  changed(files?: readonly string[]): void {
    if (!files) this.#found.clear();
    else
      for (const path of this.#found.keys())
        if (files.some((file) => concernsConf(path, file))) this.#found.delete(path);
    this.#changes++;
    for (const wake of this.#waiting) wake();
  }

  async #answer(
    { previousResultIds }: WorkspaceDiagnosticParams,
    token: CancellationToken,
  ): Promise<{ items: WorkspaceDocumentDiagnosticReport[] }> {
    // An editor without any report, although some were sent, starts from the beginning.
    const knows = previousResultIds.length > 0 || this.#reported === 0;
    if (knows && this.#answered === this.#changes) await this.#nextChange(token);
    this.#answered = this.#changes;
    if (previousResultIds.length === 0 && !this.#clientWatches) this.#forget();
    const before = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    const paths = await this.#engine.moduleList.confs(this.#folders());
    const present = new Set(paths);
    for (const path of this.#found.keys()) if (!present.has(path)) this.#found.delete(path);
    for (const path of paths) {
      if (token.isCancellationRequested) break;
      const uri = this.#addresses.of(path);
      const found = await withParser(() => {
        const open = this.#documents.get(uri);
        return open ? this.#publish.findingsOf(open) : this.#check(path, uri);
      });
      const document = this.#documents.get(uri);
      items.push(this.#report(uri, document?.version ?? null, found, before.get(uri)));
      before.delete(uri);
    }
    // Reports about a removed file have to be withdrawn.
    if (!token.isCancellationRequested)
      for (const [uri, value] of before) items.push(this.#report(uri, null, [], value));
    this.#reported = items.length;
    return { items };
  }

  async #check(path: string, uri: string): Promise<readonly Diagnostic[]> {
    const known = this.#found.get(path);
    if (known) return known;
    const { findings, lines } = await checkFile(this.#engine, path, []);
    const found = findings.map(({ finding }) => diagnosticOf(finding, uri, lines, this.#rulePage));
    this.#found.set(path, found);
    return found;
  }

  /** File changes are not reported: the next answer walks the workspace and checks all of it. */
  #forget(): void {
    this.#engine.moduleList.forget();
    this.#found.clear();
  }

  #nextChange(token: CancellationToken): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        cancelled.dispose();
        this.#waiting.delete(wake);
        resolve();
      };
      const cancelled = token.onCancellationRequested(wake);
      const lookAgain = () => {
        this.#forget();
        wake();
      };
      const timer = this.#clientWatches ? undefined : setTimeout(lookAgain, longestWaitMs);
      this.#waiting.add(wake);
    });
  }

  #report(
    uri: string,
    version: number | null,
    items: readonly Diagnostic[],
    previous: string | undefined,
  ): WorkspaceDocumentDiagnosticReport {
    const known = this.#resultIds.get(items);
    const resultId = known ?? createHash('sha1').update(JSON.stringify(items)).digest('base64');
    if (known === undefined) this.#resultIds.set(items, resultId);
    return resultId === previous
      ? { kind: DocumentDiagnosticReportKind.Unchanged, uri, version, resultId }
      : { kind: DocumentDiagnosticReportKind.Full, uri, version, resultId, items: [...items] };
  }
}
