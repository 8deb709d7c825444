import type { CallbackShape, VariantTest } from '../change.ts';
import { signatureOf } from '../headers/declaration-text.ts';
import type { HeaderSymbol, Signature } from '../headers/header-index.ts';
import { arityOf, type InferredRewrite } from './inference-context.ts';
import { sameType } from './member-successor.ts';
import { parameterNames } from './successor.ts';

const callableKinds: ReadonlySet<HeaderSymbol['kind']> = new Set(['function', 'inline', 'macro']);

/** The test for a declaration of that name and kind. */
function declares({ name, kind, arity }: HeaderSymbol): VariantTest {
  if (kind === 'function' || kind === 'inline' || (kind === 'macro' && arity)) return { callable: name };
  return kind === 'macro' || kind === 'enumerator' ? { constant: name } : { type: name };
}

/** A name that another one took the place of; `undefined` where the two are not used in the same way. */
export function renameOf(old: HeaderSymbol, now: HeaderSymbol): InferredRewrite | undefined {
  if (old.kind === 'variable' || now.kind === 'variable') return undefined;
  const isCalled = callableKinds.has(old.kind) && (old.signature ?? old.arity) !== undefined;
  if (isCalled) {
    const [before, after] = [arityOf(old), arityOf(now)];
    if (!before || !after || before.parameters !== after.parameters || before.variadic !== after.variadic)
      return undefined;
  }
  return {
    ...{ oldForm: declares(old), newForm: declares(now) },
    rewrite: [{ kind: 'rename', from: old.name, to: now.name }],
    ...(isCalled && { new: `${now.name}(` }),
  };
}

/** A struct under another name. */
export function structRename(old: string, now: string): InferredRewrite {
  return {
    ...{ oldForm: { type: `struct ${old}` }, newForm: { type: `struct ${now}` } },
    rewrite: [{ kind: 'rename', from: old, to: now }],
  };
}

/** A header that the source has to include from now on. */
export function includeOf(header: string): InferredRewrite {
  return {
    ...{ oldForm: { not: { header } }, newForm: { header } },
    rewrite: [{ kind: 'add-include', header }],
  };
}

/** A header in place of another one. */
export function headerMove(from: string, to: string): InferredRewrite {
  return {
    ...{ oldForm: { header: from }, newForm: { all: [{ header: to }, { not: { header: from } }] } },
    rewrite: [{ kind: 'include', from, to }],
  };
}

/** A member under another name. */
export function memberRename(struct: string, from: string, to: string): InferredRewrite {
  return {
    ...{ oldForm: { struct, member: from }, newForm: { struct, member: to } },
    rewrite: [{ kind: 'member', struct, from, to }],
  };
}

/** A member of a member that is one level higher now. */
export function memberRise(struct: string, nested: string, member: string): InferredRewrite {
  return {
    ...{ oldForm: { struct, member: nested }, newForm: { struct, member } },
    rewrite: [{ kind: 'path', from: [nested, member], to: [member] }],
  };
}

/** A function whose value is used, and that gives none now: it cannot fail any more. */
export function voidCall({ name, signature }: HeaderSymbol, old: Signature): InferredRewrite | undefined {
  const count = signature?.parameters.length;
  if (count === undefined || old.returns !== 'int' || count !== old.parameters.length) return undefined;
  const passed = Array.from({ length: count }, (_, at) => `$${at + 1}`).join(', ');
  return {
    oldForm: { function: name, returns: old.returns },
    newForm: { function: name, returns: 'void' },
    rewrite: [{ kind: 'call', name, arguments: count, usedValue: true, to: `(${name}(${passed}), 0)` }],
  };
}

/** What to pass for a parameter that a caller without use for it leaves alone, by its type or its name. */
const neutralArguments: readonly {
  readonly type?: string;
  readonly name?: string;
  readonly value: string;
}[] = [
  { type: 'struct netlink_ext_ack *', value: 'NULL' },
  { type: 'struct mnt_idmap *', value: '&nop_mnt_idmap' },
  { type: 'struct user_namespace *', value: '&init_user_ns' },
  { name: 'link_id', value: '0' },
];

