import { findDirective } from '../directives/directives.ts';
import type { Span } from '../text.ts';

/** What is at an offset of the text, as far as completion and hover need it. */
export type CursorContext =
  /** A comment or an argument of a command, which mean nothing to dkms. */
  | { readonly kind: 'other' }
  /** The first word of a command, where an assignment may begin. `assigned`: a subscript or `=` follows it. */
  | { readonly kind: 'name'; readonly span: Span; readonly assigned: boolean }
  /** The name after `$`, `${`, `${#` or `${!`. */
  | { readonly kind: 'variable'; readonly span: Span; readonly braced: boolean }
  /** A value, from after its opening quote (if there is one) to its end, on the line of the cursor. */
  | {
      readonly kind: 'value';
      readonly name: string;
      readonly subscript: string | undefined;
      readonly span: Span;
      readonly quote: '"' | "'" | undefined;
    };

/**
 * Finds out what stands at an offset by reading the text up to it, not from the tree: while somebody types,
 * quotes are open, and the tree then reads everything after them differently.
 * A quote that is still open where a line begins like a directive is taken for a forgotten one.
 */
export function findCursorContext(text: string, offset: number): CursorContext {
  const state = scan(text, offset);
  if (state.comment) return { kind: 'other' };

  const start = wordStart(text, offset);
  const end = wordEnd(text, offset);
  const before = text.slice(Math.max(state.tokenStart, start - 3), start);
  const opening = /(?<!\\)(?:\\\\)*\$(\{[#!]?)?$/.exec(before);
  // dkms expands a value again that single quotes have protected, so a directive may use these to delay the expansion of dkms's variables.
  if (opening && (state.quote !== "'" || (state.assignment && findDirective(state.assignment.name))))
    return { kind: 'variable', span: { start, end }, braced: opening[1] !== undefined };

  if (state.assignment) return valueAt(text, offset, state, state.assignment);
  if (!state.atCommand || state.quote) return { kind: 'other' };
  // A subscript that is being written still is part of the name.
  const name = /^[A-Za-z_]\w*(?:\[[^\]\s]*\]?)?$|^$/.exec(text.slice(state.tokenStart, offset));
  if (!name) return { kind: 'other' };
  const open = name[0].includes('[') && !name[0].endsWith(']');
  const tail = open ? /^[^\]\s=]*\]?/ : /^\w*(?:\[[^\]\n]*\]?)?/;
  const rest = tail.exec(text.slice(offset, offset + 200))?.[0].length ?? 0;
  const assigned = /^\w*(?:\[[^\]\n]*\])?\+?=/.test(
    text.slice(offset, offset + 200).replace(/^[^\]\s=]*\]/, ''),
  );
  const nameEnd = assigned && !name[0].includes('[') ? end : offset + rest;
  return { kind: 'name', span: { start: state.tokenStart, end: nameEnd }, assigned };
}

interface Assignment {
  readonly name: string;
  readonly subscript: string | undefined;
  readonly valueStart: number;
}

interface ScanState {
  comment: boolean;
  quote: '"' | "'" | undefined;
  quoteStart: number;
  /** Where the word at the offset begins. */
  tokenStart: number;
  atCommand: boolean;
  assignment: Assignment | undefined;
}

