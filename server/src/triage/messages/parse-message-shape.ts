import { isOfCalledMacro } from '../../output/gcc-problem.ts';
import type { Problem } from '../../output/problem.ts';
import type { MessageShape } from './message-shape.ts';

/** The parts of a problem that show what it is about. */
export type WordedProblem = Pick<Problem, 'message' | 'tool' | 'related'>;

/** gcc's `{aka …}` and clang's `(aka …)` repeat the type under another name. Before version 8, gcc wrote it inside the quotes. */
const again = / ?(?:\{aka '[^']*'\}|\(aka '[^']*'\)|\{aka [^{}']*\}(?='))/g;
/** A typedef of a struct that has no such member: the kernel knows the struct. */
const typedefOfStruct =
  /'[^'{}]+(?: \{aka (?<before8>struct \w+)\}'|' (?:\{aka '(?<gcc>struct \w+)'\}|\(aka '(?<clang>struct \w+)'\)))/;

/**
 * What a message of gcc 8 to 15, clang 11 to 19 or modpost is about. `undefined` if its wording says nothing about the interface
 * of the kernel: a syntax error, an unused variable, a message of another tool. `related` adds what the compiler says in notes.
 */
export function parseMessageShape(problem: WordedProblem): MessageShape | undefined {
  // The kernel refuses at load what modpost reports as a warning.
  if (problem.tool === 'modpost' || problem.tool === 'kernel') return symbolShape(problem.message);
  if (problem.tool === 'objtool') return magicName(problem.message);
  if (problem.tool !== 'gcc' && problem.tool !== 'clang') return undefined;
  const message = spellTypes(withStructs(problem.message).replace(again, ''), problem.tool);
  for (const [pattern, make] of shapes) {
    const match = pattern.exec(message);
    const shape = match && make(match.groups ?? {}, problem);
    if (shape) return shape;
  }
  return undefined;
}

/** Names the struct instead of its typedef in a message about a member that it does not have. */
function withStructs(message: string): string {
  if (!message.includes('aka ') || !message.includes('no member named')) return message;
  return message.replace(typedefOfStruct, (_, before8, gcc, clang) => `'${before8 ?? gcc ?? clang}'`);
}

/** The message with all types as gcc 12 spells them: `void * (*)(int, long unsigned int)`, which is `void *(int, unsigned long)` in clang. */
function spellTypes(message: string, tool: 'gcc' | 'clang'): string {
  const spaced = message.replace(/, {2,}/g, ', ').replaceAll('*(*', '* (*');
  if (tool === 'gcc') return spaced;
  return spaced.replace(/'[^']*'/g, (type) =>
    type
      .replace(/\bunsigned (long long|long|short)\b(?! int)/g, '$1 unsigned int')
      .replace(/\blong\b(?! (?:long|int|unsigned|double))/g, 'long int')
      .replace(/^('[^'()]*[\w*]) ?\((?!\*)/, '$1 (*)('),
  );
}

/**
 * A struct that nothing before a list of parameters declares, so that each such list means another one. Compilers warn of it, and report
 * conflicts between such functions as errors.
 */
export const unseenType =
  /^'(?<gcc>(?:struct|union|enum) \w+)' declared inside parameter list|^declaration of '(?<clang>(?:struct|union|enum) \w+)' will not be visible outside of this function/;

type Groups = Readonly<Record<string, string>>;

