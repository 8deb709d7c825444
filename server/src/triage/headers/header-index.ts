/**
 * The kind of a name in a kernel's headers. An `inline` is a function whose body is in a header, so that no module imports it;
 * a `member` belongs to a struct or union, an `enumerator` to an enum. An `event` x is a tracepoint, which declares `trace_x()`.
 */
export type SymbolKind =
  | 'function'
  | 'inline'
  | 'macro'
  | 'struct'
  | 'union'
  | 'enum'
  | 'enumerator'
  | 'typedef'
  | 'variable'
  | 'member'
  | 'event';

/** A place in a kernel's headers; the line is 1-based. */
export interface HeaderLocation {
  readonly file: string;
  readonly line: number;
}

/** The return and parameter types of a function or function pointer, without parameter names and with normalised blanks. */
export interface Signature {
  readonly returns: string;
  /** Empty for `(void)`. */
  readonly parameters: readonly string[];
  readonly variadic: boolean;
}

/** One declaration of a name. A name may have several: a function and its stub for kernels without it, a macro on top of a function. */
export interface HeaderSymbol extends HeaderLocation {
  readonly name: string;
  readonly kind: SymbolKind;
  /** The name by which a source includes it: `linux/timer.h`. */
  readonly header: string;
  /** For members and enumerators: the struct, union or enum; absent if that has no name. */
  readonly owner?: string;
  /** The text without comments, on one line; of a function without its body, of a struct and an enum its head. */
  readonly declaration: string;
  /** For functions, inlines, and members and typedefs that are pointers to functions. */
  readonly signature?: Signature;
  /** For macros with parameters. */
  readonly arity?: { readonly parameters: number; readonly variadic: boolean };
  /** For members, typedefs and variables: the type without the name. */
  readonly type?: string;
  /** The preprocessor's conditions around it, the outermost first, include guards left out: `defined(CONFIG_PM)`. */
  readonly conditions: readonly string[];
}

/**
 * The declarations in the headers of one kernel: those that a module of its architecture may include. Look-ups are synchronous and
 * take milliseconds; they read the one header that a declaration stands in. Headers that were changed or removed since the index was
 * built give `undefined` or nothing, never a wrong place.
 */
export interface HeaderIndex {
  /** As `uname -r` would print it. */
  /** The name of the kernel: its release, with an addition if several trees have the same release. */
  readonly release: string;
  /** `6.12.117`. */
  readonly version: string;
  /** Whether anything of that name is declared, or (with kinds) anything of these kinds; reads no header. */
  has(name: string, kinds?: readonly SymbolKind[]): boolean;
  /**
   * The declarations of a name, those of the common headers first; without `kinds`, all but members and events. Of a name that is declared
   * all over (`pr_fmt`) only the first few dozen.
   */
  find(name: string, kinds?: readonly SymbolKind[]): readonly HeaderSymbol[];
  /**
   * The members of a struct or union in order, those of unnamed structs and unions in it among them; `undefined` if no header
   * defines it.
   */
  members(struct: string): readonly HeaderSymbol[] | undefined;
  /** One member of a struct or union: one that modules see, where it is declared under several conditions. */
  findMember(struct: string, member: string): HeaderSymbol | undefined;
  /** The names of the structs and unions that have a member of that name; reads no header. */
  ownersOf(member: string): readonly string[];
  /** The path of a header that is included as `linux/timer.h`; `undefined` if there is none. */
  findHeader(include: string): string | undefined;
  /** The names that a header declares, in order, members and enumerators left out; reads no header. */
  namesIn(header: string): readonly { readonly name: string; readonly kind: SymbolKind }[];
  /** Names that `accepts` takes, of functions, inlines, macros, types and variables; asks for each name once. */
  search(accepts: (name: string) => boolean): readonly string[];
  /** The comment that stands right before a declaration, without its marks; `undefined` for none. */
  commentOf(symbol: HeaderSymbol): string | undefined;
  /** The body of an inline function on one line, without its braces; `undefined` for anything else, and for a long one. */
  bodyOf(symbol: HeaderSymbol): string | undefined;
  /** The text of a header, by the name that sources include it under; `undefined` if there is none, or it can't be read. */
  textOf(include: string): string | undefined;
}
