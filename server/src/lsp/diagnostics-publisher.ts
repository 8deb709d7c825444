import type { Connection, Diagnostic } from 'vscode-languageserver';
import type { Finding } from '../conf/rules/finding.ts';
import type { Problem } from '../output/problem.ts';
import { inBackground } from '../workspace/background.ts';
import { findUnchecked } from '../workspace/confs/file-check.ts';
import type { Engine } from '../workspace/engine.ts';
import type { Explanation } from '../workspace/explanation/problem-causes.ts';
import { withParser } from '../workspace/parser-files.ts';
import { placeProblems } from '../workspace/problem-files.ts';
import type { ProblemStore } from '../workspace/problem-store.ts';
import { type Addresses, pathOf } from './addresses.ts';
import { type ConfDocument, whyNotChecked } from './conf-documents.ts';
import { diagnosticOf } from './findings.ts';
import { logErrors } from './log-errors.ts';
import { diagnosticOfProblem } from './problems.ts';

// Editors show no more than this for one file.
const mostFindings = 1000;

// A client that sends edits without a pause still gets an answer this often.
const longestBurstMs = 200;

// A compiler can print thousands of lines a second; the panel need not follow each.
const settleMs = 80;

/** What is known about C files besides the messages of tools. */
export interface SourceKnowledge {
  explanationOf(problem: Problem): Explanation | undefined;
  /** Code that will not compile for some kernel, found without building. */
  predictedIn(file: string): readonly Diagnostic[];
  causePage(cause: string): string | undefined;
}

/**
 * Pushes diagnostics: the problems of builds for any file and, to clients that do not pull, the findings of open confs.
 * Both lists of one file go out together, since a push replaces what the file had.
 */
