import { randomUUID } from 'node:crypto';
import path from 'node:path';
import {
  type CancellationToken,
  CancellationTokenSource,
  type Progress,
  ProgressLocation,
  type Uri,
  window,
  workspace,
} from 'vscode';
import {
  type BuildMatrixParams,
  type BuildOutput,
  type BuildParams,
  type BuildProgress,
  type BuildReport,
  type LoadTestParams,
  type LoadTestReport,
  type MatrixReport,
  requests,
  serverNotifications,
} from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';
import { progressText } from './build-text.ts';
import { isBare } from './modules.ts';
import { isInside } from './nearest-conf.ts';
import { sameAddress, type Target, titleOf } from './targets.ts';

/** Receives the events of a run of builds. */
export interface RunListener {
  /** A build of the run printed something; the text is not split at lines. */
  output(of: BuildOutput): void;
  /** A build of the run has ended. */
  ended(report: MatrixReport): void;
}

type BuildProgressReport = Progress<{ readonly message: string }>;

/** Requests builds from the server. Every build of this window passes through here, whether a task, a test or a command started it. */
export class BuildClient {
  readonly #context: Context;
  readonly #runs = new Map<string, RunListener & { progress(step: BuildProgress): void }>();

  constructor(context: Context) {
    this.#context = context;
    context.own(
      context.onNotification<BuildOutput>(serverNotifications.buildOutput, (output) =>
        this.#runs.get(output.run)?.output({ ...output, conf: sameAddress(output.conf) }),
      ),
      context.onNotification<BuildProgress>(serverNotifications.buildProgress, (step) =>
        this.#runs.get(step.run)?.progress(step),
      ),
      context.onNotification<MatrixReport>(serverNotifications.buildEnded, (report) =>
        this.#runs.get(report.run)?.ended({ ...report, conf: sameAddress(report.conf) }),
      ),
    );
  }

  /**
   * Builds the targets; a single one with a progress notification that the user can cancel. Resolves with a report for each target.
   * Throws an error whose message is for the user if the builds could not begin or the server stopped.
   */
  async run(
    targets: readonly Target[],
    listener: RunListener,
    token: CancellationToken,
  ): Promise<readonly MatrixReport[]> {
    if (!workspace.isTrusted) {
      throw new Error('A build runs commands from the module. Trust this workspace, then build again.');
    }
    await saveModules(targets.map(({ conf }) => conf));
    const cancellation = new CancellationTokenSource();
    const fromOutside = token.onCancellationRequested(() => cancellation.cancel());
    const request = (progress?: BuildProgressReport) =>
      this.#request(targets, listener, cancellation.token, progress);
    try {
      // The status bar shows the progress of several builds; a click on it opens the view *Results*.
      if (targets.length > 1) return await request();
      return await window.withProgress(
        {
          location: ProgressLocation.Notification,
          title: `Building ${titleOf(targets)}`,
          cancellable: true,
        },
        async (progress, fromProgress) => {
          fromProgress.onCancellationRequested(() => cancellation.cancel());
          return await request(progress);
        },
      );
    } finally {
      fromOutside.dispose();
      cancellation.dispose();
    }
  }

  /**
   * Builds a target and loads the result in a virtual machine, with a progress notification that the user can cancel. Throws as `run` does;
   * a build that fails is part of the report.
   */
  async loadTest(
    target: Target,
    choices: Pick<LoadTestParams, 'command' | 'timeoutSeconds'>,
    output: (text: string) => void,
  ): Promise<LoadTestReport> {
    if (!workspace.isTrusted) {
      throw new Error('A load test runs the module. Trust this workspace, then test again.');
    }
    await saveModules([target.conf]);
    const run = randomUUID();
    const params: LoadTestParams = {
      ...{ run, conf: target.conf.toString(), kernel: target.kernel },
      ...choices,
    };
    return await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: `Load test of ${titleOf([target])}`,
        cancellable: true,
      },
      async (progress, token) => {
        this.#runs.set(run, {
          output: ({ text }) => output(text),
          progress: (step) => progress.report({ message: progressText(step) }),
          ended: () => {},
        });
        const cancelling = token.onCancellationRequested(() => progress.report({ message: 'cancelling' }));
        try {
          return await this.#context.request<LoadTestReport>(requests.loadTest, params, token);
        } finally {
          cancelling.dispose();
          this.#runs.delete(run);
        }
      },
    );
  }

  async #request(
    targets: readonly Target[],
    listener: RunListener,
    token: CancellationToken,
    progress?: BuildProgressReport,
  ): Promise<readonly MatrixReport[]> {
    const run = randomUUID();
    const [only] = targets;
    this.#runs.set(run, {
      output: (output) => listener.output(output),
      progress: (step) => progress?.report({ message: progressText(step) }),
      ended: (report) => {
        this.#log(report);
        listener.ended(report);
      },
    });
    const cancelling = token.onCancellationRequested(() => progress?.report({ message: 'cancelling' }));
    try {
      if (targets.length > 1) {
        const params: BuildMatrixParams = {
          run,
          targets: targets.map(({ conf, kernel }) => ({ conf: conf.toString(), kernel })),
        };
        return await this.#context.request<readonly MatrixReport[]>(requests.buildMatrix, params, token);
      }
      if (!only) return [];
      const conf = only.conf.toString();
      const params: BuildParams = { run, conf, kernel: only.kernel };
      const report = await this.#context.request<BuildReport>(requests.build, params, token);
      this.#log(report);
      listener.ended({ ...report, conf });
      return [{ ...report, conf }];
    } finally {
      cancelling.dispose();
      this.#runs.delete(run);
    }
  }

  #log({ module, kernel, status, errors, warnings }: BuildReport): void {
    this.#context.log.info(
      `build of ${module} for ${kernel}: ${status}, ${errors} errors, ${warnings} warnings`,
    );
  }
}

/**
 * Saves the unsaved files of these modules if `task.saveBeforeRun` is `always`. Throws an error for the user if a file can't be saved.
 */
export async function saveModules(confs: readonly Uri[]): Promise<void> {
  if (workspace.getConfiguration('task').get('saveBeforeRun') !== 'always') return;
  // Without a dkms.conf, a build may read files beside the folder of the module.
  const folders = confs.map(
    (conf) => (isBare(conf) && workspace.getWorkspaceFolder(conf)?.uri.fsPath) || path.dirname(conf.fsPath),
  );
  const unsaved = workspace.textDocuments.filter(
    ({ isDirty, uri }) =>
      isDirty && uri.scheme === 'file' && folders.some((folder) => isInside(uri.fsPath, folder)),
  );
  for (const document of unsaved) {
    if (!(await document.save())) {
      throw new Error(
        `${document.uri.fsPath} could not be saved, so the build did not start. Save it, then build again.`,
      );
    }
  }
}
