import type { Rewrite } from '../../change.ts';
import type { Call, CSource, FunctionText, TextSpan } from '../c-source.ts';
import { parameterOfType } from '../call-rewrites.ts';
import type { Replacement, Rewritten } from '../replacement.ts';
import { nameOfParameter } from './callback-signature.ts';

type ForwardedParameter = Extract<Rewrite, { kind: 'forwarded-parameter' }>;

/** A function with such a parameter, for the other files that declare and call it: `foo_end#1`. */
const markOf = (name: string, position: number) => `${name}#${position}`;

/** The function of such a mark; any other name is that of a function. */
export function functionOf(mark: string): string {
  return mark.replace(/#\d+$/, '');
}

/**
 * Gives a parameter that a function of the module does nothing with but pass it on, as that argument of a function of the kernel, the type that the
 * kernel's function takes now. Who calls it passes what it has of that type. `given` names functions of other files, as `elsewhere` of the result does.
 */
export function retypeForwarded(
  source: CSource,
  rewrite: ForwardedParameter,
  given: ReadonlySet<string> = new Set(),
): Rewritten & { readonly elsewhere: readonly string[] } {
  const marks = new Map<string, Call[]>();
  for (const name of rewrite.functions)
    for (const call of source.calls(name)) {
      const mark = forwarderOf(source, call, rewrite);
      if (mark !== undefined) marks.set(mark, [...(marks.get(mark) ?? []), call]);
    }
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  const resolved: number[] = [];
  const elsewhere: string[] = [];
  for (const mark of new Set([...marks.keys(), ...given])) {
    const [name = '', position] = mark.split('#');
    if (position === undefined || (isOwn(source, name) && !marks.has(mark))) continue;
    const retyped = retype(source, { name, position: Number(position), type: rewrite.type });
    if ('reason' in retyped) {
      left.push(retyped);
      continue;
    }
    replacements.push(...retyped);
    resolved.push(...(marks.get(mark) ?? []).map(({ start }) => start));
    if (marks.has(mark)) elsewhere.push(mark);
  }
  return { replacements, left, resolved, elsewhere };
}

/** The function around a call that passes a parameter of its own on, which it uses for nothing else; `undefined` if it does not. */
function forwarderOf(
  source: CSource,
  call: Call,
  { position, type, functions }: ForwardedParameter,
): string | undefined {
  const around = source.functionAround(call.index);
  const argument = call.arguments[position - 1];
  if (!around?.body || !argument || parameterOfType(source, call, type) !== undefined) return undefined;
  const written = source.slice(argument);
  const at = around.parameters.findIndex((one) => nameOfParameter(source.slice(one)) === written);
  const isForwarded = at >= 0 && isOnlyPassed(source, around, { at, functions, position });
  return isForwarded ? markOf(around.name.text, at + 1) : undefined;
}

/** Whether a function uses a parameter (from 0) for nothing but to pass it on to some functions, as that argument (from 1) of them or as any. */
export function isOnlyPassed(
  source: CSource,
  { parameters, body }: FunctionText,
  to: { readonly at: number; readonly functions: readonly string[]; readonly position?: number },
): boolean {
  const parameter = parameters[to.at];
  if (!body || !parameter) return false;
  const name = nameOfParameter(source.slice(parameter));
  const isInside = (index: number) => body.open < index && index < body.close;
  const uses = source.names(name).filter((index) => isInside(index) && !source.isMember(index));
  const passed = to.functions
    .flatMap((each) => source.calls(each))
    .filter(({ index }) => isInside(index))
    .flatMap(({ arguments: given }) =>
      given.filter(
        (span, at) => source.slice(span) === name && (to.position === undefined || at === to.position - 1),
      ),
    );
  return uses.length === passed.length;
}

/** Whether the file defines a function of that name for itself, which is another than that of the other files. */
export function isOwn(source: CSource, name: string): boolean {
  return source
    .functions(name)
    .some(({ body, returnType }) => body && /\bstatic\b/.test(source.slice(returnType)));
}

/** The replacements in the heads of a function and in the calls of it, or why a person has to do it. */
function retype(
  source: CSource,
  { name, position, type }: { readonly name: string; readonly position: number; readonly type: string },
): readonly Replacement[] | Rewritten['left'][number] {
  const replacements: Replacement[] = [];
  const wanted = (parameter: TextSpan) => {
    const own = nameOfParameter(source.slice(parameter));
    return type.endsWith('*') ? `${type}${own}` : `${type} ${own}`;
  };
  for (const { parameters } of source.functions(name)) {
    const parameter = parameters[position - 1];
    if (!parameter) continue;
    const text = wanted(parameter);
    if (source.slice(parameter) !== text) replacements.push({ ...parameter, text });
  }
  for (const call of source.calls(name)) {
    const argument = call.arguments[position - 1];
    if (!argument || source.depth(call.index) === 0 || source.slice(argument) === 'NULL') continue;
    const text = parameterOfType(source, call, type);
    if (text === undefined)
      return { offset: call.start, reason: `${name}() is called here by what has no ${type}` };
    if (source.slice(argument) !== text) replacements.push({ ...argument, text });
  }
  return replacements;
}
