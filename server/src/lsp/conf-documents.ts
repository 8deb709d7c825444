import { type TextDocumentContentChangeEvent, TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Conf } from '../conf/conf.ts';
import type { TextEdit } from '../conf/text.ts';
import type { Addresses } from './addresses.ts';

/** A dkms.conf that is open in the editor: its text as the protocol keeps it, and the parsed conf of the same version. */
export interface ConfDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: TextDocument;
  readonly conf: Conf;
}

/** In characters. No real dkms.conf is nearly as long, and a longer text would keep the server from answering about other files. */
const longest = 500_000;

/** Why a document is not checked; `undefined` for one that is. */
export function whyNotChecked({ conf }: ConfDocument): string | undefined {
  const { length } = conf.text;
  if (length <= longest) return undefined;
  return `This file has ${length} characters, but the editor checks at most ${longest}. Is it a dkms.conf? \`dkms-tools check\` reads longer files.`;
}

/** The confs that are open in the editor, found by any spelling of their address. */
export class OpenConfs extends TextDocuments<ConfDocument> {
  readonly #addresses: Addresses;

  constructor(open: (text: string) => Conf, addresses: Addresses) {
    super(confDocuments(open));
    this.#addresses = addresses;
  }

  override get(uri: string): ConfDocument | undefined {
    return super.get(this.#addresses.spelling(uri));
  }

  at(path: string): ConfDocument | undefined {
    return super.get(this.#addresses.of(path));
  }
}

/** How the library's document store creates and changes documents: every change edits the syntax tree incrementally. */
function confDocuments(open: (text: string) => Conf): {
  create(uri: string, languageId: string, version: number, content: string): ConfDocument;
  update(document: ConfDocument, changes: TextDocumentContentChangeEvent[], version: number): ConfDocument;
} {
  return {
    create(uri, languageId, version, content) {
      const text = TextDocument.create(uri, languageId, version, content);
      return { uri, languageId, version, text, conf: open(content) };
    },
    update(document, changes, version) {
      let { text, conf } = document;
      for (const change of changes) {
        if ('range' in change) {
          const edit: TextEdit = {
            span: { start: text.offsetAt(change.range.start), end: text.offsetAt(change.range.end) },
            newText: change.text,
          };
          text = TextDocument.update(text, [change], version);
          conf = conf.edited([edit], text.getText());
        } else {
          text = TextDocument.update(text, [change], version);
          conf.dispose();
          conf = open(change.text);
        }
      }
      return { ...document, version, text, conf };
    },
  };
}