/** The value for a parameter that the old declaration has not. */
function neutralArgument(
  wanted: { readonly type: string; readonly name: string | undefined },
  old: { readonly types: readonly string[]; readonly names: readonly string[] },
): string | undefined {
  return neutralArguments.find(({ type, name }) =>
    type === undefined
      ? wanted.name === name && !old.names.includes(name ?? '')
      : wanted.type === type && !old.types.includes(type),
  )?.value;
}

/**
 * A call whose arguments are fewer now, or in another order, as far as the names and types of both declarations tell which is which, or
 * that takes one more for which there is a value without effect. `undefined` where any other new argument is needed.
 */
export function callChange(old: HeaderSymbol, now: HeaderSymbol): InferredRewrite | undefined {
  if (!old.signature || !now.signature || old.signature.variadic || now.signature.variadic) return undefined;
  const [before, after] = [old.signature.parameters, now.signature.parameters];
  if (before.length > 9 || after.length > 9 || after.join() === before.join()) return undefined;
  const [names, newNames] = [
    parameterNames(old.declaration, old.name),
    parameterNames(now.declaration, now.name),
  ];
  const wanted = after.map((type, at) => ({ type, name: newNames[at] }));
  const isLonger = after.length > before.length;
  const neutral = wanted.map((one) =>
    isLonger ? neutralArgument(one, { types: before, names }) : undefined,
  );
  const from = wanted.flatMap((one, at) =>
    neutral[at] === undefined ? [positionOf(one, { types: before, names })] : [],
  );
  if (from.some((at) => at === undefined) || new Set(from).size !== from.length) return undefined;
  // What is new is added to all that was passed.
  if (isLonger && from.length !== before.length) return undefined;
  const positions = from[Symbol.iterator]();
  const passed = neutral.map((value) => value ?? `$${(positions.next().value ?? 0) + 1}`);
  const to = `${now.name}(${passed.join(', ')})`;
  const isReordered = from.some((at, index) => index > 0 && (at ?? 0) < (from[index - 1] ?? 0));
  const added = neutral.filter((value) => value !== undefined);
  return {
    oldForm: { function: old.name, parameters: before.length, ...parameterTest(before, after) },
    newForm: { function: now.name, parameters: after.length, ...parameterTest(after, before) },
    rewrite: [{ kind: 'call', name: old.name, arguments: before.length, to }],
    ...(added.length > 0 && {
      semantics: `${now.name}() is passed ${added.join(' and ')} for what is new: check whether your driver has something to pass there.`,
    }),
    ...(isReordered && {
      semantics: `The arguments of ${now.name}() are in another order: check each call against both declarations, since those of one type can be exchanged without a warning.`,
    }),
  };
}

/** Where the counts are equal, the first type that differs tells the forms apart. */
function parameterTest(
  own: readonly string[],
  other: readonly string[],
): { readonly parameter?: number; readonly type?: string } {
  if (own.length !== other.length) return {};
  const parameter = own.findIndex((type, at) => type !== other[at]);
  return parameter < 0 ? {} : { parameter, type: own[parameter] ?? '' };
}

/** Which of the old parameters a new one is: the one of its name and type, or the only one of its type; `undefined` for none. */
function positionOf(
  wanted: { readonly type: string; readonly name: string | undefined },
  old: { readonly types: readonly string[]; readonly names: readonly string[] },
): number | undefined {
  const bare = (type: string | undefined) => (type ?? '').replace(/^const /, '');
  const alike = old.types.flatMap((type, at) => (bare(type) === bare(wanted.type) ? [at] : []));
  const named = alike.filter((at) => old.names[at] === wanted.name);
  if (named.length === 1) return named[0];
  return alike.length === 1 ? alike[0] : undefined;
}

