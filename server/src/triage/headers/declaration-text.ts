import { isAttributeWord } from './c-words.ts';
import type { Signature } from './header-index.ts';

/** The text of a declaration on one line: without comments, directives and the insides of braces. */
export function flatten(text: string): string {
  const plain = text
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/\/\/.*$/gm, ' ')
    .replace(/\\\r?\n/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return collapseBraces(plain);
}

/** Unlike a declaration, a macro keeps the text of its directive: it is one. */
export function flattenMacro(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/\\\r?\n/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Directives that stand inside a declaration are dropped, both branches stay. */
export function withoutDirectives(text: string): string {
  return text.replace(/^[ \t]*#.*$/gm, '');
}

function collapseBraces(text: string): string {
  if (!text.includes('{')) return text;
  let flat = '';
  let depth = 0;
  for (const character of text) {
    if (character === '}') depth = Math.max(0, depth - 1);
    if (depth === 0) flat += character;
    if (character === '{' && depth++ === 0) flat += '…';
  }
  return flat;
}

const storage =
  /\b(?:extern|static|inline|__inline|__inline__|__always_inline|asmlinkage|register|typedef|_Noreturn|__extension__)\b/g;

/**
 * A type as gcc prints it: no storage classes, no attributes (`__user` and the like are none to a compiler), one blank between words,
 * stars together.
 */
export function normalizeType(text: string): string {
  return withoutAttributes(text.replace(storage, ' '))
    .replace(/\s+/g, ' ')
    .replace(/ ?\* ?/g, '*')
    .replace(/([^*( ])(\*+)/g, '$1 $2')
    .replace(/\*(?=[\w(])/g, '* ')
    .replace(/\* ((?:const|volatile|restrict)\b)/g, '* $1')
    .replace(/ ?([,()[\]]) ?/g, (_, mark: string) => (mark === ',' ? ', ' : mark))
    .replace(/(\w|\*)\((?=\*)/g, '$1 (')
    .trim();
}

function withoutAttributes(text: string): string {
  let rest = text;
  for (const { 0: word } of text.matchAll(/\b[A-Za-z_]\w*/g)) {
    if (word.startsWith('typeof') || word.startsWith('__typeof') || !isAttributeWord(word)) continue;
    const at = new RegExp(`\\b${word}\\b`).exec(rest)?.index;
    if (at === undefined) continue;
    let end = at + word.length;
    const open = /^\s*\(/.exec(rest.slice(end));
    // `__iomem (*name)` is no call.
    if (open && !/^\s*\(\s*\*/.test(rest.slice(end))) end = closing(rest, end + open[0].length - 1) + 1;
    rest = `${rest.slice(0, at)} ${rest.slice(end)}`;
  }
  return rest;
}

/** The offset of the parenthesis that closes the one at `open`; the end of the text if there is none. */
export function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(' || text[at] === '[') depth++;
    if ((text[at] === ')' || text[at] === ']') && --depth === 0) return at;
  }
  return text.length;
}

/** Splits at the commas outside parentheses. */
export function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  const last = text.slice(start).trim();
  if (last !== '' || parts.length > 0) parts.push(last);
  return parts;
}

/** The signature of the function, or of the pointer to one, that a flat declaration gives a name; `undefined` for anything else. */
export function signatureOf(declaration: string, name: string): Signature | undefined {
  const place = new RegExp(`\\b${name}\\b(?=\\s*[()[])`, 'g');
  for (let match = place.exec(declaration); match; match = place.exec(declaration)) {
    let before = declaration.slice(0, match.index);
    let at = match.index + name.length;
    // `(*name)` and `(*name[4])`, or a name alone in parentheses.
    const bracketed = /\(\s*(?:\*[\s\w]*)?$/.exec(before);
    if (bracketed) {
      at = closing(declaration, bracketed.index) + 1;
      before = before.slice(0, bracketed.index);
    }
    const open = /^\s*\(/.exec(declaration.slice(at));
    if (!open) continue;
    const start = at + open[0].length;
    const inside = declaration.slice(start, closing(declaration, start - 1));
    const returns = normalizeType(lastDeclarator(before));
    if (returns === '') continue;
    const all = splitArguments(inside).map(parameterType);
    const variadic = all.at(-1) === '...';
    const parameters = variadic ? all.slice(0, -1) : all;
    return {
      returns,
      parameters: parameters.length === 1 && parameters[0] === 'void' ? [] : parameters,
      variadic,
    };
  }
  return undefined;
}

/** The type that a flat declaration gives a member, typedef or variable. */
export function typeOf(declaration: string, name: string): string {
  const parts = splitArguments(declaration);
  let text = parts.at(-1) ?? declaration;
  if (parts.length > 1) {
    // `int a, *b`: the words of the first declarator without its name and stars are the type of all.
    const base = /^(.*?)[\s*]*[*\s]\w+\s*(?:\[.*|:.*)?$/.exec(parts[0] ?? '')?.[1] ?? '';
    text = `${base} ${text}`;
  }
  const at = new RegExp(`\\b${name}\\b(?![\\s\\S]*\\b${name}\\b)`).exec(text)?.index;
  const within = new RegExp(`\\(\\s*\\*[\\s\\w]*\\b${name}\\b`).exec(text);
  const place = within ? within.index + within[0].length - name.length : at;
  if (place === undefined) return normalizeType(text);
  const without = `${text.slice(0, place)} ${text.slice(place + name.length)}`;
  const pointer = within
    ? without.replace(/\(\s*\*\s*\)\s*\(([\s\S]*)\)\s*$/, (_, inside: string) => `(*)(${inside})`)
    : without;
  const opened = pointer.lastIndexOf('(*)(');
  if (!within || opened < 0) return normalizeType(pointer);
  const start = opened + 4;
  const inside = splitArguments(pointer.slice(start, closing(pointer, start - 1))).map(parameterType);
  return `${normalizeType(pointer.slice(0, opened))} (*)(${inside.join(', ')})`;
}

/** A macro's declaration keeps the comma of the one before it: `extern int a, b`. */
function lastDeclarator(before: string): string {
  const parts = splitArguments(before);
  return parts.length > 1 ? (parts[0] ?? '').replace(/[\s*]*\w+\s*(?:\([\s\S]*\))?$/, '') : before;
}

const typeWords = new Set(
  'void char short int long float double signed unsigned _Bool bool const volatile restrict struct union enum'.split(
    ' ',
  ),
);

/** The type of a parameter: its declaration without its name. */
export function parameterType(text: string): string {
  const pointer = /\(\s*\*+\s*(?:\w+\s*)?(?:\[[^\]]*\])?\)\s*\(/.exec(text);
  if (pointer) {
    const start = pointer.index + pointer[0].length;
    const inside = splitArguments(text.slice(start, closing(text, start - 1))).map(parameterType);
    return `${normalizeType(text.slice(0, pointer.index))} (*)(${inside.join(', ')})`;
  }
  const even = normalizeType(text);
  const array = /^(.*?)\s*(\[.*)$/.exec(even);
  const plain = array ? (array[1] ?? '') : even;
  const words = plain.split(/\s+/);
  const last = words.at(-1) ?? '';
  const named =
    /^\w+$/.test(last) &&
    !typeWords.has(last) &&
    words.length > 1 &&
    // `struct foo` and `const struct foo` are a type without a name, `const u8` is one, too.
    !/^(?:struct|union|enum)$/.test(words.at(-2) ?? '') &&
    words.slice(0, -1).some((word) => !/^(?:const|volatile|restrict)$/.test(word));
  const type = named ? plain.slice(0, plain.length - last.length).trim() : plain;
  // An array as a parameter is a pointer.
  return array ? normalizeType(`${type} *`) : type;
}
