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
  /** The first mainline version that no longer accepts the old form. Absent if it is not documented. */
  readonly since?: string;
  /** The first mainline version that accepts the new form, if that was before the old one was removed. */
  readonly available?: string;
  /** If `since` is not known: a version that accepts only the new form. */
  readonly goneBy?: string;
  /** How sources wrote it, and how they write it now. */
  readonly old: string;
  readonly new: string;
  /** What to write instead, in a few words: `strscpy`. Absent if there is no replacement. */
  readonly replacement?: string;
  /** The commit in Linux, or where else the change can be read: `commit 8fa7292fee5c`. Absent where only headers were compared. */
  readonly source?: string;
  /** The messages that it explains; it applies if one of them is found. */
  readonly explains: readonly ShapePattern[];
  /** Messages that are only consequences of it if they are in the same file. */
  readonly follows?: readonly ShapePattern[];
  /** Tests that pass for headers which accept the old form or the new one. Both may pass, or neither. */
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
 * Matches shapes by some of their fields; any value is accepted for the others. `*` at the beginning or end of a field matches any text.
 * With `line`, the source line of the message must contain that word, too.
 */
export type ShapePattern = {
  [Kind in MessageShape['kind']]: { readonly kind: Kind; readonly line?: string } & Partial<
    Omit<Extract<MessageShape, { kind: Kind }>, 'kind'>
  >;
}[MessageShape['kind']];

/** A test of the headers of a kernel, as data, so that it can also be shown to users and written into a Kbuild file. */
export type VariantTest =
  | { readonly function: string; readonly parameters?: number; readonly returns?: string }
  /** One parameter of a function, by its type: `const struct sockaddr_unsized *`; it begins at 0. */
  | { readonly function: string; readonly parameter: number; readonly type: string }
  | { readonly macro: string; readonly parameters?: number }
  /** A macro or a function, whichever the kernel has. */
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
  /** `is` is what a typedef stands for: `void (*)(int, void *)`. */
  | { readonly type: string; readonly is?: string }
  | { readonly constant: string }
  | { readonly header: string }
  /** A text in a header, for what no declaration shows, such as whether a macro makes a string of its argument. */
  | { readonly in: string; readonly matches: RegExp }
  | { readonly all: readonly VariantTest[] }
  | { readonly any: readonly VariantTest[] }
  | { readonly not: VariantTest };

/**
 * How a source is rewritten, as data. In `to`, `$1`, `$2` and so on stand for the arguments of a call as written, `$p1` for the same with parentheses
 * if it needs them, `$d1` for what it points to, `$parameter(TYPE)` for the parameter of that type of the function around the call, `$object` for the expression before `->` or `.`, `$access` for the same including that operator, `$written` for the object as it is written, `$value`
 * for the assigned value, `$complement` for the same without its leading `~`, and `$index` for the expression between brackets.
 */
