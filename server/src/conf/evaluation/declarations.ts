import type { AssignmentWord, SimpleCommand } from '../syntax/script.ts';
import type { Span } from '../text.ts';
import { assign } from './assigning.ts';
import type { Execution } from './execution.ts';
import { textsOf } from './expansion.ts';
import { known } from './value.ts';
import type { Variable } from './variables.ts';

/** `declare`, `typeset`, `local`, `export` and `readonly`. */
export function declare(name: string, command: SimpleCommand, interpreter: Execution): void {
  const { shell, expander } = interpreter;
  const flags = {
    local: name === 'local',
    readonly: name === 'readonly',
    transforms: false,
    prints: false,
    array: false,
    keyed: false,
    change: undefined as Variable['change'],
  };
  if (name === 'declare' || name === 'typeset') flags.local = true;
  shell.status = 0;
  for (const word of command.words.slice(1)) {
    if ('name' in word) {
      declareOne(word.name, word, word, flags, interpreter);
      continue;
    }
    const texts = textsOf(expander.fieldsOf(word));
    if (!texts) {
      shell.variables.makeEverythingUnknown(`what \`${name}\` assigns is not known`, shell.place ?? command);
      continue;
    }
    for (const text of texts) {
      if (/^[-+]/.test(text)) {
        if (/^-.*A/.test(text)) flags.keyed = true;
        // Assigning to a name reference assigns to another variable.
        if (name !== 'export' && /^-.*n/.test(text))
          shell.giveUp('a reference to another variable is not evaluated', command);
        const changes = text.startsWith('-') ? [...text].filter((letter) => 'ilu'.includes(letter)) : [];
        if (changes.length > 1 || (changes.length > 0 && flags.change)) flags.transforms = true;
        const [letter] = changes;
        if (letter !== undefined)
          flags.change = letter === 'i' ? 'integer' : letter === 'l' ? 'lower' : 'upper';
        if (/^-.*r/.test(text)) flags.readonly = true;
        if (/^-.*[pfF]/.test(text)) flags.prints = true;
        if (/^-.*g/.test(text)) flags.local = false;
        if (/^-.*a/.test(text)) flags.array = true;
        if (text.startsWith('+') || (name === 'export' && text === '-n'))
          flags.transforms ||= text.startsWith('+');
      } else if (flags.prints) shell.skipped(`the output of \`${name}\` is not evaluated`, command);
      else declareText(text, flags, command, interpreter);
    }
  }
}

interface Flags {
  local: boolean;
  readonly: boolean;
  transforms: boolean;
  array: boolean;
  keyed: boolean;
  change: Variable['change'];
}

function declareOne(
  name: string,
  word: AssignmentWord | undefined,
  place: Span,
  flags: Flags,
  interpreter: Execution,
): void {
  const { shell, expander } = interpreter;
  if (flags.local) shell.variables.makeLocal(name);
  const variable = shell.variables.get(name);
  if (variable.readonly && word) {
    shell.giveUp('the effect of an invalid declaration is not evaluated', word);
  }
  if (flags.transforms || (flags.change && variable.change && flags.change !== variable.change)) {
    variable.transforms = true;
  }
  if (flags.change) variable.change = flags.change;
  if (flags.keyed ? variable.isArray && !variable.keys : flags.array && variable.keys)
    shell.giveUp('the effect of an invalid declaration is not evaluated', place);
  if (flags.keyed && !variable.keys) {
    // Its present value would belong to the key 0.
    if (variable.elements.size > 0 || variable.open)
      shell.giveUp('the declaration of a list that is set already is not evaluated', place);
    variable.keys = new Map();
  }
  if (flags.array || flags.keyed) variable.isArray = true;
  if (word) assign(word, expander);
  if (flags.readonly) shell.variables.get(name).readonly = true;
}

function declareText(text: string, flags: Flags, command: SimpleCommand, interpreter: Execution): void {
  const { shell } = interpreter;
  const found = /^([A-Za-z_]\w*)(?:(\+?=)(.*))?$/s.exec(text);
  if (!found?.[1]) {
    if (/^[A-Za-z_]\w*\[/.test(text))
      shell.giveUp('the declaration of a single element is not evaluated', command);
    shell.status = 1;
    return;
  }
  const [, name, operator, value = ''] = found;
  declareOne(
    name,
    undefined,
    command,
    flags.readonly && operator ? { ...flags, readonly: false } : flags,
    interpreter,
  );
  if (!operator) return;
  // bash parses a `(…)` that comes from an expansion as a list only if the variable is an array, which is not modelled.
  if (value.startsWith('(')) shell.giveUp('the declaration of a list from a text is not evaluated', command);
  const span = { start: command.start, end: command.end };
  const where = { append: operator === '+=', span, nameSpan: span, valueSpan: span };
  shell.assign(name, undefined, known(value), where);
  if (flags.readonly) shell.variables.get(name).readonly = true;
}