const shapes: readonly (readonly [
  RegExp,
  (groups: Groups, problem: WordedProblem) => MessageShape | undefined,
])[] = [
  [
    /^(?:(?:incompatible )?implicit declaration of (?:built-in )?function|implicit function declaration:?|call to undeclared (?:library )?function) +'(?<name>\w+)'/,
    ({ name = '' }) => ({ kind: 'undeclared-function', name }),
  ],
  [
    // gcc: 'struct S' has no member named 'M'; clang: no member named 'M' in 'struct S'
    /^'(?<struct>[^']+)' has no member named '(?<member>\w+)'/,
    ({ struct = '', member = '' }) => ({ kind: 'no-member', struct: tagOf(struct), member }),
  ],
  [
    /^no member named '(?<member>\w+)' in '(?<struct>[^']+)'/,
    ({ struct = '', member = '' }) => ({ kind: 'no-member', struct: tagOf(struct), member }),
  ],
  [
    // clang says of a designated initializer: field designator 'M' does not refer to any field in type 'struct S'
    /^field designator '(?<member>\w+)' does not refer to any field in type '(?<struct>[^']+)'/,
    ({ struct = '', member = '' }) => ({ kind: 'no-member', struct: tagOf(struct), member }),
  ],
  [
    // The closing quote may be missing where somebody retyped the message.
    /^(?<via>initialization|assignment) (?:of|to) '(?<expected>[^']+)' from incompatible pointer type '?(?<actual>[^']+)'/,
    ({ via, expected = '', actual = '' }, problem) => ({
      kind: 'incompatible-value',
      via: via === 'assignment' ? 'assignment' : 'initialization',
      expected,
      actual,
      ...initialized(problem),
    }),
  ],
  [
    // gcc before 8 names no types; gcc 4 appends [enabled by default]
    /^(?<via>initialization|assignment) from incompatible pointer type(?: \[enabled by default\])?$/,
    ({ via }, problem) => ({
      kind: 'incompatible-value',
      via: via === 'assignment' ? 'assignment' : 'initialization',
      ...initialized(problem),
    }),
  ],
  [
    /^returning '(?<actual>[^']+)' from a function with incompatible return type '(?<expected>[^']+)'/,
    ({ expected = '', actual = '' }) => ({ kind: 'incompatible-value', via: 'return', expected, actual }),
  ],
  [
    /^incompatible (?:function )?pointer types (?<via>initializing|assigning to|returning) '(?<first>[^']+)'.*? (?:with an expression of type|from|from a function with result type) '(?<second>[^']+)'/,
    ({ via, first = '', second = '' }) => {
      if (via === 'returning') {
        return { kind: 'incompatible-value', via: 'return', expected: second, actual: first };
      }
      const how = via === 'initializing' ? 'initialization' : 'assignment';
      return { kind: 'incompatible-value', via: how, expected: first, actual: second };
    },
  ],
  [
    // Of a call through a pointer, `caio->iocb->ki_complete`, the name is the whole expression.
    /^too (?<amount>few|many) arguments to function '(?<name>[^']+)'/,
    ({ amount, name = '' }) => ({ kind: 'argument-count', function: name, few: amount === 'few' }),
  ],
  [
    // clang names the function in a note: 'class_create' declared here
    /^too (?<amount>few|many) arguments to function call/,
    ({ amount }, { related }) => {
      const name = related.map((one) => /^'(\w+)' declared here/.exec(one.message)?.[1]).find(Boolean);
      return name === undefined
        ? undefined
        : { kind: 'argument-count', function: name, few: amount === 'few' };
    },
  ],
  [
    /^macro "(?<macro>\w+)" (?:requires|passed) (?<first>\d+) arguments?, but (?:only|takes just) (?<second>\d+)/,
    ({ macro = '', first, second }, { message }) => {
      const [takes, given] = message.includes(' requires ') ? [first, second] : [second, first];
      return { kind: 'macro-arguments', macro, takes: Number(takes), given: Number(given) };
    },
  ],
  [
    /^too (?:few|many) arguments provided to function-like macro invocation/,
    (_, { related }) => {
      const name = related.map((one) => /^macro '(\w+)' defined here/.exec(one.message)?.[1]).find(Boolean);
      return name === undefined ? undefined : { kind: 'macro-arguments', macro: name };
    },
  ],
  [
    /^passing argument (?<position>\d+) of '(?<name>[^']+)' (?<how>from incompatible pointer type|makes (?:pointer|integer) from|discards)/,
    ({ position, name = '', how = '' }, problem) => {
      const argument = { function: name, position: Number(position) };
      if (how === 'discards') return { kind: 'discarded-qualifier', ...argument };
      if (how.startsWith('makes')) return { kind: 'integer-pointer', function: name };
      return { kind: 'incompatible-argument', ...argument, ...expectedArgument(problem) };
    },
  ],
  [
    /^incompatible type for argument (?<position>\d+) of '(?<name>[^']+)'/,
    ({ position, name = '' }, problem) => ({
      kind: 'incompatible-argument',
      function: name,
      position: Number(position),
      ...expectedArgument(problem),
    }),
  ],
  [
    /^(?:assignment|increment|decrement) of read-only (?:member|location|variable) '(?<target>[^']+)'/,
    ({ target = '' }) => ({ kind: 'read-only', target: target.replace(/^\*/, '') }),
  ],
  [
    /^cannot assign to (?:non-static data member|variable) '(?<target>\w+)' with const-qualified type/,
    ({ target = '' }) => ({ kind: 'read-only', target }),
  ],
  [/^(?:assignment|initialization|return) discards '\w+' qualifier/, () => ({ kind: 'discarded-qualifier' })],
  [
    // gcc: H: No such file or directory; clang: 'H' file not found
    /^(?:'(?<quoted>[^']+)' file not found|(?<header>[\w./+-]+\.h): No such file or directory)$/,
    ({ quoted, header }) => ({ kind: 'missing-header', header: quoted ?? header ?? '' }),
  ],
  [/^unknown type name '(?<name>\w+)'/, ({ name = '' }) => ({ kind: 'unknown-type', name })],
  [
    /^(?:'(?<name>\w+)' undeclared|use of undeclared identifier '(?<clang>\w+)')/,
    ({ name, clang }) => ({ kind: 'undeclared', name: name ?? clang ?? '' }),
  ],
  [
    /^(?:invalid use of undefined type|invalid use of incomplete typedef|invalid application of 'sizeof' to (?:an )?incomplete type|dereferencing pointer to incomplete type|incomplete definition of type) '(?<type>[^']+)'|^variable (?:'(?<object>\w+)' )?has (?:initializer but )?incomplete type(?: '(?<other>[^']+)')?|^storage size of '(?<sized>\w+)' isn't known|^field (?:'(?<member>\w+)' )?has incomplete type(?: '(?<field>[^']+)')?/,
    ({ type, other, field, object, sized, member }) => {
      const found = type ?? other ?? field;
      if (found !== undefined) return { kind: 'incomplete-type', type: tagOf(found) };
      const name = sized ?? object ?? member ?? '';
      return name === '' ? undefined : { kind: 'incomplete-type', type: '', object: name };
    },
  ],
  [unseenType, ({ gcc, clang }) => ({ kind: 'incomplete-type', type: gcc ?? clang ?? '' })],
  [
    // A macro of the source that a header of the kernel defines as well.
    /^"(?<name>\w+)" redefined|^'(?<clang>\w+)' macro redefined/,
    ({ name, clang }) => ({ kind: 'conflicting-types', name: name ?? clang ?? '' }),
  ],
  [
    /^(?:conflicting types for|conflicting type qualifiers for|static declaration of|non-static declaration of|(?:nested )?redefinition of(?: typedef)?|redeclaration of(?: enumerator)?) '(?:(?:struct|union|enum) )?(?<name>\w+)'(?:; have '(?<type>[^']+)')?|^'(?<symbol>\w+)' redeclared as different kind of symbol|^redefinition of '(?<other>\w+)' as different kind of symbol/,
    ({ name, type, symbol, other }, { related }) =>
      // It was called before, where no header had declared it: that is the error.
      related.some(({ message }) => message.startsWith('previous implicit declaration '))
        ? undefined
        : {
            kind: 'conflicting-types',
            name: name ?? symbol ?? other ?? '',
            ...(type !== undefined && { type }),
          },
  ],
  [
    /^type defaults to 'int' in declaration of '(?<name>\w+)'/,
    ({ name = '' }) => ({ kind: 'implicit-int', name }),
  ],
  [/^type specifier missing, defaults to 'int'/, () => ({ kind: 'implicit-int', name: '' })],
  [
    // The notes name macros inside of the one that stands in the source.
    /^expected identifier or '\(' before (?:numeric constant|string constant)/,
    (_, { related }) => (related.length === 0 ? undefined : { kind: 'replaced-name' }),
  ],
  [
    // What the module declares is a macro of the kernel: the name is in the note.
    /^expected identifier before (?:'\('|numeric constant|string constant)/,
    (_, { related }) => {
      const name = related
        .map((one) => /^in expansion of macro '(\w+)'/.exec(one.message)?.[1])
        .find(Boolean);
      return name === undefined ? undefined : { kind: 'conflicting-types', name };
    },
  ],
  [
    /^expected (?:declaration specifiers or '\.\.\.'|'\)') before (?<before>string|numeric) constant/,
    ({ before = '' }, { related }) => ({
      ...{ kind: 'unexpected-token', before },
      ...(!related.some(isOfCalledMacro) && { inParameters: true }),
    }),
  ],
  [
    /^expected .* before (?:string constant|numeric constant|token )?'?(?<before>[A-Za-z_]\w*)'?/,
    ({ before = '' }) => ({ kind: 'unexpected-token', before }),
  ],
  [
    /^(?:void value not ignored as it ought to be|(?:assigning to|initializing) '[^']+' (?:from|with an expression of) incompatible type 'void')/,
    () => ({ kind: 'void-value' }),
  ],
  [
    // gcc: incompatible types when assigning to type 'T' from type 'U'; … when initializing type 'T' using type 'U'
    /^incompatible types when (?:assigning to|initializing) type '(?<expected>[^']+)' (?:from|using) type '(?<actual>[^']+)'/,
    ({ expected = '', actual = '' }) => ({ kind: 'incompatible-type', expected, actual }),
  ],
  [
    // gcc: incompatible types when returning type 'T' but 'U' was expected
    /^incompatible types when returning type '(?<actual>[^']+)' but '(?<expected>[^']+)' was expected/,
    ({ expected = '', actual = '' }) => ({ kind: 'incompatible-type', expected, actual }),
  ],
  [
    // clang: assigning to 'T' from incompatible type 'U'; initializing 'T' with an expression of incompatible type 'U'
    /^(?:assigning to|initializing) '(?<expected>[^']+)' (?:from|with an expression of) incompatible type '(?<actual>[^']+)'/,
    ({ expected = '', actual = '' }) => ({ kind: 'incompatible-type', expected, actual }),
  ],
  [
    /^returning '(?<actual>[^']+)' from a function with incompatible result type '(?<expected>[^']+)'/,
    ({ expected = '', actual = '' }) => ({ kind: 'incompatible-type', expected, actual }),
  ],
  [
    // clang does not name the function, neither here nor in its notes.
    /^(?:incompatible (?<what>(?:function )?pointer types|integer to pointer conversion|pointer to integer conversion) )?passing '(?<actual>[^']+)' to parameter of (?:incompatible )?type '(?<expected>[^']+)'(?<discards> discards qualifiers)?/,
    ({ what = '', actual = '', expected = '', discards }) => ({
      kind: 'unnamed-argument',
      misfit: discards ? 'qualifier' : what.includes('integer') ? 'integer' : 'type',
      ...{ expected, actual },
    }),
  ],
  [
    // gcc: invalid type argument of '->' (have 'T'); clang: member reference type 'T' is not a pointer, indirection requires pointer operand ('T' invalid)
    /^invalid type argument of (?:unary )?'(?:->|\*)' \(have '(?<gcc>[^']+)'\)|^member reference type '(?<clang>[^']+)' is (?:not )?a pointer|^member reference base type '(?<base>[^']+)' is not a structure|^indirection requires pointer operand \('(?<operand>[^']+)' invalid\)/,
    ({ gcc, clang, base, operand }) => ({
      kind: 'invalid-operand',
      type: gcc ?? clang ?? base ?? operand ?? '',
    }),
  ],
  [
    // clang: invalid argument type 'T' to unary expression; statement requires expression of scalar type ('T' invalid)
    /^invalid argument type '(?<unary>[^']+)' to unary expression|^(?:statement|operand of type) requires expression of \w+ type \('(?<statement>[^']+)' invalid\)|^operand of type '(?<cast>[^']+)'|^called object type '(?<called>[^']+)' is not a function|^array type '(?<array>[^']+)' is not assignable/,
    ({ unary, statement, cast, called, array }) => ({
      kind: 'invalid-operand',
      type: unary ?? statement ?? cast ?? called ?? array ?? '',
    }),
  ],
  [
    // gcc names no type in these.
    /^(?:request for member '\w+' in something not a structure or union|'[^']+' is a pointer; did you mean to use '->'\?|subscripted value is (?:neither array nor pointer|not an array, pointer)|wrong type argument to (?:unary|bit|increment|decrement)|used \w+ type value where scalar is required|aggregate value used where an? \w+ was expected|called object is not a function|called object '[^']+' is not a function|assignment to expression with array type|switch quantity not an integer|cannot convert to a pointer type|invalid initializer$)/,
    () => ({ kind: 'invalid-operand' }),
  ],
  [
    /^invalid operands to binary (?:\S+|expression) \((?:have )?'(?<left>[^']+)' and '(?<right>[^']+)'\)/,
    ({ left = '', right = '' }) => ({
      kind: 'invalid-operand',
      type: /^(?:struct|union) |_t$/.test(right) ? right : left,
    }),
  ],
  [
    /^(?:initialization|assignment) (?:of|to) '[^']+' (?:from '[^']+' )?makes (?:integer|pointer) from/,
    (_, problem) => ({ kind: 'integer-pointer', ...initialized(problem) }),
  ],
  [
    // clang: incompatible pointer to integer conversion initializing 'int' with an expression of type 'struct module *const'
    /^incompatible (?:pointer to integer|integer to pointer) conversion /,
    () => ({ kind: 'integer-pointer' }),
  ],
];

