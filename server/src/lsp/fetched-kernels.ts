import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { ProcessGroups } from '../builds/process-group.ts';
import { sizeText } from '../size-text.ts';
import type { Engine } from '../workspace/engine.ts';
import { fetchKernels } from '../workspace/fetched-kernels/fetch-kernels.ts';
import { FetchedKernels, fetchStepText } from '../workspace/fetched-kernels/fetched-kernels.ts';
import { type KernelSource, resolveSource } from '../workspace/fetched-kernels/kernel-source.ts';
import { answerRequest } from './answer-request.ts';
import {
  type AvailableKernels,
  type GetKernelProgress,
  type GetKernelsParams,
  type GetKernelsReport,
  type RemoveKernelParams,
  requests,
  serverNotifications,
} from './messages.ts';

/** Answers the requests about kernels in the archives of distributions. `changed` is called when kernels were added or removed. */
export function registerFetchedKernels(options: {
  readonly connection: Connection;
  readonly engine: Engine;
  readonly groups: ProcessGroups;
  readonly changed: () => void;
}): void {
  const { connection, engine, groups, changed } = options;
  const fetched = new FetchedKernels(() => engine.settings.cacheFolder, groups);
  const source = async (): Promise<KernelSource> => {
    const { kernelArchives: from, kernelMirror: mirror, kernelKeyring: keyring } = engine.settings;
    const found = await resolveSource(
      { from, ...(mirror !== '' && { mirror }), ...(keyring !== '' && { keyring }) },
      { mirror: 'dkms.kernelMirror', keyring: 'dkms.kernelKeyring' },
    );
    if ('wrong' in found) {
      const setting = found.wrong.startsWith('dkms.') ? '' : 'dkms.kernelArchives: ';
      throw new ResponseError(LSPErrorCodes.RequestFailed, `${setting}${found.wrong}.`);
    }
    return found;
  };

  connection.onRequest(requests.availableKernels, async (...given: unknown[]): Promise<AvailableKernels> => {
    const { suites, mirror } = await source();
    const available = await fetched.available(suites, mirror, {
      // A client may leave out the parameters; the token is always the last argument.
      signal: signalOf(given.at(-1) as CancellationToken),
    });
    if ('kind' in available) throw failure(available);
    if (available.kernels.length === 0 && available.faults.length > 0) {
      throw new ResponseError(LSPErrorCodes.RequestFailed, available.faults.join(' '));
    }
    const here = await fetched.releases();
    return {
      kernels: available.kernels.map(({ release, origin, flavour, downloadBytes }) => {
        return {
          release,
          suite: origin,
          flavour,
          size: sizeText(downloadBytes),
          fetched: here.includes(release),
        };
      }),
      faults: available.faults,
    };
  });

  answerRequest(
    connection,
    requests.getKernels,
    { releases: 'strings' },
    async (
      { releases, withImages = false }: GetKernelsParams,
      token: CancellationToken,
    ): Promise<GetKernelsReport> => {
      let last = '';
      const results = await fetchKernels(fetched, releases, await source(), {
        ...{ signal: signalOf(token), withImages, installed: await engine.kernels() },
        onProgress: (progress) => {
          const one: GetKernelProgress = { release: progress.release, step: fetchStepText(progress) };
          // A download reports more often than its text changes.
          if (JSON.stringify(one) === last) return;
          last = JSON.stringify(one);
          connection.sendNotification(serverNotifications.getKernelProgress, one).catch(() => {});
        },
        onResult: ({ status }) => {
          if (status === 'ready') changed();
        },
      });
      // Names may stand for other kernels now, which no watcher notices.
      changed();
      if (!results) throw failure({ kind: 'cancelled' });
      return {
        ready: results.flatMap((one) =>
          one.status === 'ready' ? [{ release: one.release, notes: one.notes }] : [],
        ),
        failed: results.flatMap((one) =>
          one.status === 'failed' ? [{ release: one.wanted, reason: one.reason }] : [],
        ),
      };
    },
  );

  answerRequest(
    connection,
    requests.removeKernel,
    { release: 'string' },
    async ({ release }: RemoveKernelParams): Promise<null> => {
      const failed = await fetched.remove(release);
      if (failed) throw failure(failed);
      changed();
      return null;
    },
  );
}

function failure(why: { readonly kind: string; readonly message?: string }): ResponseError<void> {
  return why.message === undefined
    ? new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.')
    : new ResponseError(LSPErrorCodes.RequestFailed, why.message);
}

function signalOf(token: CancellationToken): AbortSignal {
  const abort = new AbortController();
  token.onCancellationRequested(() => abort.abort());
  return abort.signal;
}
