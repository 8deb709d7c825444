import type { ParameterPart, Word } from '../syntax/script.ts';
import { ArithmeticError } from './arithmetic.ts';
import { type Expanded, mayBeKey, type WordExpander } from './expanded.ts';
import { compileGlob, parseGlob } from './glob.ts';
import { costShift, isKnown, type ShellState } from './shell-state.ts';
import { insert, isAscii, quoteForShell, replace, SearchedPattern, trim } from './text-changes.ts';
import { known, type UnknownValue } from './value.ts';
import {
  elementOf,
  hasDoubtfulElements,
  indicesOf,
  keyedElement,
  largestIndex,
  type PathValue,
  scalarOf,
  type Variable,
} from './variables.ts';

/** The value of a parameter before the operation. `unset`: it has none; `maybe`: it may have none. */
type ParameterValue =
  | { readonly kind: 'single'; readonly value: PathValue; readonly presence: 'always' | 'maybe' }
  | { readonly kind: 'unset' }
  | {
      readonly kind: 'list';
      readonly values: readonly PathValue[];
      readonly joined: boolean;
      /** The subscripts of an array's elements; `undefined` for the positional parameters, which count from 1. */
      readonly indices: readonly number[] | undefined;
      /** bash lists them in an order of its own. */
      readonly isUnordered?: boolean;
    }
  | UnknownValue;

/** `$name` or `${…}` on one path. */
export function expandParameter(part: ParameterPart, expander: WordExpander): Expanded {
  if (part.form === 'keys') return keysOf(part, expander);
  if (part.form === 'names')
    return expander.shell.unknown('the names of all variables of dkms are not known', part);
  const held = part.form === 'indirect' ? heldIndirectly(part, expander) : read(part, expander);
  if (part.form === 'length') return lengthOf(held, part, expander);
  if (held.kind === 'list' && held.isUnordered) return unorderedList(part, expander.shell);
  if (part.operation?.kind === 'default') return withDefault(held, part, part.operation, expander);
  if (held.kind === 'unknown') return held;
  if (held.kind === 'unset') {
    if (expander.shell.nounset)
      expander.shell.endShell(`\`${part.name}\` is unset, which ends the shell after set -u`, part);
    return { kind: 'single', value: known('') };
  }
  if (held.kind === 'single' && held.presence === 'maybe') {
    if (expander.shell.nounset) {
      expander.shell.mayEndShell(`\`${part.name}\` may be unset, which ends the shell after set -u`, part);
    }
    return held.value.kind === 'unknown'
      ? held.value
      : expander.shell.unknown(`whether \`${part.name}\` is set is not known`, part);
  }
  return part.operation ? operate(held, part, expander) : held;
}

function read(part: ParameterPart, expander: WordExpander): ParameterValue {
  const { name, subscript } = part;
  const { shell } = expander;
  const wholeArray = subscript && wholeArrayOf(subscript);
  if (/^[A-Za-z_]/.test(name)) {
    const variable = shell.variables.get(name);
    if (variable.transforms && subscript) return shell.unknown(`\`${name}\` is not a plain array`, part);
    if (wholeArray) {
      const indices = indicesOf(variable);
      if (!indices)
        return variable.open ?? shell.unknown(`which elements \`${name}\` has is not known`, part);
      shell.spend(part, 1 + indices.length * unitsOfElement);
      const values = indices.map((index) => elementOf(variable, index)?.value ?? known(''));
      const isUnordered = variable.keys !== undefined && indices.length > 1;
      return { kind: 'list', values, joined: wholeArray === '*', indices, isUnordered };
    }
    if (variable.keys) return readKeyed(variable, subscript, part, expander);
    if (subscript && variable.open && mayBeKey(subscript)) return variable.open;
    let index = subscript ? expander.subscript(subscript) : 0;
    if (index === undefined) return shell.unknown(`which element of \`${name}\` is meant is not known`, part);
    if (index < 0) {
      if (variable.open || hasDoubtfulElements(variable))
        return shell.unknown(`how many elements \`${name}\` has is not known`, part);
      // Unlike assigning to it, reading an element before the first one is no error: it is empty.
      index += largestIndex(variable) + 1;
    }
    const element = elementOf(variable, index);
    return element ? { kind: 'single', value: element.value, presence: element.presence } : { kind: 'unset' };
  }
  return evaluateSpecial(part, expander);
}

