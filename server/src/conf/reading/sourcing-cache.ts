import type { FileFact, HostFacts } from '../evaluation/host-facts.ts';
import type { InitialValue } from '../evaluation/variables.ts';
import type { Script } from '../syntax/script.ts';
import type { ScriptChange, ScriptChanges } from '../syntax/script-change.ts';
import { carryOver, type SourcingResult } from './carry-over.ts';
import { initialValues } from './initial-values.ts';
import type { ReadingFacts } from './reading.ts';

/** The result of sourcing a text, and every question about outside facts that it asked. */
interface Kept {
  readonly script: Script;
  readonly key: string;
  readonly asked: RecordedQuestions;
  readonly sourced: SourcingResult;
}

/** How many results are kept: without a kernel, for the selected one, and for those with which rules compare. */
const mostKept = 4;

/**
 * Caches the results of sourcing one text. A result depends only on the text, the dkms version and the answers to what sourcing asks: if
 * every question has the same answer again, the result is the same. After an edit that can have changed only spans and one value, the
 * earlier results are carried over.
 */
export class SourcingCache {
  readonly #script: Script;
  #kept: Kept[];
  readonly #changes: ScriptChanges;

  constructor(script: Script, changes: ScriptChanges, before?: SourcingCache) {
    this.#script = script;
    this.#changes = changes;
    this.#kept = before ? before.#toCarryOver() : [];
  }

  /** Only results of the text before the edit, so that no older ones stay in memory. */
  #toCarryOver(): Kept[] {
    const own = this.#kept.filter(({ script }) => script === this.#script);
    return own.length > 0 ? own : [...this.#kept];
  }

  /** The result of `source` for these facts. `source` must use no other facts than those that it is given. */
  of(
    facts: ReadingFacts,
    source: (facts: ReadingFacts, initial: (name: string) => InitialValue) => SourcingResult,
  ): SourcingResult {
    const key = `${facts.dkmsVersion.text} ${facts.debianBackports ?? false}`;
    for (const [at, kept] of this.#kept.entries()) {
      const change: ScriptChange | 'none' | undefined =
        kept.script === this.#script ? 'none' : this.#changes.since(kept.script);
      if (!change || kept.key !== key || !kept.asked.hasSameAnswers(facts)) continue;
      if (change === 'none') return kept.sourced;
      const sourced = carryOver(kept.sourced, change, facts);
      if (sourced) {
        this.#kept[at] = { ...kept, script: this.#script, sourced };
        return sourced;
      }
      // The new result takes its place: nobody will ask about the text before the edit again.
      this.#kept.splice(at, 1);
      break;
    }
    const asked = new RecordedQuestions();
    const recorded = { ...facts, hostFacts: asked.recordHostFacts(facts.hostFacts) };
    const sourced = source(recorded, asked.recordInitial(initialValues(facts)));
    this.#keep({ script: this.#script, key, asked, sourced });
    return sourced;
  }

  /** Results of the text before the edit are dropped to make room. */
  #keep(kept: Kept): void {
    if (this.#kept.length >= mostKept)
      this.#kept = this.#kept.filter(({ script }) => script === this.#script);
    if (this.#kept.length < mostKept) this.#kept.push(kept);
  }
}

/** The questions that sourcing asked, with their answers. */
class RecordedQuestions {
  readonly #variables = new Map<string, InitialValue>();
  readonly #files = new Map<string, FileFact | undefined>();
  #running: { readonly answer: HostFacts['running'] } | undefined;
  #processors: { readonly answer: HostFacts['processors'] } | undefined;

  recordInitial(initial: (name: string) => InitialValue): (name: string) => InitialValue {
    return (name) => {
      const answer = initial(name);
      this.#variables.set(name, answer);
      return answer;
    };
  }

  recordHostFacts(hostFacts: HostFacts | undefined): HostFacts {
    const noteRunning = (answer: HostFacts['running']) => {
      this.#running = { answer };
      return answer;
    };
    const noteProcessors = (answer: HostFacts['processors']) => {
      this.#processors = { answer };
      return answer;
    };
    return {
      file: (path) => {
        const answer = hostFacts?.file?.(path);
        this.#files.set(path, answer);
        return answer;
      },
      get running() {
        return noteRunning(hostFacts?.running);
      },
      get processors() {
        return noteProcessors(hostFacts?.processors);
      },
    };
  }

  /** Asks the same questions again, in the same order, since whoever answers may record them. */
  hasSameAnswers(facts: ReadingFacts): boolean {
    const { hostFacts } = facts;
    const initial = initialValues(facts);
    for (const [path, answer] of this.#files) if (!isSame(hostFacts?.file?.(path), answer)) return false;
    for (const [name, answer] of this.#variables) if (!isSame(initial(name), answer)) return false;
    if (this.#running && !isSame(hostFacts?.running, this.#running.answer)) return false;
    return !this.#processors || isSame(hostFacts?.processors, this.#processors.answer);
  }
}

/** Deep equality of plain data. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
