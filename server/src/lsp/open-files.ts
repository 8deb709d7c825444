import { Emitter, type Event } from 'vscode-languageserver';
import type { Engine } from '../workspace/engine.ts';
import { OpenConfs } from './conf-documents.ts';
import type { Session } from './session.ts';
import { SourceDocuments, type SourceEvent } from './source-documents.ts';

/** The files that are open in the editor: the confs, and the other files of modules. */
export class OpenFiles {
  readonly confs: OpenConfs;
  readonly sources: SourceDocuments;
  readonly #sourceEvents = new Emitter<{ readonly path: string; readonly event: SourceEvent }>();

  constructor({ connection, params, addresses }: Session, engine: Engine) {
    this.confs = new OpenConfs((text) => engine.openConf(text), addresses);
    this.sources = new SourceDocuments(connection, params, addresses, (path, event) =>
      this.#sourceEvents.fire({ path, event }),
    );
  }

  /** A file of a module, other than its conf, was opened, edited, saved or closed. */
  get onSourceEvent(): Event<{ readonly path: string; readonly event: SourceEvent }> {
    return this.#sourceEvents.event;
  }

  /** The text of a file as the editor shows it, saved or not; `undefined` for one that is not open. */
  readonly textOf = (path: string): string | undefined =>
    this.confs.at(path)?.conf.text ?? this.sources.textOf(path);

  /** Begins to listen to what the client reports about documents; to be called when everybody has subscribed. */
  listen(): void {
    this.sources.listen(this.confs);
  }
}
