import { isSince } from '../directives/dkms-version.ts';
import type { ElementBlock } from '../evaluation/element-map.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { isKnown } from '../evaluation/shell-state.ts';
import { type UnknownValue, unknown } from '../evaluation/value.ts';
import type { InitialValue, PathValue, Variable, VariableElement } from '../evaluation/variables.ts';
import { parseScript } from '../syntax/script-parser.ts';
import type { Span } from '../text.ts';
import { OrderedElements } from './ordered-elements.ts';
import type { ReadingFacts } from './reading.ts';

/** One element of a directive as dkms holds it. */
export interface SafeSourcedElement {
  readonly value: PathValue;
  readonly presence: 'always' | 'maybe';
  readonly nameSpan?: Span;
  readonly valueSpan?: Span;
}

export interface SafeSourcedVariable {
  readonly elements: ReadonlyMap<number, SafeSourcedElement>;
  /** Set if other elements may exist. */
  readonly open: UnknownValue | undefined;
}

/** The directives after a file was read; an absent name is unset. */
export type SafeSourced = ReadonlyMap<string, SafeSourcedVariable>;

/** The result of one path through a file. */
export interface SourcedPath {
  readonly safeSourced: SafeSourced;
  /** Set if text ran that could not be read and is assumed not to end the shell. */
  readonly assumed?: UnknownValue;
}

/** Every directive could be anything. */
export function unknownSafeSourced(names: readonly string[], why: UnknownValue): SafeSourced {
  return new Map(names.map((name) => [name, { elements: new Map(), open: why }]));
}

/** The directives after a file was read, and whether all are as assigned, because their text meant the same when it was read again. */
export interface SafeSourcedFile {
  readonly safeSourced: SafeSourced;
  readonly isAsAssigned: boolean;
}

/** Where a value was assigned. */
interface AssignmentSite {
  readonly nameSpan?: Span;
  readonly valueSpan?: Span;
}

interface Entry {
  readonly name: string;
  readonly index: number;
  readonly element: SafeSourcedElement;
}

/** Text that changes when bash reads it again between double quotes. */
const specialInQuotes = /["`]|\\["\\$`\n]|\\$|\$[A-Za-z0-9_@*#?$!({[-]/;

/**
 * Takes the variables over as dkms does, by way of text: the shell that sourced the file prints `NAME[0]="value"` for each element with an
 * unquoted `eval echo`, and dkms sources that. So blanks collapse, `$` and quotes in a value are evaluated again, and a value that breaks
 * the text affects the following ones. Source: safe_source in the dkms script, 2.2 to 3.4.
 */
export function safeSource(
  variables: (name: string) => Variable,
  siteOf: (name: string, index: number, assignment: number | undefined) => AssignmentSite | undefined,
  names: readonly string[],
  facts: ReadingFacts,
  initial: (name: string) => InitialValue,
  before: PrintedVariables,
): SafeSourcedFile {
  let breaks = false;
  let hidden: PathValue | undefined;
  let open: UnknownValue | undefined;
  const safeSourced = new Map<string, SafeSourcedVariable>();
  const lists: [string, PrintedList][] = [];
  for (const name of names) {
    const variable = variables(name);
    if (variable.elements.size === 0 && !variable.open) continue;
    const isPlain = !variable.transforms && !variable.keys;
    const why = isPlain ? variable.open : unknown(`\`${name}\` is not a plain array`);
    if (!isPlain) {
      safeSourced.set(name, { elements: new Map(), open: why });
      continue;
    }
    const list = printList(name, variable, why, siteOf, facts, before.get(name));
    before.set(name, list);
    safeSourced.set(name, list.safeSourced);
    lists.push([name, list]);
    breaks ||= list.breaks;
    hidden ??= list.hidden;
    if (why?.hidesSyntax) open ??= why;
  }
  if (open) return { safeSourced: unknownSafeSourced(names, open), isAsAssigned: true };
  if (hidden && !isKnown(hidden))
    return { safeSourced: unknownSafeSourced(names, hidden), isAsAssigned: true };
  if (!breaks) return { safeSourced, isAsAssigned: true };
  const entries = lists.flatMap(([name, { blocks }]) =>
    blocks.flatMap(({ indices, prints }) =>
      prints.map(({ element }, i): Entry => ({ name, index: indices[i] ?? 0, element })),
    ),
  );
  return { safeSourced: sourceAgain(entries, safeSourced, initial, facts), isAsAssigned: false };
}

