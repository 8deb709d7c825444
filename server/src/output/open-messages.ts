import type { ProblemDraft, Site } from './gcc-problem.ts';

/** Of how many other units the last message is kept, since its notes may follow after those of another one. */
const keptOthers = 8;
const keptNotes = 100;

/**
 * The messages of the compiler that may still get notes: the last one, and those of other units, since units that are compiled at the same
 * time print between each other's lines.
 */
export class OpenMessages {
  readonly #ended: (draft: ProblemDraft) => void;
  #last: ProblemDraft | undefined;
  readonly #others: ProblemDraft[] = [];

  /** `ended` is called with each message that gets no more notes. */
  constructor(ended: (draft: ProblemDraft) => void) {
    this.#ended = ended;
  }

  get last(): ProblemDraft | undefined {
    return this.#last;
  }

  get isEmpty(): boolean {
    return this.#last === undefined && this.#others.length === 0;
  }

  /** Begins a message, which ends the one before it of the same unit. */
  begin(draft: ProblemDraft): void {
    const { unit } = draft;
    const last = this.#last;
    this.#last = draft;
    if (unit !== undefined) {
      const earlier = this.#others.findIndex((one) => one.unit === unit);
      if (earlier >= 0) this.#endOther(earlier);
      if (last?.unit === unit) {
        this.#ended(last);
        return;
      }
    }
    if (last) this.#others.push(last);
    if (this.#others.length > keptOthers) this.#endOther(0);
  }

  /** Adds a note to its message, the last one where several are as likely. A note that belongs to none is left out. */
  addNote(note: Site): void {
    const open = this.#last ? [...this.#others, this.#last] : this.#others;
    const message =
      open.findLast((draft) => explains(note, draft) === true) ??
      open.findLast((draft) => explains(note, draft) === 'likely');
    if (message && message.notes.length < keptNotes) message.notes.push(note);
  }

  /** Ends all messages. */
  end(): void {
    const last = this.#last;
    this.#last = undefined;
    while (this.#others.length > 0) this.#endOther(0);
    if (last) this.#ended(last);
  }

  #endOther(at: number): void {
    const [draft] = this.#others.splice(at, 1);
    if (draft) this.#ended(draft);
  }
}

/** The compiled file, as far as a place and the files that include its file tell; headers are in many. */
export function unitOf(site: Site, chain: readonly Site[]): string | undefined {
  const { file } = chain.at(-1) ?? site;
  return isUnit(file) ? file : undefined;
}

/** Whether a file is one that is compiled, not included. */
export function isUnit(file: string): boolean {
  return file.endsWith('.c') || file.endsWith('.S');
}

/** Messages that gcc ends with the note `declared here`. */
const endsInDeclaration = /\barguments to function |\bdeprecated\b|\bnot a function\b|\breturn value of '/;

/**
 * Whether a note belongs to this message (`likely`: nothing speaks against it). Units that are compiled at the same time print between each
 * other's messages, so a note need not be about the message before it.
 */
function explains(note: Site, { site, unit, message, notes, chain }: ProblemDraft): boolean | 'likely' {
  const text = note.message;
  if (/^(?:each undeclared identifier is reported only once|\(near initialization for )/.test(text)) {
    return note.file === site.file && note.line === site.line;
  }
  const isOfArgument = /\bargument \d+ of '/.test(message);
  if (text.startsWith("expected '")) {
    return isOfArgument && !notes.some((one) => one.message.startsWith("expected '"));
  }
  if (text === 'declared here') {
    if (isOfArgument || notes.some((one) => one.message === text)) return false;
    return endsInDeclaration.test(message) || 'likely';
  }
  if (!isUnit(note.file) || note.file === unit) return 'likely';
  // A unit may include another one.
  const isSeen = note.file === site.file || chain.some(({ file }) => file === note.file);
  return unit === undefined || isSeen ? 'likely' : false;
}
