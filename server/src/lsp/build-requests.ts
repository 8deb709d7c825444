import { type CancellationToken, type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { DkmsVerdict } from '../builds/verify/real-dkms.ts';
import type { LoadResult } from '../load/load-test.ts';
import { inBackground } from '../workspace/background.ts';
import type { BuildScheduler } from '../workspace/build-scheduler.ts';
import type { BuildTarget } from '../workspace/build-target.ts';
import type { Engine } from '../workspace/engine.ts';
import { buildMatrix } from '../workspace/matrix/matrix.ts';
import type { JudgedResult } from '../workspace/results/judged-result.ts';
import { firstErrorOf, loadSummary } from '../workspace/results/target-result.ts';
import type { Addresses } from './addresses.ts';
import { answerRequest } from './answer-request.ts';
import { BuildOutputBatches } from './build-output-batches.ts';
import { fileNamed } from './document-requests.ts';
import {
  type BuildMatrixParams,
  type BuildOutput,
  type BuildParams,
  type BuildProgress,
  type BuildReport,
  type ConfProposal,
  type LoadTestKernels,
  type LoadTestOutcome,
  type LoadTestParams,
  type LoadTestReport,
  type MatrixReport,
  type ModuleDescription,
  type ProposeConfParams,
  requests,
  serverNotifications,
  type VerifyReport,
} from './messages.ts';
import { describeError } from './results.ts';

/** How long the virtual machine of a load test may take: several times what it takes without KVM. */
const defaultLoadSeconds = 120;

const buildFields = { run: 'string', conf: 'string', kernel: 'string' } as const;

/** Answers the requests about modules and builds. `trusted` says whether the user allows the workspace's code to run. */
export function registerBuilds(options: {
  connection: Connection;
  engine: Engine;
  builds: BuildScheduler;
  folders: () => readonly string[];
  trusted: () => boolean;
  addresses: Addresses;
}): void {
  const { connection, engine, builds, folders, trusted, addresses } = options;

  /** The path of a dkms.conf that may be built; otherwise throws the error that the client receives. */
  const buildable = (conf: string): string => {
    if (!trusted()) {
      throw new ResponseError(
        ErrorCodes.InvalidRequest,
        'A build runs the code of this workspace, which is not trusted. Trust the workspace, then build again.',
      );
    }
    addresses.named(conf);
    return fileNamed(conf);
  };

  const everyTarget = async ({ confs, kernels }: BuildMatrixParams) => {
    // The workspace is searched again, since a new module may not have been reported.
    if (!confs) engine.moduleList.forget();
    const modules = confs ?? (await engine.findModules(folders())).map(({ path }) => addresses.of(path));
    const names = kernels ?? (await engine.kernelSet()).kernels.map(({ name }) => name);
    return modules.flatMap((conf) => names.map((kernel) => ({ conf, kernel })));
  };

  connection.onRequest(requests.modules, async (): Promise<ModuleDescription[]> => {
    // The user asked, so even unreported changes must be noticed, such as a folder that was removed with all its files.
    engine.moduleList.forget();
    const modules = await engine.findModules(folders());
    return modules.map(({ path, name, version }) => ({
      conf: addresses.of(path),
      name,
      ...(version !== undefined && { version }),
    }));
  });

  answerRequest(
    connection,
    requests.proposeConf,
    { folder: 'string' },
    async ({ folder }: ProposeConfParams): Promise<ConfProposal> => {
      const { proposeModule } = await import('../workspace/modules/propose-module.ts');
      const proposal = await proposeModule(fileNamed(folder), { write: false });
      if ('wrong' in proposal) return { text: null, uncertain: [proposal.wrong] };
      return { text: proposal.text, uncertain: proposal.uncertain };
    },
  );

  answerRequest(
    connection,
    requests.build,
    buildFields,
    async (params: BuildParams, cancellation: CancellationToken): Promise<BuildReport> => {
      const target = { conf: buildable(params.conf), kernel: await engine.kernelNameOf(params.kernel) };
      return abortable(cancellation, async (signal) => {
        const listener = notifyingListener(connection, params);
        const result = await builds.build(target, listener, signal).finally(() => listener.end());
        return reportOf(params.run, result, addresses);
      });
    },
  );

  answerRequest(
    connection,
    requests.verify,
    buildFields,
    async ({ run, conf, kernel }: BuildParams, cancellation: CancellationToken): Promise<VerifyReport> => {
      const target = { conf: buildable(conf), kernel: await engine.kernelNameOf(kernel) };
      const { verifyWithDkms } = await import('../workspace/verify/verification.ts');
      return abortable(cancellation, async (signal) => {
        const listener = notifyingListener(connection, { run, conf, kernel });
        const { ours, dkms, reason, differences } = await verifyWithDkms(engine, builds, target, {
          listener,
          signal,
        }).finally(() => listener.end());
        return {
          ours: reportOf(run, ours, addresses),
          ...(dkms && { dkms: verdictOf(dkms) }),
          ...(reason !== undefined && { reason }),
          differences,
        };
      });
    },
  );

  answerRequest(
    connection,
    requests.loadTest,
    buildFields,
    async (params: LoadTestParams, cancellation: CancellationToken): Promise<LoadTestReport> => {
      const { run, timeoutSeconds = defaultLoadSeconds } = params;
      const target = { conf: buildable(params.conf), kernel: params.kernel };
      const { loadTestCommand, loadTestMachine } = engine.settingsFor(target.conf);
      const command = params.command ?? loadTestCommand;
      const { loadModule } = await import('../workspace/load/load-module.ts');
      return abortable(cancellation, async (signal) => {
        const listener = notifyingListener(connection, params);
        const { build, load } = await loadModule(engine, builds, target, {
          ...{ listener, signal, timeoutMs: timeoutSeconds * 1000, machine: loadTestMachine },
          ...(command !== '' && { command }),
        }).finally(() => listener.end());
        return { build: reportOf(run, build, addresses), ...(load && { load: outcomeOf(load, addresses) }) };
      });
    },
  );

  connection.onRequest(requests.loadTestKernels, async (): Promise<LoadTestKernels> => {
    const { findLoadKernels } = await import('../workspace/load/load-kernels.ts');
    return { kernels: [...(await findLoadKernels(engine))] };
  });

  answerRequest(
    connection,
    requests.buildMatrix,
    { run: 'string' },
    async (params: BuildMatrixParams, cancellation: CancellationToken): Promise<MatrixReport[]> => {
      const { run } = params;
      const named = params.targets ?? (await everyTarget(params));
      const targets = await Promise.all(
        named.map(async ({ conf, kernel }) => ({
          conf: buildable(conf),
          kernel: await engine.kernelNameOf(kernel),
        })),
      );
      return abortable(cancellation, async (signal) => {
        const listeners = new Map<BuildTarget, BuildOutputBatches>();
        const results = await buildMatrix(builds, targets, {
          ...{ jobs: engine.settings.jobs, selectedKernel: engine.selected.name, signal },
          listenerOf: (target) => {
            const { conf, kernel } = target;
            const listener = notifyingListener(connection, { run, conf: addresses.of(conf), kernel });
            listeners.set(target, listener);
            return listener;
          },
          ended: (target, result) => {
            listeners.get(target)?.end();
            listeners.delete(target);
            inBackground(
              connection.sendNotification(serverNotifications.buildEnded, reportOf(run, result, addresses)),
            );
          },
        }).finally(() => {
          for (const listener of listeners.values()) listener.end();
        });
        return results.map((result) => reportOf(run, result, addresses));
      });
    },
  );
}

/** Does some work with a signal that the client's cancellation aborts. */
export async function abortable<Answer>(
  cancellation: CancellationToken,
  work: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const abort = new AbortController();
  const registration = cancellation.onCancellationRequested(() => abort.abort());
  try {
    return await work(abort.signal);
  } finally {
    registration.dispose();
  }
}

/** Sends the events of a build to the client; every message names the build. `end` is to be called before the build's own answer. */
function notifyingListener(connection: Connection, { run, conf, kernel }: BuildParams): BuildOutputBatches {
  const about = { run, conf, kernel };
  return new BuildOutputBatches({
    output: (text) =>
      inBackground(
        connection.sendNotification(serverNotifications.buildOutput, {
          ...about,
          text,
        } satisfies BuildOutput),
      ),
    progress: (step) =>
      inBackground(
        connection.sendNotification(serverNotifications.buildProgress, {
          ...about,
          ...step,
        } satisfies BuildProgress),
      ),
  });
}

function reportOf(run: string, result: JudgedResult, addresses: Addresses): MatrixReport {
  const { path, module, kernel, status, durationMs, problems, built, reason, log, knownFailure } = result;
  const firstError = firstErrorOf(result);
  return {
    ...(firstError && { firstError: describeError(firstError, addresses) }),
    ...{ run, conf: addresses.of(path), module, kernel, status, durationMs, built },
    ...{ errors: count(problems, 'error'), warnings: count(problems, 'warning') },
    ...(reason !== undefined && { reason }),
    ...(log !== undefined && { log }),
    ...(knownFailure !== undefined && { knownFailure }),
  };
}

function outcomeOf(load: LoadResult, addresses: Addresses): LoadTestOutcome {
  const { status, output, exitCode, machine, note } = load;
  const { firstProblem, ...summary } = loadSummary(load);
  return {
    ...{ status, output, ...summary },
    ...(exitCode !== undefined && { exitCode }),
    ...(machine !== undefined && { machine }),
    ...(note !== undefined && { note }),
    ...(firstProblem && { firstProblem: describeError(firstProblem, addresses) }),
  };
}

function verdictOf({ status, exit, reason, log }: DkmsVerdict): NonNullable<VerifyReport['dkms']> {
  return { status, exit, ...(reason !== undefined && { reason }), ...(log !== undefined && { log }) };
}

function count(problems: readonly { readonly severity: string }[], severity: string): number {
  return problems.filter((problem) => problem.severity === severity).length;
}
