import { randomUUID } from 'node:crypto';
import path from 'node:path';
import {
  type CancellationToken,
  CancellationTokenSource,
  commands,
  type Progress,
  ProgressLocation,
  type Uri,
  window,
  workspace,
} from 'vscode';
import {
  type BuildOutput,
  type BuildParams,
  type BuildProgress,
  type BuildReport,
  requests,
  serverNotifications,
} from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';
import { progressText } from './build-text.ts';
import { isInside } from './nearest-conf.ts';

export interface BuildRequest {
  /** The dkms.conf. */
  readonly conf: Uri;
  /** The module, for people. */
  readonly name: string;
  /** Its release. */
  readonly kernel: string;
}

/** A build that is going on. */
export interface Run extends BuildRequest {
  readonly id: string;
  cancel(): void;
}

/** Every build goes through here, whether a command or a task began it. */
export class Builds {
  readonly #context: Context;
  readonly #runs = new Map<
    string,
    Run & { write: (text: string) => void; progress: (step: BuildProgress) => void }
  >();
  #lastLog: string | undefined;

  constructor(context: Context) {
    this.#context = context;
    context.own(
      context.onNotification<BuildOutput>(serverNotifications.buildOutput, ({ run, text }) =>
        this.#runs.get(run)?.write(text),
      ),
      context.onNotification<BuildProgress>(serverNotifications.buildProgress, (step) =>
        this.#runs.get(step.run)?.progress(step),
      ),
    );
  }

  get running(): readonly Run[] {
    return [...this.#runs.values()];
  }

  /** Absolute path of what the last build printed; `undefined` before the first one. */
  get lastLog(): string | undefined {
    return this.#lastLog;
  }

  /**
   * Builds, with a progress that the user can cancel. `write` gets what the build prints, not split at lines.
   * Throws with a sentence for the user where the build could not begin, or where the server went away.
   */
  async run(
    request: BuildRequest,
    write: (text: string) => void,
    token: CancellationToken,
  ): Promise<BuildReport> {
    if (!workspace.isTrusted) {
      throw new Error('A build runs commands of the module. Trust this workspace first, then build again.');
    }
    await saveModule(request.conf);
    const cancellation = new CancellationTokenSource();
    const fromTerminal = token.onCancellationRequested(() => cancellation.cancel());
    try {
      return await window.withProgress(
        {
          location: ProgressLocation.Notification,
          title: `Building ${request.name} for ${request.kernel}`,
          cancellable: true,
        },
        async (progress, fromProgress) => {
          fromProgress.onCancellationRequested(() => cancellation.cancel());
          return await this.#request(request, write, progress, cancellation);
        },
      );
    } finally {
      fromTerminal.dispose();
      cancellation.dispose();
    }
  }

  async #request(
    request: BuildRequest,
    write: (text: string) => void,
    progress: Progress<{ message: string }>,
    cancellation: CancellationTokenSource,
  ): Promise<BuildReport> {
    const id = randomUUID();
    const params: BuildParams = { run: id, conf: request.conf.toString(), kernel: request.kernel };
    this.#runs.set(id, {
      ...request,
      id,
      write,
      progress: (step) => progress.report({ message: progressText(step) }),
      cancel: () => {
        progress.report({ message: 'cancelling' });
        cancellation.cancel();
      },
    });
    this.#tellMenus();
    try {
      const report = await this.#context.request<BuildReport>(requests.build, params, cancellation.token);
      this.#lastLog = report.log ?? this.#lastLog;
      this.#context.log.info(
        `build of ${report.module} for ${report.kernel}: ${report.status}, ${report.errors} errors, ${report.warnings} warnings`,
      );
      return report;
    } finally {
      this.#runs.delete(id);
      this.#tellMenus();
    }
  }

  #tellMenus(): void {
    void commands.executeCommand('setContext', 'dkms.building', this.#runs.size > 0);
    void commands.executeCommand('setContext', 'dkms.hasBuildLog', this.#lastLog !== undefined);
  }
}

/**
 * Saves what is not saved of the module of a dkms.conf. The editor's own saving before tasks leaves out files where the setting says so, and
 * then nothing is saved here either.
 */
export async function saveModule(conf: Uri): Promise<void> {
  const folder = path.dirname(conf.fsPath);
  if (workspace.getConfiguration('task').get('saveBeforeRun') !== 'always') return;
  const unsaved = workspace.textDocuments.filter(
    (document) => document.isDirty && document.uri.scheme === 'file' && isInside(document.uri.fsPath, folder),
  );
  for (const document of unsaved) {
    if (!(await document.save())) {
      throw new Error(
        `${document.uri.fsPath} could not be saved, so the build did not start. Save it, then build again.`,
      );
    }
  }
}
