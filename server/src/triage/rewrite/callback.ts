import type { CallbackShape, Rewrite } from '../change.ts';
import type { Call, CSource, FunctionText, TextSpan } from './c-source.ts';
import type { Replacement, ReportedLines, Rewritten } from './replacement.ts';

type CallbackRewrite = Extract<Rewrite, { kind: 'callback' | 'callback-argument' }>;

/** What is known of a callback beside the file that is rewritten. */
export interface CallbackPlaces {
  /** The lines that the compiler complains of: what they give to a member of that name is meant, whatever its struct. */
  readonly reported?: ReportedLines;
  /** Functions that other files of the module give as this callback. */
  readonly given?: ReadonlySet<string>;
}

/** Changes the signature of the functions that a module assigns to a struct's member, and adapts their bodies and the calls of them. */
export function rewriteCallback(
  source: CSource,
  rewrite: CallbackRewrite,
  { reported, given = new Set() }: CallbackPlaces = {},
): Rewritten & { readonly elsewhere: readonly string[] } {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  const elsewhere = new Map<string, number>();
  const names = new Set<string>();
  for (const { value, at } of callbacksIn(source, rewrite, reported)) {
    const name = source.slice(value).replace(/^&\s*/, '');
    if (name === 'NULL') continue;
    if (source.functions(name).some((each) => each.body)) names.add(name);
    else if (/^[A-Za-z_]\w*$/.test(name)) elsewhere.set(name, at);
    else left.push({ offset: at, reason: `${name} is not the name of a function` });
  }
  for (const name of [...given, ...elsewhere.keys()]) if (!isOwn(source, name)) names.add(name);
  for (const name of names) {
    const result = rewriteFunction(source, name, rewrite);
    if (typeof result === 'string') {
      const at = source.functions(name)[0]?.name.start ?? 0;
      left.push({ offset: at, reason: result });
    } else replacements.push(...result);
  }
  for (const [name, offset] of elsewhere)
    left.push({ offset, reason: `${name} is not defined in this file` });
  return { replacements, left, elsewhere: [...elsewhere.keys()] };
}

/** Whether the file has a function of that name for itself, which is another than that of the other files. */
function isOwn(source: CSource, name: string): boolean {
  return source.functions(name).some((each) => /\bstatic\b/.test(source.slice(each.returnType)));
}

/** What is given as that callback, and where. */
function callbacksIn(
  source: CSource,
  rewrite: CallbackRewrite,
  reported: ReportedLines | undefined,
): readonly { readonly value: TextSpan; readonly at: number }[] {
  if (rewrite.kind === 'callback') {
    return source.memberValues(rewrite.member).flatMap(({ owner, value, member }) => {
      const isUnclear = owner === undefined || owner.includes('.');
      const isReported = () => reported?.has(source.lineOf(value.start) + 1) === true;
      return owner === rewrite.struct || (isUnclear && isReported()) ? [{ value, at: member.start }] : [];
    });
  }
  return source.calls(rewrite.function).flatMap((call) => {
    const value = call.arguments[rewrite.position - 1];
    return value && source.depth(call.index) > 0 ? [{ value, at: call.start }] : [];
  });
}

/** The replacements for one function, or why a person has to do it. */
function rewriteFunction(source: CSource, name: string, given: CallbackRewrite): Replacement[] | string {
  const rewrite = withFreeNames(source, name, given);
  const replacements: Replacement[] = [];
  /** Several where conditions choose among them. */
  const definitions: FunctionText[] = [];
  const wanted = rewrite.parameters?.length;
  let old: readonly string[] | undefined;
  for (const text of source.functions(name)) {
    const types = text.parameters.map((parameter) => source.slice(parameter));
    const isNew =
      rewrite.parameters?.every((parameter, at) =>
        isSameParameter(parameter, { types, written: types[at] ?? '' }),
      ) ?? true;
    const returnType = source.slice(text.returnType);
    if (rewrite.was !== undefined && types.length !== rewrite.was) continue;
    if (wanted === types.length && isNew && !changesReturn(returnType, rewrite.returns)) continue;
    old ??= types;
    if (text.body) definitions.push(text);
    if (rewrite.returns !== undefined && changesReturn(returnType, rewrite.returns)) {
      const type = returnTypeSpan(source, text);
      replacements.push({ ...type, text: withType(source.slice(type), rewrite.returns) });
    }
    if (rewrite.parameters) {
      const first = text.parameters[0];
      const last = text.parameters.at(-1);
      if (!first || !last) return `${name}() has no parameters to go by`;
      const list = rewrite.parameters.map((parameter) => fillParameter(parameter, types));
      replacements.push({ start: first.start, end: last.end, text: relayout(source, text, list) });
    }
  }
  const calls = source.calls(name).filter((call) => source.depth(call.index) > 0);
  if (rewrite.parameters && replacements.length > 0) {
    const adapted = rewriteCallsOf(source, calls, rewrite, old?.length ?? 0);
    if (typeof adapted === 'string') return `${name}() is called in this module too, ${adapted}`;
    replacements.push(...adapted);
  }
  if (rewrite.returns === 'void') {
    const used = calls.find((call) => ![';', '{', '}'].includes(source.tokens[call.index - 1]?.text ?? ';'));
    if (used) return `${name}() is called in this module too, and what it returns is used`;
  }
  for (const each of definitions) {
    const body = rewriteBody(source, each, rewrite);
    if (typeof body === 'string') return body;
    replacements.push(...body);
  }
  return replacements;
}

