import { fileURLToPath, pathToFileURL } from 'node:url';
import { type CancellationToken, type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Builds } from '../workspace/builds.ts';
import type { Engine } from '../workspace/engine.ts';
import {
  type BuildOutput,
  type BuildParams,
  type BuildProgress,
  type BuildReport,
  type KernelList,
  type ModuleDescription,
  requests,
  serverNotifications,
} from './messages.ts';

/** Answers the requests about kernels, modules and builds. `trusted` says whether the user lets the workspace's code run. */
export function registerBuilds(options: {
  connection: Connection;
  engine: Engine;
  builds: Builds;
  folders: () => readonly string[];
  trusted: () => boolean;
}): void {
  const { connection, engine, builds, folders, trusted } = options;

  connection.onRequest(
    requests.kernels,
    async (): Promise<KernelList> => ({ kernels: await engine.kernels() }),
  );

  connection.onRequest(requests.modules, async (): Promise<ModuleDescription[]> => {
    const modules = await engine.findModules(folders());
    return modules.map(({ path, name, version }) => ({
      conf: pathToFileURL(path).href,
      name,
      ...(version !== undefined && { version }),
    }));
  });

  connection.onRequest(
    requests.build,
    async (params: BuildParams, cancellation: CancellationToken): Promise<BuildReport> => {
      if (!trusted()) {
        throw new ResponseError(
          ErrorCodes.InvalidRequest,
          'A build runs the code of this workspace, which is not trusted. Trust the workspace, then build again.',
        );
      }
      if (!params.conf.startsWith('file:')) {
        throw new ResponseError(
          ErrorCodes.InvalidParams,
          `${params.conf} is not a file on this machine, so it cannot be built.`,
        );
      }
      const abort = new AbortController();
      const registration = cancellation.onCancellationRequested(() => abort.abort());
      try {
        return await build(connection, builds, params, abort.signal);
      } finally {
        registration.dispose();
      }
    },
  );
}

async function build(
  connection: Connection,
  builds: Builds,
  { run, conf, kernel }: BuildParams,
  signal: AbortSignal,
): Promise<BuildReport> {
  const result = await builds.build(
    { conf: fileURLToPath(conf), kernel },
    {
      output: (text) =>
        void connection.sendNotification(serverNotifications.buildOutput, {
          run,
          text,
        } satisfies BuildOutput),
      progress: (step) =>
        void connection.sendNotification(serverNotifications.buildProgress, {
          run,
          ...step,
        } satisfies BuildProgress),
      problem: () => {},
    },
    signal,
  );
  return {
    ...{
      run,
      module: result.module,
      kernel: result.kernel,
      status: result.status,
      durationMs: result.durationMs,
    },
    ...{
      errors: count(result.problems, 'error'),
      warnings: count(result.problems, 'warning'),
      built: result.built,
    },
    ...(result.reason !== undefined && { reason: result.reason }),
    ...(result.log !== undefined && { log: result.log }),
  };
}

function count(problems: readonly { readonly severity: string }[], severity: string): number {
  return problems.filter((problem) => problem.severity === severity).length;
}