const assignmentStart = /^([A-Za-z_]\w*)(?:\[([^\]\n]*)\])?\+?=/;
/** Longer than any name with its subscript; looking further at each `=` would take quadratic time on a hostile text. */
const longestTarget = 200;
const directiveLine = /^[ \t]*([A-Z_]+)(?:\[[^\]\n]*\])?\+?=/;
const commandFollows = /^(?:if|then|else|elif|do|while|until|!|\{|time|export|local|declare|readonly)$/;

function scan(text: string, offset: number): ScanState {
  const state: ScanState = {
    comment: false,
    quote: undefined,
    quoteStart: 0,
    tokenStart: 0,
    atCommand: true,
    assignment: undefined,
  };
  /** States outside of the command substitutions that are open. */
  const outer: ScanState[] = [];
  let list: Assignment | undefined;

  const beginCommand = (at: number): void => {
    Object.assign(state, { tokenStart: at, atCommand: true, assignment: undefined });
  };
  const endWord = (at: number): void => {
    const word = text.slice(state.tokenStart, at);
    if (word !== '' && !state.assignment) state.atCommand = state.atCommand && commandFollows.test(word);
    state.assignment = list && { ...list, valueStart: at + 1 };
    state.tokenStart = at + 1;
  };

  for (let i = 0; i < offset; i++) {
    const unit = text[i];
    if (unit === '\n') {
      const forgotten =
        state.quote && findDirective(directiveLine.exec(text.slice(i + 1, i + 200))?.[1] ?? '');
      if (state.comment || !state.quote || forgotten) {
        const ended = state.comment || !list || forgotten;
        state.comment = false;
        state.quote = undefined;
        if (forgotten) {
          outer.length = 0;
          list = undefined;
        }
        if (ended && !list) beginCommand(i + 1);
        else endWord(i);
      }
    } else if (state.comment) {
    } else if (unit === '\\' && state.quote !== "'") {
      i++;
      if (text[i] === '\n' && !state.quote && state.tokenStart === i - 1) state.tokenStart = i + 1;
    } else if (state.quote) {
      if (unit === state.quote) state.quote = undefined;
      else if (state.quote === '"' && unit === '$' && text[i + 1] === '(' && i + 1 < offset) {
        outer.push({ ...state });
        state.quote = undefined;
        i++;
        beginCommand(i + 1);
      }
    } else if (unit === '"' || unit === "'") {
      state.quote = unit;
      state.quoteStart = i;
    } else if (unit === ' ' || unit === '\t' || unit === '\r') {
      endWord(i);
    } else if (unit === '#' && state.tokenStart === i) {
      state.comment = true;
    } else if (unit === '(' && state.assignment && state.assignment.valueStart === i) {
      list = state.assignment;
      state.assignment = { ...list, valueStart: i + 1 };
      state.tokenStart = i + 1;
    } else if (unit === ')' && list) {
      list = undefined;
      beginCommand(i + 1);
      state.atCommand = false;
    } else if (unit === '(' || unit === '`' || unit === ';' || unit === '&' || unit === '|') {
      if (unit === '(' && text[i - 1] === '$') outer.push({ ...state });
      beginCommand(i + 1);
    } else if (unit === ')') {
      const before = outer.pop();
      if (before) Object.assign(state, before);
      else beginCommand(i + 1);
    } else if (unit === '=' && !state.assignment && state.atCommand && i - state.tokenStart < longestTarget) {
      const found = assignmentStart.exec(text.slice(state.tokenStart, i + 1));
      if (found?.[1]) state.assignment = { name: found[1], subscript: found[2], valueStart: i + 1 };
    }
  }
  // The cursor may be between the two characters of an escape, after which a word would begin.
  state.tokenStart = Math.min(state.tokenStart, offset);
  return state;
}

function valueAt(text: string, offset: number, state: ScanState, assignment: Assignment): CursorContext {
  const { name, subscript, valueStart } = assignment;
  const quote = state.quote;
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const start = Math.min(offset, Math.max(lineStart, quote ? state.quoteStart + 1 : valueStart));
  const rest = text.slice(offset);
  const length = (quote ? /^[^"'\r\n]*/ : /^[^\s;&|()"']*/).exec(rest)?.[0].length ?? 0;
  // With the closing quote on another line, or none at all, the value ends at the cursor.
  const closed = !quote || rest[length] === quote;
  return { kind: 'value', name, subscript, quote, span: { start, end: offset + (closed ? length : 0) } };
}

function wordStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && /\w/.test(text[at - 1] ?? '')) at--;
  return at;
}

function wordEnd(text: string, offset: number): number {
  let at = offset;
  while (/\w/.test(text[at] ?? '')) at++;
  return at;
}