/**
 * The rewrite with other names for new parameters whose names the function has already, for a parameter that stays or anything in its body. A parameter that
 * is gone leaves its name to the one that takes its place.
 */
function withFreeNames(source: CSource, name: string, rewrite: CallbackRewrite): CallbackRewrite {
  const taken = new Set<string>();
  for (const { parameters, body } of source.functions(name)) {
    if (rewrite.was !== undefined && parameters.length !== rewrite.was) continue;
    const names = parameters.map((parameter) => nameOfParameter(source.slice(parameter)));
    const stays = (at: number) =>
      rewrite.parameters?.some((each) => new RegExp(`\\$(?:name)?${at + 1}(?!\\d)`).test(each));
    const lost = new Set(names.filter((_, at) => !stays(at)));
    for (const [at, one] of names.entries()) if (stays(at)) taken.add(one);
    for (let index = (body?.open ?? 0) + 1; index < (body?.close ?? 0); index++) {
      const token = source.tokens[index];
      if (token?.kind === 'name' && !source.isMember(index) && !lost.has(token.text)) taken.add(token.text);
    }
  }
  let { parameters, opening, prologue } = rewrite;
  for (const parameter of rewrite.parameters ?? []) {
    const old = nameOfParameter(parameter);
    if (parameter.includes('$') || !taken.has(old)) continue;
    let free = `new_${old}`;
    for (let count = 2; taken.has(free); count++) free = `new_${old}${count}`;
    const renamed = (text: string) => text.replace(new RegExp(`(?<![\\w$]|->|\\.)${old}\\b`, 'g'), free);
    parameters = parameters?.map((each) => (each === parameter ? withName(each, free) : each));
    if (opening !== undefined) opening = renamed(opening);
    // The prologue declares what is gone, from what is new.
    if (prologue !== undefined) prologue = renamed(prologue);
  }
  return {
    ...rewrite,
    ...(parameters && { parameters }),
    ...(opening !== undefined && { opening }),
    ...(prologue !== undefined && { prologue }),
  };
}

const parameterName = /(\w+)(\s*(?:\[[^\]]*\]\s*)*)$/;

function nameOfParameter(parameter: string): string {
  return parameterName.exec(parameter)?.[1] ?? '';
}

function withName(parameter: string, name: string): string {
  return parameter.replace(parameterName, (_, _old: string, rest: string) => name + rest);
}

/** Whether a parameter is written as the rewrite wants it; what is new may have another name. */
function isSameParameter(
  wanted: string,
  { types, written }: { readonly types: readonly string[]; readonly written: string },
): boolean {
  const filled = squeeze(fillParameter(wanted, types));
  if (filled === squeeze(written)) return true;
  return !wanted.includes('$') && filled === squeeze(withName(written, nameOfParameter(wanted)));
}

/**
 * The direct calls of a callback with the arguments that it takes now. What is new gets a value that says nothing: no body uses it yet. Why a
 * person has to do it, if a value cannot be told.
 */
