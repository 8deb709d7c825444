import { type ChildProcess, spawn } from 'node:child_process';
import { onMachine } from './surroundings.ts';
import { hangMs } from './waiting.ts';

interface Message {
  readonly id?: number | string | null;
  readonly method?: string;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
  readonly params?: unknown;
}

/** Talks to a language server byte by byte, so that it can send what no client library would. */
export class RawClient {
  readonly process: ChildProcess;
  readonly messages: Message[] = [];
  /** Resolves with the exit code, or the signal's name, when the server has ended. */
  readonly ended: Promise<number | string | null>;
  readonly #listeners = new Set<() => void>();
  #bytes = Buffer.alloc(0);
  #lastId = 0;

  constructor(command: readonly string[]) {
    const [program = '', ...words] = onMachine(command);
    this.process = spawn(program, words, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.ended = new Promise((resolve) =>
      this.process.once('exit', (code, signal) => resolve(signal ?? code)),
    );
    this.process.stdout?.on('data', (data: Buffer) => this.#read(data));
    // Writing to a server that has ended fails.
    this.process.stdin?.on('error', () => {});
  }

  /** Starts the session as a client without any capability does. */
  async initialize(): Promise<void> {
    await this.request('initialize', { processId: null, rootUri: null, capabilities: {} });
    this.notify('initialized', {});
  }

  write(bytes: string | Uint8Array): void {
    this.process.stdin?.write(bytes);
  }

  /** Sends a body preceded by its length, whatever the body is. */
  frame(body: string): void {
    this.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  notify(method: string, params?: unknown): void {
    this.frame(JSON.stringify({ jsonrpc: '2.0', method, params }));
  }

  /** Sends a request; resolves with the response, whether a result or an error. */
  request(method: string, params?: unknown): Promise<Message> {
    const id = ++this.#lastId;
    this.frame(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return this.until((message) => message.id === id && message.method === undefined);
  }

  /** The first message that is wanted, among those received so far and those to come. */
  async until(wanted: (message: Message) => boolean, timeoutMs = hangMs): Promise<Message> {
    const deadline = Date.now() + timeoutMs;
    while (true) {
      const found = this.messages.find(wanted);
      if (found) return found;
      if (Date.now() > deadline || this.process.exitCode !== null)
        throw new Error(
          `the server did not answer; its last words: ${JSON.stringify(this.messages.slice(-3))}`,
        );
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          this.#listeners.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, 200);
        this.#listeners.add(wake);
      });
    }
  }

  kill(): void {
    this.process.kill('SIGKILL');
  }

  #read(data: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, data]);
    while (true) {
      const headerEnd = this.#bytes.indexOf('\r\n\r\n');
      if (headerEnd < 0) break;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#bytes.toString('latin1', 0, headerEnd))?.[1]);
      if (this.#bytes.length < headerEnd + 4 + length) break;
      const body = this.#bytes.toString('utf8', headerEnd + 4, headerEnd + 4 + length);
      this.#bytes = this.#bytes.subarray(headerEnd + 4 + length);
      this.messages.push(JSON.parse(body) as Message);
    }
    for (const wake of this.#listeners) wake();
  }
}
