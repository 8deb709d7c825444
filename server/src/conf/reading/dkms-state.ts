import { isKnown } from '../evaluation/shell-state.ts';
import { type UnknownValue, unknown } from '../evaluation/value.ts';
import type { PathValue } from '../evaluation/variables.ts';
import type { Work } from '../evaluation/work.ts';
import type { Span } from '../text.ts';
import type { SafeSourced, SafeSourcedElement, SafeSourcedVariable } from './safe-source.ts';

/** A variable that the file leaves alone. */
export const unset: SafeSourcedVariable = { elements: new Map(), open: undefined };

/** Questions about the variables of dkms after it has read a file; `undefined` means that the answer is not known. */
export class DkmsState {
  /** The budget for matching the file's regular expressions. */
  readonly work: Work;
  readonly #safeSourced: SafeSourced;
  /** The first reason why an answer is not known. */
  #doubt: UnknownValue | undefined;

  constructor(safeSourced: SafeSourced, work: Work) {
    this.#safeSourced = safeSourced;
    this.work = work;
  }

  get doubt(): UnknownValue | undefined {
    return this.#doubt;
  }

  /** Records why something about the outcome is not known. */
  uncertain(why: UnknownValue): undefined {
    this.#doubt ??= why;
    return undefined;
  }

  variable(name: string): SafeSourcedVariable {
    return this.#safeSourced.get(name) ?? unset;
  }

  element(name: string, index: number): SafeSourcedElement | undefined {
    const variable = this.variable(name);
    const element = variable.elements.get(index);
    if (element || !variable.open) return element;
    return { value: variable.open, presence: 'maybe' };
  }

  /** `${NAME[index]}`: empty when it is unset. */
  value(name: string, index = 0): PathValue {
    const element = this.element(name, index);
    if (!element) return { kind: 'known', text: '' };
    if (element.presence === 'always') return element.value;
    if (isKnown(element.value) && element.value.text === '') return element.value;
    return isKnown(element.value)
      ? unknown(`whether ${name}[${index}] is set is not known`, element.valueSpan)
      : withoutEnds(element.value);
  }

  span(name: string, index: number): Span | undefined {
    return this.element(name, index)?.valueSpan;
  }

  /** `${#NAME[@]}` */
  count(name: string): number | undefined {
    return this.indices(name)?.length;
  }

  /** The indices of the elements that exist. */
  indices(name: string): number[] | undefined {
    const variable = this.variable(name);
    if (variable.open) return undefined;
    const indices: number[] = [];
    let areCertain = true;
    // Iterators would make two objects for each element, and this is asked on each path.
    variable.elements.forEach(({ presence }, index) => {
      areCertain &&= presence === 'always';
      indices.push(index);
    });
    return areCertain ? indices : undefined;
  }

  /** Whether the variable has any element. */
  exists(name: string): boolean | undefined {
    const variable = this.variable(name);
    if ([...variable.elements.values()].some(({ presence }) => presence === 'always')) return true;
    return variable.open || variable.elements.size > 0 ? undefined : false;
  }

  /** Why the elements of a variable are not known. */
  whyUnknown(name: string): UnknownValue {
    const variable = this.variable(name);
    const maybe = [...variable.elements.values()].find(({ presence }) => presence === 'maybe');
    return variable.open ?? unknown(`which elements ${name} has is not known`, maybe?.valueSpan);
  }
}

function withoutEnds({ prefix: _prefix, suffix: _suffix, ...rest }: UnknownValue): UnknownValue {
  return rest;
}

export function isEmpty(value: PathValue): boolean | undefined {
  if (isKnown(value)) return value.text === '';
  return value.prefix || value.suffix ? false : undefined;
}

/** Whether the text ends with one of these endings; `undefined` if its known suffix does not decide that. */
export function endsWithOneOf(value: PathValue, endings: readonly string[]): boolean | undefined {
  if (isKnown(value)) return endings.some((ending) => value.text.endsWith(ending));
  const suffix = value.suffix ?? '';
  if (endings.some((ending) => suffix.endsWith(ending))) return true;
  return endings.every((ending) => suffix.length >= ending.length) ? false : undefined;
}

export function startsWithOneOf(value: PathValue, beginnings: readonly string[]): boolean | undefined {
  if (isKnown(value)) return beginnings.some((beginning) => value.text.startsWith(beginning));
  const prefix = value.prefix ?? '';
  if (beginnings.some((beginning) => prefix.startsWith(beginning))) return true;
  return beginnings.some((beginning) => beginning.startsWith(prefix)) ? undefined : false;
}
