import type { CallbackShape } from '../../change.ts';
import type { Call, CSource, FunctionText, TextSpan } from '../c-source.ts';
import type { Replacement, ReportedLines, Rewritten } from '../replacement.ts';
import { fillRewrite } from '../rewrite-template.ts';
import { attributeCallbacks } from './attribute-macros.ts';
import { rewriteBody } from './callback-body.ts';
import {
  type CallbackRewrite,
  changesReturn,
  fillParameter,
  isSameParameter,
  macroInReplaced,
  relayout,
  returnTypeSpan,
  withFreeNames,
  withType,
} from './callback-signature.ts';
import { editParameters, newestParameters } from './conditional-parameters.ts';
import { isOnlyPassed, isOwn } from './forwarded-parameter.ts';
import { codeOfMacros } from './macro-code.ts';

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
  const macros = codeOfMacros(source);
  for (const macro of macros) {
    for (const { name, at } of callbacksIn(macro.source, rewrite, reported)) {
      if (!macro.source.functions(name).some(({ body }) => body)) continue;
      const result = rewriteFunction(macro.source, name, rewrite);
      if (typeof result === 'string') left.push({ offset: at, reason: result });
      else replacements.push(...result.map(macro.restore));
    }
  }
  for (const { name, at } of callbacksIn(source, rewrite, reported)) {
    if (name === 'NULL') continue;
    // Of what a macro gives, only the code of the macro can tell more.
    if (
      macros.some(({ start, end }) => start <= at && at < end) &&
      !source.functions(name).some(({ body }) => body)
    )
      continue;
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
  // What other files may declare and call has to be changed there, too; a header may declare a static function.
  const shared = [...names].filter((name) => source.functions(name).some((each) => each.body));
  return { replacements, left, elsewhere: [...elsewhere.keys(), ...shared] };
}

/** The names of what is given as that callback, as they are written, and where. */
function callbacksIn(
  source: CSource,
  rewrite: CallbackRewrite,
  reported: ReportedLines | undefined,
): readonly { readonly name: string; readonly at: number }[] {
  const nameOf = (value: TextSpan) => source.slice(value).replace(/^&\s*/, '');
  if (rewrite.kind === 'callback') {
    const isReported = (at: number) => reported?.has(source.lineOf(at) + 1) === true;
    const assigned = source.memberValues(rewrite.member).flatMap(({ owner, value, member }) => {
      const isUnclear = owner === undefined || owner.includes('.');
      return owner === rewrite.struct || (isUnclear && isReported(value.start))
        ? [{ name: nameOf(value), at: member.start }]
        : [];
    });
    const declared = attributeCallbacks(source, rewrite.member).flatMap(({ name, call, struct }) => {
      const owner = struct ?? source.initializedStruct(call.index);
      return owner === rewrite.struct || (owner === undefined && isReported(call.start))
        ? [{ name, at: call.start }]
        : [];
    });
    return [...assigned, ...declared];
  }
  return source.calls(rewrite.function).flatMap((call) => {
    const value = call.arguments[rewrite.position - 1];
    return value && source.depth(call.index) > 0 ? [{ name: nameOf(value), at: call.start }] : [];
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
  for (const written of source.functions(name)) {
    const chosen = newestParameters(source, written);
    const text = chosen ? { ...written, parameters: chosen } : written;
    const types = text.parameters.map((parameter) => source.slice(parameter));
    const isNew =
      rewrite.parameters?.every((parameter, at) =>
        isSameParameter(parameter, { types, written: types[at] ?? '' }),
      ) ?? true;
    const returnType = source.slice(text.returnType);
    if (rewrite.was !== undefined && types.length !== rewrite.was) continue;
    const { onlyPassed } = rewrite;
    if (
      onlyPassed &&
      text.body &&
      !isOnlyPassed(source, text, { at: onlyPassed.parameter - 1, functions: onlyPassed.to })
    )
      return [];
    if (wanted === types.length && isNew && !changesReturn(returnType, rewrite.returns)) continue;
    const macro = rewrite.parameters && macroInReplaced(source, types, rewrite);
    if (macro !== undefined) return `${name}() has a parameter that is written with the macro ${macro}`;
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
      const edits = chosen
        ? editParameters(source, chosen, rewrite.parameters)
        : [{ start: first.start, end: last.end, text: relayout(source, text, list) }];
      if (!edits) return `${name}() has conditions among its parameters`;
      replacements.push(...edits);
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
    const written = call.arguments.map((argument) => source.slice(argument));
    for (const [at, parameter] of (rewrite.parameters ?? []).entries()) {
      const position = /\$(?:name)?(\d)/.exec(parameter)?.[1];
      const argument = position === undefined ? undefined : written[Number(position) - 1];
      const passed = rewrite.passed?.[at + 1];
      const text =
        argument ??
        (passed === undefined ? nothingOf(parameter, rewrite) : fillRewrite(passed, { arguments: written }));
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
