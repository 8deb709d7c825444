import type { Connection } from 'vscode-languageserver';
import { inBackground } from '../workspace/background.ts';
import type { BuildScheduler } from '../workspace/build-scheduler.ts';
import { type BuildTarget, targetKey } from '../workspace/build-target.ts';
import type { Engine } from '../workspace/engine.ts';
import type { EndedLoad, firstErrorOf, TargetResult } from '../workspace/results/target-result.ts';
import type { Addresses } from './addresses.ts';
import { answerRequest } from './answer-request.ts';
import { fileNamed } from './document-requests.ts';
import { logErrors } from './log-errors.ts';
import {
  type CancelParams,
  type CleanParams,
  type CleanReport,
  clientNotifications,
  type EndedBuildDescription,
  type ResultDescription,
  type ResultList,
  requests,
  serverNotifications,
} from './messages.ts';

/** When a matrix begins, all of its targets change at once; a view need not be redrawn for each of them. */
const batchMs = 40;

/** Notifies the client of changed results, in batches. */
export class ResultNotifier {
  readonly #connection: Connection;
  readonly #waiting = new Map<string, BuildTarget>();
  readonly #addresses: Addresses;
  readonly #resultOf: (target: BuildTarget) => TargetResult | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `resultOf` is called for each result when it is sent. */
  constructor(
    connection: Connection,
    addresses: Addresses,
    resultOf: (target: BuildTarget) => TargetResult | undefined,
  ) {
    this.#connection = connection;
    this.#addresses = addresses;
    this.#resultOf = resultOf;
  }

  changed(targets: readonly BuildTarget[]): void {
    for (const target of targets) this.#waiting.set(targetKey(target), target);
    if (this.#waiting.size > 0) this.#timer ??= setTimeout(() => this.#send(), batchMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #send(): void {
    this.#timer = undefined;
    const results = [...this.#waiting.values()].map((target) =>
      describe(this.#resultOf(target) ?? { target, isStale: false }, this.#addresses),
    );
    this.#waiting.clear();
    inBackground(
      this.#connection.sendNotification(serverNotifications.resultsChanged, {
        results,
      } satisfies ResultList),
    );
  }
}

/** What can be requested of the results. */
export interface ResultRequests {
  /** The modules, the kernels or the cache folder may have changed: loads the results of earlier sessions for them, and sends those. */
  restore(): Promise<void>;
}

/** Answers the requests about the results of builds. */
export function registerResults(options: {
  connection: Connection;
  engine: Engine;
  builds: BuildScheduler;
  folders: () => readonly string[];
  addresses: Addresses;
}): ResultRequests {
  const { connection, engine, builds, folders, addresses } = options;

  const restore = async () => {
    const modules = await engine.findModules(folders());
    const kernels = await engine.kernels();
    await builds.earlier.restore(
      modules.flatMap(({ path }) => kernels.map((kernel) => ({ conf: path, kernel }))),
    );
  };

  connection.onRequest(requests.results, async (): Promise<ResultList> => {
    await restore();
    return { results: builds.results.all().map((result) => describe(result, addresses)) };
  });

  answerRequest(
    connection,
    requests.clean,
    { conf: 'string' },
    ({ conf, kernel }: CleanParams): Promise<CleanReport> => {
      return builds.clean(fileNamed(conf), kernel);
    },
  );

  connection.onNotification(
    clientNotifications.clearProblems,
    logErrors(connection.console, 'clearing problems', () => builds.clearProblems()),
  );

  connection.onNotification(clientNotifications.cancelBuilds, ({ conf, kernel }: CancelParams) => {
    const path = conf === undefined ? undefined : fileNamed(conf);
    builds.cancel(
      (target) =>
        (path === undefined || target.conf === path) && (kernel === undefined || target.kernel === kernel),
    );
  });

  return { restore };
}

function describe(
  { target, activity, last, isStale }: TargetResult,
  addresses: Addresses,
): ResultDescription {
  const conf = addresses.of(target.conf);
  return {
    ...{ conf, kernel: target.kernel, stale: isStale },
    ...(activity && { activity }),
    ...(last && { last: describeEnded(last, addresses) }),
  };
}

function describeEnded(
  { firstError, load, ...ended }: NonNullable<TargetResult['last']>,
  addresses: Addresses,
): EndedBuildDescription {
  return {
    ...ended,
    ...(firstError && { firstError: describeError(firstError, addresses) }),
    ...(load && { load: describeLoad(load, addresses) }),
  };
}

function describeLoad(
  { firstProblem, ...load }: EndedLoad,
  addresses: Addresses,
): NonNullable<EndedBuildDescription['load']> {
  return { ...load, ...(firstProblem && { firstProblem: describeError(firstProblem, addresses) }) };
}

/** The first error, with its location as clients write it. */
export function describeError(
  first: NonNullable<ReturnType<typeof firstErrorOf>>,
  addresses: Addresses,
): NonNullable<EndedBuildDescription['firstError']> {
  return { uri: addresses.of(first.file), line: first.line - 1, message: first.message };
}
