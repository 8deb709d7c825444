import type { Value } from '../evaluation/value.ts';
import type { Script } from '../syntax/script.ts';
import type { ScriptChanges } from '../syntax/script-change.ts';
import type { Span } from '../text.ts';
import type { SourcingResult } from './carry-over.ts';
import { unset } from './dkms-state.ts';
import { mergeVariables } from './merging.ts';
import type { ModuleRecord, Reading, ReadingFacts } from './reading.ts';

interface Known {
  readonly script: Script;
  readonly sourced: SourcingResult;
  readonly key: string;
  readonly asked: ReadonlyMap<keyof ReadingFacts, unknown>;
  readonly reading: Reading;
}

/** As many as there are results of sourcing. */
const mostKnown = 4;

/**
 * The readings of one text. A reading depends only on the values that sourcing gave, on the version of dkms, and on those facts that it
 * looked at: with other facts that it did not look at (most files are read alike whatever the name under which they are added), it is the
 * same.
 */
export class KnownReadings {
  #known: Known[] = [];
  /** Those of the text before the last edits. */
  #before: readonly Known[];
  readonly #script: Script;
  readonly #changes: ScriptChanges;

  constructor(script: Script, changes: ScriptChanges, before?: KnownReadings) {
    this.#script = script;
    this.#changes = changes;
    this.#before = before ? (before.#known.length > 0 ? before.#known : before.#before) : [];
  }

  /** The reading of these values; `read` must use no other facts than those that it is given. */
  of(sourced: SourcingResult, facts: ReadingFacts, read: (recorded: ReadingFacts) => Reading): Reading {
    const { dkmsVersion, debianBackports } = facts;
    const key = `${dkmsVersion.text} ${debianBackports ?? false}`;
    const fits = (one: Known) => one.key === key && isAsAsked(one, facts);
    const known = this.#known.find((one) => one.sourced.paths === sourced.paths && fits(one));
    if (known) return { ...known.reading, facts };
    const before = this.#before.find((one) => one.sourced.content === sourced.content && fits(one));
    // What nobody can ask for again must not stay in memory: the rest of this version's was made of other values.
    this.#before = this.#before.filter((one) => (before ? one !== before : one.key !== key));
    const moved = before && this.#moved(before, sourced);
    const asked = new Map<keyof ReadingFacts, unknown>(before?.asked);
    const made = moved ?? read(recordFacts(facts, asked));
    const reading = { ...made, ...(before && { content: before.reading.content }), facts };
    this.#known = [
      { script: this.#script, sourced, key, asked, reading },
      ...this.#known.slice(0, mostKnown - 1),
    ];
    return reading;
  }

  /** The same reading after an edit of comments and blanks. */
  #moved({ script, reading }: Known, { paths }: SourcingResult): Reading | undefined {
    const change = this.#changes.since(script);
    if (!change || change.literal) return undefined;
    const { facts, content, modules, make, clean, patches, excluded, conditions, assumed, add } = reading;
    const place = <Placed extends { readonly span?: Span }>(one: Placed): Placed =>
      one.span ? { ...one, span: change.moved(one.span) } : one;
    const value = (one: Value): Value => (one.kind === 'unknown' ? place(one) : one);
    const record = (one: ModuleRecord): ModuleRecord => {
      const { builtName, builtLocation, destName, destLocation } = one;
      const isPlain = [builtName, builtLocation, destName, destLocation].every(
        ({ kind }) => kind !== 'unknown',
      );
      if (isPlain) return one;
      return {
        ...one,
        ...{ builtName: value(builtName), builtLocation: value(builtLocation) },
        ...{ destName: value(destName), destLocation: value(destLocation) },
      };
    };
    return {
      ...{ facts, content, excluded },
      ...mergeVariables(facts, (name) => paths.map(({ safeSourced }) => safeSourced.get(name) ?? unset)),
      modules:
        'records' in modules
          ? { records: modules.records.map(record) }
          : place({ ...modules, certain: modules.certain.map(record) }),
      ...{ make: value(make), clean: value(clean), patches: patches.map(value) },
      conditions: conditions.map(place),
      ...(assumed && { assumed: place(assumed) }),
      add: 'exit' in add ? add : place(add),
    };
  }
}

function isAsAsked({ asked }: Known, facts: ReadingFacts): boolean {
  for (const [name, answer] of asked) if (facts[name] !== answer) return false;
  return true;
}

/** The same facts; the names of those that are looked at, other than the version, are added to `asked` with their answers. */
function recordFacts(facts: ReadingFacts, asked: Map<keyof ReadingFacts, unknown>): ReadingFacts {
  const { dkmsVersion, debianBackports } = facts;
  const recorded = { dkmsVersion, ...(debianBackports !== undefined && { debianBackports }) };
  for (const name of recordedFacts)
    Object.defineProperty(recorded, name, {
      get: () => {
        const answer = facts[name];
        asked.set(name, answer);
        return answer;
      },
    });
  return recorded;
}

/** Every fact but those of the key: the compiler refuses a list that lacks one. */
const recordedFacts = Object.keys({
  ...{ isSilentAboutClean: true, kernel: true, module: true, moduleVersion: true, dkmsTree: true },
  ...{ sourceTree: true, installTree: true, path: true, jobs: true, environment: true },
  ...{ environmentNames: true, hostFacts: true, overrides: true },
} satisfies Record<
  Exclude<keyof ReadingFacts, 'dkmsVersion' | 'debianBackports'>,
  true
>) as (keyof ReadingFacts)[];
