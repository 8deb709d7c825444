import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  DiagnosticSeverity,
  type Hover,
  type HoverParams,
  MarkupKind,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CauseFix } from '../triage/cause.ts';
import type { SourceExplainer } from '../workspace/explanation/source-explainer.ts';
import type { SourceFix } from '../workspace/explanation/source-fixes.ts';
import { useText } from '../workspace/explanation/use-text.ts';
import { type Addresses, pathOf } from './addresses.ts';
import { findingSource } from './findings.ts';

/** The features of C files of modules: why they fail on a kernel, and what to write instead. */
export class SourceFeatures {
  readonly #explainer: SourceExplainer;
  readonly #addresses: Addresses;
  readonly #openText: (file: string) => string | undefined;
  readonly #page: (cause: string) => string | undefined;
  /** Whether the client supports edits that create a file. */
  readonly #makesFiles: boolean;

  constructor(options: {
    readonly explainer: SourceExplainer;
    readonly openText: (file: string) => string | undefined;
    /** The address of a cause's documentation page. */
    readonly causePage: (cause: string) => string | undefined;
    readonly makesFiles: boolean;
    readonly addresses: Addresses;
  }) {
    this.#explainer = options.explainer;
    this.#openText = options.openText;
    this.#page = options.causePage;
    this.#makesFiles = options.makesFiles;
    this.#addresses = options.addresses;
  }

  /** Code in an open C file that will not compile for some kernel. */
  diagnosticsOf(file: string): readonly Diagnostic[] {
    const text = this.#openText(file);
    const uses = text === undefined ? [] : this.#explainer.usesIn(file);
    if (text === undefined || uses.length === 0) return [];
    const document = TextDocument.create('', 'c', 0, text);
    return uses.map((use): Diagnostic => {
      const href = use.change && this.#page(use.change.id);
      return {
        range: { start: document.positionAt(use.start), end: document.positionAt(use.end) },
        severity: DiagnosticSeverity.Warning,
        source: findingSource,
        code: use.change?.id ?? use.reason ?? 'not-in-kernel',
        message: useText(use),
        ...(href && { codeDescription: { href } }),
      };
    });
  }

  async hover({ textDocument: { uri }, position }: HoverParams): Promise<Hover | null> {
    const file = pathOf(uri);
    const text = file === undefined ? undefined : this.#openText(file);
    if (file === undefined || text === undefined) return null;
    const hover = await this.#explainer.hover(file, text, position, this.#page);
    if (!hover) return null;
    return {
      contents: { kind: MarkupKind.Markdown, value: hover.markdown },
      ...(hover.range && { range: hover.range }),
    };
  }

  async actions({ textDocument: { uri }, range, context }: CodeActionParams): Promise<CodeAction[]> {
    const file = pathOf(uri);
    const text = file === undefined ? undefined : this.#openText(file);
    const wanted = !context.only || context.only.some((kind) => CodeActionKind.QuickFix.startsWith(kind));
    if (file === undefined || text === undefined || !wanted) return [];
    const fixes = await this.#explainer.fixes(file, text, range);
    const seen = new Set<string>();
    const brought = (await this.#explainer.causeFixes(file, range)).map(
      (fix): CodeAction => ({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: context.diagnostics,
        edit: { changes: changesOf(fix, this.#addresses) },
      }),
    );
    const rewrites = fixes.flatMap(({ fix, change }) => {
      const edit = this.#editOf(fix);
      if (!edit) return [];
      // The first fix of a change is the one that most people want; one that may change what the code does is never applied unasked.
      const isPreferred = !seen.has(change.id) && fix.fix.semantics === undefined;
      seen.add(change.id);
      return [
        {
          title:
            fix.files === undefined
              ? fix.fix.title
              : `${fix.fix.title} in all ${fix.files} files of the module`,
          kind: CodeActionKind.QuickFix,
          isPreferred,
          diagnostics: context.diagnostics.filter(({ code }) => code === change.id),
          edit,
        },
      ];
    });
    return [...rewrites, ...brought];
  }

  #editOf({ fix }: SourceFix): WorkspaceEdit | undefined {
    const made = fix.files.filter(({ path, text }) => text === '' && this.#openText(path) === undefined);
    if (made.length > 0 && !this.#makesFiles) return undefined;
    const edits = fix.files.map(({ path, text, replacements }) => {
      const document = TextDocument.create('', 'c', 0, text);
      return {
        textDocument: { uri: this.#addresses.of(path), version: null },
        edits: replacements.map(({ start, end, text: newText }) => ({
          range: { start: document.positionAt(start), end: document.positionAt(end) } satisfies Range,
          newText,
        })),
      };
    });
    if (!this.#makesFiles)
      return { changes: Object.fromEntries(edits.map((one) => [one.textDocument.uri, one.edits])) };
    const creations = made.map(({ path }) => ({
      kind: 'create' as const,
      uri: this.#addresses.of(path),
      options: { ignoreIfExists: true },
    }));
    return { documentChanges: [...creations, ...edits] };
  }
}

/** The edits of a cause, which count lines and columns from 1. */
function changesOf({ edits }: CauseFix, addresses: Addresses): NonNullable<WorkspaceEdit['changes']> {
  const changes: Record<string, TextEdit[]> = {};
  for (const { file, line, column, endLine, endColumn, text } of edits) {
    const range = {
      start: { line: line - 1, character: column - 1 },
      end: { line: endLine - 1, character: endColumn - 1 },
    };
    const uri = addresses.of(file);
    changes[uri] = [...(changes[uri] ?? []), { range, newText: text }];
  }
  return changes;
}
