import { pathToFileURL } from 'node:url';
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
} from 'vscode-languageserver';
import type { ProblemSeverity } from '../output/problem.ts';
import { proposedFixes } from '../workspace/checks/proposed-fixes.ts';
import type { PlacedProblem } from '../workspace/problem-files.ts';
import type { ProblemStore, SharedProblem } from '../workspace/problem-store.ts';
import { pathOf } from './document-path.ts';

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
  const { problem, isStale } = shared;
  return {
    range,
    severity: isStale ? DiagnosticSeverity.Information : severities[problem.severity],
    source: problem.tool,
    message: `${problem.message} [${isStale ? 'edited since the build for ' : ''}${kernelsText(shared)}]`,
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

/** Their releases; where they are many and no other was built for, their number says it sooner. */
function kernelsText({ kernels, isOfAll }: SharedProblem): string {
  return isOfAll && kernels.length > 2 ? `all ${kernels.length} kernels` : kernels.join(', ');
}

/** What compilers propose for the problems in a range of a source, as quick fixes. Guesses of a compiler: none is preferred. */
export async function problemFixes(
  store: ProblemStore,
  openText: (file: string) => string | undefined,
  { textDocument: { uri }, range, context }: CodeActionParams,
): Promise<CodeAction[]> {
  const path = pathOf(uri);
  const wanted = !context.only || context.only.some((kind) => CodeActionKind.QuickFix.startsWith(kind));
  if (path === undefined || !wanted) return [];
  const lines = { first: range.start.line, last: range.end.line };
  const fixes = await proposedFixes(store, path, lines, openText(path));
  return fixes.map(({ title, edits, shared }) => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: context.diagnostics.filter(
      ({ source, range: { start } }) => source === shared.problem.tool && start.line === shared.line - 1,
    ),
    edit: { changes: { [uri]: edits.map((edit) => ({ range: edit.range, newText: edit.text })) } },
  }));
}
