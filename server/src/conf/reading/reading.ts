import type { DirectiveName } from '../directives/directive.ts';
import type { DkmsVersion } from '../directives/dkms-version.ts';
import type { HostFacts } from '../evaluation/host-facts.ts';
import type { UnknownValue, Value } from '../evaluation/value.ts';
import type { Span } from '../text.ts';

/**
 * Facts about the surroundings of a dkms.conf, gathered before it is read. An absent field is not known, and values that depend on it
 * become unknown.
 */
export interface ReadingFacts {
  readonly dkmsVersion: DkmsVersion;
  /** The dkms 3.0.10 of Debian, whose backports (BUILD_EXCLUSIVE_CONFIG, exit code 77) upstream's lacks. */
  readonly debianBackports?: boolean;
  /** Debian's 3.1.8 to 3.2.2 don't say that CLEAN is deprecated. */
  readonly isSilentAboutClean?: boolean;
  readonly kernel?: KernelFacts;
  /** The name and version of the module, from the command line of dkms or the name of the folder; empty during `dkms add PATH`. */
  readonly module?: string;
  readonly moduleVersion?: string;
  /** Defaults: `/var/lib/dkms`, `/usr/src`, `/lib/modules`. */
  readonly dkmsTree?: string;
  readonly sourceTree?: string;
  readonly installTree?: string;
  /** The path of the file as dkms prints it in its messages; default: `dkms.conf`. */
  readonly path?: string;
  /** The number that dkms writes after `-j`; default: 1. */
  readonly jobs?: number;
  /** The environment in which dkms runs, complete. Absent: a variable that the file does not set itself is not known. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Names that may be set in the environment of dkms; all others are unset. Used only if `environment` is absent. */
  readonly environmentNames?: ReadonlySet<string>;
  /** Files and programs of the machine that the conf may look at. */
  readonly hostFacts?: HostFacts;
  /** Override files that exist under /etc/dkms for this module, in the order in which dkms sources them. */
  readonly overrides?: readonly { readonly path: string; readonly text: string }[];
}

export interface KernelFacts {
  readonly release: string;
  /** As printed by `uname -m`: x86_64, aarch64 … */
  readonly arch: string;
  /** What dkms calls `kernel_source_dir`. */
  readonly sourceDir: string;
  /** Returns `y`, `m`, a text, or `undefined` for a symbol that is not set. Absent if the kernel's configuration can't be read. */
  readonly config?: (symbol: string) => string | undefined;
}

/** One element of a directive, after both of dkms's evaluations. Scalars have index 0. */
export interface DirectiveElement {
  readonly index: number;
  readonly value: Value;
  /** `maybe`: set on some paths only. */
  readonly presence: 'always' | 'maybe';
  /**
   * The name (without subscript) and the value in the assignment that took effect; if that was a loop, `declare` or `read`, both are the
   * whole command. Absent if it was in an override file.
   */
  readonly nameSpan?: Span;
  readonly valueSpan?: Span;
}

/** The first element whose index is at least this one. The elements are in index order. */
export function firstElementFrom(
  elements: readonly DirectiveElement[],
  index: number,
): DirectiveElement | undefined {
  return elements[positionOf(elements, index)];
}

/** The last element whose index is below this one. The elements are in index order. */
export function lastElementBefore(
  elements: readonly DirectiveElement[],
  index: number,
): DirectiveElement | undefined {
  return elements[positionOf(elements, index) - 1];
}

function positionOf(elements: readonly DirectiveElement[], index: number): number {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((elements[middle]?.index ?? 0) < index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The element that dkms ends up with; `undefined` when nothing in the file or its overrides sets it. */
export function findElement(
  reading: Reading,
  name: DirectiveName,
  index: number,
): DirectiveElement | undefined {
  const found = firstElementFrom(reading.directives.get(name) ?? [], index);
  return found?.index === index ? found : undefined;
}

/** The text of one element if it is certain, whichever file set it. */
export function knownText(reading: Reading, name: DirectiveName, index = 0): string | undefined {
  const element = findElement(reading, name, index);
  return element?.presence === 'always' && element.value.kind === 'known' ? element.value.text : undefined;
}

/** The records that dkms certainly sees. */
export function certainRecords({ modules }: Reading): readonly ModuleRecord[] {
  return 'records' in modules ? modules.records : modules.certain;
}

/** One slot of the array directives: a module that dkms expects to be built. */
export interface ModuleRecord {
  readonly index: number;
  readonly builtName: Value;
  /** With a trailing slash; empty for the build folder itself. */
  readonly builtLocation: Value;
  readonly destName: Value;
  /** As written; distributions override it (Debian: `/updates/dkms`). */
  readonly destLocation: Value;
  readonly strip: boolean | 'unknown';
}

/** Numbers of dkms's own messages, as in docs/dkms-messages.md. */
export type DkmsMessageNumber =
  | `E${1 | 2 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15}`
  | `W${1 | 2 | 3 | 4 | 6}`;

/** One message that dkms of the facts' version prints when it reads the file. Only certain ones are listed. */
export interface DkmsMessage {
  readonly number: DkmsMessageNumber;
  readonly directive: DirectiveName | undefined;
  /** The index of the record or element that the message names. */
  readonly index?: number;
  /** The value that is wrong, if there is one. */
  readonly value?: string;
  /** The first line of the text that dkms prints. */
  readonly message: string;
  /** Where to show it; absent if something is missing from the file. */
  readonly span?: Span;
}

/** Whether the kernel of the facts is one that the file excludes (the BUILD_EXCLUSIVE family). */
export interface Exclusion {
  readonly directive: DirectiveName;
  readonly index: number;
  readonly value: string;
  /** A sentence that says what was compared with what. */
  readonly reason: string;
}

/** How one version of dkms reads one dkms.conf, for one kernel. */
export interface Reading {
  readonly facts: ReadingFacts;
  /**
   * The same object in the reading of a conf and in that of the conf after an edit if, for the same facts, they differ in nothing but spans.
   */
  readonly content: object;
  /** Directives that dkms ends up with, each in index order. A directive without elements is absent. */
  readonly directives: ReadonlyMap<DirectiveName, readonly DirectiveElement[]>;
  /** Directives that may have other elements than these, with the reason. */
  readonly uncertain: ReadonlyMap<DirectiveName, UnknownValue>;
  /** The records in index order; or why not all are known, with those that certainly exist. */
  readonly modules:
    | { readonly records: readonly ModuleRecord[] }
    | { readonly unknown: string; readonly span?: Span; readonly certain: readonly ModuleRecord[] };
  /** The shell command that dkms would run, with a leading `make` rewritten for the facts' number of jobs. */
  readonly make: Value;
  /** `known('')` if this version runs no clean command. */
  readonly clean: Value;
  /** Patch files that apply to the kernel, in order, without the `patches/` prefix. */
  readonly patches: readonly Value[];
  readonly excluded: Exclusion | null | 'unknown';
  /** In the order in which dkms prints them. */
  readonly conditions: readonly DkmsMessage[];
  /**
   * Set if the file runs text that could not be read, such as another file. That could end the shell that reads the file, and dkms would
   * see no directive; everything said about values assumes that it does not.
   */
  readonly assumed?: { readonly reason: string; readonly span?: Span };
  /** The exit code of `dkms add`, or why it is not known. */
  readonly add: { readonly exit: number } | { readonly unknown: string; readonly span?: Span };
}
