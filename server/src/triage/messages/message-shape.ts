/** What a message is about, by the way it is worded; names are as the compiler prints them, types without `{aka …}`. */
export type MessageShape =
  /** A function or macro that is called and declared nowhere. */
  | { readonly kind: 'undeclared-function'; readonly name: string }
  /** A name that is used and declared nowhere: a variable, a constant, a macro. */
  | { readonly kind: 'undeclared'; readonly name: string }
  | { readonly kind: 'unknown-type'; readonly name: string }
  /** A struct or union that is declared and not defined: `struct file_lock`. */
  | {
      readonly kind: 'incomplete-type';
      /** Empty if the compiler names only the variable, as `object`. */
      readonly type: string;
      readonly object?: string;
    }
  | { readonly kind: 'no-member'; readonly struct: string; readonly member: string }
  /**
   * A value of another type than what it is put into. `object` and `member` say what is initialised (`foo_driver`, `remove`), where
   * the compiler says so; gcc before 8 says no types.
   */
  | {
      readonly kind: 'incompatible-value';
      readonly via: 'initialization' | 'assignment' | 'return';
      readonly expected?: string;
      readonly actual?: string;
      readonly object?: string;
      readonly member?: string;
    }
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
  /** `target` as printed: `vma->vm_flags`, or the member alone. */
  | { readonly kind: 'read-only'; readonly target: string }
  | { readonly kind: 'discarded-qualifier'; readonly function?: string; readonly position?: number }
  | { readonly kind: 'missing-header'; readonly header: string }
  /** A declaration of the user's that differs from the kernel's. */
  | { readonly kind: 'conflicting-types'; readonly name: string }
  /** `type defaults to 'int' in declaration of`: a macro that is not there, taken for a declaration. */
  | { readonly kind: 'implicit-int'; readonly name: string }
  /** `expected ',' or ';' before 'X'`. */
  | { readonly kind: 'unexpected-token'; readonly before: string }
  /** A function that gives nothing, and whose value is used. */
  | { readonly kind: 'void-value' }
  /** A number where a pointer should be, or the other way round. */
  | {
      readonly kind: 'integer-pointer';
      readonly object?: string;
      readonly member?: string;
      readonly function?: string;
    }
  /** A value of a type that cannot become the wanted one: `using type 'memdesc_flags_t'`. */
  | { readonly kind: 'incompatible-type'; readonly expected?: string; readonly actual: string }
  /** An operator that does not take the type: `invalid operands to binary & (have 'struct inode_state_flags' and 'int')`. */
  | { readonly kind: 'invalid-operand'; readonly type: string }
  /** modpost: nobody exports it. */
  | { readonly kind: 'undefined-symbol'; readonly name: string }
  /** modpost: exported to modules under the GPL only. */
  | { readonly kind: 'gpl-only-symbol'; readonly name: string }
  /** modpost: exported in a namespace that the module does not import. */
  | { readonly kind: 'missing-namespace'; readonly name: string; readonly namespace: string };
