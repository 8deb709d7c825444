import type { HeaderSymbol, Signature } from '../headers/header-index.ts';

/** Under which key the history has a function, macro, enumerator, typedef or variable. */
export function nameKey(name: string): string {
  return `c${name}`;
}

/** Of a struct, union or enum, by its name. */
export function tagKey(name: string): string {
  return `t${name}`;
}

/** Of a member, by the name of its struct or union. */
export function memberKey(owner: string, name: string): string {
  return `m${owner}.${name}`;
}

/** Of a header, by the name that sources include it under. */
export function headerKey(include: string): string {
  return `h${include}`;
}

/** Of a symbol that the kernel or one of its modules exports. */
export function exportKey(name: string): string {
  return `x${name}`;
}

/**
 * What a declaration looks like, as a short text: `f` and a signature for a function, `m2` for a macro of two parameters (`m2+` if it takes more), `d`
 * for a macro without parameters, `e` for an enumerator, `y` and a type for what has one, `p` and a signature for a pointer to a function, and `s`, `u`
 * and `n` for a struct, union and enum. A signature is its types with tabs between, the returned one first.
 */
export function shapeText({ kind, signature, arity, type }: HeaderSymbol): string {
  switch (kind) {
    case 'function':
    case 'inline':
      return `f${signature ? signatureText(signature) : ''}`;
    case 'macro':
      return arity ? `m${arity.parameters}${arity.variadic ? '+' : ''}` : 'd';
    case 'enumerator':
      return 'e';
    case 'struct':
      return 's';
    case 'union':
      return 'u';
    case 'enum':
      return 'n';
    case 'member':
    case 'typedef':
    case 'variable':
      return signature ? `p${signatureText(signature)}` : `y${type ?? ''}`;
    case 'event':
      return 'f';
    default:
      return kind satisfies never;
  }
}

function signatureText({ returns, parameters, variadic }: Signature): string {
  return [returns, ...parameters, ...(variadic ? ['...'] : [])].join('\t');
}

/** A shape, read. */
export interface Shape {
  readonly kind: 'function' | 'macro' | 'constant' | 'typed' | 'tag';
  /** Of functions and pointers to functions. */
  readonly returns?: string;
  readonly parameters?: readonly string[];
  readonly isVariadic?: boolean;
  /** How many parameters a macro has. */
  readonly count?: number;
  /** Of members, typedefs and variables. */
  readonly type?: string;
}

/** The shapes under a key: one for each way in which the kernel declares the name. */
export function parseShape(text: string): readonly Shape[] {
  return text.split('\n').map(parseOne);
}

function parseOne(text: string): Shape {
  const rest = text.slice(1);
  switch (text[0]) {
    case 'f':
      return { kind: 'function', ...parseSignature(rest) };
    case 'm':
      return { kind: 'macro', count: Number.parseInt(rest, 10), isVariadic: rest.endsWith('+') };
    case 'd':
    case 'e':
      return { kind: 'constant' };
    case 'p': {
      const signature = parseSignature(rest);
      return { kind: 'typed', ...signature, type: pointerType(signature) };
    }
    case 'y':
      return { kind: 'typed', type: rest };
    default:
      return { kind: 'tag' };
  }
}

function parseSignature(text: string): Pick<Shape, 'returns' | 'parameters' | 'isVariadic'> {
  if (text === '') return {};
  const [returns = '', ...parameters] = text.split('\t');
  const isVariadic = parameters.at(-1) === '...';
  return { returns, parameters: isVariadic ? parameters.slice(0, -1) : parameters, isVariadic };
}

function pointerType({
  returns = '',
  parameters = [],
  isVariadic,
}: Pick<Shape, 'returns' | 'parameters' | 'isVariadic'>): string {
  const all = isVariadic ? [...parameters, '...'] : parameters;
  return `${returns} (*)(${all.length === 0 ? 'void' : all.join(', ')})`;
}