/** Types that hold a number, so that one becomes another without a cast. */
const numeric =
  /^(?:unsigned |signed )?(?:int|long|short|char|bool|size_t|ssize_t|loff_t|[us](?:8|16|32|64)|\w+_t)$/;

/**
 * A callback that gives or takes something else. A parameter keeps its text where its type is the same, and its name where only its type is
 * another; what is new gets the name that the kernel's declaration has. `undefined` where what it returns cannot be told.
 */
export function callbackChange(old: HeaderSymbol, now: HeaderSymbol): InferredRewrite | undefined {
  const shape = callbackShape(old, now);
  if (!shape || now.owner === undefined) return undefined;
  const struct = { struct: now.owner, member: now.name } as const;
  return {
    oldForm: { ...struct, type: old.type ?? '' },
    newForm: { ...struct, type: now.type ?? '' },
    rewrite: [{ kind: 'callback', ...struct, ...shape }],
    ...whatIsNew(shape, old),
  };
}

/** A typedef of a callback that stands for another type now, where the member of a struct is of that type. */
export function typedefChange(
  old: HeaderSymbol,
  now: HeaderSymbol,
  given:
    | { readonly kind: 'callback'; readonly struct: string; readonly member: string }
    | { readonly kind: 'callback-argument'; readonly function: string; readonly position: number },
): InferredRewrite | undefined {
  const shape = callbackShape(old, now);
  return (
    shape && {
      oldForm: { type: old.name, is: old.type ?? '' },
      newForm: { type: now.name, is: now.type ?? '' },
      rewrite: [{ ...given, ...shape }],
      ...whatIsNew(shape, old),
    }
  );
}

/** The bits of integers on 64-bit machines. */
const widths: ReadonlyMap<string, number> = new Map([
  ...([
    ['unsigned int', 32],
    ['u32', 32],
    ['unsigned long', 64],
    ['u64', 64],
    ['ino_t', 64],
  ] as const),
]);

/** Whether a parameter takes what it took: its type is the same, or an unsigned integer that is no smaller. */
function takesStill(old: string, now: string | undefined): boolean {
  if (now === undefined || old === now) return old === now;
  return (widths.get(old) ?? Infinity) <= (widths.get(now) ?? 0);
}

/** A function that takes another callback now at a position (from 1), and else what it took or a wider integer. */
export function callbackArgumentChange(
  old: HeaderSymbol,
  now: HeaderSymbol,
  position: number,
): InferredRewrite | undefined {
  const [before, after] = [old, now].map(({ signature }) => signature?.parameters ?? []);
  const [was, is] = [before?.[position - 1], after?.[position - 1]];
  if (was === undefined || is === undefined || before?.length !== after?.length) return undefined;
  if (before?.some((type, at) => at !== position - 1 && !takesStill(type, after?.[at]))) return undefined;
  const callback = pointee(was);
  const shape = callbackShape(callback, pointee(is));
  const parameter = position - 1;
  return (
    shape && {
      oldForm: { function: old.name, parameter, type: was },
      newForm: { function: now.name, parameter, type: is },
      rewrite: [{ kind: 'callback-argument', function: now.name, position, ...shape }],
      ...whatIsNew(shape, callback),
    }
  );
}

/** What to think of where a callback gets more than before, or where what it returns may have another meaning. */
function whatIsNew(
  { parameters = [], returns }: CallbackShape,
  { signature: old }: CallbackDeclaration,
): Pick<InferredRewrite, 'semantics'> {
  const added = parameters.filter((parameter) => !parameter.includes('$'));
  const isAnswer = returns === 'bool' || returns?.startsWith('enum ') || old?.returns === 'bool';
  const said = [
    ...(added.length > 0
      ? [`The callback is given ${added.join(' and ')}, too: check whether it has to use that.`]
      : []),
    ...(isAnswer && returns !== undefined && returns !== 'void'
      ? [
          `The callback returns ${returns} where it returned ${old?.returns}: check what each value means now, since true may stand for what 0 stood for.`,
        ]
      : []),
  ];
  return said.length > 0 ? { semantics: said.join(' ') } : {};
}

