import {
  type CodeLens,
  type CodeLensParams,
  type Connection,
  type InlayHint,
  MarkupKind,
  type Range,
  SemanticTokensBuilder,
  type ServerCapabilities,
  type SignatureHelp,
  type TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Conf } from '../conf/conf.ts';
import type { SemanticToken } from '../conf/features/semantic-tokens.ts';
import type { RangeSummary } from '../workspace/kernel-history/range-summary.ts';
import type { BuildLens } from '../workspace/language/build-lenses.ts';
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
  /** The text of an open Kbuild or Makefile, if it stands for a module of the workspace that has no conf. */
  bareModule: (file: string) => Promise<string | undefined>;
}): void {
  const { connection, documents, language, resultsOf, rangeOf, bareModule } = options;

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
  const lensOf = ({ title, command, file }: BuildLens, uri: string, range: Range): CodeLens => ({
    range,
    // An editor shows a lens whose command has no name as plain text.
    command: command
      ? { title, command, arguments: [file === undefined ? uri : addressOf(file)] }
      : { title, command: '' },
  });
  const confLenses = aboutDocument<CodeLensParams, CodeLens[]>(
    documents,
    [],
    async (conf, { textDocument: { uri } }) => {
      const file = pathOf(uri);
      const found =
        file === undefined
          ? await language.buildLenses(conf, file, [])
          : await language.buildLenses(conf, file, resultsOf(file), rangeOf(file));
      if (!found) return [];
      const range = conf.lines.rangeOf(found.span);
      return found.lenses.map((lens) => lensOf(lens, uri, range));
    },
  );
  const bareLenses = async ({ textDocument: { uri } }: CodeLensParams): Promise<CodeLens[]> => {
    const file = pathOf(uri);
    const text = file === undefined ? undefined : await bareModule(file);
    if (file === undefined || text === undefined) return [];
    const { offset, lenses } = await language.bareLenses(text, resultsOf(file), rangeOf(file));
    const at = TextDocument.create('', 'makefile', 0, text).positionAt(offset);
    return lenses.map((lens) => lensOf(lens, uri, { start: at, end: at }));
  };
  connection.onCodeLens((asked) =>
    documents.get(asked.textDocument.uri) ? confLenses(asked) : bareLenses(asked),
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