function readKeyed(
  variable: Variable,
  subscript: Word | undefined,
  part: ParameterPart,
  expander: WordExpander,
): ParameterValue {
  const key = subscript ? expander.valueOf(subscript) : known('0');
  if (!isKnown(key))
    return expander.shell.unknown(`which element of \`${part.name}\` is meant is not known`, part);
  const element = keyedElement(variable, key.text);
  return element ? { kind: 'single', value: element.value, presence: element.presence } : { kind: 'unset' };
}

function unorderedList({ name, start, end }: ParameterPart, shell: ShellState): UnknownValue {
  return shell.unknown(`bash lists the elements of \`${name}\` in an order of its own`, { start, end });
}

function evaluateSpecial({ name, start, end }: ParameterPart, { shell }: WordExpander): ParameterValue {
  const span = { start, end };
  if (name === '?') {
    const value =
      typeof shell.status !== 'number'
        ? shell.unknown('the result of the last command is known only when it runs', span)
        : known(String(shell.status));
    return { kind: 'single', value, presence: 'always' };
  }
  if (/^[1-9@*#]/.test(name)) {
    const { positional } = shell;
    if (!positional) return shell.unknown(`the argument \`$${name}\` is not known`, span);
    if (name === '#') return { kind: 'single', value: known(String(positional.length)), presence: 'always' };
    if (name === '@' || name === '*')
      return { kind: 'list', values: positional, joined: name === '*', indices: undefined };
    const value = positional[Number(name) - 1];
    return value ? { kind: 'single', value, presence: 'always' } : { kind: 'unset' };
  }
  return {
    kind: 'single',
    value: shell.unknown(`\`$${name}\` is known only when dkms runs`, span),
    presence: 'always',
  };
}

function wholeArrayOf(subscript: Word): '@' | '*' | undefined {
  const [part] = subscript.parts;
  if (subscript.parts.length === 1 && part?.kind === 'text' && (part.text === '@' || part.text === '*'))
    return part.text;
  return undefined;
}

function keysOf(part: ParameterPart, { shell }: WordExpander): Expanded {
  const variable = shell.variables.get(part.name);
  const indices = variable.transforms ? undefined : indicesOf(variable);
  if (!indices)
    return variable.open ?? shell.unknown(`which elements \`${part.name}\` has is not known`, part);
  shell.spend(part, 1 + indices.length * unitsOfElement);
  const joined = part.subscript !== undefined && wholeArrayOf(part.subscript) === '*';
  if (variable.keys) {
    if (indices.length > 1) return unorderedList(part, shell);
    const named = [...variable.keys].filter(([, index]) => indices.includes(index));
    return { kind: 'list', values: named.map(([key]) => known(key)), joined };
  }
  return { kind: 'list', values: indices.map((index) => known(String(index))), joined };
}

function heldIndirectly(part: ParameterPart, expander: WordExpander): ParameterValue {
  const { shell } = expander;
  const holder = read(part, expander);
  if (holder.kind === 'unset') {
    // For `${!name}`, an array without element 0 counts as set and refers to nothing.
    if (shell.variables.get(part.name).isArray) return holder;
    shell.endShell(`\`${part.name}\` is unset and names no variable, which ends the shell`, part);
  }
  if (holder.kind !== 'single' || holder.presence === 'maybe' || !isKnown(holder.value)) {
    shell.mayEndShell(`\`${part.name}\` may name no variable, which ends the shell`, part);
    return shell.unknown(`which variable \`${part.name}\` names is not known`, part);
  }
  const name = holder.value.text;
  if (/^(?:[A-Za-z_]\w*\[.*\]|\d+|[@*#?$!-])$/s.test(name)) {
    return shell.unknown(`\`${name}\` is not a plain variable name`, part);
  }
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    shell.endShell(`\`${part.name}\` does not contain the name of a variable, which ends the shell`, part);
  }
  const element = scalarOf(shell.variables.get(name));
  return element ? { kind: 'single', value: element.value, presence: element.presence } : { kind: 'unset' };
}

function lengthOf(held: ParameterValue, part: ParameterPart, { shell }: WordExpander): Expanded {
  if (held.kind === 'unknown') return held;
  // With set -u, counting a list that was never set ends the shell; counting an empty one does not.
  if (held.kind === 'list' && held.values.length === 0 && shell.nounset) {
    shell.giveUp(`whether bash takes \`${part.name}\` for unset is not evaluated`, part);
  }
  if (held.kind === 'list') return { kind: 'single', value: known(String(held.values.length)) };
  if (held.kind === 'unset') {
    if (shell.nounset) shell.endShell(`\`${part.name}\` is unset, which ends the shell after set -u`, part);
    return { kind: 'single', value: known('0') };
  }
  if (held.value.kind === 'unknown') return held.value;
  if (held.presence === 'maybe') return shell.unknown(`whether \`${part.name}\` is set is not known`, part);
  shell.spend(part, 1 + (held.value.text.length >> costShift));
  if (!isAscii(held.value.text))
    return shell.unknown('the length of text beyond ASCII depends on the locale', part);
  return { kind: 'single', value: known(String(held.value.text.length)) };
}

function withDefault(
  held: ParameterValue,
  part: ParameterPart,
  operation: Extract<NonNullable<ParameterPart['operation']>, { kind: 'default' }>,
  expander: WordExpander,
): Expanded {
  const { shell } = expander;
  const colon = operation.operator.startsWith(':');
  const kind = operation.operator.at(-1);
  if (held.kind === 'unknown') return held;
  if (held.kind === 'list' && held.values.length > 1 && kind !== '+') return held;
  const value = held.kind === 'list' ? held.values[0] : held.kind === 'single' ? held.value : undefined;
  let taken: boolean | undefined = value === undefined ? false : colon ? undefined : true;
  if (value && isKnown(value) && colon) taken = value.text !== '';
  if (held.kind === 'single' && held.presence === 'maybe' && taken !== false) taken = undefined;
  if (taken === undefined) {
    if (kind === '?') shell.mayEndShell(`\`${part.name}\` may be unset, which ends the shell here`, part);
    if (kind === '=') shell.variables.makeUnknown(part.name, 'whether it was set before is not known', part);
    if (value?.kind === 'unknown') return value;
    return shell.unknown(`whether \`${part.name}\` is set is not known`, part);
  }
  if (kind === '+')
    return taken
      ? { kind: 'single', value: expander.valueOf(operation.operand) }
      : { kind: 'single', value: known('') };
  if (taken) return held.kind === 'unset' ? { kind: 'single', value: known('') } : held;
  if (kind === '?') shell.endShell(`\`${part.name}\` is unset, which ends the shell here`, part);
  const text = expander.valueOf(operation.operand);
  if (kind === '=') {
    if (part.subscript && shell.variables.get(part.name).keys)
      shell.giveUp('a default for the element of a key is not evaluated', part);
    const index = part.subscript ? expander.subscript(part.subscript) : undefined;
    const span = { start: part.start, end: part.end };
    shell.assign(part.name, index, text, { append: false, span, nameSpan: span, valueSpan: span });
  }
  return { kind: 'single', value: text };
}

function operate(
  held: Exclude<ParameterValue, { kind: 'unset' } | UnknownValue>,
  part: ParameterPart,
  expander: WordExpander,
): Expanded {
  const operation = part.operation;
  if (!operation) return held;
  if (operation.kind === 'slice') return slice(held, part, operation, expander);
  if (operation.kind === 'default') throw new Error('a default is not an operation on a text');
  const change = changeOf(operation, part, expander);
  if (!(change instanceof Function)) return change;
  const apply = (value: PathValue): PathValue => {
    if (!isKnown(value)) return value;
    expander.shell.spend(part, 1 + (value.text.length >> (costShift - 2)));
    return change(value.text);
  };
  return held.kind === 'list'
    ? { ...held, values: held.values.map(apply) }
    : { kind: 'single', value: apply(held.value) };
}

/** The cost, in units of Work, per element of a list. */
const unitsOfElement = 4;

type Change = (text: string) => PathValue;

function changeOf(
  operation: Exclude<NonNullable<ParameterPart['operation']>, { kind: 'default' | 'slice' }>,
  part: ParameterPart,
  expander: WordExpander,
): Change | UnknownValue {
  if (operation.kind === 'transform') {
    const { operator } = operation;
    if (operator === 'Q') {
      return (text) =>
        isAscii(text)
          ? known(quoteForShell(text))
          : expander.shell.unknown('how text beyond ASCII is quoted depends on the locale', part);
    }
    if (operator === 'u') {
      return (text) =>
        changeCase(text, (all) => all.slice(0, 1).toUpperCase() + all.slice(1), part, expander);
    }
    if (operator === 'U') return (text) => changeCase(text, (all) => all.toUpperCase(), part, expander);
    if (operator === 'L') return (text) => changeCase(text, (all) => all.toLowerCase(), part, expander);
    return expander.shell.unknown(`the result of \`@${operator}\` is not evaluated`, part);
  }
  const source = expander.patternOf(operation.pattern);
  if (!isKnown(source)) return source;
  if (operation.kind === 'case') {
    const only = source.text === '' ? undefined : compileGlob(source.text, expander.shell.workAt(part));
    if (source.text !== '' && !only) return expander.shell.unknown('the pattern is not evaluated', part);
    const upper = operation.operator.startsWith('^');
    const all = operation.operator.length === 2;
    const turn = (unit: string) => {
      if (only && !only.matchesWhole(unit)) return unit;
      return upper ? unit.toUpperCase() : unit.toLowerCase();
    };
    return (text) =>
      changeCase(
        text,
        () => (all ? [...text].map(turn).join('') : turn(text.slice(0, 1)) + text.slice(1)),
        part,
        expander,
      );
  }
  const work = expander.shell.workAt(part);
  const tree = parseGlob(source.text, work);
  const pattern = tree && SearchedPattern.compile(tree, work);
  if (!pattern) return expander.shell.unknown('the pattern is not evaluated', part);
  const replacement = operation.kind === 'replace' ? expander.valueOf(operation.replacement) : known('');
  if (!isKnown(replacement)) return replacement;
  if (operation.kind === 'replace' && replacement.text.includes('&')) {
    return expander.shell.unknown(
      '`&` in a replacement means different things in different versions of bash',
      part,
    );
  }
  return (text) => {
    if (operation.kind === 'trim') return known(trim(text, pattern, operation.operator));
    // bash treats patterns that match the empty text specially; only a lone star is simple.
    const matchesNothing = source.text !== '' && pattern.forward.matchesWhole('');
    if (matchesNothing && /^\*+$/.test(source.text)) return known(replacement.text);
    if (matchesNothing && (text === '' || !/[#%]/.test(operation.operator)))
      return expander.shell.unknown('a pattern that matches the empty text is not evaluated', part);
    return known(
      source.text === ''
        ? insert(text, operation.operator, replacement.text)
        : replace(text, pattern, operation.operator, replacement.text),
    );
  };
}

function changeCase(
  text: string,
  change: (text: string) => string,
  part: ParameterPart,
  expander: WordExpander,
): PathValue {
  return isAscii(text)
    ? known(change(text))
    : expander.shell.unknown('the case of letters beyond ASCII depends on the locale', part);
}

function slice(
  held: Exclude<ParameterValue, { kind: 'unset' } | UnknownValue>,
  part: ParameterPart,
  { offset, length }: { readonly offset: Word; readonly length: Word | undefined },
  expander: WordExpander,
): Expanded {
  let from: bigint | undefined;
  let count: bigint | undefined;
  try {
    from = expander.arithmetic(offset);
    count = length && expander.arithmetic(length);
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    return expander.shell.endShell(`an arithmetic mistake (${error.message}) ends the shell`, part);
  }
  if (from === undefined || (length && count === undefined))
    return expander.shell.unknown('where to cut the text is not known', part);
  if (held.kind === 'list') return sliceList(held, part, from, count, expander);
  if (!isKnown(held.value)) return held.value;
  const { text } = held.value;
  expander.shell.spend(part, 1 + (text.length >> costShift));
  if (!isAscii(text)) return expander.shell.unknown('cutting text beyond ASCII depends on the locale', part);
  const start = from < 0n ? text.length + Number(from) : Number(from);
  if (start < 0 || start > text.length) return { kind: 'single', value: known('') };
  if (count === undefined) return { kind: 'single', value: known(text.slice(start)) };
  const end = count < 0n ? text.length + Number(count) : start + Number(count);
  if (end < start)
    expander.shell.endShell('the text is cut before its beginning, which ends the shell', part);
  return { kind: 'single', value: known(text.slice(start, end)) };
}

/** `${list[@]:from:count}`: elements from a subscript on; a negative one counts back from the end. */
function sliceList(
  held: Extract<ParameterValue, { kind: 'list' }>,
  part: ParameterPart,
  from: bigint,
  count: bigint | undefined,
  { shell }: WordExpander,
): Expanded {
  const { values, joined } = held;
  // A slice of the positional parameters begins with `$0`, which depends on dkms.
  const indices = held.indices ?? values.map((_, i) => i + 1);
  if (!held.indices && from === 0n) return shell.unknown('the value of `$0` depends on dkms', part);
  const last = BigInt((indices.at(-1) ?? -1) + 1);
  const start = from < 0n ? last + from : from;
  if (start < 0n) return { kind: 'list', values: [], joined };
  if (count !== undefined && count < 0n)
    return shell.endShell('a list is cut before its beginning, which ends the shell', part);
  const first = indices.findIndex((index) => BigInt(index) >= start);
  if (first < 0) return { kind: 'list', values: [], joined };
  const end = count === undefined ? values.length : first + Number(count);
  return { kind: 'list', values: values.slice(first, end), joined };
}
