import {
  type CancellationToken,
  CancellationTokenSource,
  type Event,
  EventEmitter,
  type Pseudoterminal,
} from 'vscode';
import type { BuildReport } from '../../../server/src/lsp/messages.ts';
import type { RunListener } from '../builds/build-client.ts';
import { exitCode, terminalText, verdict } from '../builds/build-text.ts';
import { GroupedOutput } from '../builds/grouped-output.ts';
import { failsRun, resultTable } from '../builds/result-table.ts';
import { type Target, targetKey, titleOf } from '../builds/targets.ts';

/** What a terminal builds. */
export interface TerminalBuild {
  /** The targets; `undefined` if the user cancelled a question about them. */
  targets(): Promise<readonly Target[] | undefined>;
  run(
    targets: readonly Target[],
    listener: RunListener,
    token: CancellationToken,
  ): Promise<readonly BuildReport[]>;
}

const controlC = '\u0003';

/** The terminal of a run of builds. Closing it, or Ctrl+C in it, cancels them. */
export class BuildTerminal implements Pseudoterminal {
  readonly #build: TerminalBuild;
  readonly #text = new EventEmitter<string>();
  readonly #closed = new EventEmitter<number>();
  readonly #cancellation = new CancellationTokenSource();

  constructor(build: TerminalBuild) {
    this.#build = build;
  }

  get onDidWrite(): Event<string> {
    return this.#text.event;
  }

  get onDidClose(): Event<number> {
    return this.#closed.event;
  }

  open(): void {
    this.#run().catch((error: unknown) => this.#text.fire(String(error)));
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
      const targets = await this.#build.targets();
      if (!targets) {
        write('Nothing was built because no module or kernel was selected.\n');
        this.#closed.fire(exitCode('cancelled'));
        return;
      }
      if (targets.length === 0) {
        write('No module and kernel match this task; check `conf` and `kernel`.\n');
        this.#closed.fire(0);
        return;
      }
      const listener = targets.length === 1 ? alone(write) : grouped(write, targets);
      const reports = await this.#build.run(targets, listener, this.#cancellation.token);
      if (reports.length > 1) write(`\n${resultTable(reports)}\n`);
      this.#closed.fire(exitCodeOf(reports));
    } catch (error) {
      write(`\n${error instanceof Error ? error.message : String(error)}\n`);
      this.#closed.fire(exitCode('failed'));
    }
  }
}

function alone(write: (text: string) => void): RunListener {
  return {
    output: ({ text }) => write(text),
    ended: (report) => write(`\n${verdict(report)}\n`),
  };
}

/** A listener that writes each build as one section, with a heading. */
function grouped(write: (text: string) => void, targets: readonly Target[]): RunListener {
  const output = new GroupedOutput(write);
  const headings = new Map(
    targets.map((target) => [
      targetKey(target.conf.toString(), target.kernel),
      `\u001b[1;7m ${titleOf([target])} \u001b[0m`,
    ]),
  );
  const headingOf = ({ conf, kernel }: { conf: string; kernel: string }) =>
    headings.get(targetKey(conf, kernel)) ?? kernel;
  return {
    output: (of) => output.add(headingOf(of), of.text),
    ended: (report) => output.end(headingOf(report), verdict(report)),
  };
}

/** The exit code of the worst result; a failure that the kernel set expects does not count. */
function exitCodeOf(reports: readonly BuildReport[]): number {
  if (reports.some(({ status }) => status === 'cancelled')) return exitCode('cancelled');
  return exitCode(reports.some(failsRun) ? 'failed' : 'ok');
}