/** The callback that a type without a name points to: `void (*)(int)`. */
function pointee(type: string): Pick<HeaderSymbol, 'signature' | 'declaration' | 'name'> {
  const name = 'callback';
  const declaration = type.replace('(*)', `(*${name})`);
  const signature = type.includes('(*)') ? signatureOf(declaration, name) : undefined;
  return { name, declaration, ...(signature && { signature }) };
}

type CallbackDeclaration = Pick<HeaderSymbol, 'signature' | 'declaration' | 'name'>;

function callbackShape(old: CallbackDeclaration, now: CallbackDeclaration): CallbackShape | undefined {
  const [before, after] = [old.signature, now.signature];
  if (!before || !after || before.variadic || after.variadic) return undefined;
  if (before.parameters.length === 0 || before.parameters.length > 9) return undefined;
  const returns = before.returns === after.returns ? {} : returnsOf(before.returns, after.returns);
  const parameters = parametersOf(before.parameters, after.parameters, now);
  if (!returns || !parameters) return undefined;
  return {
    ...returns,
    // A function with another number of parameters is written for yet another kernel.
    ...(before.parameters.join() !== after.parameters.join() && {
      ...{ parameters, was: before.parameters.length },
    }),
  };
}

function returnsOf(
  old: string,
  now: string,
): { readonly returns: string; readonly value?: string } | undefined {
  if (now === 'void') return numeric.test(old) ? { returns: 'void' } : undefined;
  if (old === 'void') return numeric.test(now) ? { returns: now, value: '0' } : undefined;
  if (numeric.test(old) && (numeric.test(now) || /^enum \w+$/.test(now))) return { returns: now };
  // The same pointer, const or not.
  return old.replace(/^const /, '') === now.replace(/^const /, '') ? { returns: now } : undefined;
}

function parametersOf(
  before: readonly string[],
  after: readonly string[],
  now: CallbackDeclaration,
): readonly string[] | undefined {
  const names = parameterNames(now.declaration, now.name);
  const used = new Set<number>();
  // What is the same in both, in order, is found first: the rest stands between.
  const kept: number[] = after.map((type) => {
    const at = before.findIndex((old, index) => sameType(old, type) && !used.has(index));
    if (at >= 0) used.add(at);
    return at;
  });
  if (isOutOfOrder(kept.filter((at) => at >= 0))) return undefined;
  const list: string[] = [];
  for (const [index, type] of after.entries()) {
    const at = kept[index] ?? -1;
    if (at >= 0) {
      list.push(`$${at + 1}`);
      continue;
    }
    if (type.includes('(*)')) return undefined;
    const previous = [...kept.slice(0, index)].reverse().find((one) => one >= 0) ?? -1;
    const next = kept.slice(index + 1).find((one) => one >= 0) ?? before.length;
    // An old parameter in the same place that is left over is this one, with another type.
    const same = before.findIndex((_, old) => old > previous && old < next && !used.has(old));
    if (same >= 0) used.add(same);
    kept[index] = same;
    const name = same >= 0 ? `$name${same + 1}` : nameFor(names[index], type, index);
    list.push(`${type}${type.endsWith('*') ? '' : ' '}${name}`);
  }
  return list;
}

function isOutOfOrder(positions: readonly number[]): boolean {
  return positions.some((at, index) => index > 0 && at < (positions[index - 1] ?? 0));
}

/** The name in the kernel's declaration; `radio_idx`. Where that has none, one is made of the type. */
function nameFor(declared: string | undefined, type: string, at: number): string {
  const words: readonly string[] = type.match(/\w+/g) ?? [];
  if (declared && /^[A-Za-z_]\w*$/.test(declared) && !words.includes(declared)) return declared;
  const last = words.at(-1);
  return last && /^struct |^const struct /.test(type) ? last : `arg${at + 1}`;
}
