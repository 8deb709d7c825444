import type { Connection, Diagnostic } from 'vscode-languageserver';
import type { Finding } from '../conf/rules/finding.ts';
import type { Problem } from '../output/problem.ts';
import { inBackground } from '../workspace/background.ts';
import { findPassedOver } from '../workspace/confs/file-check.ts';
import type { Engine } from '../workspace/engine.ts';
import type { Explanation } from '../workspace/explanation/problem-causes.ts';
import { withParser } from '../workspace/parser-files.ts';
import { placeProblems } from '../workspace/problem-files.ts';
import type { ProblemStore } from '../workspace/problem-store.ts';
import { type Addresses, pathOf } from './addresses.ts';
import { type ConfDocument, whyNotRead } from './conf-documents.ts';
import { diagnosticOf } from './findings.ts';
import { logErrors } from './log-errors.ts';
import { diagnosticOfProblem } from './problems.ts';

// Editors show no more of one file, and nobody reads them.
const mostFindings = 1000;

// Who sends edits without a pause gets an answer this often all the same.
const longestBurstMs = 200;

// A compiler can print thousands of lines a second; the panel need not follow each.
const settleMs = 80;

/** What is known of C files beyond what the tools said. */
export interface AboutSources {
  explanationOf(problem: Problem): Explanation | undefined;
  /** What kernels will not take, found without building. */
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
  /** By path: the spelling under which the client was told of findings that it still shows. */
  readonly #shownAt = new Map<string, string>();
  readonly #documentAt: (uri: string) => ConfDocument | undefined;
  readonly #openText: (file: string) => string | undefined;
  readonly #problems: ProblemStore;
  readonly #clientPulls: boolean;
  readonly #rulePage: (rule: string) => string | undefined;
  readonly #about: AboutSources;
  readonly #waiting = new Set<string>();
  /** Open confs whose last text was not checked yet. */
  readonly #changed = new Map<string, { readonly since: number }>();
  #timer: NodeJS.Timeout | undefined;
  #lastSent = Number.NEGATIVE_INFINITY;
  /** Settles when the last answer is written. */
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
    about: AboutSources;
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

  /** An open conf has new text or new settings: says at once what is wrong with it, unless the client asks for that itself. */
  confChanged(document: ConfDocument): void {
    if (this.#clientPulls) return;
    const file = pathOf(document.uri);
    if (file && this.#problems.hasProblemsIn(file)) {
      this.#schedule(new Set([file]));
      return;
    }
    this.#sendSoon(document.uri);
  }

  /** Says it when no other message waits: of many edits that came at once only the last one is worth an answer. */
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
    // The library takes the next message that waits in an immediate of its own, which comes before the second of these.
    else setImmediate(() => setImmediate(sendGuarded));
  }

  /** Resolves when the confs that have changed by now are answered: what nobody waits for can come after that. */
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

  /** The text of a file is another one: its problems may have moved. */
  textChanged(file: string): void {
    if (this.#problems.hasProblemsIn(file)) this.#schedule(new Set([file]));
  }

  /** The problems of these files are others now. */
  problemsChanged(files: ReadonlySet<string>): void {
    this.#schedule(files);
  }

  findingsOf(document: ConfDocument): Diagnostic[] {
    const why = whyNotRead(document);
    const findings: readonly Finding[] =
      why === undefined
        ? this.#engine.checks.check(document.conf, pathOf(document.uri))
        : [findPassedOver(why)];
    return findings
      .slice(0, mostFindings)
      .map((finding) => diagnosticOf(finding, document.uri, document.conf.lines, this.#rulePage));
  }

  #schedule(files: ReadonlySet<string>): void {
    for (const file of files) this.#waiting.add(file);
    this.#timer ??= setTimeout(
      logErrors(this.#connection.console, 'publishing diagnostics', () => this.#publishWaiting()),
      // The first change after a pause goes out at once: somebody may wait for it.
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
      const placed = await placeProblems(this.#problems, file, this.#openText);
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
      // Told under another spelling before the client opened the file: it may take that for another file.
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