/** A message of objtool since it refuses functions by their name. */
function magicName(message: string): MessageShape | undefined {
  const name = /^(init_module|cleanup_module)\(\): Magic init_module\(\) function name/.exec(message)?.[1];
  return name === undefined ? undefined : { kind: 'magic-name', name };
}

/** Messages of modpost, in the wording of all its versions. */
function symbolShape(message: string): MessageShape | undefined {
  const undefinedSymbol = /^"(?<old>[^"]+)" \[[^\]]+\] undefined!$|: symbol '(?<now>[^']+)' undefined!$/.exec(
    message,
  )?.groups;
  if (undefinedSymbol)
    return { kind: 'undefined-symbol', name: undefinedSymbol.old ?? undefinedSymbol.now ?? '' };
  const gpl = /GPL-incompatible module .*uses GPL-only symbol '(?<name>[^']+)'/.exec(message)?.groups;
  if (gpl) return { kind: 'gpl-only-symbol', name: gpl.name ?? '' };
  const space =
    /uses symbol [('`]?(?<name>[\w.$]+)[)']? from namespace '?(?<namespace>[^\s']+?)'?,? but does not import it/.exec(
      message,
    )?.groups;
  const local =
    /\blocal symbol '?(?<now>\w+)'? was exported$|^"(?<old>\w+)" \[[^\]]+\] is a static EXPORT_SYMBOL/.exec(
      message,
    )?.groups;
  if (local) return { kind: 'static-export', name: local.old ?? local.now ?? '' };
  if (space) return { kind: 'missing-namespace', name: space.name ?? '', namespace: space.namespace ?? '' };
  return undefined;
}

