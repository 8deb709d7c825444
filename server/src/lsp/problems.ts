import { pathToFileURL } from 'node:url';
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { ProblemSeverity } from '../output/problem.ts';
import type { PlacedProblem } from '../workspace/problem-files.ts';

const severities: Readonly<Record<ProblemSeverity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

/**
 * A problem of a build as a diagnostic: its source is the tool, its message ends with the kernels that have it.
 * One whose line was edited since is no error any more, until the next build says so: it is shown faded, as an information.
 */
export function diagnosticOfProblem({ shared, range, related }: PlacedProblem): Diagnostic {
  const { problem, kernels, isStale } = shared;
  return {
    range,
    severity: isStale ? DiagnosticSeverity.Information : severities[problem.severity],
    source: problem.tool,
    message: `${problem.message} [${isStale ? 'edited since the build for ' : ''}${kernels.join(', ')}]`,
    ...(isStale && { tags: [DiagnosticTag.Unnecessary] }),
    ...(problem.code && { code: problem.code }),
    ...(related.length > 0 && {
      relatedInformation: related.map((place) => ({
        location: { uri: pathToFileURL(place.file).href, range: place.range },
        message: place.message,
      })),
    }),
  };
}
