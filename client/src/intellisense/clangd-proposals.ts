import { setTimeout as pause } from 'node:timers/promises';
import {
  type CancellationToken,
  type CompletionContext,
  type CompletionItem,
  CompletionItemTag,
  type CompletionList,
  extensions,
  MarkdownString,
  type Position,
  type TextDocument,
  window,
  workspace,
} from 'vscode';
import { type ProposalMark, requests } from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';
import { proposedHeader, proposedName } from './proposed-names.ts';

// The part of the API of the clangd extension used here, from its vscode-clangd.d.ts (version 1), and of the language client that it gives.
const clangdId = 'llvm-vs-code-extensions.vscode-clangd';
const apiVersion = 1;

interface ClangdExtension {
  getApi(version: number): { readonly languageClient?: { readonly middleware: Middleware } };
}

interface Middleware {
  provideCompletionItem?: (
    document: TextDocument,
    position: Position,
    completion: CompletionContext,
    token: CancellationToken,
    next: Next,
  ) => Proposals | PromiseLike<Proposals>;
}

type Proposals = CompletionItem[] | CompletionList | null | undefined;
type Next = (
  document: TextDocument,
  position: Position,
  completion: CompletionContext,
  token: CancellationToken,
) => Proposals | PromiseLike<Proposals>;

/** How long a list may wait for its marks. An answer takes a few milliseconds, once the headers are indexed. */
const patienceMs = 50;

/**
 * Marks, in the proposals of the clangd extension, the names that some kernels of the set lack: which ones stands beside the name, and
 * those that the newest kernel lacks are struck through. Without that extension, it does nothing.
 */
export function markClangdProposals(context: Context): void {
  const marked = new WeakSet<Middleware>();
  // Each restart of clangd makes a new client, of which nothing tells.
  const follow = (document: TextDocument | undefined) => {
    if (document?.languageId !== 'c') return;
    const extension = extensions.getExtension<Partial<ClangdExtension>>(clangdId);
    const middleware = extension?.isActive
      ? extension.exports?.getApi?.(apiVersion).languageClient?.middleware
      : undefined;
    if (!middleware || marked.has(middleware)) return;
    marked.add(middleware);
    markProposals(context, middleware);
  };
  context.own(
    window.onDidChangeActiveTextEditor((editor) => follow(editor?.document)),
    workspace.onDidChangeTextDocument(({ document }) => follow(document)),
  );
  follow(window.activeTextEditor?.document);
}

function markProposals(context: Context, middleware: Middleware): void {
  const before = middleware.provideCompletionItem;
  middleware.provideCompletionItem = (document, position, completion, token, next) => {
    const nextMarked: Next = async (...asked) => {
      const proposals = await next(...asked);
      await mark(context, document, position, proposals, token);
      return proposals;
    };
    return before
      ? before(document, position, completion, token, nextMarked)
      : nextMarked(document, position, completion, token);
  };
}

async function mark(
  context: Context,
  document: TextDocument,
  position: Position,
  proposals: Proposals,
  token: CancellationToken,
): Promise<void> {
  const items = Array.isArray(proposals) ? proposals : (proposals?.items ?? []);
  const lineBefore = document.lineAt(position.line).text.slice(0, position.character);
  const named = items.map((item) => ({
    ...{ item, name: proposedName(item), header: proposedHeader(item, lineBefore) },
  }));
  const names = [...new Set(named.flatMap(({ name }) => name ?? []))];
  const headers = [...new Set(named.flatMap(({ header }) => header ?? []))];
  if (names.length + headers.length === 0) return;
  const params = { uri: document.uri.toString(), names, headers };
  const asked = context.request<readonly ProposalMark[]>(requests.lackingNames, params, token);
  // Whoever types gets the list without marks, rather than later.
  const lacking = await Promise.race([asked.catch(() => undefined), pause(patienceMs, undefined)]);
  const byName = new Map(lacking?.map((one) => [one.name, one]));
  for (const { item, name, header } of named) {
    const found = byName.get(name ?? header ?? '');
    if (found) markItem(item, found);
  }
}

function markItem(item: CompletionItem, { label, message, isGone }: ProposalMark): void {
  const shown = typeof item.label === 'string' ? { label: item.label } : item.label;
  item.label = { ...shown, description: label };
  if (isGone) item.tags = [...(item.tags ?? []), CompletionItemTag.Deprecated];
  const documentation = new MarkdownString().appendText(message);
  const own = item.documentation;
  if (own !== undefined) {
    documentation.appendMarkdown('\n\n');
    if (typeof own === 'string') documentation.appendText(own);
    else documentation.appendMarkdown(own.value);
  }
  item.documentation = documentation;
}
