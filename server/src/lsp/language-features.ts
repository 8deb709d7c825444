import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionRequest,
  CodeLensRefreshRequest,
  CodeLensRequest,
  type Connection,
  DocumentDiagnosticReportKind,
  type Hover,
  type HoverParams,
  HoverRequest,
  type InitializeParams,
  MarkupKind,
  type ServerCapabilities,
} from 'vscode-languageserver';
import type { Engine } from '../workspace/engine.ts';
import { Language } from '../workspace/language/language.ts';
import type { ProblemStore } from '../workspace/problem-store.ts';
import type { TargetResult } from '../workspace/results/target-result.ts';
import { type Addresses, pathOf } from './addresses.ts';
import { annotationCapabilities, registerAnnotations } from './annotations.ts';
import { completionItemOf } from './completions.ts';
import type { OpenConfs } from './conf-documents.ts';
import type { DiagnosticsPublisher } from './diagnostics-publisher.ts';
import { aboutDocument, aboutPosition } from './document-requests.ts';
import { editingCapabilities, editsOf, registerEditing } from './editing.ts';
import { quickFixes } from './findings.ts';
import { logErrors } from './log-errors.ts';
import type { InitializationOptions } from './messages.ts';
import { navigationCapabilities, registerNavigation } from './navigation.ts';
import { problemFixes } from './problems.ts';
import type { RangeLenses } from './ranges.ts';
import type { SourceFeatures } from './source-features.ts';
import { WorkspaceDiagnostics } from './workspace-diagnostics.ts';

/** Many builds can begin and end at almost the same time. */
const lensSettleMs = 200;

/** The kind of the action that carries out every preferred fix; editors can run it when a file is saved. */
const fixAllKind = `${CodeActionKind.SourceFixAll}.dkms`;

/** The capabilities of the server for a conf. */
export function languageCapabilities(given: InitializationOptions): ServerCapabilities {
  return {
    completionProvider: { triggerCharacters: ['$', '{', '"', "'", '=', '/', '['] },
    hoverProvider: true,
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind],
    },
    diagnosticProvider: { identifier: 'dkms', interFileDependencies: false, workspaceDiagnostics: true },
    ...navigationCapabilities,
    ...annotationCapabilities,
    ...editingCapabilities,
    ...(given.codeLens && { codeLensProvider: {} }),
  };
}

/** The events that the features have to know about. */
export interface LanguageFeatures {
  /** The client is ready for requests of the server. Resolves with whether it reports files that change. */
  initialized(): Promise<boolean>;
  /** The selected kernel, the settings or the folders have changed: asks the editor to refresh what it shows. */
  changed(files?: readonly string[]): void;
  /** A build began or ended, or its source was edited: asks the editor to refresh the code lenses. */
  resultsChanged(): void;
}

