import {
  ErrorCodes,
  type Position,
  type Range,
  ResponseError,
  type TextDocuments,
} from 'vscode-languageserver';
import type { Conf } from '../conf/conf.ts';
import type { Span } from '../conf/text.ts';
import { withParser } from '../workspace/parser-files.ts';
import { pathOf } from './addresses.ts';
import { type ConfDocument, whyNotChecked } from './conf-documents.ts';

/** The parameters of a request about a position in a document. */
interface PlaceParams {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
}

/** Answers a request about a document; with `empty` if it is too long or not open, since an editor may still ask about one it has just closed. */
export function aboutDocument<Params extends { readonly textDocument: { readonly uri: string } }, Answer>(
  documents: TextDocuments<ConfDocument>,
  empty: Answer,
  answer: (conf: Conf, params: Params, document: ConfDocument) => Answer | Promise<Answer>,
): (params: Params) => Answer | Promise<Answer> {
  return (params) =>
    withParser(() => {
      const document = documents.get(params.textDocument.uri);
      return document && whyNotChecked(document) === undefined
        ? answer(document.conf, params, document)
        : empty;
    });
}

/** The same for a request about a position, whose offset is passed on. */
export function aboutPosition<Params extends PlaceParams, Answer>(
  documents: TextDocuments<ConfDocument>,
  empty: Answer,
  answer: (conf: Conf, offset: number, params: Params) => Answer | Promise<Answer>,
): (params: Params) => Answer | Promise<Answer> {
  return aboutDocument<Params, Answer>(documents, empty, (conf, params, { text }) =>
    answer(conf, text.offsetAt(params.position), params),
  );
}

/** A range of the protocol as a span of the text. */
export function spanOf(conf: Conf, range: Range): Span {
  return { start: conf.lines.offsetAt(range.start), end: conf.lines.offsetAt(range.end) };
}

/** The path of the file that a request is about; if the URI does not name a file on this machine, throws the error that the client receives. */
export function fileNamed(uri: string): string {
  const path = pathOf(uri);
  if (path !== undefined) return path;
  throw new ResponseError(
    ErrorCodes.InvalidParams,
    `${uri} is not a file on this machine, so it can't be built.`,
  );
}