export type Rewrite =
  /** Every use of an identifier; with `unusedValue`, only calls whose return value is not used. */
  | { readonly kind: 'rename'; readonly from: string; readonly to: string; readonly unusedValue?: true }
  /** Every name that begins so and that the file does not define itself; `$rest` in `to` is what follows. */
  | { readonly kind: 'prefix'; readonly from: string; readonly to: string }
  /** Each call of a pointer to a function that is a member of that struct, `object->member(…)`. */
  | {
      readonly kind: 'member-call';
      readonly struct: string;
      readonly member: string;
      readonly arguments: number;
      readonly to: string;
    }
  /**
   * Each call with this many arguments. With `where`, the argument at that position (from 1) must be written in one of these ways, or be the size of another one; with `orUnread`, it may be an array of
   * the function that is only allocated and freed. An argument that `to` has twice must be one that can be evaluated twice.
   */
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly arguments: number;
      readonly where?:
        | { readonly position: number; readonly is: readonly string[]; readonly orUnread?: true }
        | { readonly position: number; readonly sizeOf: number };
      /** Only calls whose value is used: `to` is an expression that has one. */
      readonly usedValue?: true;
      /** Only calls whose value is not used: `to` has another one. */
      readonly unusedValue?: true;
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
  /**
   * The argument at that position is cast to the type; a cast that it has is replaced. A function that is called through a pointer is written
   * as `ops->connect`.
   */
  | { readonly kind: 'cast'; readonly function: string; readonly position: number; readonly type: string }
  /** A function of that name gets another one, and is named in that macro below its definition. */
  | { readonly kind: 'entry-point'; readonly name: string; readonly macro: string; readonly to: string }
  /** Nested tables of `register_sysctl_table()` become one with a path. */
  | { readonly kind: 'sysctl-tables' }
  /** Each `struct acpi_driver` becomes a platform driver that hands the ACPI device on. */
  | { readonly kind: 'acpi-drivers' }
  /** Handlers of WMI events take the object of the event instead of its number. */
  | { readonly kind: 'wmi-handlers' }
  /** What reads the circular buffer of a serial port reads the kfifo of its `struct tty_port`. */
  | { readonly kind: 'uart-transmit-buffers' }
  /** A file system that a function mounts gets a context that calls this function. */
  | { readonly kind: 'mount-contexts' }
  /** A handler of platform profiles is registered by a definition of what it was, with the device of its driver. */
  | { readonly kind: 'platform-profiles' }
  /** The kernel allocates the shrinker that the driver registers, and callbacks find their data by the driver's own. */
  | { readonly kind: 'shrinkers' }
  /** A statement that consists of the call alone is removed; with `member`, only if an argument is `&object->member`. */
  | { readonly kind: 'drop-call'; readonly name: string; readonly member?: string }
  /** `object->member`, where the object is a variable of the kernel, is a function or variable itself. */
  | { readonly kind: 'direct'; readonly object: string; readonly member: string; readonly to: string }
  | { readonly kind: 'include'; readonly from: string; readonly to: string }
  /** The module's own declaration of a variable of the kernel, `extern …`, without its semicolon. */
  | { readonly kind: 'declaration'; readonly name: string; readonly to: string }
  /** A struct that the kernel keeps to itself now: a file that uses it gets its definition. */
  | { readonly kind: 'definition'; readonly name: string; readonly text: string }
  /** An `#include` that the new form needs; it is added after the last one. */
  | { readonly kind: 'add-include'; readonly header: string }
  /**
   * The initializer of a member in a struct of that type is removed, or its member renamed; with `value`, only if that is its value. If
   * `to` has `$value`, it is the whole new initializer without its dot: `flowi4_dscp = inet_dsfield_to_dscp($value)`. With `ending`, only if the value is a name that
   * ends so; `$stem` is its beginning. `before` is written above the declaration of the struct.
   */
  | {
      readonly kind: 'initializer';
      readonly struct: string;
      readonly member: string;
      readonly value?: string;
      readonly to?: string;
      readonly ending?: string;
      readonly before?: string;
    }
  /**
   * `object->member = value`, with that operator; with `values`, only if one of these is its value, and with `struct`, not of what the file
   * declares as another struct. Without `to` the statement is removed.
   */
  | {
      readonly kind: 'assignment';
      readonly struct?: string;
      readonly member: string;
      readonly operator: '=' | '|=' | '&=';
      readonly values?: readonly string[];
      readonly to?: string;
    }
  /** A flag among those of `object->member |= A | FLAG` or `=` is taken out, and a statement takes its place. */
  | {
      readonly kind: 'flag';
      readonly struct: string;
      readonly member: string;
      readonly flag: string;
      readonly to: string;
    }
  /**
   * Members that are read and written through functions, of what the file declares as that struct; `get` and `set` are as `to` elsewhere, and `parts` has
   * what sets a member of the member alone.
   */
  | {
      readonly kind: 'accessors';
      readonly struct: string;
      readonly members: Readonly<
        Record<
          string,
          { readonly get: string; readonly set: string; readonly parts?: Readonly<Record<string, string>> }
        >
      >;
    }
  /** The argument at that position (from 1) of any of the functions, where it is written so. */
  | {
      readonly kind: 'argument';
      readonly functions: readonly string[];
      readonly position: number;
      readonly is: string;
      readonly to: string;
    }
  /**
   * A parameter that a function of the module only passes on, as that argument (from 1) of any of the functions, gets the type that these take now.
   */
  | {
      readonly kind: 'forwarded-parameter';
      readonly functions: readonly string[];
      readonly position: number;
      readonly type: string;
    }
  /** `object->member[index] = value`. */
  | { readonly kind: 'element-assignment'; readonly member: string; readonly to: string }
  /**
   * `object->member` where it is read, of an object that the file declares as that struct; with `isPart`, also where a member of it is meant,
   * `object->member->other`. With `element`, only `object->member[element]`, as one expression. With `within`, the object is a member of that
   * name, which nothing else in the kernel has.
   */
  | {
      readonly kind: 'read';
      readonly struct: string;
      readonly member: string;
      readonly to: string;
      readonly isPart?: true;
      readonly element?: number;
      readonly within?: string;
    }
  /**
   * A member by another name, in initializers and in accesses to what the file declares as that struct. Accesses whose struct the file does
   * not show count where the compiler complains of the line.
   */
  | { readonly kind: 'member'; readonly struct: string; readonly from: string; readonly to: string }
  /** A chain of member accesses, with other names. */
  | { readonly kind: 'path'; readonly from: readonly string[]; readonly to: readonly string[] }
  /** A call on an object, and the assignment to one of the object's members, become one call. */
  | {
      readonly kind: 'setup';
      readonly call: string;
      readonly arguments: number;
      readonly member: string;
      readonly to: string;
    }
  /** A callback of one struct becomes one of another struct, of which the module has one object. */
  | {
      readonly kind: 'moved-callback';
      readonly struct: string;
      readonly member: string;
      readonly toStruct: string;
      readonly to: string;
    }
  /**
   * The signature of the function that is assigned to a struct's member. For a member of a member, `struct` is written `acpi_driver.ops`.
   */
  | ({ readonly kind: 'callback'; readonly struct: string; readonly member: string } & CallbackShape)
  /**
   * A callback stays as it is, and a function that calls it takes its place: `text`, with `$callback` for its name and `$adapter` for that of the
   * function, which is the callback's with a suffix. Only where the parameter has the old type, and the callback does something else with it than pass it on
   * to these functions.
   */
  | {
      readonly kind: 'adapter';
      readonly struct: string;
      readonly member: string;
      readonly suffix: string;
      readonly parameter: { readonly at: number; readonly type: string };
      readonly unlessPassedTo?: readonly string[];
      readonly text: string;
    }
  /** The same for a function that is passed to another one; `position` begins at 1. */
  | ({
      readonly kind: 'callback-argument';
      readonly function: string;
      readonly position: number;
    } & CallbackShape);

