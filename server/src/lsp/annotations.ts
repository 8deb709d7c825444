import {
  type Connection,
  type InlayHint,
  MarkupKind,
  SemanticTokensBuilder,
  type ServerCapabilities,
  type SignatureHelp,
  type TextDocuments,
} from 'vscode-languageserver';
import type { Conf } from '../conf/conf.ts';
import type { SemanticToken } from '../conf/features/semantic-tokens.ts';
import type { RangeSummary } from '../workspace/kernel-history/range-summary.ts';
import { type Language, tokenLegend } from '../workspace/language/language.ts';
import type { TargetResult } from '../workspace/results/target-result.ts';
import { addressOf, pathOf } from './addresses.ts';
import type { ConfDocument } from './conf-documents.ts';
import { aboutDocument, aboutPosition, spanOf } from './document-requests.ts';

export const annotationCapabilities = {
  semanticTokensProvider: {
    legend: { tokenTypes: [...tokenLegend.types], tokenModifiers: [...tokenLegend.modifiers] },
    full: true,
    range: true,
  },
  inlayHintProvider: true,
  signatureHelpProvider: {
    triggerCharacters: [':', '%', '#', '/', ',', '^', '{'],
    retriggerCharacters: ['/', ':', '}'],
  },
} satisfies ServerCapabilities;

/** Answers what an editor shows in or beside the text: semantic tokens, inlay hints, signature help and code lenses. */
export function registerAnnotations(options: {
  connection: Connection;
  documents: TextDocuments<ConfDocument>;
  language: Language;
  /** What is known of the builds of the conf at a path. */
  resultsOf: (file: string) => readonly TargetResult[];
  /** What is known of the kernels that the module of the conf at a path builds for. */
  rangeOf: (file: string) => RangeSummary | undefined;
}): void {
  const { connection, documents, language, resultsOf, rangeOf } = options;

  connection.languages.semanticTokens.on(
    aboutDocument(documents, { data: [] }, (conf, { textDocument: { uri } }) =>
      tokensOf(conf, language.semanticTokens(conf, pathOf(uri))),
    ),
  );
  connection.languages.semanticTokens.onRange(
    aboutDocument(documents, { data: [] }, (conf, { range, textDocument: { uri } }) =>
      tokensOf(conf, language.semanticTokens(conf, pathOf(uri), spanOf(conf, range))),
    ),
  );

  connection.languages.inlayHint.on(
    aboutDocument(documents, [], async (conf, { range, textDocument: { uri } }) => {
      const hints = await language.inlayHints(conf, pathOf(uri), spanOf(conf, range));
      return hints.map(
        ({ offset, label, tooltip }): InlayHint => ({
          position: conf.lines.positionAt(offset),
          label,
          paddingLeft: true,
          tooltip: { kind: MarkupKind.Markdown, value: tooltip },
        }),
      );
    }),
  );

  connection.onSignatureHelp(
    aboutPosition(documents, null, (conf, offset): SignatureHelp | null => {
      const help = language.signatureHelp(conf, offset);
      if (!help) return null;
      const { signatures, activeSignature, activeParameter } = help;
      return {
        signatures: signatures.map(({ label, documentation, parameters }) => ({
          label,
          documentation: { kind: MarkupKind.Markdown, value: documentation },
          parameters: parameters.map(({ start, end }) => ({ label: [start, end] })),
        })),
        activeSignature,
        activeParameter,
      };
    }),
  );

  // A lens runs a command of the client, so it is offered only to clients that have announced the command.
  connection.onCodeLens(
    aboutDocument(documents, [], async (conf, { textDocument: { uri } }) => {
      const file = pathOf(uri);
      const found =
        file === undefined
          ? await language.buildLenses(conf, file, [])
          : await language.buildLenses(conf, file, resultsOf(file), rangeOf(file));
      if (!found) return [];
      const range = conf.lines.rangeOf(found.span);
      return found.lenses.map(({ title, command, file: other }) => ({
        range,
        // An editor shows a lens whose command has no name as plain text.
        command: command
          ? { title, command, arguments: [other === undefined ? uri : addressOf(other)] }
          : { title, command: '' },
      }));
    }),
  );
}

function tokensOf(conf: Conf, tokens: readonly SemanticToken[]): { data: number[] } {
  const builder = new SemanticTokensBuilder();
  for (const { span, type, modifiers } of tokens) {
    const { line, character } = conf.lines.positionAt(span.start);
    const bits = modifiers.reduce((all, each) => all | (1 << tokenLegend.modifiers.indexOf(each)), 0);
    builder.push(line, character, span.end - span.start, tokenLegend.types.indexOf(type), bits);
  }
  return builder.build();
}
