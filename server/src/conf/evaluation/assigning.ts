import { type AssignmentWord, isArrayLiteral, type Word } from '../syntax/script.ts';
import type { Span } from '../text.ts';
import { ArithmeticError } from './arithmetic.ts';
import { mayBeKey } from './expanded.ts';
import type { Expander } from './expansion.ts';
import { isKnown, mayHold, type ShellState } from './shell-state.ts';
import { known } from './value.ts';
import {
  clearElements,
  hasDoubtfulElements,
  indexOfKey,
  largestIndex,
  type PathValue,
  type Variable,
} from './variables.ts';

type Where = Parameters<ShellState['assign']>[3];

/** Carries out one assignment. */
export function assign(assignment: AssignmentWord, expander: Expander): void {
  const { shell } = expander;
  const { name, nameEnd, subscript, append, value, start, end } = assignment;
  const where = {
    append,
    span: { start, end },
    nameSpan: { start, end: nameEnd },
    valueSpan: { start: value.start, end: value.end },
  };
  if (isArrayLiteral(value)) {
    assignList(assignment, where, expander);
    return;
  }
  const text = calculated(name, expander.valueOf(value, 'assignment'), value, expander);
  if (!subscript) {
    shell.assign(name, undefined, text, where);
    return;
  }
  const variable = shell.variables.withoutLooking(name);
  const index = indexOfSubscript(variable, subscript, expander);
  if (index === undefined) {
    const why = shell.unknown(`which element of \`${name}\` is assigned is not known`, subscript);
    shell.assignSomewhere(name, mayHold(why, [text]), where);
  } else shell.assign(name, index, text, where);
}

function indexOfSubscript(variable: Variable, subscript: Word, expander: Expander): number | undefined {
  if (variable.transforms || (variable.open && mayBeKey(subscript))) return undefined;
  if (!variable.keys) return expander.subscript(subscript);
  const key = expander.valueOf(subscript);
  // bash then leaves out the rest of the line, or only this item of a list.
  if (isKnown(key) ? key.text === '' : !key.prefix && !key.suffix)
    expander.shell.giveUp('the effect of a key that may be empty is not evaluated', subscript);
  return isKnown(key) ? indexOfKey(variable, key.text) : undefined;
}

/** The value of an expression that is assigned to a variable declared with -i; any other value as it is. */
function calculated(name: string, value: PathValue, span: Span, expander: Expander): PathValue {
  const { shell } = expander;
  if (shell.variables.withoutLooking(name).change !== 'integer' || !isKnown(value)) return value;
  try {
    const number = expander.calculate(value.text, span);
    return number === undefined ? shell.unknown('the number is not known', span) : known(number.toString());
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    return shell.giveUp('the effect of an arithmetic mistake here is not evaluated', span);
  }
}

function assignList({ name, subscript, value }: AssignmentWord, where: Where, expander: Expander): void {
  const { shell } = expander;
  if (!isArrayLiteral(value)) return;
  if (subscript)
    shell.endShell("a list can't be assigned to one element, and trying to ends the shell", where.span);
  const items = value.items.flatMap((item) => {
    if (item.subscript)
      return [{ ...item, field: expander.valueOf(item.value, 'assignment') as PathValue | undefined }];
    const fields = expander.fieldsOf(item.value);
    if (fields.kind === 'unknown') return [{ ...item, field: undefined, why: fields }];
    return fields.values.map((field) => ({ ...item, field: field as PathValue | undefined }));
  });
  const fields = items.map(({ field }) => field);
  const variable = shell.assignable(name, where.span);
  let next = 0;
  if (where.append) {
    if (variable.open || variable.transforms || hasDoubtfulElements(variable)) {
      const why = shell.unknown(`the length of \`${name}\` before this is not known`, where.span);
      shell.assignSomewhere(name, mayHold(why, fields), where);
      return;
    }
    next = largestIndex(variable) + 1;
  } else {
    clearElements(variable);
    if (variable.keys) variable.keys = new Map();
  }
  variable.isArray = true;
  if (variable.keys && items.some((item) => !item.subscript))
    shell.giveUp('a list of keys and values in turn depends on the version of bash', where.span);
  for (const item of items) {
    const itemWhere = {
      ...where,
      append: item.append,
      valueSpan: { start: item.value.start, end: item.value.end },
    };
    const index = item.subscript ? indexOfSubscript(variable, item.subscript, expander) : next;
    if (index === undefined || item.field === undefined) {
      const why = shell.unknown(`the number of elements before this one is not known`, item.value);
      shell.assignSomewhere(name, mayHold(why, fields), itemWhere);
      return;
    }
    shell.assign(name, index, calculated(name, item.field, item.value, expander), itemWhere);
    next = index + 1;
  }
}
