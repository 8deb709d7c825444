import type { Span } from '../text.ts';
import { ElementMap } from './element-map.ts';
import { type KnownValue, known, type UnknownValue, unknown } from './value.ts';

/** The value of a text on one path: known or unknown. Several possible values would be several paths. */
export type PathValue = KnownValue | UnknownValue;

/** The value of a variable before the first command of the file. */
export type InitialValue =
  | { readonly kind: 'unset' }
  | { readonly kind: 'set'; readonly text: string; readonly readonly?: boolean }
  /** An array; with `open` it may have other elements. */
  | {
      readonly kind: 'elements';
      readonly values: ReadonlyMap<number, PathValue>;
      readonly open: UnknownValue | undefined;
    }
  /** It may also be unset. */
  | { readonly kind: 'unknown'; readonly reason: string };

export interface VariableElement {
  readonly value: PathValue;
  readonly presence: 'always' | 'maybe';
  /** The assignment in the file that gave the value; index into the path's assignments. */
  readonly assignment: number | undefined;
}

/** A shell variable: in bash every one is an array, a scalar is element 0. */
export interface Variable {
  /** To be changed only by the functions below, since the map may belong to another shell. */
  elements: ElementMap<VariableElement>;
  /** The map belongs to the parent shell, and is copied before it is changed. */
  borrowed: boolean;
  /** Set, with the reason, if there may be elements other than these. */
  open: UnknownValue | undefined;
  isArray: boolean;
  /** The highest index, if it is known without a search. */
  largest: number | undefined;
  readonly: boolean;
  /**
   * Set after `declare -n`, or if an attribute is switched off: the stored value differs from the assigned one in a way that is not
   * modelled.
   */
  transforms: boolean;
  /** For `declare -A`: the index in `elements` of each key. The map is replaced, never changed, since forks share it. */
  keys: ReadonlyMap<string, number> | undefined;
  /** `declare -i` evaluates what is assigned as arithmetic; `-l` and `-u` change its case. */
  change: 'integer' | 'lower' | 'upper' | undefined;
}

/** Variables of bash whose values change by themselves or depend on the run. */
const dynamicNames = new Set([
  ...[
    'RANDOM',
    'SRANDOM',
    'SECONDS',
    'EPOCHSECONDS',
    'EPOCHREALTIME',
    'LINENO',
    'BASHPID',
    'FUNCNAME',
    'DIRSTACK',
  ],
  ...[
    'BASH_COMMAND',
    'BASH_SOURCE',
    'BASH_LINENO',
    'BASH_ARGV',
    'BASH_ARGC',
    'BASH_SUBSHELL',
    'PIPESTATUS',
    'GROUPS',
  ],
  ...[
    'PWD',
    'OLDPWD',
    '_',
    'BASH',
    'BASH_VERSION',
    'BASH_VERSINFO',
    'HOSTNAME',
    'HOSTTYPE',
    'MACHTYPE',
    'OSTYPE',
  ],
  ...[
    'UID',
    'EUID',
    'PPID',
    'SHLVL',
    'BASHOPTS',
    'SHELLOPTS',
    'OPTIND',
    'OPTERR',
    'IFS',
    'PS4',
    'REPLY',
    'BASH_REMATCH',
  ],
  ...[
    'COMP_WORDBREAKS',
    'BASH_CMDS',
    'BASH_ALIASES',
    'BASH_ARGV0',
    'HISTCMD',
    'COLUMNS',
    'LINES',
    'MAILCHECK',
    'TERM',
  ],
]);

/** bash ends the shell on an assignment to one of these. */
const readonlyNames = new Set(['BASHOPTS', 'BASH_VERSINFO', 'EUID', 'PPID', 'SHELLOPTS', 'UID']);

