import type { Connection } from 'vscode-languageserver';
import type { LackingName } from '../triage/uses/lacking-names.ts';
import type { SourceExplainer } from '../workspace/explanation/source-explainer.ts';
import { lackingLabel, useText } from '../workspace/explanation/use-text.ts';
import { answerRequest } from './answer-request.ts';
import { fileNamed } from './document-requests.ts';
import { type LackingNamesParams, type ProposalMark, requests } from './messages.ts';

/** Answers which of the names in a completion list some kernels lack. */
export function registerLackingNames(options: {
  connection: Connection;
  explainer: SourceExplainer;
  openText: (file: string) => string | undefined;
}): void {
  const { connection, explainer, openText } = options;
  answerRequest(
    connection,
    requests.lackingNames,
    { uri: 'string', names: 'strings' },
    async ({ uri, names, headers = [] }: LackingNamesParams): Promise<readonly ProposalMark[]> => {
      const file = fileNamed(uri);
      const text = openText(file);
      if (text === undefined) return [];
      return (await explainer.lackingNames(file, text, { names, headers })).map(markOf);
    },
  );
}

function markOf(lacking: LackingName): ProposalMark {
  const { name, kernels, isGone } = lacking;
  return { name, label: lackingLabel(kernels), message: useText(lacking), isGone };
}
