import path from 'node:path';
import {
  type Connection,
  DocumentHighlightKind,
  type FoldingRange,
  FoldingRangeKind,
  type DocumentSymbol as ProtocolSymbol,
  type SelectionRange,
  type ServerCapabilities,
  SymbolKind,
  SymbolTag,
  type TextDocuments,
} from 'vscode-languageserver';
import type { Conf } from '../conf/conf.ts';
import type { DocumentSymbol } from '../conf/features/document-symbols.ts';
import type { Engine } from '../workspace/engine.ts';
import type { Language } from '../workspace/language/language.ts';
import { type Addresses, pathOf } from './addresses.ts';
import type { ConfDocument } from './conf-documents.ts';
import { aboutDocument, aboutPosition } from './document-requests.ts';

export const navigationCapabilities = {
  documentSymbolProvider: { label: 'DKMS' },
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  documentLinkProvider: {},
} satisfies ServerCapabilities;

const symbolKinds: Readonly<Record<DocumentSymbol['kind'], SymbolKind>> = {
  module: SymbolKind.Module,
  directive: SymbolKind.Property,
  variable: SymbolKind.Variable,
  function: SymbolKind.Function,
};

/** Answers the requests of navigation: outline, symbols, folding, selection, definitions, references, links. */
export function registerNavigation(options: {
  connection: Connection;
  documents: TextDocuments<ConfDocument>;
  engine: Engine;
  language: Language;
  folders: () => readonly string[];
  addresses: Addresses;
}): void {
  const { connection, documents, engine, language, folders, addresses } = options;

  connection.onDocumentSymbol(
    aboutDocument(documents, [], (conf, { textDocument: { uri } }) =>
      language.symbols(conf, pathOf(uri)).map((symbol) => symbolOf(conf, symbol)),
    ),
  );

  connection.onWorkspaceSymbol(async ({ query }) => {
    const wanted = query.toLowerCase();
    const modules = await engine.findModules(folders());
    return modules
      .filter(({ name }) => name.toLowerCase().includes(wanted))
      .map(({ path: file, name, version }) => ({
        name,
        kind: SymbolKind.Package,
        containerName: version ?? path.basename(path.dirname(file)),
        location: {
          uri: addresses.of(file),
          range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        },
      }));
  });

  connection.onFoldingRanges(
    aboutDocument(documents, [], (conf) =>
      language.folds(conf).map(
        ({ kind, startLine, endLine }): FoldingRange => ({
          startLine,
          endLine,
          ...(kind === 'comment' && { kind: FoldingRangeKind.Comment }),
        }),
      ),
    ),
  );

  connection.onSelectionRanges(
    aboutDocument(documents, [], (conf, { positions }, { text }) =>
      positions.map((position): SelectionRange => {
        const spans = language.selectionRanges(conf, text.offsetAt(position));
        return (
          spans.reduceRight<SelectionRange | undefined>(
            (parent, span) => ({ range: conf.lines.rangeOf(span), ...(parent && { parent }) }),
            undefined,
          ) ?? { range: { start: position, end: position } }
        );
      }),
    ),
  );

  connection.onDefinition(
    aboutPosition(documents, null, async (conf, offset, { textDocument: { uri } }) => {
      const found = await language.moduleFiles(conf, pathOf(uri), offset);
      if (!found)
        return language.definitions(conf, offset).map((span) => ({ uri, range: conf.lines.rangeOf(span) }));
      return found.files.mentions.flatMap(({ file, lines, names }) =>
        names.targets.map((span) => ({ uri: addresses.of(file), range: lines.rangeOf(span) })),
      );
    }),
  );

  connection.onReferences(
    aboutPosition(documents, null, (conf, offset, { textDocument: { uri }, context }) =>
      language
        .references(conf, offset)
        .filter(({ role }) => context.includeDeclaration || role === 'read')
        .map(({ span }) => ({ uri, range: conf.lines.rangeOf(span) })),
    ),
  );

  connection.onDocumentHighlight(
    aboutPosition(documents, null, (conf, offset) =>
      language.references(conf, offset).map(({ role, span }) => ({
        range: conf.lines.rangeOf(span),
        kind: role === 'write' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      })),
    ),
  );

  connection.onDocumentLinks(
    aboutDocument(documents, null, async (conf, { textDocument: { uri } }) => {
      const file = pathOf(uri);
      if (file === undefined) return [];
      const links = await language.links(conf, file);
      return links.map(({ link, target }) => ({
        range: conf.lines.rangeOf(link.span),
        target: addresses.of(target),
      }));
    }),
  );
}

function symbolOf(conf: Conf, symbol: DocumentSymbol): ProtocolSymbol {
  return {
    name: symbol.name,
    detail: symbol.detail,
    kind: symbolKinds[symbol.kind],
    range: conf.lines.rangeOf(symbol.span),
    selectionRange: conf.lines.rangeOf(symbol.nameSpan),
    ...(symbol.deprecated && { tags: [SymbolTag.Deprecated] }),
    children: symbol.children.map((child) => symbolOf(conf, child)),
  };
}