/** A known value after dkms has taken it over; `undefined` if its text would affect other values. */
export function safeElement(
  { presence, nameSpan, valueSpan }: SafeSourcedElement,
  text: string,
  facts: ReadingFacts,
): SafeSourcedElement | undefined {
  const site = { ...(nameSpan && { nameSpan }), ...(valueSpan && { valueSpan }) };
  const { safe, breaks, hides } = printElement(
    { value: { kind: 'known', text }, presence, assignment: undefined },
    site,
    facts,
  );
  return breaks || hides ? undefined : safe;
}

/** The lists of the previous path, by variable, since paths share most elements. */
export type PrintedVariables = Map<string, PrintedList>;

/** The elements of a variable as dkms prints them, by their indices. */
interface PrintedList {
  readonly source: Variable['elements'];
  readonly blocks: readonly PrintedBlock[];
  readonly safeSourced: SafeSourcedVariable;
  readonly breaks: boolean;
  /** The first value that may hide shell syntax. */
  readonly hidden: PathValue | undefined;
}

/** The same for a block of elements, which several paths may share. */
interface PrintedBlock {
  readonly source: ElementBlock<VariableElement>;
  readonly first: number;
  readonly indices: readonly number[];
  readonly held: readonly VariableElement[];
  readonly prints: readonly Printed[];
  readonly safe: readonly SafeSourcedElement[];
  readonly breaks: boolean;
  readonly hidden: PathValue | undefined;
}

type SiteOf = (name: string, index: number, assignment: number | undefined) => AssignmentSite | undefined;

function printList(
  name: string,
  variable: Variable,
  open: UnknownValue | undefined,
  siteOf: SiteOf,
  facts: ReadingFacts,
  before: PrintedList | undefined,
): PrintedList {
  if (before && before.source === variable.elements && before.safeSourced.open === open) return before;
  const blocks: PrintedBlock[] = [];
  variable.elements.forEachBlock((source, first) => {
    // Paths have the same number of blocks, unless one of them leaves out many elements.
    const last = before?.blocks[blocks.length];
    const known = last?.first === first ? last : undefined;
    blocks.push(known?.source === source ? known : printBlock(name, { source, first }, siteOf, facts, known));
  });
  const indices = blocks.flatMap((block) => block.indices);
  const safe = blocks.flatMap((block) => block.safe);
  return {
    ...{ source: variable.elements, blocks },
    safeSourced: { elements: new OrderedElements(indices, safe), open },
    breaks: blocks.some((block) => block.breaks),
    hidden: blocks.find(({ hidden }) => hidden)?.hidden,
  };
}

function printBlock(
  name: string,
  { source, first }: Pick<PrintedBlock, 'source' | 'first'>,
  siteOf: SiteOf,
  facts: ReadingFacts,
  before: PrintedBlock | undefined,
): PrintedBlock {
  const indices: number[] = [];
  const held: VariableElement[] = [];
  const prints: Printed[] = [];
  const safe: SafeSourcedElement[] = [];
  let breaks = false;
  let hidden: PathValue | undefined;
  for (let within = 0; within < source.length; within++) {
    const element = source[within];
    if (!element) continue;
    const index = first + within;
    const at = held.length;
    const isSame = before !== undefined && before.held[at] === element && before.indices[at] === index;
    const print =
      (isSame ? before.prints[at] : undefined) ??
      printElement(element, siteOf(name, index, element.assignment), facts);
    indices.push(index);
    held.push(element);
    prints.push(print);
    safe.push(print.safe);
    breaks ||= print.breaks;
    if (print.hides) hidden ??= print.element.value;
  }
  return { source, first, indices, held, prints, safe, breaks, hidden };
}

