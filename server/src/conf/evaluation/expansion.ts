import { escapeRegex } from '../../escape-regex.ts';
import type { CommandPart, Word, WordPart } from '../syntax/script.ts';
import type { Span } from '../text.ts';
import { ArithmeticError, evaluateArithmetic } from './arithmetic.ts';
import { expandBraces } from './braces.ts';
import { excerpt } from './excerpt.ts';
import type { Expanded, WordExpander } from './expanded.ts';
import { quoteGlob } from './glob.ts';
import { expandParameter } from './parameter.ts';
import { costShift, isKnown, join, joinAll, type ShellState } from './shell-state.ts';
import { splitFields } from './splitting.ts';
import { known, type UnknownValue } from './value.ts';
import { elementOf, type PathValue, scalarOf } from './variables.ts';

/** The fields into which bash splits a word; unknown if their number is. */
export type Fields = { readonly kind: 'fields'; readonly values: readonly PathValue[] } | UnknownValue;

/** The fields as texts; `undefined` when one of them is not known. */
export function textsOf(fields: Fields): string[] | undefined {
  if (fields.kind === 'unknown') return undefined;
  const texts = fields.values.map((value) => (isKnown(value) ? value.text : undefined));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** Text that bash replaces with the names of matching files, if there are any. */
const filePattern = /[*?[]|[@+!]\(/;

/** Expands words on one path. What can't be known becomes unknown, with the reason and its place. */
export class Expander implements WordExpander {
  readonly shell: ShellState;
  readonly #text: string;
  readonly #substitute: (part: CommandPart) => PathValue;

  /** `substitute` evaluates a command substitution. */
  constructor(shell: ShellState, text: string, substitute: (part: CommandPart) => PathValue) {
    this.shell = shell;
    this.#text = text;
    this.#substitute = substitute;
  }

  /** The word as one text, as in an assignment: neither split nor matched against files. */
  valueOf(word: Word, context: 'assignment' | 'plain' = 'plain'): PathValue {
    const { parts } = word;
    const [first] = parts;
    if (parts.length === 1 && first?.kind === 'text' && !first.text.includes('~')) return known(first.text);
    if (startsWithTilde(parts, context))
      return this.shell.unknown('`~` is the home folder of whoever runs dkms', word);
    return this.shell.bounded(joinAll(parts.map((part) => this.#single(part))), word);
  }

  /** The word as a pattern, with a backslash before each character that quotes made literal. */
  patternOf(word: Word): PathValue {
    return this.shell.bounded(
      joinAll(
        word.parts.map((part) => {
          const value = part.kind === 'text' ? known(part.text) : this.#single(part);
          return part.quoted && isKnown(value) ? known(quoteGlob(value.text)) : value;
        }),
      ),
      word,
    );
  }

  /** The word as the right side of `=~`, where quoted text is literal. */
  regexOf(word: Word): PathValue {
    return this.shell.bounded(
      joinAll(
        word.parts.map((part) => {
          const value = part.kind === 'text' ? known(part.text) : this.#single(part);
          return part.quoted && isKnown(value) ? known(escapeRegex(value.text)) : value;
        }),
      ),
      word,
    );
  }

  /** The fields of several words, as bash passes them to a command. */
  fieldsOfAll(words: readonly Word[]): Fields {
    const values: PathValue[] = [];
    for (const word of words) {
      const fields = this.fieldsOf(word);
      if (fields.kind === 'unknown') return fields;
      this.shell.spend(word, 1 + 4 * fields.values.length);
      for (const value of fields.values) values.push(value);
    }
    return { kind: 'fields', values };
  }

  fieldsOf(word: Word): Fields {
    const alternatives = expandBraces(word);
    if (!alternatives) return this.shell.unknown('the braces have too many alternatives to evaluate', word);
    const values: PathValue[] = [];
    for (const alternative of alternatives) {
      const fields = this.#split(alternative);
      if (fields.kind === 'unknown') return fields;
      for (const value of fields.values) values.push(value);
    }
    return { kind: 'fields', values };
  }

  #split(word: Word): Fields {
    if (startsWithTilde(word.parts, 'plain'))
      return this.shell.unknown('`~` is the home folder of whoever runs dkms', word);
    const fields: PathValue[] = [];
    let open: PathValue | undefined;
    let length = 0;
    const append = (value: PathValue) => {
      length += isKnown(value) ? value.text.length : 0;
      open = open ? join(open, value) : value;
    };
    const close = () => {
      if (open) fields.push(open);
      open = undefined;
    };
    for (const part of word.parts) {
      const expanded = this.#expand(part);
      // The number of fields is not known.
      if (expanded.kind === 'unknown' && standsForList(part)) return expanded;
      if (expanded.kind === 'list' && !(expanded.joined && part.quoted)) {
        if (!part.quoted && !expanded.values.every((value) => isKnown(value))) {
          return expanded.values.find((value) => value.kind === 'unknown') as UnknownValue;
        }
        const separators = this.#separators();
        if (!part.quoted && separators === undefined) return this.#unknownSplit(word);
        if (!part.quoted && expanded.values.some((value) => isKnown(value) && filePattern.test(value.text))) {
          return this.shell.unknown('the pattern may expand to names of files', word);
        }
        const pieces = part.quoted
          ? expanded.values
          : expanded.values.flatMap((value) =>
              (isKnown(value) ? splitFields(value.text, separators ?? '') : []).map(known),
            );
        pieces.forEach((value, i) => {
          if (i > 0) close();
          append(value);
        });
        continue;
      }
      const value = this.#toSingle(expanded, part);
      // The number of fields in an unknown text is not known either.
      if (!part.quoted && !isKnown(value)) return value;
      if (part.quoted || part.kind === 'text') {
        if (part.kind === 'text' && !part.quoted && filePattern.test(part.text)) {
          return this.shell.unknown('the pattern may expand to names of files', word);
        }
        append(value);
      } else if (isKnown(value)) {
        const separators = this.#separators();
        if (separators === undefined) return this.#unknownSplit(word);
        if (filePattern.test(value.text))
          return this.shell.unknown('the pattern may expand to names of files', word);
        const { text } = value;
        // A non-blank separator with nothing in front of it makes an empty field, which an earlier part of the word may fill.
        if (!/^[ \t\n]*$/.test(separators) && (word.parts.length > 1 || open))
          return this.#unknownSplit(word);
        if (text !== '' && separators.includes(text[0] ?? '')) close();
        splitFields(text, separators).forEach((piece, i) => {
          if (i > 0) close();
          append(known(piece));
        });
        if (text !== '' && separators.includes(text.at(-1) ?? '')) close();
      }
    }
    close();
    this.shell.spend(word, 1 + (length >> costShift));
    return { kind: 'fields', values: fields };
  }

  #unknownSplit(word: Span): UnknownValue {
    return this.shell.unknown('the file sets IFS, which determines how words are split', word);
  }

  /** The characters at which words are split; `undefined` when they are not known. */
  #separators(): string | undefined {
    const ifs = this.shell.variables.get('IFS');
    const element = elementOf(ifs, 0);
    if (ifs.open) return undefined;
    if (!element || element.assignment === undefined) return ' \t\n';
    return element.presence === 'always' && isKnown(element.value) ? element.value.text : undefined;
  }

  /** What joins the elements of `${list[*]}`; `undefined` when it is not known. */
  get joint(): string | undefined {
    return this.#separators()?.slice(0, 1);
  }

  /** Evaluates an arithmetic expression; `undefined` when not known. Throws ArithmeticError. */
  arithmetic(expression: Word): bigint | undefined {
    const source = joinAll(expression.parts.map((part) => this.#single(part)));
    return isKnown(source) ? this.calculate(source.text, expression) : this.#unknownArithmetic(expression);
  }

  /** Unknown text may hold an assignment only if the expression itself is made of it. */
  #unknownArithmetic(expression: Word): undefined {
    const source = this.#text.slice(expression.start, expression.end);
    for (const [, name] of source.matchAll(
      /([A-Za-z_]\w*)(?:\[[^\]]*\])?\s*(?:\+\+|--|[-+*/%&^|]?=(?!=)|<<=|>>=)/g,
    )) {
      if (name) this.shell.variables.makeUnknown(name, 'what is calculated here is not known', expression);
    }
    for (const [, name] of source.matchAll(/(?:\+\+|--)\s*([A-Za-z_]\w*)/g)) {
      if (name) this.shell.variables.makeUnknown(name, 'what is calculated here is not known', expression);
    }
    return undefined;
  }

  calculate(source: string, span: Span): bigint | undefined {
    this.shell.spend(span, 4 + source.length);
    const { shell } = this;
    // The text in its brackets is a key.
    for (const [, name = ''] of source.matchAll(/([A-Za-z_]\w*)\[/g)) {
      if (shell.variables.get(name).keys)
        shell.giveUp('arithmetic on a list with keys is not evaluated', span);
    }
    const where = { append: false, span, nameSpan: span, valueSpan: span };
    return evaluateArithmetic(source, {
      read: (name, index) => {
        const variable = shell.variables.get(name);
        const element = index === undefined ? scalarOf(variable) : elementOf(variable, index);
        if (shell.nounset && element?.presence !== 'always') {
          const reason = `\`${name}\` is unset, which ends the shell after set -u`;
          if (element) shell.mayEndShell(reason, span);
          else shell.endShell(reason, span);
        }
        if (!element) return '';
        if (element.presence !== 'always' || !isKnown(element.value)) return undefined;
        // The value of the variable is evaluated in turn, whatever it is.
        shell.spend(span, 4 + element.value.text.length);
        return element.value.text;
      },
      write: (name, index, text) => {
        const value = text === undefined ? shell.unknown('the number is not known', span) : known(text);
        shell.assign(name, index, value, where);
      },
      giveUp: (reason) => shell.giveUp(reason, span),
    });
  }

  /** The value of a subscript; `undefined` if not known. An invalid one ends the shell. */
  subscript(word: Word): number | undefined {
    if (word.start === word.end) this.shell.endShell('an empty subscript ends the shell', word);
    const [part] = word.parts;
    // Almost all subscripts are plain numbers, which need no evaluation.
    if (word.parts.length === 1 && part?.kind === 'text' && /^(?:0|[1-9]\d{0,14})$/.test(part.text))
      return Number(part.text);
    const source = joinAll(word.parts.map((one) => this.#single(one)));
    if (!isKnown(source) && /[^\w+*()-]/.test(`${source.prefix ?? ''}${source.suffix ?? ''}`)) {
      this.shell.mayEndShell('the subscript may not be a number, which ends the shell', word);
    }
    try {
      const value = isKnown(source) ? this.calculate(source.text, word) : this.#unknownArithmetic(word);
      return value === undefined ? undefined : Number(value);
    } catch (error) {
      if (!(error instanceof ArithmeticError)) throw error;
      return this.shell.endShell(
        `the subscript is not a number (${error.message}), which ends the shell`,
        word,
      );
    }
  }

  #single(part: WordPart): PathValue {
    return this.#toSingle(this.#expand(part), part);
  }

  /** Joins a list into one text, with blanks or with the first character of IFS. */
  #toSingle(expanded: Expanded, part: WordPart): PathValue {
    if (expanded.kind === 'unknown') return expanded;
    if (expanded.kind === 'single') return expanded.value;
    const joint = expanded.joined ? this.joint : ' ';
    if (joint === undefined) return this.#unknownSplit('start' in part ? part : { start: 0, end: 0 });
    return joinAll(expanded.values.flatMap((value, i) => (i > 0 ? [known(joint), value] : [value])));
  }

  #expand(part: WordPart): Expanded {
    switch (part.kind) {
      case 'text':
        return { kind: 'single', value: known(part.text) };
      case 'parameter':
        return expandParameter(part, this);
      case 'command':
        return { kind: 'single', value: this.#substitute(part) };
      case 'arithmetic':
        try {
          const value = this.arithmetic(part.expression);
          return value === undefined
            ? this.shell.unknown(
                `the number \`${excerpt(this.#text, part)}\` depends on something unknown`,
                part,
              )
            : { kind: 'single', value: known(value.toString()) };
        } catch (error) {
          if (!(error instanceof ArithmeticError)) throw error;
          return this.shell.endShell(`an arithmetic mistake (${error.message}) ends the shell`, part);
        }
      case 'unreadable':
        return this.shell.endShell(
          `\`${excerpt(this.#text, part)}\` is not an expansion that bash knows, which ends the shell`,
          part,
        );
      default:
        return part satisfies never;
    }
  }
}

/** `"$@"`, `"${list[@]}"`, `"${!list[@]}"`: a field for each element, quoted or not. */
function standsForList(part: WordPart): boolean {
  if (part.kind !== 'parameter' || part.form === 'length') return false;
  if (part.name === '@' || part.form === 'names') return true;
  const [subscript, ...more] = part.subscript?.parts ?? [];
  return subscript?.kind === 'text' && subscript.text === '@' && more.length === 0;
}

function startsWithTilde(parts: readonly WordPart[], context: 'assignment' | 'plain'): boolean {
  return parts.some(
    (part, i) =>
      part.kind === 'text' &&
      !part.quoted &&
      ((i === 0 && part.text.startsWith('~')) || (context === 'assignment' && part.text.includes(':~'))),
  );
}