export class DiagnosticsPublisher {
  readonly #connection: Connection;
  readonly #engine: Engine;
  readonly #addresses: Addresses;
  /** By path: the address under which the client shows findings. */
  readonly #shownAt = new Map<string, string>();
  readonly #documentAt: (uri: string) => ConfDocument | undefined;
  readonly #openText: (file: string) => string | undefined;
  readonly #problems: ProblemStore;
  readonly #clientPulls: boolean;
  readonly #rulePage: (rule: string) => string | undefined;
  readonly #about: SourceKnowledge;
  readonly #waiting = new Set<string>();
  /** Open confs whose current text has not been checked yet. */
  readonly #changed = new Map<string, { readonly since: number }>();
  #timer: NodeJS.Timeout | undefined;
  #lastSent = Number.NEGATIVE_INFINITY;
  /** Settles when the last message is written. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(options: {
    connection: Connection;
    engine: Engine;
    documentAt: (uri: string) => ConfDocument | undefined;
    /** The text of a file of the source that is open in the editor. */
    openText: (file: string) => string | undefined;
    problems: ProblemStore;
    clientPulls: boolean;
    rulePage: (rule: string) => string | undefined;
    about: SourceKnowledge;
    addresses: Addresses;
  }) {
    this.#connection = options.connection;
    this.#engine = options.engine;
    this.#problems = options.problems;
    this.#documentAt = options.documentAt;
    this.#openText = options.openText;
    this.#clientPulls = options.clientPulls;
    this.#rulePage = options.rulePage;
    this.#about = options.about;
    this.#addresses = options.addresses;
  }

  /** An open conf has new text or new settings: publishes its findings at once, unless the client pulls them. */
  confChanged(document: ConfDocument): void {
    if (this.#clientPulls) return;
    const file = pathOf(document.uri);
    if (file && this.#problems.hasProblemsIn(file)) {
      this.#schedule(new Set([file]));
      return;
    }
    this.#sendSoon(document.uri);
  }

  /** Publishes once no other message is waiting: of many edits that arrive together, only the last needs an answer. */
  #sendSoon(uri: string): void {
    const before = this.#changed.get(uri);
    const change = { since: before?.since ?? performance.now() };
    this.#changed.set(uri, change);
    const send = () => {
      // A later change has taken over, or the document is closed.
      if (this.#changed.get(uri) !== change) return;
      const document = this.#documentAt(uri);
      const findings = document && this.findingsOf(document);
      this.#changed.delete(uri);
      if (findings) this.#send(uri, document, findings);
    };
    const sendGuarded = logErrors(this.#connection.console, 'checking a changed conf', () =>
      withParser(send),
    );
    if (performance.now() - change.since > longestBurstMs) sendGuarded();
    // The library reads the next waiting message in a setImmediate of its own, which runs before the second of these.
    else setImmediate(() => setImmediate(sendGuarded));
  }

  /** Resolves when the findings of all confs changed so far are sent, after which less urgent work can begin. */
  async answered(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
    await this.#writing.catch(() => {});
  }

  confClosed(uri: string): void {
    this.#changed.delete(uri);
    const file = pathOf(uri);
    if (this.#clientPulls) return;
    if (file && this.#problems.hasProblemsIn(file)) this.#schedule(new Set([file]));
    else this.#send(uri, undefined, []);
  }

  /** The text of a file has changed: its problems may have moved. */
  textChanged(file: string): void {
    if (this.#problems.hasProblemsIn(file)) this.#schedule(new Set([file]));
  }

  /** The problems of these files have changed. */
  problemsChanged(files: ReadonlySet<string>): void {
    this.#schedule(files);
  }

  findingsOf(document: ConfDocument): Diagnostic[] {
    const why = whyNotChecked(document);
    const findings: readonly Finding[] =
      why === undefined
        ? this.#engine.checks.check(document.conf, pathOf(document.uri))
        : [findUnchecked(why)];
    return findings
      .slice(0, mostFindings)
      .map((finding) => diagnosticOf(finding, document.uri, document.conf.lines, this.#rulePage));
  }

  #schedule(files: ReadonlySet<string>): void {
    for (const file of files) this.#waiting.add(file);
    this.#timer ??= setTimeout(
      logErrors(this.#connection.console, 'publishing diagnostics', () => this.#publishWaiting()),
      // The first change after a pause is published at once, since the user may be waiting for it.
      Math.max(0, this.#lastSent + settleMs - performance.now()),
    );
  }

  async #publishWaiting(): Promise<void> {
    this.#timer = undefined;
    this.#lastSent = performance.now();
    const files = [...this.#waiting];
    this.#waiting.clear();
    for (const file of files) {
      const uri = this.#addresses.of(file);
      const placed = await placeProblems(
        this.#problems,
        file,
        this.#openText,
        (problem) => this.#about.explanationOf(problem)?.cause?.id,
      );
      const findings = await withParser(() => {
        const open = this.#clientPulls ? undefined : this.#documentAt(uri);
        return open ? this.findingsOf(open) : [];
      });
      const document = this.#documentAt(uri);
      const problems = placed.map((one) =>
        diagnosticOfProblem(
          one,
          this.#about.explanationOf(one.shared.problem),
          this.#about.causePage,
          this.#addresses,
        ),
      );
      this.#send(uri, document, [...findings, ...problems, ...this.#about.predictedIn(file)]);
    }
  }

  #send(uri: string, document: ConfDocument | undefined, diagnostics: Diagnostic[]): void {
    const path = pathOf(uri);
    if (path !== undefined) {
      // Published under another address before the client opened the file: it may take the two for different files.
      const before = this.#shownAt.get(path);
      if (before !== undefined && before !== uri)
        inBackground(this.#connection.sendDiagnostics({ uri: before, diagnostics: [] }));
      if (diagnostics.length > 0) this.#shownAt.set(path, uri);
      else this.#shownAt.delete(path);
    }
    const version = document?.version;
    this.#writing = this.#connection.sendDiagnostics({
      ...{ uri, diagnostics },
      ...(version !== undefined && { version }),
    });
    inBackground(this.#writing);
  }
}