function rewriteCallsOf(
  source: CSource,
  calls: readonly Call[],
  rewrite: CallbackShape,
  count: number,
): Replacement[] | string {
  const replacements: Replacement[] = [];
  for (const call of calls) {
    if (call.arguments.length !== count) continue;
    const list: string[] = [];
    for (const parameter of rewrite.parameters ?? []) {
      const position = /\$(?:name)?(\d)/.exec(parameter)?.[1];
      const argument = position === undefined ? undefined : call.arguments[Number(position) - 1];
      const text = argument ? source.slice(argument) : nothingOf(parameter, rewrite);
      if (text === undefined) return `and no value is known for its new parameter ${parameter}`;
      list.push(text);
    }
    const [first, last] = [call.arguments[0], call.arguments.at(-1)];
    const text = list.join(', ');
    if (first && last && source.text.slice(first.start, last.end) !== text)
      replacements.push({ start: first.start, end: last.end, text });
  }
  return replacements;
}

/** A value of a parameter's type that says nothing; `undefined` for a struct, and for a pointer that the function follows. */
function nothingOf(parameter: string, { opening = '', prologue = '' }: CallbackShape): string | undefined {
  const name = /\w+$/.exec(parameter)?.[0] ?? parameter;
  if (new RegExp(`\\b${name}\\s*->`).test(opening) || new RegExp(`\\b${name}\\b`).test(prologue))
    return undefined;
  if (parameter.includes('*')) return 'NULL';
  if (/^(?:const )?(?:struct|union)\b/.test(parameter)) return undefined;
  return /\bbool\b/.test(parameter) ? 'false' : '0';
}

/** Words before or after a return type that are not part of it; `__u8` and the like are types. */
const attribute =
  '(?:static|inline|extern|noinline|__(?:init|exit|maybe_unused|always_unused|always_inline|must_check|cold|ref|used|net_init|net_exit|cpuinit|devinit|devexit))';
const leadingAttributes = new RegExp(`^(?:${attribute}\\s+)*`);
const trailingAttributes = new RegExp(`(?:\\s+${attribute})+$`);

const squeeze = (text: string) => text.replace(/\s+/g, '');

function changesReturn(type: string, returns: string | undefined): boolean {
  if (returns === undefined) return false;
  const bare = type.replace(leadingAttributes, '').replace(trailingAttributes, '');
  return squeeze(bare) !== squeeze(returns);
}

/** The return type without the words for linkage and attributes before it. */
function returnTypeSpan(source: CSource, text: FunctionText): TextSpan {
  const type = source.slice(text.returnType);
  const words = leadingAttributes.exec(type)?.[0].length ?? 0;
  const rest = type.slice(words);
  // An attribute between the type and the name stays: `int __maybe_unused f`.
  const tail = trailingAttributes.exec(rest)?.[0].length ?? 0;
  return { start: text.returnType.start + words, end: text.returnType.end - tail };
}

/** Keeps the `*` where it was written, at the name. */
function withType(old: string, type: string): string {
  if (!type.endsWith('*') || !old.endsWith('*')) return type;
  return `${type.replace(/\s*\*$/, '')}${/\s*\*$/.exec(old)?.[0] ?? ' *'}`;
}

function fillParameter(parameter: string, old: readonly string[]): string {
  return parameter.replace(/\$(name)?(\d+)/g, (_, name: string | undefined, position: string) => {
    const text = old[Number(position) - 1] ?? '';
    return name ? (/(\w+)\s*(?:\[[^\]]*\])?$/.exec(text)?.[1] ?? '') : text;
  });
}

/** The new parameters, with line breaks where the old parameters had them. */
function relayout(source: CSource, text: FunctionText, list: readonly string[]): string {
  const breaks = new Map<number, string>();
  text.parameters.forEach((parameter, at) => {
    const before = text.parameters[at - 1];
    const between = before && source.text.slice(before.end, parameter.start);
    if (between?.includes('\n')) breaks.set(at, between.replace(/^\s*,\s*?(?=\r?\n)/, ','));
  });
  // Where each stood on a line of its own, so does what is new.
  const [first] = breaks.values();
  const other = breaks.size > 0 && breaks.size === text.parameters.length - 1 ? first : undefined;
  return list
    .map((parameter, at) => (at === 0 ? '' : (breaks.get(at) ?? other ?? ', ')) + parameter)
    .join('');
}

