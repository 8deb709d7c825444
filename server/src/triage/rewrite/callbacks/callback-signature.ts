import type { Rewrite } from '../../change.ts';
import { macroNames } from '../c-directives.ts';
import type { CSource, FunctionText, TextSpan } from '../c-source.ts';

export type CallbackRewrite = Extract<Rewrite, { kind: 'callback' | 'callback-argument' }>;

/**
 * The rewrite with other names for new parameters whose names the function has already, for a parameter that stays or anything in its body. A parameter that
 * is gone leaves its name to the one that takes its place.
 */
export function withFreeNames(source: CSource, name: string, rewrite: CallbackRewrite): CallbackRewrite {
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
  let { parameters, opening, prologue, members } = rewrite;
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
    members = members?.map((each) => ({ ...each, to: renamed(each.to) }));
  }
  return {
    ...rewrite,
    ...(parameters && { parameters }),
    ...(opening !== undefined && { opening }),
    ...(prologue !== undefined && { prologue }),
    ...(members && { members }),
  };
}

/**
 * A macro of the file in a parameter that the rewrite replaces, whose type cannot be told: it may be what each kernel wants already.
 * `undefined` if there is none.
 */
export function macroInReplaced(
  source: CSource,
  types: readonly string[],
  rewrite: CallbackRewrite,
): string | undefined {
  const macros = macroNames(source.text);
  const replaced = types.filter((_, at) => !rewrite.parameters?.includes(`$${at + 1}`));
  const words = replaced.flatMap((type) => type.replace(/\[[^\]]*\]/g, '').match(/\w+/g) ?? []);
  return words.find((word) => macros.has(word));
}

const parameterName = /(\w+)(\s*(?:\[[^\]]*\]\s*)*)$/;

/** The name in a parameter as it is written, `int list[2]`; empty where it has none. */
export function nameOfParameter(parameter: string): string {
  return parameterName.exec(parameter)?.[1] ?? '';
}

function withName(parameter: string, name: string): string {
  return parameter.replace(parameterName, (_, _old: string, rest: string) => name + rest);
}

/** Whether a parameter is written as the rewrite wants it; what is new may have another name. */
export function isSameParameter(
  wanted: string,
  { types, written }: { readonly types: readonly string[]; readonly written: string },
): boolean {
  const filled = squeeze(fillParameter(wanted, types));
  if (filled === squeeze(written)) return true;
  return !wanted.includes('$') && filled === squeeze(withName(written, nameOfParameter(wanted)));
}

/** Words before or after a return type that are not part of it; `__u8` and the like are types. */
const attribute =
  '(?:static|inline|extern|noinline|__(?:init|exit|maybe_unused|always_unused|always_inline|must_check|cold|ref|used|net_init|net_exit|cpuinit|devinit|devexit))';
const leadingAttributes = new RegExp(`^(?:${attribute}\\s+)*`);
const trailingAttributes = new RegExp(`(?:\\s+${attribute})+$`);

const squeeze = (text: string) => text.replace(/\s+/g, '');

/** `u8` is another name of `__u8`, and so on. Source: include/asm-generic/int-ll64.h */
const evenNumbers = (text: string) => text.replace(/\b__([us](?:8|16|32|64))\b/g, '$1');

export function changesReturn(type: string, returns: string | undefined): boolean {
  if (returns === undefined) return false;
  const bare = type.replace(leadingAttributes, '').replace(trailingAttributes, '');
  return squeeze(evenNumbers(bare)) !== squeeze(evenNumbers(returns));
}

/** The return type without the words for linkage and attributes before it. */
export function returnTypeSpan(source: CSource, text: FunctionText): TextSpan {
  const type = source.slice(text.returnType);
  const words = leadingAttributes.exec(type)?.[0].length ?? 0;
  const rest = type.slice(words);
  // An attribute between the type and the name stays: `int __maybe_unused f`.
  const tail = trailingAttributes.exec(rest)?.[0].length ?? 0;
  return { start: text.returnType.start + words, end: text.returnType.end - tail };
}

/** Keeps the `*` where it was written, at the name. */
export function withType(old: string, type: string): string {
  if (!type.endsWith('*') || !old.endsWith('*')) return type;
  return `${type.replace(/\s*\*$/, '')}${/\s*\*$/.exec(old)?.[0] ?? ' *'}`;
}

export function fillParameter(parameter: string, old: readonly string[]): string {
  return parameter.replace(/\$(name)?(\d+)/g, (_, name: string | undefined, position: string) => {
    const text = old[Number(position) - 1] ?? '';
    return name ? (/(\w+)\s*(?:\[[^\]]*\])?$/.exec(text)?.[1] ?? '') : text;
  });
}

/** The new parameters, with line breaks where the old parameters had them. */
export function relayout(source: CSource, text: FunctionText, list: readonly string[]): string {
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
