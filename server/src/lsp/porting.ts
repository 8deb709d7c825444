import { type CancellationToken, type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { LeftProblem, PortOutcome, EditReason as Reason } from '../porting/port-outcome.ts';
import { inBackground } from '../workspace/background.ts';
import type { BuildScheduler } from '../workspace/build-scheduler.ts';
import type { Engine } from '../workspace/engine.ts';
import { causeSentence } from '../workspace/explanation/cause-certainty.ts';
import type { Addresses } from './addresses.ts';
import { answerRequest } from './answer-request.ts';
import { abortable } from './build-requests.ts';
import { fileNamed } from './document-requests.ts';
import {
  type PortParams,
  type PortReason,
  type PortReport,
  requests,
  serverNotifications,
} from './messages.ts';

/** Answers the request that ports a module. `dist` is the folder of the bundled program; `trusted` says whether the workspace's code may run. */
export function registerPorting(options: {
  connection: Connection;
  engine: Engine;
  builds: BuildScheduler;
  addresses: Addresses;
  dist: string;
  trusted: () => boolean;
}): void {
  const { connection, engine, builds, addresses, dist, trusted } = options;
  answerRequest(
    connection,
    requests.port,
    { run: 'string', conf: 'string', kernels: 'strings' },
    async ({ run, conf, kernels, style = 'guard' }: PortParams, cancellation: CancellationToken) => {
      if (!trusted()) {
        throw new ResponseError(
          ErrorCodes.InvalidRequest,
          'A port builds the code of this workspace, which is not trusted. Trust the workspace, then port again.',
        );
      }
      const [{ portModule }, { CauseFinder }] = await Promise.all([
        import('../workspace/porting/port-module.ts'),
        import('../workspace/explanation/cause-finder.ts'),
      ]);
      const causes = new CauseFinder({
        dist,
        cacheFolder: () => engine.settings.cacheFolder,
        kernels: () => engine.kernels(),
      });
      let said = '';
      const say = (message: string) => {
        if (message === said) return;
        said = message;
        inBackground(connection.sendNotification(serverNotifications.portProgress, { run, message }));
      };
      let phase = '';
      try {
        const outcome = await abortable(cancellation, (signal) =>
          portModule(
            { path: fileNamed(conf), kernels, style, takesLikely: true },
            {
              ...{ engine, builds, causes, signal },
              listener: {
                phase: (text) => {
                  phase = text;
                  say(text);
                },
                building: (kernel) => say(`${phase} (${kernel})`),
              },
            },
          ),
        );
        return reportOf(outcome, addresses);
      } finally {
        await causes.dispose();
      }
    },
  );
}

function reportOf(
  outcome: PortOutcome | { readonly wrong: string } | undefined,
  addresses: Addresses,
): PortReport {
  const nothing = { rounds: 0, files: [], kernels: [], edits: [], left: [], notes: [] };
  if (!outcome) return { ...nothing, isCancelled: true };
  if ('wrong' in outcome) return { ...nothing, wrong: outcome.wrong };
  const { rounds, files, kernels, edits, left, notes } = outcome;
  return {
    ...{ rounds, kernels, notes, edits: edits.map(reasonOf) },
    files: files.map(({ path, before, after, hunks }) => ({
      uri: addresses.of(path),
      ...(before === undefined && { newFile: after }),
      edits: hunks.map(({ range, newText, reasons }) => ({ range, newText, reasons: reasons.map(reasonOf) })),
    })),
    left: left.map((one) => leftOf(one, addresses)),
  };
}

function reasonOf({ title, cause, certainty, caution, kernels }: Reason): PortReason {
  return {
    ...{ title, cause: causeSentence(cause), certainty, kernels },
    ...(caution !== undefined && { caution }),
  };
}

function leftOf(
  { problem, kernels, cause, note }: LeftProblem,
  addresses: Addresses,
): PortReport['left'][number] {
  return {
    ...{ uri: addresses.of(problem.file), line: problem.line, message: problem.message, kernels },
    cause: cause
      ? [
          causeSentence(cause),
          ...cause.evidence.map(
            ({ kernel, text, form }) => `${form === 'old' ? 'was' : 'now'} on ${kernel}: ${text}`,
          ),
        ]
      : [],
    ...(note !== undefined && { note }),
  };
}
