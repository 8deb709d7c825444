import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/**
 * The make.log of a build. A write error does not stop the build: what can't be written is lost, and `fault` says why.
 * Its form is that of dkms 3.1.5 and later: a block for each command, with its exit code and its time.
 */
export class MakeLog {
  readonly path: string;
  readonly #stream: WriteStream;
  #fault: NodeJS.ErrnoException | undefined;

  constructor(path: string) {
    this.path = path;
    this.#stream = createWriteStream(path);
    this.#stream.on('error', (error) => {
      this.#fault ??= error;
    });
  }

  get fault(): NodeJS.ErrnoException | undefined {
    return this.#fault;
  }

  write(text: string): void {
    if (!this.#fault) this.#stream.write(text);
  }

  /** Resolves when everything is in the file. */
  async close(): Promise<void> {
    this.#stream.end();
    await finished(this.#stream).catch(() => undefined);
  }
}

export function logHeader(module: string, release: string, arch: string): string {
  return `DKMS (dkms-tools) make.log for ${module} for kernel ${release} (${arch})\n${new Date().toUTCString()}\n`;
}

export function blockStart(title: string, command: string): string {
  return `\n${title}\n# command: ${command}\n`;
}

export function blockEnd(exit: string, elapsedMs: number): string {
  const seconds = Math.round(elapsedMs / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const elapsed = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return `\n# exit code: ${exit}\n# elapsed time: ${elapsed}\n${'-'.repeat(64)}\n`;
}
