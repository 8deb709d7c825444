import { pathToFileURL } from 'node:url';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { ProblemSeverity } from '../output/problem.ts';
import type { PlacedProblem } from '../workspace/problem-files.ts';

const severities: Readonly<Record<ProblemSeverity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

/** A problem of a build as a diagnostic: its source is the tool, its message ends with the kernels that have it. */
export function diagnosticOfProblem({ shared, range, related }: PlacedProblem): Diagnostic {
  const { problem, kernels } = shared;
  return {
    range,
    severity: severities[problem.severity],
    source: problem.tool,
    message: `${problem.message} [${kernels.join(', ')}]`,
    ...(problem.code && { code: problem.code }),
    ...(related.length > 0 && {
      relatedInformation: related.map((place) => ({
        location: { uri: pathToFileURL(place.file).href, range: place.range },
        message: place.message,
      })),
    }),
  };
}
