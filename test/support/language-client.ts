import { type ChildProcess, spawn } from 'node:child_process';
import {
  type ConfigurationItem,
  createProtocolConnection,
  type Diagnostic,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { clientAddress } from './client-address.ts';
import { type Machine, onMachine, plainEnvironment } from './surroundings.ts';
import { hangMs } from './waiting.ts';

/**
 * A small client that drives any language server over stdio, as an editor without pull diagnostics would:
 * the tests and the benchmarks use it.
 */
export class LanguageClient {
  readonly #process: ChildProcess;
  readonly #connection: ProtocolConnection;
  readonly #waiting = new Map<string, (diagnostics: PublishDiagnosticsParams) => void>();
  readonly #last = new Map<string, PublishDiagnosticsParams>();
  readonly #texts = new Map<string, TextDocument>();
  /** The functions that reject pending waits for diagnostics. */
  readonly #unanswered = new Set<() => void>();
  #hasEnded = false;
  /** What the server logged or showed, for failure messages. */
  readonly log: string[] = [];

  private constructor(process: ChildProcess, connection: ProtocolConnection) {
    this.#process = process;
    this.#connection = connection;
  }

  /** Starts a server and initializes it; `options` are its initializationOptions, `settings` are the answer to its requests for settings. */
  static async start(
    command: readonly string[],
    given: {
      readonly folder?: string;
      /** The folders of a workspace that has several. */
      readonly folders?: readonly string[];
      readonly options?: unknown;
      readonly settings?: Readonly<Record<string, unknown>>;
      /** Answers the server's requests for settings in place of `settings`; `false` if the client does not support such requests. */
      readonly answer?: ((items: readonly ConfigurationItem[]) => unknown) | false;
      readonly pull?: boolean;
      /** Whether the client can report changed files; the test then sends `workspace/didChangeWatchedFiles` itself. */
      readonly tellsOfFiles?: boolean;
      readonly env?: NodeJS.ProcessEnv;
      /** The contents of the system's folders. By default they are empty and not searched. Benchmarks use the machine `as it is`. */
      readonly machine?: Machine | 'as it is';
    } = {},
  ): Promise<LanguageClient> {
    const [program = '', ...words] =
      given.machine === 'as it is' ? command : onMachine(command, given.machine);
    const child = spawn(program, words, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: given.env ?? plainEnvironment(),
    });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const client = new LanguageClient(child, connection);
    // Otherwise pending requests would never settle.
    child.once('error', (error) => client.#end(String(error)));
    child.once('exit', (code, signal) => client.#end(`the server ended with ${signal ?? code}`));
    child.stderr.on('data', (data: Buffer) => client.log.push(data.toString()));
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      client.#last.set(params.uri, params);
      client.#waiting.get(params.uri)?.(params);
    });
    connection.onNotification('window/logMessage', (params: { message: string }) => {
      client.log.push(params.message);
    });
    connection.onNotification('window/showMessage', (params: { message: string }) => {
      client.log.push(params.message);
    });
    const { dkms, ...others } = given.settings ?? {};
    const settings = { dkms: { systemKernels: given.machine !== undefined, ...(dkms as object) }, ...others };
    const answer = (items: readonly ConfigurationItem[]) =>
      items.map((item) =>
        item.section ? ((settings as Record<string, unknown>)[item.section] ?? null) : settings,
      );
    connection.onRequest('workspace/configuration', ({ items }: { items: readonly ConfigurationItem[] }) =>
      (given.answer || answer)(items),
    );
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest('window/workDoneProgress/create', () => null);
    connection.listen();
    const folders = (given.folders ?? (given.folder === undefined ? [] : [given.folder])).map(clientAddress);
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: folders[0] ?? null,
      workspaceFolders: folders.length > 0 ? folders.map((uri) => ({ uri, name: 'workspace' })) : null,
      initializationOptions: given.options,
      capabilities: {
        workspace: {
          ...{ configuration: given.answer !== false, workspaceFolders: true },
          ...(given.tellsOfFiles && { didChangeWatchedFiles: { dynamicRegistration: true } }),
        },
        textDocument: {
          publishDiagnostics: { versionSupport: true, relatedInformation: true },
          completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
          hover: { contentFormat: ['markdown'] },
          ...(given.pull && { diagnostic: {} }),
        },
      },
    });
    await connection.sendNotification('initialized', {});
    return client;
  }

  get pid(): number {
    return this.#process.pid ?? -1;
  }

  request<Result>(method: string, params?: unknown): Promise<Result> {
    return this.#connection.sendRequest<Result>(method, params);
  }

  /** Sends a request that `cancel` cancels. */
  cancellable<Result>(method: string, params: unknown): { result: Promise<Result>; cancel(): Promise<void> } {
    // The library numbers requests itself, so this one can be cancelled only through a token.
    const listeners: (() => void)[] = [];
    const token = {
      isCancellationRequested: false,
      onCancellationRequested: (listener: () => void) => {
        listeners.push(listener);
        return { dispose: () => {} };
      },
    };
    const result = this.#connection.sendRequest<Result>(method, params, token as never);
    return {
      result,
      cancel: async () => {
        token.isCancellationRequested = true;
        for (const listener of listeners) listener();
      },
    };
  }

  notify(method: string, params?: unknown): Promise<void> {
    return this.#connection.sendNotification(method, params);
  }

  on(method: string, handler: (params: never) => void): void {
    this.#connection.onNotification(method, handler as (params: unknown) => void);
  }

  /** Opens a document; resolves with the first diagnostics for it. */
  open(uri: string, languageId: string, text: string): Promise<readonly Diagnostic[]> {
    const answer = this.#next(uri, 1);
    void this.show(uri, languageId, text);
    return answer;
  }

  /** The same, without waiting for what follows. */
  show(uri: string, languageId: string, text: string): Promise<void> {
    this.#texts.set(uri, TextDocument.create(uri, languageId, 1, text));
    return this.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  }

  /** Inserts text at an offset, as one keystroke does; resolves with the diagnostics that follow. */
  type(uri: string, offset: number, inserted: string, removed = 0): Promise<readonly Diagnostic[]> {
    const answer = this.#next(uri, this.#document(uri).version + 1);
    void this.edit(uri, offset, inserted, removed);
    return answer;
  }

  /** The same, without waiting for what follows. */
  edit(uri: string, offset: number, inserted: string, removed = 0): Promise<void> {
    const document = this.#document(uri);
    const range = { start: document.positionAt(offset), end: document.positionAt(offset + removed) };
    const version = document.version + 1;
    const contentChanges = [{ range, text: inserted }];
    this.#texts.set(uri, TextDocument.update(document, contentChanges, version));
    return this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  }

  async close(uri: string): Promise<void> {
    this.#texts.delete(uri);
    await this.notify('textDocument/didClose', { textDocument: { uri } });
  }

  textOf(uri: string): string {
    return this.#texts.get(uri)?.getText() ?? '';
  }

  positionAt(uri: string, offset: number): Position {
    return this.#document(uri).positionAt(offset);
  }

  /** The last diagnostics that were pushed for a document. */
  diagnostics(uri: string): readonly Diagnostic[] {
    return this.#last.get(uri)?.diagnostics ?? [];
  }

  /** Waits until the diagnostics of a document satisfy a condition. */
  async until(
    uri: string,
    wanted: (diagnostics: readonly Diagnostic[]) => boolean,
    timeoutMs = hangMs,
    pollMs = 20,
  ): Promise<readonly Diagnostic[]> {
    const deadline = Date.now() + timeoutMs;
    while (!wanted(this.diagnostics(uri))) {
      if (this.#hasEnded || Date.now() > deadline) {
        throw new Error(`${uri} still has ${JSON.stringify(this.diagnostics(uri))}\n${this.log.join('\n')}`);
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    return this.diagnostics(uri);
  }

  /** Asks the server to end, and waits until its process has. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) =>
      this.#process.once('exit', (code) => resolve(code)),
    );
    await this.#connection.sendRequest('shutdown');
    await this.#connection.sendNotification('exit');
    const code = await ended;
    this.#connection.dispose();
    return code;
  }

  /** Rejects all pending waits, since the process is gone. */
  #end(reason: string): void {
    this.log.push(reason);
    this.#hasEnded = true;
    this.#connection.dispose();
    for (const fail of this.#unanswered) fail();
  }

  #document(uri: string): TextDocument {
    const document = this.#texts.get(uri);
    if (!document) throw new Error(`${uri} is not open`);
    return document;
  }

  /** The next diagnostics for a version of a document; diagnostics without a version count as well. */
  #next(uri: string, version: number): Promise<readonly Diagnostic[]> {
    const answer = new Promise<readonly Diagnostic[]>((resolve, reject) => {
      const fail = () => {
        clearTimeout(limit);
        this.#unanswered.delete(fail);
        reject(new Error(`no diagnostics for ${uri}\n${this.log.join('\n')}`));
      };
      const limit = setTimeout(fail, hangMs);
      this.#unanswered.add(fail);
      this.#waiting.set(uri, (params) => {
        if (params.version !== undefined && params.version !== version) return;
        this.#waiting.delete(uri);
        this.#unanswered.delete(fail);
        clearTimeout(limit);
        resolve(params.diagnostics);
      });
    });
    // Some callers never await the diagnostics: that must not be an unhandled rejection.
    answer.catch(() => {});
    return answer;
  }
}
