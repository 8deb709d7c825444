import {
  CancellationError,
  type CancellationToken,
  commands,
  type Disposable,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  type Memento,
  window,
  workspace,
} from 'vscode';
import {
  CloseAction,
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import {
  clientNotifications,
  type InitializationOptions,
  nodeOptions,
} from '../../server/src/lsp/messages.ts';

/** Whether the language server is running. */
export type ServerState = 'starting' | 'running' | 'stopped';

/** Also the prefix under which the library looks for its `trace.server` setting. */
const clientId = 'dkms';

/**
 * Owns the connection to the server, the log and everything that has to be disposed of. The other parts of the client
 * reach the server through it.
 */
export class Context implements Disposable {
  readonly log: LogOutputChannel;
  /** State that VS Code stores for this workspace. */
  readonly memory: Memento;
  readonly #client: LanguageClient;
  readonly #disposables: Disposable[] = [];
  readonly #listeners = new Map<string, EventEmitter<unknown>>();

  /** `initialize` is called at each start of the server and returns its initializationOptions. */
  constructor(extension: ExtensionContext, initialize: () => InitializationOptions) {
    this.log = window.createOutputChannel('DKMS', { log: true });
    this.memory = extension.workspaceState;
    const module = extension.asAbsolutePath('dist/server.js');
    this.#client = new LanguageClient(
      clientId,
      'DKMS Language Server',
      { module, transport: TransportKind.ipc, options: { execArgv: [...nodeOptions] } },
      { ...clientOptions(this.log, () => this.#errorHandler), initializationOptions: initialize },
    );
    this.own(
      this.log,
      // The server also ends when its connection closes, so nothing has to wait for the answer.
      { dispose: () => this.inBackground('ending the server', this.#client.dispose()) },
      workspace.onDidGrantWorkspaceTrust(() => this.notify(clientNotifications.trustGranted)),
    );
  }

  /** Starts the server. Shows a failure to the user and does not throw. */
  async start(): Promise<void> {
    try {
      await this.#client.start();
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
      await this.#offerRestart('The DKMS language server did not start, so dkms.conf files are not checked.');
    }
  }

  async restart(): Promise<void> {
    // vscode-languageclient throws if a client that is not running is stopped.
    if (this.#client.isRunning()) await this.#client.stop();
    await this.start();
  }

  /** Waits for a server that is starting. Rejects if the server is not running, or with the error that it answers. */
  async request<Result>(method: string, params?: object, token?: CancellationToken): Promise<Result> {
    if (params === undefined) return await this.#client.sendRequest<Result>(method, token);
    return await this.#client.sendRequest<Result>(method, params, token);
  }

  /** Sends nothing to a server that is not running: it gets the same data when it starts. */
  notify(method: string, params?: object): void {
    if (!this.#client.isRunning()) return;
    this.#client.sendNotification(method, params).catch((error: unknown) => this.log.warn(String(error)));
  }

  /** Any number of listeners can receive one notification; vscode-languageclient allows one handler for each method. */
  onNotification<Params>(method: string, listener: (params: Params) => void): Disposable {
    let listeners = this.#listeners.get(method);
    if (!listeners) {
      const all = new EventEmitter<unknown>();
      listeners = all;
      this.#listeners.set(method, all);
      this.own(
        all,
        this.#client.onNotification(method, (params: unknown) => all.fire(params)),
      );
    }
    return listeners.event((params) => listener(params as Params));
  }

  /** Calls the listener each time the server has started. */
  onStarted(listener: () => void): Disposable {
    return this.#client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) listener();
    });
  }

  /** Calls the listener with each new state of the server. */
  onStateChanged(listener: (state: ServerState) => void): Disposable {
    return this.#client.onDidChangeState(({ newState }) => listener(stateOf(newState)));
  }

  /** Runs work that nothing awaits; if it fails, only the log shows it. `what` goes before "failed". */
  inBackground(what: string, work: PromiseLike<unknown>): void {
    work.then(undefined, (error: unknown) => {
      if (error instanceof CancellationError) return;
      this.log.error(
        `${what} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    });
  }

  /** Registers a command. An error that it throws is logged, and shown as `<title>: <message>`. */
  command(id: string, title: string, handler: (...given: unknown[]) => unknown): void {
    const guarded = async (...given: unknown[]): Promise<void> => {
      try {
        await handler(...given);
      } catch (error) {
        if (error instanceof CancellationError) return;
        this.log.error(error instanceof Error ? error : String(error));
        const message = error instanceof Error ? error.message : String(error);
        await this.#offerLog(`${title}: ${message}`);
      }
    };
    this.own(commands.registerCommand(id, guarded));
  }

  /** Disposes of these when the extension is deactivated, the last one first. */
  own(...disposables: Disposable[]): void {
    this.#disposables.push(...disposables);
  }

  dispose(): void {
    for (const disposable of this.#disposables.reverse()) disposable.dispose();
  }

  /** Lets vscode-languageclient restart a crashed server up to four times in three minutes; after that, tells the user what to do. */
  get #errorHandler(): ErrorHandler {
    const library = this.#client.createDefaultErrorHandler();
    return {
      error: (error, message, count) => library.error(error, message, count),
      closed: async () => {
        const result = await library.closed();
        const handled = result.action === CloseAction.DoNotRestart;
        if (handled) {
          this.inBackground(
            'starting the server again',
            this.#offerRestart(
              'The DKMS language server crashed five times in three minutes and was not started again.',
            ),
          );
        }
        return { ...result, handled };
      },
    };
  }

  async #offerRestart(message: string): Promise<void> {
    const restart = 'Restart';
    if ((await this.#offerLog(`${message} The log says why.`, restart)) === restart) await this.restart();
  }

  async #offerLog(message: string, ...actions: string[]): Promise<string | undefined> {
    const showLog = 'Show Log';
    const answer = await window.showErrorMessage(message, ...actions, showLog);
    if (answer === showLog) this.log.show();
    return answer;
  }
}

function stateOf(state: State): ServerState {
  switch (state) {
    case State.Starting:
      return 'starting';
    case State.Running:
      return 'running';
    default:
      return 'stopped';
  }
}

function clientOptions(log: LogOutputChannel, errorHandler: () => ErrorHandler): LanguageClientOptions {
  // Made at the first use: it needs the client, whose constructor takes this object.
  let handler: ErrorHandler | undefined;
  const made = (): ErrorHandler => (handler ??= errorHandler());
  return {
    documentSelector: [
      { scheme: 'file', language: 'dkms-conf' },
      { scheme: 'untitled', language: 'dkms-conf' },
    ],
    diagnosticPullOptions: { onChange: true, onTabs: true },
    outputChannel: log,
    errorHandler: {
      error: (...given) => made().error(...given),
      closed: () => made().closed(),
    },
  };
}
