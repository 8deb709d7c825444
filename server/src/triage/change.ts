import type { MessageShape } from './messages/message-shape.ts';

/**
 * One known change of the kernel's interface. The tests `oldForm` and `newForm` decide which form a kernel has; the versions are only for
 * people, since distributions backport changes.
 */
export interface Change {
  /** Kebab-case, what is wrong on the newer kernel: `strlcpy-removed`. Also the name of its page, docs/causes/<id>.md. */
  readonly id: string;
  /** What changed, as a source names it: `strlcpy`, `struct platform_driver.remove`, `asm/unaligned.h`. */
  readonly symbol: string;
  /** What changed, as a heading: `strlcpy() is gone`. */
  readonly title: string;
  /** What changed and why, in a sentence or two. */
  readonly summary: string;
  /** What to write now, in a sentence or two; Markdown. */
  readonly advice: string;
  /** The first mainline version that no longer takes the old form. Absent: no source for it. */
  readonly since?: string;
  /** The first mainline version that takes the new form, where it came before the old one went. */
  readonly available?: string;
  /** Where `since` is not known: a version that was seen to take the new form only. */
  readonly goneBy?: string;
  /** How sources wrote it, and how they write it now. */
  readonly old: string;
  readonly new: string;
  /** What to write instead, shortly: `strscpy`. Absent if nothing takes its place. */
  readonly replacement?: string;
  /** The commit in Linux, or where else the change can be read: `commit 8fa7292fee5c`. Absent where only headers were compared. */
  readonly source?: string;
  /** The messages that it explains; one is enough. */
  readonly explains: readonly ShapePattern[];
  /** Messages that only follow from it, where they stand in the same file. */
  readonly follows?: readonly ShapePattern[];
  /** Hold for headers that take the old form, and for headers that take the new one; both may hold, or neither. */
  readonly oldForm: VariantTest;
  readonly newForm: VariantTest;
  /** How the old form is rewritten; absent if that takes a person. */
  readonly rewrite?: readonly Rewrite[];
  /**
   * What to check, in a sentence or two, where the rewritten source compiles and may behave differently: locking, lifetime, units, what
   * a value means, arguments of one type in another order. Such a rewrite is never applied without being asked for.
   */
  readonly semantics?: string;
}

/**
 * A shape with some of its fields; those that are left out may be anything. `*` at the beginning or end of a field stands for any text.
 * With `line`, the source line of the message has to have that word too.
 */
export type ShapePattern = {
  [Kind in MessageShape['kind']]: { readonly kind: Kind; readonly line?: string } & Partial<
    Omit<Extract<MessageShape, { kind: Kind }>, 'kind'>
  >;
}[MessageShape['kind']];

/** A test of the headers of a kernel, as data, so that it can also be shown to people and written into a Kbuild file. */
export type VariantTest =
  | { readonly function: string; readonly parameters?: number; readonly returns?: string }
  /** One parameter of a function, by its type: `const struct sockaddr_unsized *`; it begins at 0. */
  | { readonly function: string; readonly parameter: number; readonly type: string }
  | { readonly macro: string; readonly parameters?: number }
  /** A macro or a function, as it comes: something that can be called. */
  | { readonly callable: string; readonly parameters?: number }
  /** `type` is the member's type; `returns`, `parameters` and `parameter` are those of a pointer to a function. */
  | {
      readonly struct: string;
      readonly member: string;
      readonly type?: string;
      readonly returns?: string;
      readonly parameters?: number;
      readonly parameter?: { readonly at: number; readonly type: string };
    }
  | { readonly type: string }
  | { readonly constant: string }
  | { readonly header: string }
  /** A text in a header, for what no declaration shows, such as whether a macro makes a string of its argument. */
  | { readonly in: string; readonly matches: RegExp }
  | { readonly all: readonly VariantTest[] }
  | { readonly any: readonly VariantTest[] }
  | { readonly not: VariantTest };

/**
 * How a source is rewritten, as data. In `to`, `$1` to `$9` stand for the arguments of a call as they are written, `$p1` to `$p9` for the
 * same with parentheses where they need them, `$object` for what stands before `->` or `.`, `$access` for the same with it, `$value` for
 * what is assigned, `$complement` for that without its leading `~`, `$index` for what stands between brackets.
 */
export type Rewrite =
  /** Every use of an identifier; with `unusedValue`, only calls whose return value is not used. */
  | { readonly kind: 'rename'; readonly from: string; readonly to: string; readonly unusedValue?: true }
  /** Each call with so many arguments; `where` asks for one of them (positions begin at 1) to be written in one of these ways. */
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly arguments: number;
      readonly where?: { readonly position: number; readonly is: readonly string[] };
      readonly to: string;
    }
  /** Each call with `object->member` as that argument. */
  | {
      readonly kind: 'call-on-member';
      readonly name: string;
      readonly position: number;
      readonly member: string;
      readonly to: string;
    }
  /** The argument at that position is cast to the type; a cast that it has is replaced. */
  | { readonly kind: 'cast'; readonly function: string; readonly position: number; readonly type: string }
  /** A statement that is nothing but the call is taken away. */
  | { readonly kind: 'drop-call'; readonly name: string }
  | { readonly kind: 'include'; readonly from: string; readonly to: string }
  /** An `#include` that the new form needs, put after the last one. */
  | { readonly kind: 'add-include'; readonly header: string }
  /** The initializer of a member in a struct of that type is taken away, or its member renamed; with `value`, only where that is given. */
  | {
      readonly kind: 'initializer';
      readonly struct: string;
      readonly member: string;
      readonly value?: string;
      readonly to?: string;
    }
  /** `object->member = value`, with that operator. */
  | {
      readonly kind: 'assignment';
      readonly member: string;
      readonly operator: '=' | '|=' | '&=';
      readonly to: string;
    }
  /** `object->member[index] = value`. */
  | { readonly kind: 'element-assignment'; readonly member: string; readonly to: string }
  /** `object->member` where it is read, of an object that the file declares as that struct. */
  | { readonly kind: 'read'; readonly struct: string; readonly member: string; readonly to: string }
  /** Members of members, one after the other, by other names. */
  | { readonly kind: 'path'; readonly from: readonly string[]; readonly to: readonly string[] }
  /** A call on an object, and the assignment to one of the object's members, become one call. */
  | {
      readonly kind: 'setup';
      readonly call: string;
      readonly arguments: number;
      readonly member: string;
      readonly to: string;
    }
  /**
   * The function that a struct's member is set to: what it gives and takes. For a member of a member, `struct` is written
   * `acpi_driver.ops`.
   */
  | {
      readonly kind: 'callback';
      readonly struct: string;
      readonly member: string;
      /** `void` drops the values of its returns; from `void`, `value` is what it returns from now on. */
      readonly returns?: string;
      readonly value?: string;
      /** How many parameters the old form has, where the new one has more or fewer. */
      readonly was?: number;
      /** The new parameters, in order: `$1` for the first old one as it is written, `$name1` for its name. */
      readonly parameters?: readonly string[];
      /** A declaration for the function's beginning, where it uses a parameter that is gone. */
      readonly prologue?: string;
    };

/** Which form of a change a kernel's headers take. */
export type ApiVariant = 'old' | 'new' | 'both' | 'neither';
