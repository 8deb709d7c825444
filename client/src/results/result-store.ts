import { commands, type Disposable, type Event, EventEmitter } from 'vscode';
import {
  type BuildProgress,
  clientNotifications,
  type ResultDescription,
  type ResultList,
  requests,
  serverNotifications,
} from '../../../server/src/lsp/messages.ts';
import { failsRun } from '../builds/result-table.ts';
import { sameAddress, targetKey } from '../builds/targets.ts';
import type { Context } from '../context.ts';
import type { CellState } from './result-rows.ts';

/** The shortest time between two updates of the progress on screen. */
const progressMs = 250;

/** The results of every module and kernel, as the server sends them, with the progress of running builds. */
export class ResultStore implements Disposable {
  readonly #context: Context;
  readonly #changed = new EventEmitter<ReadonlySet<string>>();
  readonly #results = new Map<string, ResultDescription>();
  readonly #progress = new Map<string, BuildProgress>();
  readonly #drawing = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(context: Context) {
    this.#context = context;
    context.own(
      this,
      context.onNotification<ResultList>(serverNotifications.resultsChanged, (changes) =>
        this.#apply(changes),
      ),
      context.onNotification<BuildProgress>(serverNotifications.buildProgress, (step) => {
        const conf = sameAddress(step.conf);
        this.#progress.set(targetKey(conf, step.kernel), step);
        this.#drawing.add(conf);
        this.#timer ??= setTimeout(() => this.#draw(), progressMs);
      }),
      context.onStarted(() => {
        this.#load().catch((error: unknown) => context.log.error(String(error)));
      }),
    );
  }

  /** Fires with the modules (URIs of dkms.conf files) whose results changed or whose builds made progress. */
  get onChanged(): Event<ReadonlySet<string>> {
    return this.#changed.event;
  }

  all(): readonly ResultDescription[] {
    return [...this.#results.values()];
  }

  /** The state of a module and kernel, to be drawn. */
  cell(conf: string, kernel: string): CellState {
    const key = targetKey(conf, kernel);
    const result = this.#results.get(key);
    const progress = result?.activity === 'running' ? this.#progress.get(key) : undefined;
    return { kernel, result, progress };
  }

  /** The builds that are running or queued. */
  get busy(): readonly ResultDescription[] {
    return this.all().filter(({ activity }) => activity);
  }

  /** The results whose last build failed, without the known failures. */
  get failed(): readonly ResultDescription[] {
    return this.all().filter(({ last }) => last && failsRun(last));
  }

  /** Absolute path of the log of the build that ended last; `undefined` if none has ended. */
  get lastLog(): string | undefined {
    const ended = this.all().flatMap(({ last }) => (last?.log === undefined ? [] : [last]));
    return ended.sort((a, b) => b.endedAt - a.endedAt)[0]?.log;
  }

  /** Cancels builds: of all modules if `conf` is left out, for all kernels if `kernel` is. */
  cancel(conf?: string, kernel?: string): void {
    this.#context.notify(clientNotifications.cancelBuilds, { conf, kernel });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#changed.dispose();
  }

  async #load(): Promise<void> {
    this.#results.clear();
    this.#progress.clear();
    this.#apply(await this.#context.request<ResultList>(requests.results));
  }

  #apply(changes: ResultList): void {
    const results = changes.results.map((result) => ({ ...result, conf: sameAddress(result.conf) }));
    for (const result of results) {
      const key = targetKey(result.conf, result.kernel);
      if (result.activity !== 'running') this.#progress.delete(key);
      if (result.activity || result.last) this.#results.set(key, result);
      else this.#results.delete(key);
    }
    this.#updateContextKeys();
    this.#changed.fire(new Set(results.map(({ conf }) => conf)));
  }

  #draw(): void {
    this.#timer = undefined;
    const confs = new Set(this.#drawing);
    this.#drawing.clear();
    this.#changed.fire(confs);
  }

  #updateContextKeys(): void {
    const updates = [
      commands.executeCommand('setContext', 'dkms.building', this.busy.length > 0),
      commands.executeCommand('setContext', 'dkms.hasFailures', this.failed.length > 0),
      commands.executeCommand('setContext', 'dkms.hasBuildLog', this.lastLog !== undefined),
    ];
    this.#context.inBackground('telling menus of results', Promise.all(updates));
  }
}
