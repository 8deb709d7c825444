import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Range,
} from 'vscode-languageserver';
import type { Finding, Fix, Severity } from '../conf/rules/finding.ts';
import type { LineIndex } from '../conf/text.ts';

/** The source of all findings as the Problems panel shows it. */
export const findingSource = 'dkms';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

function severityOf(severity: Severity): DiagnosticSeverity {
  return severities[severity];
}

/** `page` is the address of a rule's documentation, where there is one to link to. */
export function diagnosticOf(
  finding: Finding,
  uri: string,
  lines: LineIndex,
  page: (rule: string) => string | undefined,
): Diagnostic {
  const href = page(finding.rule);
  return {
    range: lines.rangeOf(finding.span),
    severity: severityOf(finding.severity),
    source: findingSource,
    code: finding.rule,
    message: finding.message,
    ...(href && { codeDescription: { href } }),
    ...(finding.tags && {
      tags: finding.tags.map((tag) =>
        tag === 'deprecated' ? DiagnosticTag.Deprecated : DiagnosticTag.Unnecessary,
      ),
    }),
    ...(finding.related && {
      relatedInformation: finding.related.map(({ span, message }) => ({
        location: { uri, range: lines.rangeOf(span) },
        message,
      })),
    }),
  };
}

/** The quick fixes of the findings that touch a range. */
export function quickFixes(
  findings: readonly Finding[],
  uri: string,
  lines: LineIndex,
  range: Range,
  page: (rule: string) => string | undefined,
): CodeAction[] {
  const from = lines.offsetAt(range.start);
  const to = lines.offsetAt(range.end);
  return findings
    .filter((finding) => finding.span.start <= to && finding.span.end >= from)
    .flatMap((finding) =>
      finding.fixes.map((fix) => ({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        isPreferred: fix.preferred,
        diagnostics: [diagnosticOf(finding, uri, lines, page)],
        edit: { changes: { [uri]: protocolEdits(fix, lines) } },
      })),
    );
}

function protocolEdits(fix: Fix, lines: LineIndex): { range: Range; newText: string }[] {
  return fix.edits.map(({ span, newText }) => ({ range: lines.rangeOf(span), newText }));
}