/** An element as dkms prints it. Paths on which the same assignment set it share the object. */
interface Printed {
  readonly element: SafeSourcedElement;
  /** The same value, with as much of its known prefix and suffix as stays unchanged when it is read again. */
  readonly safe: SafeSourcedElement;
  /** Whether its text changes when it is read again. */
  readonly breaks: boolean;
  /** Whether its unknown part may contain such text. */
  readonly hides: boolean;
}

function printElement(held: VariableElement, site: AssignmentSite | undefined, facts: ReadingFacts): Printed {
  const bare = { value: printed(held.value, facts, site?.valueSpan), presence: held.presence };
  const element = site ? placedAt(site, bare) : bare;
  const { value } = element;
  return {
    element,
    safe: isKnown(value) ? element : { ...element, value: withSafeEnds(value) },
    breaks: specialInQuotes.test(lineOf(value, '')),
    // A backslash or dollar sign right before the unknown part would act on its first character.
    hides: !isKnown(value) && (value.hidesSyntax === true || /[\\$]$/.test(value.prefix ?? '')),
  };
}

/** The elements in index order, in which most already are. */
export function inOrder<Element>(
  elements: ReadonlyMap<number, Element>,
): Iterable<readonly [number, Element]> {
  let last = -1;
  for (const index of elements.keys()) {
    if (index < last) return [...elements].sort(([a], [b]) => a - b);
    last = index;
  }
  return elements;
}

export function placedAt(
  { nameSpan, valueSpan }: { readonly [Name in keyof AssignmentSite]: AssignmentSite[Name] | undefined },
  { value, presence }: SafeSourcedElement,
): SafeSourcedElement {
  if (nameSpan && valueSpan) return { value, presence, nameSpan, valueSpan };
  return { value, presence, ...(nameSpan && { nameSpan }), ...(valueSpan && { valueSpan }) };
}

/** The longest argument that Linux passes to a program (MAX_ARG_STRLEN); no sensible value is longer. */
const longestValue = 131_072;

