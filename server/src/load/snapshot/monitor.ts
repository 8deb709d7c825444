import { type FileHandle, open } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

/** The arguments with which QEMU, run in the folder of a `Monitor`, connects to it. */
export const monitorArguments: readonly string[] = ['-qmp', 'unix:monitor'];

/**
 * Gives commands to a QEMU. Source: docs/interop/qmp-spec of QEMU: one JSON object a line; each command is answered in turn by an object with
 * `return` or `error`, and objects with `event` come in between.
 */
export class Monitor {
  readonly #folder: FileHandle;
  readonly #server: Server;
  readonly #connected = Promise.withResolvers<Socket>();
  readonly #waiting: PromiseWithResolvers<Answer>[] = [];
  #unfinished = '';
  #isClosed = false;

  private constructor(folder: FileHandle, server: Server) {
    this.#folder = folder;
    this.#server = server;
    // Who gives commands hears of it.
    this.#connected.promise.catch(() => {});
    server.once('connection', (socket) => {
      socket.setEncoding('utf8').on('data', (text: string) => this.#read(text));
      // It is closed after an error, too.
      socket.on('error', () => {});
      socket.on('close', () => this.close());
      this.#connected.resolve(socket);
    });
  }

  /** Waits for a QEMU in a folder. Rejects with the system's error if there can be no socket in it. */
  static async open(path: string): Promise<Monitor> {
    const folder = await open(path);
    // The address of a socket has 107 characters at most, and the path of a folder may have more.
    const address = join(`/proc/self/fd/${folder.fd}`, 'monitor');
    const server = createServer();
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(address, resolve);
      });
    } catch (error) {
      await folder.close();
      throw error;
    }
    return new Monitor(folder, server);
  }

  /** The result of a command. Rejects with what QEMU said, or if it ends before it has answered. */
  async execute(command: string, given: object = {}): Promise<unknown> {
    const socket = await this.#connected.promise;
    if (this.#isClosed) throw ended();
    const waiting = Promise.withResolvers<Answer>();
    this.#waiting.push(waiting);
    socket.write(`${JSON.stringify({ execute: command, arguments: given })}\n`);
    const answer = await waiting.promise;
    if (answer.error) throw new Error(answer.error.desc);
    return answer.return;
  }

  /** Rejects what has not been answered, and removes the socket. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(ended());
    this.#connected.promise.then(
      (socket) => socket.destroy(),
      () => {},
    );
    this.#connected.reject(ended());
    // Closing removes the socket, by its path.
    this.#server.close(() => void this.#folder.close());
  }

  #read(text: string): void {
    const lines = `${this.#unfinished}${text}`.split('\n');
    this.#unfinished = lines.pop() ?? '';
    for (const line of lines) {
      const answer = JSON.parse(line) as Answer;
      if (answer.return !== undefined || answer.error) this.#waiting.shift()?.resolve(answer);
    }
  }
}

function ended(): Error {
  return new Error('QEMU has ended');
}

interface Answer {
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
}
