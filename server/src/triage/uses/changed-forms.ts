import { normalizeType, parameterType } from '../headers/declaration-text.ts';
import { memberKey, nameKey, parseShape, type Shape } from '../history/history-keys.ts';
import type { KernelHistory } from '../history/kernel-history.ts';
import { findBranches } from '../preprocessor/branches.ts';
import type { CSource, FunctionText } from '../rewrite/c-source.ts';
import type { AskedKernel } from './target-kernel.ts';

/** A use that some kernels do not take; the fields are those of a `MissingApiUse`. */
interface ChangedUse {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly kernels: readonly string[];
  readonly unaffected: readonly string[];
  readonly reason?: 'other-form';
  /** Where else in the file its form stands (offsets). */
  readonly oldAt?: readonly number[];
}

/** The names that the files of a module declare themselves. */
type OwnNames = Pick<ReadonlySet<string>, 'has'>;

/**
 * Members that a kernel's struct does not have, calls with another number of arguments than a kernel's function takes, and callbacks of another type than a
 * kernel's member has. Only what the history has in several forms is looked at, and only a use that one of these forms takes is told: anything
 * else may be the user's own.
 */
export function findChangedForms(
  source: CSource,
  kernels: readonly AskedKernel[],
  history: KernelHistory,
  ownNames: OwnNames,
): readonly ChangedUse[] {
  return [
    ...missingMembers(source, kernels, history),
    ...otherArgumentCounts(source, kernels, history, ownNames),
    ...otherCallbacks(source, kernels, history),
  ];
}

function missingMembers(
  source: CSource,
  kernels: readonly AskedKernel[],
  history: KernelHistory,
): readonly ChangedUse[] {
  const ownStructs = structsDefinedIn(source);
  const verdicts = new Map<string, Pick<ChangedUse, 'kernels' | 'unaffected'> | undefined>();
  return source.tokens.flatMap((token, index) => {
    if (token.kind !== 'name' || token.directive !== undefined || !source.isMember(index)) return [];
    const struct = mayBeOf(source, index);
    if (struct === undefined || ownStructs.has(struct)) return [];
    const key = memberKey(struct, token.text);
    if (!verdicts.has(key)) {
      const had = history.isKnown(key);
      const has = (answer: boolean) =>
        kernels
          .filter((kernel) => kernel.hasMember(struct, token.text) === answer)
          .map(({ release }) => release);
      const missing = had ? has(false) : [];
      verdicts.set(key, missing.length > 0 ? { kernels: missing, unaffected: has(true) } : undefined);
    }
    // Few members get here; only for them, the declarations in the function are looked through.
    if (verdicts.get(key) && structAt(source, index) !== struct) return [];
    const verdict = verdicts.get(key);
    return verdict
      ? [{ start: token.start, end: token.end, name: `${token.text} of struct ${struct}`, ...verdict }]
      : [];
  });
}

/** The struct that the member at a token belongs to, by its initializer, or by a declaration of the variable in the same function or at the top level. */
export function structAt(source: CSource, index: number): string | undefined {
  const struct = mayBeOf(source, index);
  const isByDeclaration = !isDesignated(source, index) && source.tokens[index - 2]?.text !== 'THIS_MODULE';
  if (struct === undefined || !isByDeclaration) return struct;
  const variable = source.tokens[index - 2];
  const around = source.functionAround(index);
  if (variable === undefined || !around) return undefined;
  const before = source.text.slice(around.returnType.start, variable.start);
  // One name may stand for different structs in different functions.
  const declared = [
    ...before.matchAll(new RegExp(`(\\w+)[\\s*]*[\\s*]${variable.text}\\s*(?:[,;=)\\[]|:)`, 'g')),
  ]
    .map(([, type = '']) => type)
    .filter((type) => !/^(?:return|else|goto|case|sizeof)$/.test(type));
  return declared.every((type) => type === struct) ? struct : undefined;
}

/** The same, by any declaration of the variable in the file. */
function mayBeOf(source: CSource, index: number): string | undefined {
  if (!isDesignated(source, index)) {
    return source.tokens[index - 2]?.text === 'THIS_MODULE' ? 'module' : source.structOf(index);
  }
  const owner = source.initializedStruct(index);
  return owner?.includes('.') ? undefined : owner;
}