/** What a callback takes and gives from now on. */
export interface CallbackShape {
  /** With `void`, the values of return statements are dropped. If it was `void`, `value` is what it returns now. */
  readonly returns?: string;
  readonly value?: string;
  /** What the values that it returned become, as `$value`: `ERR_PTR($value)`. */
  readonly wrap?: string;
  /** Only where the function does nothing else with the parameter (from 1) than pass it on to these functions. */
  readonly onlyPassed?: { readonly parameter: number; readonly to: readonly string[] };
  /** How many parameters the old form has, if the number changed. */
  readonly was?: number;
  /** The new parameters, in order: `$1` stands for the first old parameter as written, `$name1` for its name. */
  readonly parameters?: readonly string[];
  /** What a direct call passes for new parameters whose value comes from one that is gone, by their position (from 1): `$p2->ieee80211_ptr`. */
  readonly passed?: Readonly<Record<number, string>>;
  /** A declaration to insert at the beginning of the function if it uses a parameter that was removed. */
  readonly prologue?: string;
  /** What reads of a member become of a parameter that was removed, `request->data`; the others need the prologue. */
  readonly members?: readonly { readonly parameter: number; readonly member: string; readonly to: string }[];
  /** A declaration that the function begins with, where the value of a parameter is now in several: `$name1` as in `parameters`. */
  readonly opening?: string;
}

/** Which form of a change a kernel's headers accept. */
export type ApiVariant = 'old' | 'new' | 'both' | 'neither';