/** The variables of one path, with the scopes of its function calls. */
export class Variables {
  readonly #all = new Map<string, Variable>();
  readonly #initial: (name: string) => InitialValue;
  /** For each function call in progress, the values that its local names have outside it. */
  readonly #scopes: Map<string, Variable | undefined>[] = [];
  #everything: UnknownValue | undefined;
  /** The variables of the shell that this one was forked from. */
  #outer: Variables | undefined;
  readonly #variablesRead: Set<string>;

  /** The names of variables that are read are added to `looked`. */
  constructor(initial: (name: string) => InitialValue, variablesRead = new Set<string>()) {
    this.#initial = initial;
    this.#variablesRead = variablesRead;
  }

  /** Set after something ran that may have changed any variable. */
  get everythingUnknown(): UnknownValue | undefined {
    return this.#everything;
  }

  /** How many elements had to be copied because a forked shell changed them. */
  get copied(): number {
    let count = 0;
    if (this.#outer)
      for (const variable of this.#all.values()) if (!variable.borrowed) count += variable.elements.size;
    return count;
  }

  /** The names of the variables that were read or assigned to. */
  get names(): ReadonlySet<string> {
    const names = new Set(this.#outer?.names);
    for (const name of this.#all.keys()) names.add(name);
    return names;
  }

  get(name: string): Variable {
    this.#variablesRead.add(name);
    return this.withoutLooking(name);
  }

  /** The same, without recording a read: for callers that only replace elements. */
  withoutLooking(name: string): Variable {
    let variable = this.#all.get(name);
    if (!variable) {
      variable = this.#outer ? { ...this.#outer.#peek(name), borrowed: true } : this.#fresh(name);
      this.#all.set(name, variable);
    }
    return variable;
  }

  /** The same for a subshell of this one, without recording anything here. */
  #peek(name: string): Variable {
    return this.#all.get(name) ?? (this.#outer ? this.#outer.#peek(name) : this.#fresh(name));
  }

  #fresh(name: string): Variable {
    return this.#everything ? openVariable(this.#everything) : this.#read(name);
  }

  #read(name: string): Variable {
    const initial: InitialValue = dynamicNames.has(name)
      ? { kind: 'unknown', reason: `bash itself sets \`${name}\` when it runs` }
      : this.#initial(name);
    const variable = emptyVariable();
    variable.readonly = readonlyNames.has(name);
    if (initial.kind === 'set') {
      setElement(variable, 0, { value: known(initial.text), presence: 'always', assignment: undefined });
      variable.readonly = initial.readonly ?? false;
    } else if (initial.kind === 'elements') {
      variable.isArray = true;
      variable.open = initial.open;
      for (const [index, value] of initial.values) {
        setElement(variable, index, { value, presence: 'always', assignment: undefined });
      }
    } else if (initial.kind === 'unknown') {
      setElement(variable, 0, { value: unknown(initial.reason), presence: 'maybe', assignment: undefined });
    }
    return variable;
  }

  /** Variables that begin as a copy of these. Changes to the copy are not seen here; these must not change while the copy is in use. */
  fork(): Variables {
    const fork = new Variables(this.#initial, this.#variablesRead);
    fork.#outer = this;
    fork.#everything = this.#everything;
    return fork;
  }

  /** Takes over the variables of a fork, which must not be used afterwards. */
  rejoin(fork: Variables): void {
    if (fork.#outer !== this) {
      this.#all.clear();
      this.#outer = undefined;
      this.#everything = fork.#everything;
    }
    for (const [name, variable] of fork.#all) {
      const before = this.#all.get(name);
      // Elements that were not changed keep their owner.
      if (before && variable.borrowed && before.elements === variable.elements)
        variable.borrowed = before.borrowed;
      this.#all.set(name, variable);
    }
  }

  unset(name: string): void {
    this.#all.set(name, emptyVariable());
  }

  /** Records an assignment to the variable that is not modelled. */
  makeUnknown(name: string, reason: string, span: Span): void {
    this.makeOpen(name, unknown(reason, span));
  }

  makeOpen(name: string, why: UnknownValue): void {
    const { keys } = this.withoutLooking(name);
    this.#all.set(name, { ...openVariable(why), ...(keys && { keys: new Map() }) });
  }

  /** Records that something ran which may have assigned to any variable. */
  makeEverythingUnknown(reason: string, span: Span): void {
    this.#everything = unknown(reason, span);
    this.#outer = undefined;
    this.#all.clear();
  }

  enterFunction(): void {
    this.#scopes.push(new Map());
  }

  leaveFunction(): void {
    for (const [name, outer] of this.#scopes.pop() ?? []) {
      if (outer) this.#all.set(name, outer);
      else this.#all.delete(name);
    }
  }

  /**
   * `local name`: unset until it is assigned, and restored when the function ends. Outside any function of the file, the scope is the dkms
   * function that sources it.
   */
  makeLocal(name: string): void {
    const scope = this.#scopes.at(-1);
    if (!scope || scope.has(name)) return;
    scope.set(name, this.#all.get(name));
    this.#all.set(name, emptyVariable());
  }
}

function emptyVariable(): Variable {
  return {
    elements: new ElementMap(),
    open: undefined,
    borrowed: false,
    isArray: false,
    largest: -1,
    readonly: false,
    transforms: false,
    keys: undefined,
    change: undefined,
  };
}

/** Copies the elements if they are borrowed. */
function own(variable: Variable): void {
  if (!variable.borrowed) return;
  variable.elements = variable.elements.copy();
  variable.borrowed = false;
}

function openVariable(open: UnknownValue): Variable {
  return { ...emptyVariable(), open };
}

/** The element that `${name[index]}` means. */
export function elementOf(variable: Variable, index: number): VariableElement | undefined {
  const element = variable.elements.get(index);
  if (element || !variable.open) return element;
  return { value: variable.open, presence: 'maybe', assignment: undefined };
}

/** The element that `$name` means: element 0, or that of the key 0. */
export function scalarOf(variable: Variable): VariableElement | undefined {
  return variable.keys ? keyedElement(variable, '0') : elementOf(variable, 0);
}

/** The element that `${name[key]}` means, if the variable was declared with -A. */
export function keyedElement(variable: Variable, key: string): VariableElement | undefined {
  // No element has a negative index.
  return elementOf(variable, variable.keys?.get(key) ?? -1);
}

/** The index of a key; a key without one gets a new index. */
export function indexOfKey(variable: Variable, key: string): number {
  const index = variable.keys?.get(key);
  if (index !== undefined) return index;
  const keys = new Map(variable.keys);
  keys.set(key, keys.size);
  variable.keys = keys;
  return keys.size - 1;
}

/** The highest index in use; -1 if there are no elements. Elements are mostly added in order, so the last one is tried first. */
export function largestIndex(variable: Variable): number {
  if (variable.largest === undefined) {
    variable.largest = -1;
    variable.largest = variable.elements.indices().at(-1) ?? -1;
  }
  return variable.largest;
}

/** Whether there is an element that may not exist. That can only be element 0 of a variable that was set before the file. */
export function hasDoubtfulElements(variable: Variable): boolean {
  return variable.elements.get(0)?.presence === 'maybe';
}

/** Sets an element and updates the highest index. */
export function setElement(variable: Variable, index: number, element: VariableElement): void {
  own(variable);
  if (variable.largest !== undefined && index > variable.largest) variable.largest = index;
  variable.elements.set(index, element);
}

export function deleteElement(variable: Variable, index: number): void {
  own(variable);
  if (variable.largest === index) variable.largest = undefined;
  variable.elements.delete(index);
}

export function clearElements(variable: Variable): void {
  variable.elements = new ElementMap();
  variable.borrowed = false;
  variable.largest = -1;
  variable.open = undefined;
}

/** The indices in order; `undefined` if it is not known which elements exist. */
export function indicesOf(variable: Variable): number[] | undefined {
  if (variable.open) return undefined;
  const indices = variable.elements.indices();
  return indices.some((index) => variable.elements.get(index)?.presence === 'maybe') ? undefined : indices;
}