/** Whether a member stands in an initializer: `.remove = …`. */
function isDesignated(source: CSource, index: number): boolean {
  return source.tokens[index - 1]?.text === '.' && /^[{,]$/.test(source.tokens[index - 2]?.text ?? '');
}

function structsDefinedIn(source: CSource): ReadonlySet<string> {
  const found = new Set<string>();
  source.tokens.forEach((token, index) => {
    const name = source.tokens[index + 1];
    if (/^(?:struct|union)$/.test(token.text) && name && source.tokens[index + 2]?.text === '{')
      found.add(name.text);
  });
  return found;
}

function otherArgumentCounts(
  source: CSource,
  kernels: readonly AskedKernel[],
  history: KernelHistory,
  ownNames: OwnNames,
): readonly ChangedUse[] {
  const defined = new Set(findBranches(source.text).defines.map(({ name }) => name));
  // Other files of the module may define macros, which have names in capitals.
  const isMacro = (name: string) => defined.has(name) || (ownNames.has(name) && /^[A-Z0-9_]+$/.test(name));
  const known = new Map<string, ReturnType<KernelHistory['periods']>>();
  const periodsOf = (name: string) => {
    if (!known.has(name)) known.set(name, history.periods(nameKey(name)));
    return known.get(name);
  };
  return source.tokens.flatMap((token, index) => {
    const { text: name, kind, directive, start, end } = token;
    if (kind !== 'name' || directive !== undefined || source.tokens[index + 1]?.text !== '(') return [];
    if (ownNames.has(name) || source.isMember(index) || !source.functionAround(index)) return [];
    const periods = periodsOf(name);
    const call = periods && source.callAt(index);
    if (!call || call.arguments.some((one) => mayBeSeveral(source.slice(one), isMacro))) return [];
    const count = call.arguments.length;
    const shapes = periods.flatMap(({ fact }) => (fact ? [parseShape(fact.shape)] : []));
    if (!shapes.some((one) => takes(one, count) === true)) return [];
    const answer = (wanted: boolean) =>
      kernels.filter((kernel) => takes(kernel.formsOf(name), count) === wanted).map(({ release }) => release);
    const missing = answer(false);
    return missing.length > 0
      ? [
          {
            start,
            end,
            name: `${name}()`,
            kernels: missing,
            unaffected: answer(true),
            reason: 'other-form' as const,
          },
        ]
      : [];
  });
}

/** Whether an argument may be a macro that stands for several, or for none. */
function mayBeSeveral(text: string, isMacro: (name: string) => boolean): boolean {
  return text === '' || (/^\w+$/.test(text) && isMacro(text)) || /^\w+\s+\w/.test(text);
}

/** Whether one of the declarations can be called with so many arguments; `undefined` if nothing is known of them. */
function takes(shapes: readonly Shape[] | undefined, count: number): boolean | undefined {
  if (!shapes || shapes.length === 0) return undefined;
  const answers = shapes.map((shape) => {
    const parameters = shape.kind === 'macro' ? shape.count : shape.parameters?.length;
    // A variable or macro without parameters may stand for anything that can be called.
    if ((shape.kind !== 'macro' && shape.kind !== 'function') || parameters === undefined) return undefined;
    return parameters === count || (shape.isVariadic === true && parameters - 1 <= count);
  });
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function otherCallbacks(
  source: CSource,
  kernels: readonly AskedKernel[],
  history: KernelHistory,
): readonly ChangedUse[] {
  return source.tokens.flatMap((token, index) => {
    if (token.kind !== 'name' || !source.isMember(index) || source.tokens[index + 1]?.text !== '=') return [];
    const struct = structAt(source, index);
    const value = source.memberValues(token.text).find(({ member }) => member === token)?.value;
    const periods = struct === undefined ? undefined : history.periods(memberKey(struct, token.text));
    if (struct === undefined || !value || !periods) return [];
    const definitions = source.functions(source.slice(value)).filter(({ body }) => body);
    const [only] = definitions;
    if (!only || definitions.length > 1) return [];
    const own = shapeOf(source, only);
    if (!own) return [];
    const shapes = periods.flatMap(({ fact }) => (fact ? [parseShape(fact.shape)] : []));
    if (!shapes.some((one) => one.some((shape) => fits(own, shape)))) return [];
    const answer = (wanted: boolean) =>
      kernels
        .filter((kernel) => {
          const forms = kernel.formsOfMember(struct, token.text);
          if (!forms || forms.length === 0) return false;
          return wanted
            ? forms.some((shape) => fits(own, shape))
            : forms.every((shape) => differsForCompiler(own, shape));
        })
        .map(({ release }) => release);
    const missing = answer(false);
    const name = `.${token.text} of struct ${struct}`;
    const reason = 'other-form' as const;
    const found = {
      ...value,
      name,
      kernels: missing,
      unaffected: answer(true),
      reason,
      oldAt: [only.returnType.start],
    };
    return missing.length > 0 ? [found] : [];
  });
}

/** The type of a function of the file; `undefined` where the preprocessor decides on a part of it. */
function shapeOf(source: CSource, { returnType, parameters, signatureEnd }: FunctionText): Shape | undefined {
  if (/^[ \t]*#/m.test(source.text.slice(returnType.start, signatureEnd))) return undefined;
  const types = parameters.map((one) => parameterType(source.slice(one)));
  return {
    ...{ kind: 'typed', returns: normalizeType(source.slice(returnType)) },
    parameters: types.length === 1 && types[0] === 'void' ? [] : types,
  };
}

function fits(own: Shape, shape: Shape): boolean {
  return (
    shape.parameters !== undefined &&
    own.returns === shape.returns &&
    own.parameters?.join() === shape.parameters.join()
  );
}

/** Whether a compiler takes the types for different ones: two names of numbers may mean the same type. */
function differsForCompiler(own: Shape, { returns, parameters }: Shape): boolean {
  if (!parameters || !own.parameters || returns === undefined) return false;
  if (parameters.length !== own.parameters.length) return true;
  const pairs = [
    [own.returns, returns] as const,
    ...parameters.map((one, at) => [own.parameters?.[at], one] as const),
  ];
  return pairs.some(([a = '', b]) => a !== b && (isApart(a) || isApart(b)));
}

function isApart(type: string): boolean {
  return type === 'void' || /\*|^(?:const )?(?:struct|union) /.test(type);
}
