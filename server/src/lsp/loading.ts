import type { Connection } from 'vscode-languageserver';
import type { ProcessGroups } from '../builds/process-group.ts';
import type { Engine } from '../workspace/engine.ts';
import type { Addresses } from './addresses.ts';
import { answerRequest } from './answer-request.ts';
import { fileNamed } from './document-requests.ts';
import { type LoadingParams, type LoadingReport, requests } from './messages.ts';

/** Answers the request whether kernels would load a built module. Nothing is loaded, and nothing of the workspace runs. */
export function registerLoading(options: {
  connection: Connection;
  engine: Engine;
  groups: ProcessGroups;
  addresses: Addresses;
}): void {
  const { connection, engine, groups, addresses } = options;
  answerRequest(
    connection,
    requests.checkLoading,
    { file: 'string', kernels: 'strings' },
    async ({ file, source, kernels }: LoadingParams): Promise<LoadingReport> => {
      const [{ checkLoading }, { judgedKernels }] = await Promise.all([
        import('../workspace/load/loading-check.ts'),
        import('../workspace/load/judged-kernels.ts'),
      ]);
      const judged = judgedKernels(kernels, await engine.kernels(), undefined);
      if ('wrong' in judged) return { wrong: judged.wrong, verdicts: [] };
      const verdicts = await checkLoading(
        { engine, history: undefined },
        {
          ...{ files: [fileNamed(file)], kernels: judged },
          ...(source !== undefined && { folders: [fileNamed(source)] }),
        },
        groups,
      );
      if ('wrong' in verdicts) return { wrong: verdicts.wrong, verdicts: [] };
      return {
        verdicts: verdicts.map(({ module, path, kernel, status, problems, notes }) => ({
          ...{ module, kernel, status, notes },
          problems: problems.map((problem) => ({
            ...{ message: problem.message, severity: problem.severity },
            // The first line of a binary is no place.
            ...(problem.file !== path && { uri: addresses.of(problem.file), line: problem.line }),
          })),
        })),
      };
    },
  );
}