/** Answers every request about the text of confs. */
export function registerLanguageFeatures(options: {
  connection: Connection;
  engine: Engine;
  documents: OpenConfs;
  publish: DiagnosticsPublisher;
  params: InitializeParams;
  folders: () => readonly string[];
  rulePage: (rule: string) => string | undefined;
  /** What is known of the builds of the conf at a path. */
  resultsOf: (file: string) => readonly TargetResult[];
  /** The kernels that modules of the workspace build for. */
  ranges: RangeLenses;
  problems: ProblemStore;
  openText: (file: string) => string | undefined;
  sources: SourceFeatures;
  addresses: Addresses;
}): LanguageFeatures {
  const { connection, engine, documents, problems, openText, sources, publish, params, rulePage } = options;
  const language = new Language(engine);
  const { capabilities } = params;
  const snippets = capabilities.textDocument?.completion?.completionItem?.snippetSupport === true;

  connection.languages.diagnostics.on(
    aboutDocument(
      documents,
      { kind: DocumentDiagnosticReportKind.Full, items: [] },
      (_conf, _params, document) => ({
        kind: DocumentDiagnosticReportKind.Full,
        items: publish.findingsOf(document),
      }),
    ),
  );

  connection.onCompletion(
    aboutPosition(documents, [], async (conf, offset, { textDocument: { uri } }) => {
      const completions = await language.complete(conf, pathOf(uri), offset);
      return completions.map((completion) =>
        completionItemOf(completion, conf.lines.rangeOf(completion.span), snippets),
      );
    }),
  );

  const confHover = aboutPosition<HoverParams, Hover | null>(
    documents,
    null,
    async (conf, offset, { textDocument: { uri } }) => {
      const hover = await language.hover(conf, pathOf(uri), offset);
      if (!hover) return null;
      return {
        contents: { kind: MarkupKind.Markdown, value: hover.markdown },
        range: conf.lines.rangeOf(hover.span),
      };
    },
  );
  connection.onHover((asked) =>
    documents.get(asked.textDocument.uri) ? confHover(asked) : sources.hover(asked),
  );

  const confActions = aboutDocument<CodeActionParams, CodeAction[]>(
    documents,
    [],
    (conf, { range, context }, { uri }) => {
      const file = pathOf(uri);
      const wants = (kind: string) =>
        !context.only || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
      const actions: CodeAction[] = wants(CodeActionKind.QuickFix)
        ? quickFixes(engine.checks.check(conf, file), uri, conf.lines, range, rulePage)
        : [];
      const edit = wants(fixAllKind) ? language.fixAll(conf, file) : undefined;
      if (edit)
        actions.push({
          title: 'Fix everything that DKMS Tools can fix',
          kind: fixAllKind,
          edit: { changes: { [uri]: editsOf(conf, [edit]) } },
        });
      const numbered = wants(CodeActionKind.RefactorRewrite)
        ? language.numberSlots(conf, conf.lines.offsetAt(range.start))
        : undefined;
      if (numbered)
        actions.push({
          title: 'Number these slots without gaps',
          kind: CodeActionKind.RefactorRewrite,
          edit: { changes: { [uri]: editsOf(conf, numbered) } },
        });
      return actions;
    },
  );
  const sourceActions = async (asked: CodeActionParams): Promise<CodeAction[]> => {
    const known = await sources.actions(asked);
    // If the cause is known, the compiler's suggestion is left out: it is a guess from similar names.
    return known.length > 0 ? known : problemFixes(problems, openText, asked);
  };
  connection.onCodeAction((asked) =>
    documents.get(asked.textDocument.uri) ? confActions(asked) : sourceActions(asked),
  );

  registerNavigation({ ...options, language });
  registerAnnotations({
    ...{ connection, documents, language, resultsOf: options.resultsOf },
    rangeOf: (file) => options.ranges.of(file),
    bareModule: async (file) => {
      const text = openText(file);
      if (text === undefined) return undefined;
      const modules = await engine.findModules(options.folders());
      return modules.some(({ path }) => path === file) ? text : undefined;
    },
  });
  registerEditing({ ...options, language });

  const { workspace } = capabilities;
  const everywhere = new WorkspaceDiagnostics(options);
  const refresh = logErrors(connection.console, 'asking the editor to look again', () =>
    Promise.all([
      workspace?.diagnostics?.refreshSupport && connection.languages.diagnostics.refresh(),
      workspace?.inlayHint?.refreshSupport && connection.languages.inlayHint.refresh(),
      workspace?.semanticTokens?.refreshSupport && connection.languages.semanticTokens.refresh(),
      workspace?.codeLens?.refreshSupport && connection.sendRequest(CodeLensRefreshRequest.type),
    ]),
  );
  let isWaiting = false;
  const refreshLenses = logErrors(
    connection.console,
    'asking the editor to look at lenses again',
    async () => {
      isWaiting = false;
      await connection.sendRequest(CodeLensRefreshRequest.type);
    },
  );
  return {
    resultsChanged: () => {
      if (!workspace?.codeLens?.refreshSupport || isWaiting) return;
      isWaiting = true;
      setTimeout(refreshLenses, lensSettleMs);
    },
    initialized: async () => {
      const reportsFileChanges = await everywhere.watch();
      const { codeLens } = (params.initializationOptions ?? {}) as InitializationOptions;
      if (codeLens && capabilities.textDocument?.codeLens?.dynamicRegistration) {
        const makefiles = [{ scheme: 'file', pattern: '**/{Kbuild,Makefile}' }];
        await connection.client.register(CodeLensRequest.type, { documentSelector: makefiles });
      }
      const documentSelector = [{ scheme: 'file', pattern: '**/*.{c,h}' }];
      if (capabilities.textDocument?.hover?.dynamicRegistration)
        await connection.client.register(HoverRequest.type, { documentSelector });
      if (!capabilities.textDocument?.codeAction?.dynamicRegistration) return reportsFileChanges;
      await connection.client.register(CodeActionRequest.type, {
        documentSelector,
        codeActionKinds: [CodeActionKind.QuickFix],
      });
      return reportsFileChanges;
    },
    changed: (files) => {
      if (files) options.ranges.filesChanged(files);
      everywhere.changed(files);
      refresh();
    },
  };
}