/** The object and the innermost member that are initialised, from the note `(near initialization for 'driver.ops.remove')`. */
function initialized({ related }: WordedProblem): { readonly object?: string; readonly member?: string } {
  for (const { message } of related) {
    const path = /^\(near initialization for '([^']+)'\)/.exec(message)?.[1];
    if (path === undefined) continue;
    const parts = path.replace(/\[[^\]]*\]/g, '').split('.');
    const member = parts.length > 1 ? parts.at(-1) : undefined;
    const object = parts[0];
    return {
      ...(object !== undefined && /^\w+$/.test(object) && { object }),
      ...(member !== undefined && /^\w+$/.test(member) && { member }),
    };
  }
  return {};
}

/** `expected 'T' but argument is of type 'U'` in a note of gcc. */
function expectedArgument({ related }: WordedProblem): {
  readonly expected?: string;
  readonly actual?: string;
} {
  for (const { message } of related) {
    const groups = /^expected '(?<expected>[^']+)' but argument is of type '(?<actual>[^']+)'/.exec(
      message.replace(again, ''),
    )?.groups;
    if (groups?.expected && groups.actual) return { expected: groups.expected, actual: groups.actual };
  }
  return {};
}

/** `struct S`, without a leading const, which makes no difference here. */
function tagOf(type: string): string {
  return type.replace(/^const /, '').trim();
}
