import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Range,
} from 'vscode-languageserver';
import type { ProblemSeverity } from '../output/problem.ts';
import { causeSentence } from '../workspace/explanation/cause-certainty.ts';
import { type Explanation, messageOf } from '../workspace/explanation/problem-causes.ts';
import type { PlacedProblem } from '../workspace/problem-files.ts';
import type { ProblemStore, SharedProblem } from '../workspace/problem-store.ts';
import { proposedFixes } from '../workspace/recompile/proposed-fixes.ts';
import { type Addresses, pathOf } from './addresses.ts';

const severities: Readonly<Record<ProblemSeverity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

/**
 * A problem of a build as a diagnostic. Its source is the tool, and its message ends with the kernels that have the problem. If its line
 * has been edited since, it is shown faded, as information, until the next build. If its cause is known, the cause replaces the compiler's
 * guesses. If it only follows from another problem, it becomes a hint.
 */
export function diagnosticOfProblem(
  { shared, range, related }: PlacedProblem,
  explanation: Explanation | undefined,
  causePage: (cause: string) => string | undefined,
  addresses: Addresses,
): Diagnostic {
  const { problem, isStale } = shared;
  const cause = explanation?.cause;
  const follows = explanation?.follows;
  const message = `${messageOf(problem, explanation)} [${isStale ? 'edited since the build for ' : ''}${kernelsText(shared)}]`;
  const href = cause?.documented ? causePage(cause.id) : undefined;
  const code = cause?.id ?? problem.code;
  const severity = follows ? DiagnosticSeverity.Hint : severities[problem.severity];
  const locations = [
    ...related.map((location) => ({ ...location, message: location.message })),
    ...(follows
      ? [
          {
            file: follows.file,
            range: lineRange(follows.line),
            message: `Follows from: ${follows.message}`,
          },
        ]
      : []),
    ...(cause?.evidence ?? []).map(({ file, line, kernel, text, form }) => ({
      file,
      range: lineRange(line),
      message: `${form === 'old' ? 'Before' : 'Now'}, in ${kernel}: ${text}`,
    })),
  ];
  return {
    range,
    severity: isStale ? DiagnosticSeverity.Information : severity,
    source: problem.tool,
    message: cause ? `${message}\n${causeSentence(cause)}` : message,
    ...(isStale && { tags: [DiagnosticTag.Unnecessary] }),
    ...(code && { code }),
    ...(href && { codeDescription: { href } }),
    ...(locations.length > 0 && {
      relatedInformation: locations.map((location) => ({
        location: { uri: addresses.of(location.file), range: location.range },
        message: location.message,
      })),
    }),
  };
}

/** The releases; if there are many and the problem is on all that were built, their number. */
function kernelsText({ kernels, isOfAll }: SharedProblem): string {
  return isOfAll && kernels.length > 2 ? `all ${kernels.length} kernels` : kernels.join(', ');
}

/** The start of a line; lines are counted from 1. */
function lineRange(line: number): Range {
  const start = { line: Math.max(0, line - 1), character: 0 };
  return { start, end: start };
}

/** The compiler's proposals for the problems in a range of a source, as quick fixes. None is preferred, since they are guesses. */
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
