import {
  type Connection,
  DidChangeTextDocumentNotification,
  type DidChangeTextDocumentParams,
  DidCloseTextDocumentNotification,
  type DidCloseTextDocumentParams,
  DidOpenTextDocumentNotification,
  type DidOpenTextDocumentParams,
  DidSaveTextDocumentNotification,
  type DidSaveTextDocumentParams,
  type Disposable,
  type InitializeParams,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Addresses, pathOf } from './addresses.ts';

/** What has just happened to an open file of a module's source. */
export type SourceEvent = 'opened' | 'edited' | 'saved' | 'closed';

/** What the library's document stores listen to. */
type DocumentConnection = Parameters<TextDocuments<TextDocument>['listen']>[0];

/** The files that modules are built from, other than the dkms.conf. */
const sourceName = /(?:\.(?:c|h|S|mk|patch|sh)|\/(?:GNUmakefile|[Mm]akefile|Kbuild)[^/]*)$/;

const documentSelector = [
  { scheme: 'file', pattern: '**/*.{c,h,S,mk,patch,sh}' },
  { scheme: 'file', pattern: '**/{GNUmakefile,Makefile,makefile,Kbuild}*' },
];

/**
 * The open files of modules' sources, which this server answers nothing about, but follows: build problems move with their edits. Sits in
 * front of the store of the confs, which is notified of all other documents.
 */
export class SourceDocuments {
  readonly #connection: Connection;
  readonly #addresses: Addresses;
  readonly #documents = new TextDocuments(TextDocument);
  readonly #registers: boolean;
  /** The document that is being opened. */
  #opening: string | undefined;

  /** `listener` gets the path of the file. */
  constructor(
    connection: Connection,
    { capabilities }: InitializeParams,
    addresses: Addresses,
    listener: (path: string, event: SourceEvent) => void,
  ) {
    this.#connection = connection;
    this.#addresses = addresses;
    this.#registers = capabilities.textDocument?.synchronization?.dynamicRegistration === true;
    const report = (event: SourceEvent) => {
      return ({ document }: { document: TextDocument }) => listener(pathOf(document.uri) ?? '', event);
    };
    this.#documents.onDidChangeContent(({ document }) => {
      report(this.isOpening(document.uri) ? 'opened' : 'edited')({ document });
    });
    this.#documents.onDidSave(report('saved'));
    this.#documents.onDidClose(report('closed'));
  }

  /** Document stores also report a change of text while a document is being opened, which is not an edit. */
  isOpening(uri: string): boolean {
    return this.#opening === uri;
  }

  /** The text of a file as the editor shows it, saved or not; `undefined` for one that is not open. */
  textOf(path: string): string | undefined {
    return this.#documents.get(this.#addresses.of(path))?.getText();
  }

  /** Begins to listen, and passes notifications about other documents to their store. */
  listen(others: { listen(connection: DocumentConnection): Disposable }): void {
    const connection = this.#connection;
    const [own, theirs] = [new Receiver(), new Receiver()];
    this.#documents.listen(own.connection);
    others.listen(theirs.connection);
    const of = ({ textDocument: { uri } }: { textDocument: { uri: string } }) =>
      sourceName.test(pathOf(uri) ?? '') ? own : theirs;
    // Later notifications find an open document however its address is spelt then.
    const spelt = <Params extends { textDocument: { uri: string } }>(params: Params): Params => ({
      ...params,
      textDocument: { ...params.textDocument, uri: this.#addresses.spelling(params.textDocument.uri) },
    });
    connection.onDidOpenTextDocument((params) => {
      this.#addresses.opened(params.textDocument.uri);
      this.#opening = params.textDocument.uri;
      of(params).open?.(params);
      this.#opening = undefined;
    });
    connection.onDidChangeTextDocument((params) => {
      of(params).change?.(spelt(params));
    });
    connection.onDidCloseTextDocument((params) => {
      of(params).close?.(spelt(params));
    });
    connection.onDidSaveTextDocument((params) => {
      of(params).save?.(spelt(params));
    });
  }

  /** Asks the editor to report these files, too, if it can; to be called once it is initialized. */
  async register(): Promise<void> {
    if (!this.#registers) return;
    const { client } = this.#connection;
    await client.register(DidOpenTextDocumentNotification.type, { documentSelector });
    await client.register(DidCloseTextDocumentNotification.type, { documentSelector });
    await client.register(DidSaveTextDocumentNotification.type, { documentSelector, includeText: false });
    await client.register(DidChangeTextDocumentNotification.type, {
      documentSelector,
      syncKind: TextDocumentSyncKind.Incremental,
    });
  }
}

/** Collects the handlers of one document store, so that each store gets the notifications about its own documents only. */
class Receiver {
  open: ((params: DidOpenTextDocumentParams) => unknown) | undefined;
  change: ((params: DidChangeTextDocumentParams) => unknown) | undefined;
  close: ((params: DidCloseTextDocumentParams) => unknown) | undefined;
  save: ((params: DidSaveTextDocumentParams) => unknown) | undefined;

  readonly connection: DocumentConnection = {
    onDidOpenTextDocument: (handler) => {
      this.open = handler;
      return nothing;
    },
    onDidChangeTextDocument: (handler) => {
      this.change = handler;
      return nothing;
    },
    onDidCloseTextDocument: (handler) => {
      this.close = handler;
      return nothing;
    },
    onDidSaveTextDocument: (handler) => {
      this.save = handler;
      return nothing;
    },
    // This server does not request notifications before a file is saved.
    onWillSaveTextDocument: () => nothing,
    onWillSaveTextDocumentWaitUntil: () => nothing,
  };
}

const nothing: Disposable = { dispose: () => {} };
