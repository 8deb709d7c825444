import type { UnknownValue } from '../evaluation/value.ts';
import type { ScriptChange } from '../syntax/script-change.ts';
import { OrderedElements } from './ordered-elements.ts';
import type { ReadingFacts } from './reading.ts';
import {
  placedAt,
  type SafeSourcedElement,
  type SafeSourcedVariable,
  type SourcedPath,
  safeElement,
} from './safe-source.ts';

/** The result of sourcing a text, and what it depended on. */
export interface SourcingResult {
  readonly paths: readonly SourcedPath[];
  /** The same object for results that differ in nothing but spans. */
  readonly content: object;
  /** Whether every value is exactly what the file assigned. */
  readonly areAsAssigned: boolean;
  /** Names of the variables on which the result depended. */
  readonly variablesRead: ReadonlySet<string>;
  /** How much more work would have led to the same result. */
  readonly spare: number;
}

/** How often evaluation looks at a place each time it passes. */
const looksAtPlace = 4;

/**
 * Derives the result of sourcing a text after an edit from the result before it, if the edit changed only comments and blanks, or one value
 * on which nothing depends. `undefined` if the text has to be evaluated.
 */
export function carryOver(
  sourced: SourcingResult,
  change: ScriptChange,
  facts: ReadingFacts,
): SourcingResult | undefined {
  const { paths, areAsAssigned, variablesRead } = sourced;
  const content = change.literal ? {} : sourced.content;
  const { literal, growth, evaluations } = change;
  if (literal && (!areAsAssigned || variablesRead.has(literal.name))) return undefined;
  // The work limits must not influence the result: evaluation would have to stay within them, even at the highest estimate.
  const more = looksAtPlace * evaluations * paths.length * (1 + (Math.abs(growth) >> 4)) + Math.abs(growth);
  const spare = sourced.spare - more;
  if (spare <= 0) return undefined;
  const mover = new Mover(change, facts);
  const moved: SourcedPath[] = [];
  for (const path of paths) {
    const own = mover.path(path);
    if (!own) return undefined;
    moved.push(own);
  }
  return { paths: moved, content, areAsAssigned, variablesRead, spare };
}

/** Moves the spans of results. Paths share most of their content, and still do afterwards. */
class Mover {
  readonly #change: ScriptChange;
  readonly #facts: ReadingFacts;
  readonly #elements = new Map<SafeSourcedElement, SafeSourcedElement | undefined>();
  readonly #variables = new Map<SafeSourcedVariable, SafeSourcedVariable | undefined>();
  readonly #last = new Map<
    string,
    { readonly from: OrderedElements<SafeSourcedElement>; readonly to: OrderedElements<SafeSourcedElement> }
  >();

  constructor(change: ScriptChange, facts: ReadingFacts) {
    this.#change = change;
    this.#facts = facts;
  }

  path({ safeSourced, assumed }: SourcedPath): SourcedPath | undefined {
    const moved = new Map<string, SafeSourcedVariable>();
    for (const [name, variable] of safeSourced) {
      if (!this.#variables.has(variable)) this.#variables.set(variable, this.#variable(name, variable));
      const own = this.#variables.get(variable);
      if (!own) return undefined;
      moved.set(name, own);
    }
    return { safeSourced: moved, ...(assumed && { assumed: this.#why(assumed) }) };
  }

  #variable(name: string, { elements, open }: SafeSourcedVariable): SafeSourcedVariable | undefined {
    const movedOpen = open && this.#why(open);
    if (elements.size === 0) return { elements, open: movedOpen };
    // Any others come from text that was read a second time.
    if (!(elements instanceof OrderedElements)) return undefined;
    const from: OrderedElements<SafeSourcedElement> = elements;
    const to = from.changed((element) => this.#element(element), this.#last.get(name));
    if (!to) return undefined;
    this.#last.set(name, { from, to });
    return { elements: to, open: movedOpen };
  }

  #element(element: SafeSourcedElement): SafeSourcedElement | undefined {
    if (!this.#elements.has(element)) this.#elements.set(element, this.#move(element));
    return this.#elements.get(element);
  }

  #move(element: SafeSourcedElement): SafeSourcedElement | undefined {
    const { value, presence, nameSpan, valueSpan } = element;
    const { literal } = this.#change;
    const own = {
      value: value.kind === 'unknown' ? this.#why(value) : value,
      nameSpan: nameSpan && this.#change.moved(nameSpan),
      valueSpan: valueSpan && this.#change.moved(valueSpan),
    };
    const stays = own.value === value && own.nameSpan === nameSpan && own.valueSpan === valueSpan;
    const moved = stays ? element : placedAt(own, { value: own.value, presence });
    const isLiteral =
      literal && valueSpan?.start === literal.span.start && valueSpan.end === literal.span.end;
    if (!isLiteral) return moved;
    return value.kind === 'known' ? safeElement(moved, literal.text, this.#facts) : undefined;
  }

  #why(why: UnknownValue): UnknownValue {
    const span = why.span && this.#change.moved(why.span);
    return span === why.span || !span ? why : { ...why, span };
  }
}