/** The value as `eval echo` prints it between the quotes. */
function printed(value: PathValue, facts: ReadingFacts, span: Span | undefined): PathValue {
  if (!isKnown(value)) return value;
  let { text } = value;
  if (text.length > longestValue) return unknown('it is too long to be passed to a program', span);
  if (text.includes('\ufffd')) return unknown('the file is not valid UTF-8 here', span);
  if (isSince(facts.dkmsVersion, '3.1.5')) text = text.replace(/\r$/, '');
  if (!/[ \t\n]/.test(text)) return text === value.text ? value : { kind: 'known', text };
  const words = text.split(/[ \t\n]+/);
  // The first and the last word include a quote, which no file name has; the others may match names of files.
  if (words.slice(1, -1).some((word) => /[*?]|\[.*\]|[@+!]\(/.test(word))) {
    return unknown('dkms replaces the pattern in it with names of files, if any match where dkms runs', span);
  }
  return { kind: 'known', text: words.join(' ') };
}

/** An unknown text with as much of its prefix and suffix as printing and sourcing it leaves unchanged. */
function withSafeEnds({ prefix, suffix, ...rest }: UnknownValue): UnknownValue {
  const safe = /[^"`\\$*?[\]@+!]*/;
  const begin = safe.exec(prefix ?? '')?.[0] ?? '';
  const end = /[^"`\\$*?[\]@+!]*$/.exec(suffix ?? '')?.[0] ?? '';
  return { ...rest, prefix: begin.replace(/[ \t\n]+/g, ' '), suffix: end.replace(/[ \t\n]+/g, ' ') };
}

/** The text between the quotes, with `middle` in place of the unknown part. */
function lineOf(value: PathValue, middle: string): string {
  return isKnown(value) ? value.text : `${value.prefix ?? ''}${middle}${value.suffix ?? ''}`;
}

function collect(entries: readonly Entry[], safeSourced: Map<string, SafeSourcedVariable>): SafeSourced {
  const elements = new Map(
    [...safeSourced.keys()].map((name) => [name, new Map<number, SafeSourcedElement>()]),
  );
  for (const { name, index, element } of entries) {
    const { value } = element;
    elements.get(name)?.set(index, isKnown(value) ? element : { ...element, value: withSafeEnds(value) });
  }
  return new Map(
    [...safeSourced].map(([name, { open }]) => [name, { elements: elements.get(name) ?? new Map(), open }]),
  );
}

const placeholder = 'DKMS_TOOLS_UNKNOWN_';

/**
 * Sources the printed text as dkms does. A variable stands for the unknown part of a value, which is assumed to contain no quotes and to
 * end in no backslash, like any version, number or path.
 */
function sourceAgain(
  entries: readonly Entry[],
  safeSourced: Map<string, SafeSourcedVariable>,
  initial: (name: string) => InitialValue,
  { hostFacts }: ReadingFacts,
): SafeSourced {
  const lines = entries.map(
    ({ name, index, element }, i) => `${name}[${index}]="${lineOf(element.value, `\${${placeholder}${i}}`)}"`,
  );
  const names = [...safeSourced.keys()];
  // A quote that is not closed on its line swallows the following lines, all of which must then be certain to exist.
  const certain =
    entries.every(({ element }) => element.presence === 'always') &&
    [...safeSourced.values()].every(({ open }) => !open);
  if (!certain && lines.some((line) => specialInQuotes.test(line) && !standsAlone(line))) {
    return unknownSafeSourced(
      names,
      unknown('a quote in one value swallows other values, which are not known'),
    );
  }
  const known = (name: string): InitialValue => {
    const value = name.startsWith(placeholder)
      ? entries[Number(name.slice(placeholder.length))]?.element.value
      : undefined;
    return value?.kind === 'unknown' ? { kind: 'unknown', reason: value.reason } : initial(name);
  };
  const { paths } = evaluate(parseScript(`${lines.join('\n')}\n`), known, {
    ...(hostFacts && { hostFacts }),
  });
  const [path] = paths;
  if (!path || paths.length > 1 || path.mayBeLost || path.end) {
    return unknownSafeSourced(names, unknown('a value in it makes dkms itself stop or do something else'));
  }
  for (const name of names) {
    const variable = path.variable(name);
    const open = safeSourced.get(name)?.open ?? variable.open;
    safeSourced.set(name, { elements: new Map(), open });
  }
  const before = new Map(entries.map(({ name, index, element }) => [`${name}[${index}]`, element]));
  const results: Entry[] = [];
  for (const name of names) {
    const { elements } = path.variable(name);
    for (const index of elements.indices()) {
      const again = elements.get(index);
      if (!again) continue;
      const first = before.get(`${name}[${index}]`);
      const kept = first && !isKnown(first.value) && !isKnown(again.value);
      const element: SafeSourcedElement = {
        value: kept ? first.value : withPlace(again.value, first?.valueSpan),
        presence: first?.presence === 'maybe' ? 'maybe' : again.presence,
      };
      results.push({ name, index, element: first ? placedAt(first, element) : element });
    }
  }
  return collect(results, safeSourced);
}

function standsAlone(line: string): boolean {
  const { lines, stop } = parseScript(`${line}\n`);
  return lines.length === 1 && stop === undefined;
}

/** Spans within the printed text mean nothing in the file, so the span of the value is used. */
function withPlace(value: PathValue, span: Span | undefined): PathValue {
  return isKnown(value) ? value : unknown(value.reason, span);
}