function rewriteBody(
  source: CSource,
  definition: FunctionText,
  rewrite: CallbackRewrite,
): Replacement[] | string {
  const body = definition.body;
  if (!body) return [];
  const replacements: Replacement[] = [];
  const open = source.tokens[body.open];
  const close = source.tokens[body.close];
  if (!open || !close) return [];
  if (rewrite.opening !== undefined) {
    const old = definition.parameters.map((parameter) => source.slice(parameter));
    const text = `\n\t${fillParameter(rewrite.opening, old)}`;
    replacements.push({ start: open.end, end: open.end, text });
  }
  const inside = source.tokens.map((_, index) => index).slice(body.open + 1, body.close);
  if (rewrite.parameters) {
    const old = definition.parameters.map((parameter) => source.slice(parameter));
    const lost = old.filter(
      (_, at) =>
        !rewrite.parameters?.some((each) => each.includes(`$${at + 1}`) || each.includes(`$name${at + 1}`)),
    );
    const names = lost.map((parameter) => fillParameter('$name1', [parameter]));
    const isUsed = inside.some(
      (index) => names.includes(source.tokens[index]?.text ?? '') && !source.isMember(index),
    );
    if (isUsed && rewrite.prologue === undefined)
      return `${definition.name.text}() uses ${names.join(' and ')}, which it no longer gets`;
    if (isUsed && rewrite.prologue !== undefined) {
      const declaration = fillParameter(rewrite.prologue, old);
      replacements.push({ start: open.end, end: open.end, text: `\n\t${declaration}` });
    }
  }
  if (rewrite.returns === undefined || !changesReturn(source.slice(definition.returnType), rewrite.returns))
    return replacements;
  const returns = inside.filter(
    (index) => source.tokens[index]?.text === 'return' && source.tokens[index]?.kind === 'name',
  );
  if (rewrite.returns === 'void') {
    for (const index of returns) {
      const replacement = withoutValue(source, index, body.close);
      if (replacement) replacements.push(replacement);
    }
  } else if (rewrite.wrap !== undefined) {
    for (const index of returns) {
      const statement = source.statementAround(index);
      const last = statement && source.tokens[statement.last];
      const word = source.tokens[index];
      if (!word || !last) continue;
      const value = source.text.slice(word.end, last.start).trim();
      const text = rewrite.wrap.replace('$value', () => value);
      replacements.push({ start: word.start, end: last.end, text: `return ${text};` });
    }
  } else if (rewrite.value !== undefined) {
    for (const index of returns) {
      const semicolon = source.tokens[index + 1];
      const word = source.tokens[index];
      if (word && semicolon?.text === ';')
        replacements.push({ start: word.start, end: semicolon.end, text: `return ${rewrite.value};` });
    }
    const lastReturn = returns.at(-1);
    const endsWithReturn =
      lastReturn !== undefined && source.statementAround(lastReturn)?.last === body.close - 1;
    if (!endsWithReturn) {
      const lineStart = source.text.lastIndexOf('\n', close.start - 1) + 1;
      const ownLine = source.text.slice(lineStart, close.start).trim() === '';
      const at = ownLine ? lineStart : close.start;
      replacements.push({
        start: at,
        end: at,
        text: ownLine ? `\treturn ${rewrite.value};\n` : `return ${rewrite.value}; `,
      });
    }
  }
  return replacements;
}

/** Replaces `return value;` in a function that is now void. A value with side effects is still computed. */
function withoutValue(source: CSource, index: number, bodyClose: number): Replacement | undefined {
  const word = source.tokens[index];
  const statement = source.statementAround(index);
  const last = statement && source.tokens[statement.last];
  if (!word || !statement || !last || source.tokens[index + 1]?.text === ';') return undefined;
  const value = source.text.slice(word.end, last.start).trim();
  const isLast = statement.last === bodyClose - 1;
  const isAlone = statement.first === index;
  const acts = /\w\s*\(|\+\+|--|[^=!<>]=[^=]/.test(value);
  if (!acts) {
    if (!isLast || !isAlone) return { start: word.start, end: last.end, text: 'return;' };
    const start = source.text.lastIndexOf('\n', word.start - 1) + 1;
    const newline = source.text.indexOf('\n', last.end);
    const ownLine = source.text.slice(start, word.start).trim() === '' && newline >= 0;
    return ownLine ? { start, end: newline + 1, text: '' } : { start: word.start, end: last.end, text: '' };
  }
  if (isLast && isAlone) return { start: word.start, end: last.end, text: `${value};` };
  if (isAlone)
    return {
      start: word.start,
      end: last.end,
      text: `${value};\n${indentOf(source.text, word.start)}return;`,
    };
  return {
    start: word.start,
    end: last.end,
    text: `{\n${indentOf(source.text, word.start)}\t${value};\n${indentOf(source.text, word.start)}\treturn;\n${indentOf(source.text, word.start)}}`,
  };
}

function indentOf(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}
