import type { DirectiveName } from '../directives/directive.ts';
import { isSince } from '../directives/dkms-version.ts';
import { isKnown } from '../evaluation/shell-state.ts';
import { unknown } from '../evaluation/value.ts';
import type { PathValue } from '../evaluation/variables.ts';
import { type DkmsState, endsWithOneOf, isEmpty, startsWithOneOf } from './dkms-state.ts';
import type { DkmsMessage, ReadingFacts } from './reading.ts';
import type { PathRecord, ReadRecord } from './records.ts';

/** The messages that dkms certainly prints for one path. DkmsState records what is uncertain. */
export interface Verdict {
  readonly conditions: readonly DkmsMessage[];
  readonly exit: number;
}

/**
 * Evaluates dkms's own checks of a dkms.conf, in the order in which its version makes them. `records` are those that it certainly sees;
 * they are all of them if `count` is known.
 */
export function checkDkmsMessages(
  state: DkmsState,
  records: readonly ReadRecord[],
  count: number | undefined,
  facts: ReadingFacts,
): Verdict {
  const checker = new Checker(state, facts);
  return checker.check(records, count);
}

const formerDirectives = [
  'REMAKE_INITRD',
  'MODULES_CONF',
  'MODULES_CONF_OBSOLETES',
  'MODULES_CONF_ALIAS_TYPE',
  'MODULES_CONF_OBSOLETE_ONLY',
] as const;

const objectEndings = ['.o', '.ko'] as const;

const destinations = ['/kernel', '/updates', '/extra'] as const;

class Checker {
  readonly #state: DkmsState;
  readonly #facts: ReadingFacts;
  readonly #conditions: DkmsMessage[] = [];

  constructor(state: DkmsState, facts: ReadingFacts) {
    this.#state = state;
    this.#facts = facts;
  }

  #since(version: string): boolean {
    return isSince(this.#facts.dkmsVersion, version);
  }

  check(records: readonly ReadRecord[], count: number | undefined): Verdict {
    if (this.#since('2.8.8') && !this.#since('3.0.0') && this.#checkRemoved()) {
      return { conditions: this.#conditions, exit: 5 };
    }
    this.#checkDeprecated();
    const modern = this.#since('3.0.11');
    if (modern) this.#checkPackage();
    for (const { record } of records) if (!isCertainlyValid(record)) this.#checkRecord(record);
    if (!modern) {
      this.#checkAnyLocation(count);
      this.#checkPackage();
    }
    if (this.#since('3.1.7')) if (count !== undefined) this.#checkLengths(count);
    this.#checkAnswers();
    // Since 3.1.7 the remaining checks are made only if the file has passed all those above.
    const failedBefore =
      this.#since('3.1.7') && this.#conditions.some(({ number }) => number.startsWith('E'));
    if (modern && count === 0 && !failedBefore) {
      this.#add({
        number: 'W1',
        directive: undefined,
        message: 'dkms.conf: Warning! Zero modules specified.',
      });
    }
    if (this.#since('3.1.7') && !failedBefore) this.#checkDuplicates(records);
    const failed = this.#conditions.some(({ number }) => number.startsWith('E'));
    return { conditions: this.#conditions, exit: failed ? 8 : 0 };
  }

  #add(condition: DkmsMessage): void {
    this.#conditions.push(condition);
  }

  /** Adds a message if its condition holds; records an uncertainty if that is not known. */
  #addIf(holds: boolean | undefined, value: PathValue, condition: () => DkmsMessage): void {
    if (holds === undefined) {
      this.#state.uncertain(isKnown(value) ? unknown('a condition is not known') : value);
    } else if (holds) {
      // A text that is only partly known must not be called wrong.
      if (isKnown(value)) this.#add(condition());
      else this.#state.uncertain(value);
    }
  }

