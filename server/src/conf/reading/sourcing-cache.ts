import type { FileFact, HostFacts } from '../evaluation/host-facts.ts';
import type { InitialValue } from '../evaluation/variables.ts';
import type { Script } from '../syntax/script.ts';
import { compareScripts, type ScriptChange } from '../syntax/script-change.ts';
import { carryOver, type SourcingResult } from './carry-over.ts';
import { initialValues } from './initial-values.ts';
import type { ReadingFacts } from './reading.ts';
import type { SourcedPath } from './safe-source.ts';

/** The result of sourcing a text, and all that it asked about facts outside the text. */
interface Kept {
  readonly script: Script;
  readonly key: string;
  readonly asked: Asked;
  readonly sourced: SourcingResult;
}

/** More than these are not kept: without a kernel, for the selected one, and for what a rule compares them with. */
const mostKept = 4;

/**
 * The results of sourcing one text so far. A result depends only on the text, the version of dkms and the answers to what sourcing asks:
 * if all that was asked has the same answers again, so has what would be asked next, and the result would be the same. The result of the text
 * before an edit is carried over where the edit can have changed nothing but places and one value.
 */
export class SourcingCache {
  readonly #script: Script;
  #kept: Kept[];
  /** How the text differs from the one before the edit, as far as that matters. */
  #change: { readonly since: Script; readonly change: ScriptChange | undefined } | undefined;

  constructor(script: Script, before?: SourcingCache) {
    this.#script = script;
    this.#kept = before ? before.#toCarryOver() : [];
  }

  /** Of one text only, so that no others are kept in memory. */
  #toCarryOver(): Kept[] {
    const own = this.#kept.filter(({ script }) => script === this.#script);
    return own.length > 0 ? own : [...this.#kept];
  }

  /** The result of `source` for these facts; it must use only the facts that it is given. */
  of(
    facts: ReadingFacts,
    source: (facts: ReadingFacts, initial: (name: string) => InitialValue) => SourcingResult,
  ): readonly SourcedPath[] {
    const key = `${facts.dkmsVersion.text} ${facts.debianBackports ?? false}`;
    for (const [at, kept] of this.#kept.entries()) {
      const change = kept.script === this.#script ? 'none' : this.#changeSince(kept.script);
      if (!change || kept.key !== key || !kept.asked.hasSameAnswers(facts)) continue;
      if (change === 'none') return kept.sourced.paths;
      const sourced = carryOver(kept.sourced, change, facts);
      if (!sourced) break;
      this.#kept[at] = { ...kept, script: this.#script, sourced };
      return sourced.paths;
    }
    const asked = new Asked();
    const recorded = { ...facts, hostFacts: asked.recordHostFacts(facts.hostFacts) };
    const sourced = source(recorded, asked.recordInitial(initialValues(facts)));
    this.#keep({ script: this.#script, key, asked, sourced });
    return sourced.paths;
  }

  #changeSince(since: Script): ScriptChange | undefined {
    if (this.#change?.since !== since) this.#change = { since, change: compareScripts(since, this.#script) };
    return this.#change.change;
  }

  /** What the text before came to makes room. */
  #keep(kept: Kept): void {
    if (this.#kept.length >= mostKept)
      this.#kept = this.#kept.filter(({ script }) => script === this.#script);
    if (this.#kept.length < mostKept) this.#kept.push(kept);
  }
}

/** Questions with their answers. */
class Asked {
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

  /** Asks the same again, in the same order: who answers may keep count of what is asked. */
  hasSameAnswers(facts: ReadingFacts): boolean {
    const { hostFacts } = facts;
    const initial = initialValues(facts);
    for (const [path, answer] of this.#files) if (!isSame(hostFacts?.file?.(path), answer)) return false;
    for (const [name, answer] of this.#variables) if (!isSame(initial(name), answer)) return false;
    if (this.#running && !isSame(hostFacts?.running, this.#running.answer)) return false;
    return !this.#processors || isSame(hostFacts?.processors, this.#processors.answer);
  }
}

/** Of plain data. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
