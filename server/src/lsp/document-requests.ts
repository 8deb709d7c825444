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
import { type ConfDocument, whyNotRead } from './conf-documents.ts';

/** The parameters of a request about a position in a document. */
interface PlaceParams {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
}

/** Answers a request about a document; `empty` where it is not open, as an editor can still ask about one it just closed, and where it is too long. */
export function aboutDocument<Params extends { readonly textDocument: { readonly uri: string } }, Answer>(
  documents: TextDocuments<ConfDocument>,
  empty: Answer,
  answer: (conf: Conf, params: Params, document: ConfDocument) => Answer | Promise<Answer>,
): (params: Params) => Answer | Promise<Answer> {
  return (params) =>
    withParser(() => {
      const document = documents.get(params.textDocument.uri);
      return document && whyNotRead(document) === undefined ? answer(document.conf, params, document) : empty;
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

/** The path of the file that a request is about; throws the answer that the client gets for an address of no file here. */
export function fileNamed(uri: string): string {
  const path = pathOf(uri);
  if (path !== undefined) return path;
  throw new ResponseError(
    ErrorCodes.InvalidParams,
    `${uri} is not a file on this machine, so it can't be built.`,
  );
}
