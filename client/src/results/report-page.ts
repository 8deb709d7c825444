import { commands, type Event, EventEmitter, type TextDocumentContentProvider, Uri, workspace } from 'vscode';
import type { Context } from '../context.ts';

/** The page of the last report, as read-only Markdown: the user is not asked to save it, and a new report replaces it. */
export class ReportPage implements TextDocumentContentProvider {
  readonly #changed = new EventEmitter<Uri>();
  readonly #address: Uri;
  #text = '';

  /** `title` is the title of the tab; each page has a scheme of its own. */
  constructor(context: Context, { title, scheme }: { readonly title: string; readonly scheme: string }) {
    this.#address = Uri.from({ scheme, path: `/${title}.md` });
    context.own(this.#changed, workspace.registerTextDocumentContentProvider(scheme, this));
  }

  get onDidChange(): Event<Uri> {
    return this.#changed.event;
  }

  provideTextDocumentContent(): string {
    return this.#text;
  }

  async show(markdown: string): Promise<void> {
    this.#text = markdown;
    this.#changed.fire(this.#address);
    await commands.executeCommand('markdown.showPreview', this.#address);
  }
}
