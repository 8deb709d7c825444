import {
  type Connection,
  ErrorCodes,
  type PrepareRenameResult,
  type TextEdit as ProtocolEdit,
  ResponseError,
  type ServerCapabilities,
  type TextDocuments,
} from 'vscode-languageserver';
import type { Conf } from '../conf/conf.ts';
import type { TextEdit } from '../conf/text.ts';
import type { Language } from '../workspace/language.ts';
import type { ConfDocument } from './conf-documents.ts';
import { aboutPlace } from './document-requests.ts';

export const editingCapabilities = {
  renameProvider: { prepareProvider: true },
  linkedEditingRangeProvider: true,
} satisfies ServerCapabilities;

/** Answers what changes the text: rename, linked editing. */
export function registerEditing(options: {
  connection: Connection;
  documents: TextDocuments<ConfDocument>;
  language: Language;
}): void {
  const { connection, documents, language } = options;

  connection.onPrepareRename(
    aboutPlace(documents, null, (conf, offset): PrepareRenameResult => {
      const target = language.renameTarget(conf, offset);
      if ('refused' in target) throw new ResponseError(ErrorCodes.InvalidRequest, target.refused);
      return { range: conf.lines.rangeOf(target.span), placeholder: target.name };
    }),
  );

  connection.onRenameRequest(
    aboutPlace(documents, null, (conf, offset, { textDocument: { uri }, newName }) => {
      const renamed = language.rename(conf, offset, newName);
      if ('refused' in renamed) throw new ResponseError(ErrorCodes.InvalidRequest, renamed.refused);
      return { changes: { [uri]: editsOf(conf, renamed.edits) } };
    }),
  );

  connection.languages.onLinkedEditingRange(
    aboutPlace(documents, null, (conf, offset) => {
      const spans = language.linkedIndices(conf, offset);
      return spans ? { ranges: spans.map((span) => conf.lines.rangeOf(span)), wordPattern: '\\d+' } : null;
    }),
  );
}

function editsOf(conf: Conf, edits: readonly TextEdit[]): ProtocolEdit[] {
  return edits.map(({ span, newText }) => ({ range: conf.lines.rangeOf(span), newText }));
}
