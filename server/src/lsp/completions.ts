import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
  MarkupKind,
  type Range,
} from 'vscode-languageserver';
import type { Completion } from '../conf/features/completion.ts';

const kinds: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  directive: CompletionItemKind.Property,
  variable: CompletionItemKind.Variable,
  value: CompletionItemKind.EnumMember,
  snippet: CompletionItemKind.Snippet,
};

/** `withSnippets`: whether the client supports tab stops. */
export function completionItemOf(
  completion: Completion,
  range: Range,
  withSnippets: boolean,
): CompletionItem {
  const { label, kind, insertText, snippet, detail, documentation, sortText, deprecated } = completion;
  const asSnippet = withSnippets && snippet !== undefined;
  return {
    label,
    kind: kinds[kind],
    sortText,
    textEdit: { range, newText: asSnippet ? snippet : insertText },
    // The text that is replaced need not begin with the label: `"ye` is completed to `yes`.
    filterText: label,
    ...(asSnippet && { insertTextFormat: InsertTextFormat.Snippet }),
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && {
      documentation: { kind: MarkupKind.Markdown, value: documentation },
    }),
    ...(deprecated && { tags: [CompletionItemTag.Deprecated] }),
  };
}
