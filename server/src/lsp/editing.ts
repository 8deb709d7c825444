import path from 'node:path';
import {
  type Connection,
  ErrorCodes,
  type FileOperationOptions,
  type FormattingOptions,
  type InitializeParams,
  type PrepareRenameResult,
  type TextEdit as ProtocolEdit,
  ResponseError,
  type ServerCapabilities,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Conf } from '../conf/conf.ts';
import type { TextEdit } from '../conf/text.ts';
import type { Language } from '../workspace/language/language.ts';
import type { ModuleFiles } from '../workspace/language/module-files.ts';
import { withParser } from '../workspace/parser-files.ts';
import { type Addresses, pathOf } from './addresses.ts';
import type { OpenConfs } from './conf-documents.ts';
import { aboutDocument, aboutPosition } from './document-requests.ts';

export const editingCapabilities = {
  renameProvider: { prepareProvider: true },
  linkedEditingRangeProvider: true,
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n', moreTriggerCharacter: [']'] },
} satisfies ServerCapabilities;

/** Patches, scripts and folders can have any name, so the server wants to hear of every rename. */
export const fileOperations = {
  willRename: { filters: [{ scheme: 'file', pattern: { glob: '**/*' } }] },
} satisfies FileOperationOptions;

/** Answers the requests that change text: rename, linked editing, formatting, renamed files. */
export function registerEditing(options: {
  connection: Connection;
  documents: OpenConfs;
  language: Language;
  params: InitializeParams;
  folders: () => readonly string[];
  addresses: Addresses;
}): void {
  const { connection, documents, language, folders, params, addresses } = options;
  const { workspaceEdit } = params.capabilities.workspace ?? {};
  const renamesFiles =
    workspaceEdit?.documentChanges === true && workspaceEdit.resourceOperations?.includes('rename') === true;

  connection.workspace.onWillRenameFiles(async ({ files }) => {
    const changes: Record<string, ProtocolEdit[]> = {};
    for (const { oldUri, newUri } of files) {
      const from = pathOf(oldUri);
      const to = pathOf(newUri);
      if (from === undefined || to === undefined) continue;
      const openAt = (file: string) => documents.at(file)?.conf;
      const followed = await withParser(() => language.followRename(from, to, folders(), openAt));
      for (const { file, conf, edits } of followed) {
        const uri = addresses.of(file);
        changes[uri] = [...(changes[uri] ?? []), ...editsOf(conf, edits)];
      }
    }
    return Object.keys(changes).length > 0 ? { changes } : null;
  });

  connection.onPrepareRename(
    aboutPosition(documents, null, (conf, offset, { textDocument: { uri } }): PrepareRenameResult => {
      const target = language.renameTarget(conf, pathOf(uri), offset);
      if ('refused' in target) throw new ResponseError(ErrorCodes.InvalidRequest, target.refused);
      return { range: conf.lines.rangeOf(target.span), placeholder: target.name };
    }),
  );

  connection.onRenameRequest(
    aboutPosition(documents, null, async (conf, offset, { textDocument: { uri }, newName }) => {
      const found = await language.moduleFiles(conf, pathOf(uri), offset);
      const renamed = found
        ? language.renameModule(conf, pathOf(uri), found.module.name, newName)
        : language.rename(conf, pathOf(uri), offset, newName);
      if ('refused' in renamed) throw new ResponseError(ErrorCodes.InvalidRequest, renamed.refused);
      const changes = { [uri]: editsOf(conf, renamed.edits) };
      return found ? moduleEdit(changes, found.files, newName, { renamesFiles, addresses }) : { changes };
    }),
  );

  connection.languages.onLinkedEditingRange(
    aboutPosition(documents, null, (conf, offset) => {
      const spans = language.linkedIndices(conf, offset);
      return spans ? { ranges: spans.map((span) => conf.lines.rangeOf(span)), wordPattern: '\\d+' } : null;
    }),
  );

  connection.onDocumentFormatting(
    aboutDocument(documents, [], (conf, { options: style }, { uri }) =>
      editsOf(conf, language.format(conf, pathOf(uri), indentOf(style))),
    ),
  );

  connection.onDocumentRangeFormatting(
    aboutDocument(documents, [], (conf, { options: style, range }, { uri }) => {
      // A selection of whole lines ends before the first character of the next one.
      const last = range.end.character === 0 ? range.end.line - 1 : range.end.line;
      return editsOf(
        conf,
        language.format(
          conf,
          pathOf(uri),
          indentOf(style),
          range.start.line,
          Math.max(range.start.line, last),
        ),
      );
    }),
  );

  connection.onDocumentOnTypeFormatting(
    aboutDocument(documents, [], (conf, { options: style, position, ch }, { uri }) => {
      // The line that was just begun is left alone, since the user is typing in it.
      const line = ch === '\n' ? position.line - 1 : position.line;
      return line < 0 || conf.text.length > longestForTyping
        ? []
        : editsOf(conf, language.format(conf, pathOf(uri), indentOf(style), line, line));
    }),
  );
}

/** Formatting a line reads the whole file, which must not delay typing. */
const longestForTyping = 50_000;

/**
 * Adds the edits that the Makefiles of a module need to those of its conf, and renames its source file. If the editor can't rename files, a
 * module that is made from a source file of the same name can't be renamed.
 */
function moduleEdit(
  changes: Record<string, ProtocolEdit[]>,
  { mentions, source }: ModuleFiles,
  newName: string,
  { renamesFiles, addresses }: { readonly renamesFiles: boolean; readonly addresses: Addresses },
): WorkspaceEdit {
  for (const { file, lines, names } of mentions)
    changes[addresses.of(file)] = [...names.targets, ...names.others].map((span) => ({
      range: lines.rangeOf(span),
      newText: newName,
    }));
  if (source === undefined) return { changes };
  if (!renamesFiles)
    throw new ResponseError(
      ErrorCodes.InvalidRequest,
      `The module is built from ${path.basename(source)}, which this editor can't rename. Rename the file first.`,
    );
  const newUri = addresses.of(path.join(path.dirname(source), `${newName}.c`));
  return {
    documentChanges: [
      ...Object.entries(changes).map(([uri, edits]) => ({ textDocument: { uri, version: null }, edits })),
      { kind: 'rename', oldUri: addresses.of(source), newUri },
    ],
  };
}

function indentOf({ insertSpaces, tabSize }: FormattingOptions): { readonly unit: string } {
  return { unit: insertSpaces ? ' '.repeat(Math.min(Math.max(tabSize, 1), 16)) : '\t' };
}

/** Edits of a conf in the protocol's own form. */
export function editsOf(conf: Conf, edits: readonly TextEdit[]): ProtocolEdit[] {
  return edits.map(({ span, newText }) => ({ range: conf.lines.rangeOf(span), newText }));
}
