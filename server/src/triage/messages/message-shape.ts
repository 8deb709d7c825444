/** What a message is about, judging by its wording. Names are as the compiler prints them, types without `{aka …}`. */
export type MessageShape =
  /** A function or macro that is called but not declared. */
  | { readonly kind: 'undeclared-function'; readonly name: string }
  /** A variable, constant or macro that is used but not declared. */
  | { readonly kind: 'undeclared'; readonly name: string }
  | { readonly kind: 'unknown-type'; readonly name: string }
  /** A struct or union that is declared but not defined: `struct file_lock`. */
  | {
      readonly kind: 'incomplete-type';
      /** Empty if the compiler names only the variable, which is then in `object`. */
      readonly type: string;
      readonly object?: string;
    }
  | { readonly kind: 'no-member'; readonly struct: string; readonly member: string }
  /**
   * A value whose type differs from that of its target. `object` and `member` are what is initialised (`foo_driver`, `remove`), if the
   * compiler names it; gcc before 8 does not print the types.
   */
  | {
      readonly kind: 'incompatible-value';
      readonly via: 'initialization' | 'assignment' | 'return';
      readonly expected?: string;
      readonly actual?: string;
      readonly object?: string;
      readonly member?: string;
    }
  /** Of a call through a pointer, `function` is the expression: `request->iocb->ki_complete`. */
  | { readonly kind: 'argument-count'; readonly function: string; readonly few: boolean }
  | {
      readonly kind: 'macro-arguments';
      readonly macro: string;
      readonly takes?: number;
      readonly given?: number;
    }
  /** `position` begins at 1. */
  | {
      readonly kind: 'incompatible-argument';
      readonly function: string;
      readonly position: number;
      readonly expected?: string;
      readonly actual?: string;
    }
  /** An argument that does not fit its parameter, in a call that clang does not name; the source shows which. */
  | {
      readonly kind: 'unnamed-argument';
      readonly misfit: 'type' | 'integer' | 'qualifier';
      readonly expected: string;
      readonly actual: string;
    }
  /** `target` as printed: `vma->vm_flags`, or the member alone. */
  | { readonly kind: 'read-only'; readonly target: string }
  | { readonly kind: 'discarded-qualifier'; readonly function?: string; readonly position?: number }
  | { readonly kind: 'missing-header'; readonly header: string }
  /** A declaration in the user's source that conflicts with the kernel's. */
  | {
      readonly kind: 'conflicting-types';
      readonly name: string /** That of the second declaration. */;
      readonly type?: string;
    }
  /** `type defaults to 'int' in declaration of`: a missing macro, parsed as a declaration. `name` is empty if the source can't be read; clang does not print it. */
  | { readonly kind: 'implicit-int'; readonly name: string }
  /** A name that the preprocessor has replaced by what the compiler can't read there: `expected identifier or '(' before string constant`. */
  | { readonly kind: 'replaced-name' }
  /** `expected ',' or ';' before 'X'`. `inParameters`: in what the compiler takes for parameters, and no macro has written. */
  | { readonly kind: 'unexpected-token'; readonly before: string; readonly inParameters?: true }
  /** The value of a void function is used. */
  | { readonly kind: 'void-value' }
  /** An integer where a pointer is expected, or the reverse. */
  | {
      readonly kind: 'integer-pointer';
      readonly object?: string;
      readonly member?: string;
      readonly function?: string;
    }
  /** A value of a type that can't be converted to the expected one: `using type 'memdesc_flags_t'`. */
  | { readonly kind: 'incompatible-type'; readonly expected?: string; readonly actual: string }
  /**
   * An operator that does not take the type: `invalid operands to binary & (have 'struct inode_state_flags' and 'int')`,
   * `invalid type argument of '->'`. gcc does not always name the type.
   */
  | { readonly kind: 'invalid-operand'; readonly type?: string }
  /** From objtool: a function whose name alone makes it the one that starts or ends the module. */
  | { readonly kind: 'magic-name'; readonly name: string }
  /** From modpost: the module exports a symbol that is static. */
  | { readonly kind: 'static-export'; readonly name: string }
  /** From modpost: the symbol is exported by nobody. */
  | { readonly kind: 'undefined-symbol'; readonly name: string }
  /** From modpost: the symbol is exported only to modules under the GPL. */
  | { readonly kind: 'gpl-only-symbol'; readonly name: string }
  /** From modpost: the symbol is exported in a namespace that the module does not import. */
  | { readonly kind: 'missing-namespace'; readonly name: string; readonly namespace: string };
