import {
  type CancellationToken,
  CancellationTokenSource,
  type Event,
  EventEmitter,
  type Pseudoterminal,
} from 'vscode';
import type { BuildReport } from '../../../server/src/lsp/messages.ts';
import { exitCode, terminalText, verdict } from '../builds/build-text.ts';

/** Runs a build and writes what it prints. `undefined`: the user did not say what to build. */
export type StartBuild = (
  write: (text: string) => void,
  token: CancellationToken,
) => Promise<BuildReport | undefined>;

const controlC = '\u0003';

/** The terminal of one build. Closing it, or Ctrl+C in it, cancels the build. */
export class BuildTerminal implements Pseudoterminal {
  readonly #start: StartBuild;
  readonly #text = new EventEmitter<string>();
  readonly #closed = new EventEmitter<number>();
  readonly #cancellation = new CancellationTokenSource();

  constructor(start: StartBuild) {
    this.#start = start;
  }

  get onDidWrite(): Event<string> {
    return this.#text.event;
  }

  get onDidClose(): Event<number> {
    return this.#closed.event;
  }

  open(): void {
    void this.#run();
  }

  handleInput(data: string): void {
    if (data === controlC) this.#cancellation.cancel();
  }

  close(): void {
    this.#cancellation.cancel();
  }

  async #run(): Promise<void> {
    const write = (text: string) => this.#text.fire(terminalText(text));
    try {
      const report = await this.#start(write, this.#cancellation.token);
      write(report ? `\n${verdict(report)}\n` : 'Nothing was built, since no module or kernel was chosen.\n');
      this.#closed.fire(report ? exitCode(report.status) : exitCode('cancelled'));
    } catch (error) {
      write(`\n${error instanceof Error ? error.message : String(error)}\n`);
      this.#closed.fire(exitCode('failed'));
    }
  }
}