  #span(name: string, index: number): Pick<DkmsMessage, 'span'> {
    const span = this.#state.span(name, index);
    return span ? { span } : {};
  }

  /** Only 2.8.8 rejected the directives that it had removed. */
  #checkRemoved(): boolean {
    for (const name of formerDirectives) {
      const exists = this.#state.exists(name);
      if (exists === undefined) this.#state.uncertain(this.#state.whyUnknown(name));
      if (!exists) continue;
      this.#add({
        number: 'E15',
        directive: name,
        message: `Error! ${name} has been deprecated.`,
        ...this.#firstSpan(name),
      });
      return true;
    }
    return false;
  }

  #firstSpan(name: string): Pick<DkmsMessage, 'span'> {
    const [first] = [...this.#state.variable(name).elements.entries()].sort(([a], [b]) => a - b);
    return first?.[1].valueSpan ? { span: first[1].valueSpan } : {};
  }

  #checkDeprecated(): void {
    const path = this.#facts.path ?? 'dkms.conf';
    if (this.#since('3.1.8') && !this.#facts.isSilentAboutClean) {
      const exists = this.#state.exists('CLEAN');
      const clean = this.#state.value('CLEAN');
      const forms = ['true', '/bin/true', '/usr/bin/true'];
      const tolerated = isKnown(clean) ? forms.includes(clean.text) : startsWithOneOf(clean, forms);
      if (exists === undefined) this.#state.uncertain(this.#state.whyUnknown('CLEAN'));
      else if (exists && tolerated !== false && !isKnown(clean)) this.#state.uncertain(clean);
      else if (exists && !tolerated)
        this.#addDeprecated('W3', 'CLEAN', `Deprecated feature: CLEAN (${path})`);
    }
    if (this.#since('3.0.0')) {
      for (const name of formerDirectives) {
        const exists = this.#state.exists(name);
        if (exists === undefined) this.#state.uncertain(this.#state.whyUnknown(name));
        if (!exists) continue;
        const message = this.#since('3.0.9')
          ? `Deprecated feature: ${name} (${path})`
          : this.#since('3.0.1')
            ? `Deprecated feature: ${name}`
            : `Warning: ${name} has been deprecated.`;
        this.#addDeprecated(name === 'REMAKE_INITRD' ? 'W4' : 'W2', name, message);
      }
    }
    if (this.#since('3.4.0')) {
      const exists = this.#state.exists('OBSOLETE_BY');
      if (exists === undefined) this.#state.uncertain(this.#state.whyUnknown('OBSOLETE_BY'));
      if (exists) {
        const message = `Deprecated feature: OBSOLETE_BY (${path}): use BUILD_EXCLUSIVE_KERNEL_MAX instead`;
        this.#addDeprecated('W6', 'OBSOLETE_BY', message);
      }
    }
  }

  #addDeprecated(number: 'W2' | 'W3' | 'W4' | 'W6', directive: DirectiveName, message: string): void {
    this.#add({ number, directive, message, ...this.#firstSpan(directive) });
  }

  #checkPackage(): void {
    for (const [number, directive] of [
      ['E1', 'PACKAGE_NAME'],
      ['E2', 'PACKAGE_VERSION'],
    ] as const) {
      const value = this.#state.value(directive);
      this.#addIf(isEmpty(value), value, () => ({
        number,
        directive,
        message: `dkms.conf: Error! No '${directive}' directive specified.`,
        ...this.#span(directive, 0),
      }));
    }
  }

  #checkRecord({ index, builtName, destName, destLocation }: PathRecord): void {
    this.#addIf(isEmpty(builtName), builtName, () => ({
      number: 'E5',
      directive: 'BUILT_MODULE_NAME',
      index,
      message: `dkms.conf: Error! No 'BUILT_MODULE_NAME' directive specified for record #${index}.`,
      ...this.#span('BUILT_MODULE_NAME', index),
    }));
    for (const [number, directive, value] of [
      ['E6', 'BUILT_MODULE_NAME', builtName],
      ['E7', 'DEST_MODULE_NAME', destName],
    ] as const) {
      this.#addIf(endsWithOneOf(value, objectEndings), value, () => ({
        number,
        directive,
        index,
        ...(isKnown(value) && { value: value.text }),
        message: `dkms.conf: Error! '${directive}' directive ends in '.o' or '.ko' in record #${index}.`,
        ...this.#nameSpan(directive, index),
      }));
    }
    this.#checkLocation(index, destLocation);
  }

  /** A missing DEST_MODULE_NAME defaults to BUILT_MODULE_NAME, so the mistake is there. */
  #nameSpan(directive: 'BUILT_MODULE_NAME' | 'DEST_MODULE_NAME', index: number): Pick<DkmsMessage, 'span'> {
    const own = this.#state.element(directive, index);
    const empty = !own || (isKnown(own.value) && own.value.text === '');
    return this.#span(empty ? 'BUILT_MODULE_NAME' : directive, index);
  }

  #checkLocation(index: number, location: PathValue): void {
    const directive = 'DEST_MODULE_LOCATION';
    const empty = isEmpty(location);
    const span = this.#span(directive, index);
    this.#addIf(empty, location, () => ({
      number: 'E8',
      directive,
      index,
      message: `dkms.conf: Error! No 'DEST_MODULE_LOCATION' directive specified for record #${index}.`,
      ...span,
    }));
    // Up to 3.2.1, dkms also reported an empty location as one with a wrong beginning.
    if (empty === true && this.#since('3.2.2')) return;
    const right = startsWithOneOf(location, destinations);
    this.#addIf(right === undefined ? undefined : !right, location, () => ({
      number: 'E11',
      directive,
      index,
      ...(isKnown(location) && { value: location.text }),
      message: "dkms.conf: Error! Directive 'DEST_MODULE_LOCATION' does not begin with",
      ...span,
    }));
  }

  #checkAnyLocation(count: number | undefined): void {
    const preset = this.#state.exists('dest_module_location');
    if (preset === undefined) this.#state.uncertain(this.#state.whyUnknown('dest_module_location'));
    if (count !== 0 || preset !== false) return;
    this.#add({
      number: 'E9',
      directive: 'DEST_MODULE_LOCATION',
      message: "dkms.conf: Error! No 'DEST_MODULE_LOCATION' directive specified.",
    });
  }

  /** The lengths can differ only if the file sets dkms's own lower-case arrays. */
  #checkLengths(count: number): void {
    const names = ['built_module_name', 'built_module_location', 'dest_module_name', 'dest_module_location'];
    if (names.every((name) => this.#state.exists(name) === false)) return;
    const lengths = names.map((name) => {
      const indices = this.#state.indices(name);
      if (!indices) return this.#state.uncertain(this.#state.whyUnknown(name));
      return count + indices.filter((index) => index >= count).length;
    });
    if (lengths.includes(undefined) || new Set(lengths).size === 1) return;
    this.#add({
      number: 'E12',
      directive: undefined,
      message: 'dkms.conf: Error! Module name/location array length mismatch.',
    });
  }

  #checkAnswers(): void {
    const names: DirectiveName[] = [];
    if (this.#since('3.1.7')) names.push('AUTOINSTALL');
    if (this.#since('3.2.0')) names.push('NO_WEAK_MODULES', 'BUILD_DEPENDS_REBUILD');
    for (const directive of names) {
      const value = this.#state.value(directive);
      this.#addIf(isKnown(value) ? !/^(?:yes|no|)$/i.test(value.text) : undefined, value, () => ({
        number: 'E10',
        directive,
        ...(isKnown(value) && { value: value.text }),
        message: `dkms.conf: Error! Unsupported ${directive} value '${isKnown(value) ? value.text : ''}'`,
        ...this.#span(directive, 0),
      }));
    }
  }

  #checkDuplicates(records: readonly ReadRecord[]): void {
    const checks = [
      { number: 'E13', directive: 'BUILT_MODULE_NAME', of: (read: ReadRecord) => read.builtPath },
      { number: 'E14', directive: 'DEST_MODULE_NAME', of: (read: ReadRecord) => read.record.destName },
    ] as const;
    for (const { number, directive, of } of checks) {
      const seen = new Set<string>();
      const unknowns: PathValue[] = [];
      for (const read of records) {
        const value = of(read);
        if (!isKnown(value)) {
          unknowns.push(value);
          continue;
        }
        if (seen.has(value.text)) {
          this.#add({
            number,
            directive,
            index: read.record.index,
            value: value.text,
            message: `dkms.conf: Error! Duplicate module '${value.text}' in '${directive}[${read.record.index}]'.`,
            ...this.#nameSpan(directive, read.record.index),
          });
        }
        seen.add(value.text);
      }
      const [first] = unknowns;
      if (first?.kind === 'unknown' && this.#couldEqual(records.map(of))) this.#state.uncertain(first);
    }
  }

  /** Whether an unknown text may equal another one, judging by known prefixes and suffixes. */
  #couldEqual(values: readonly PathValue[]): boolean {
    // Comparing all pairs would take too long for thousands of records.
    if (values.length > 500) return true;
    return values.some(
      (a, i) =>
        !isKnown(a) &&
        values.some((b, j) => {
          if (i === j) return false;
          const [prefixA, suffixA] = [a.prefix ?? '', a.suffix ?? ''];
          const [prefixB, suffixB] = isKnown(b) ? [b.text, b.text] : [b.prefix ?? '', b.suffix ?? ''];
          const prefixes = prefixA.startsWith(prefixB) || prefixB.startsWith(prefixA);
          return prefixes && (suffixA.endsWith(suffixB) || suffixB.endsWith(suffixA));
        }),
    );
  }
}

/** A quick test that holds for nearly all records: there is certainly nothing to report. */
function isCertainlyValid({ builtName, destName, destLocation }: PathRecord): boolean {
  return (
    isKnown(builtName) &&
    isKnown(destName) &&
    isKnown(destLocation) &&
    builtName.text !== '' &&
    destLocation.text !== '' &&
    endsWithOneOf(builtName, objectEndings) === false &&
    (destName === builtName || endsWithOneOf(destName, objectEndings) === false) &&
    startsWithOneOf(destLocation, destinations) === true
  );
}
