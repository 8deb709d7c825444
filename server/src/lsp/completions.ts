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

export function completionItemOf(completion: Completion, range: Range): CompletionItem {
  return {
    label: completion.label,
    kind: kinds[completion.kind],
    textEdit: { range, newText: completion.insertText },
  };
}
