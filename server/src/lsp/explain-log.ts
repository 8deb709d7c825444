import type { Connection } from 'vscode-languageserver';
import { causeLabel } from '../workspace/explanation/cause-certainty.ts';
import type { WorkspaceLog, WorkspaceLogProblem } from '../workspace/explanation/workspace-log.ts';
import type { Addresses } from './addresses.ts';
import { answerRequest } from './answer-request.ts';
import { type ExplainLogParams, type LogProblem, type LogReport, requests } from './messages.ts';

/** Answers requests to explain a log. */
export function registerExplainLog(options: {
  connection: Connection;
  addresses: Addresses;
  explain: (log: ExplainLogParams) => Promise<WorkspaceLog>;
  causePage: (cause: string) => string | undefined;
}): void {
  const { connection, addresses, explain, causePage } = options;
  answerRequest(
    connection,
    requests.explainLog,
    { text: 'string', name: 'string' },
    async (params: ExplainLogParams): Promise<LogReport> => {
      const { unrecognised, logs, problems } = await explain(params);
      return {
        ...(unrecognised !== undefined && { unrecognised }),
        builds: logs.map(({ module, kernel, outcome }) => ({
          ...(module !== undefined && { module }),
          ...(kernel !== undefined && { kernel }),
          outcome,
        })),
        problems: problems.map((one) => problemOf(one, addresses, causePage)),
      };
    },
  );
}

function problemOf(
  { problem, path, range }: WorkspaceLogProblem,
  addresses: Addresses,
  causePage: (cause: string) => string | undefined,
): LogProblem {
  const { cause, file, severity, message } = problem;
  const page = cause?.documented ? causePage(cause.id) : undefined;
  return {
    ...(path !== undefined && { uri: addresses.of(path) }),
    ...{ file, range, severity, message, follows: problem.follows !== undefined },
    ...(cause && {
      cause: {
        ...{ id: cause.id, summary: cause.summary, certainty: cause.confidence, label: causeLabel(cause) },
        ...(page !== undefined && { page }),
      },
    }),
  };
}
