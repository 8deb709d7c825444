export type Tool =
  | 'gcc'
  | 'clang'
  | 'modpost'
  | 'objtool'
  | 'ld'
  | 'make'
  | 'kbuild'
  | 'sparse'
  | 'rustc'
  | 'dtc'
  | 'dkms'
  /** The kernel, or modprobe or insmod, refusing to load a module. */
  | 'kernel'
  /** Any other program: a shell, tar, configure, a package manager. */
  | 'program';

export type ProblemSeverity = 'error' | 'warning' | 'information';

/**
 * One parsed message of a tool. Lines and columns are 1-based, as compilers print them; what a column counts depends on the compiler:
 * columns of the terminal (a tab reaches to the next multiple of 8) since gcc 11, bytes of UTF-8 in older gcc and in clang.
 * `file` is absolute: in the user's source if it can be mapped there, else as the tool saw it (a kernel header). In a log that does not
 * name the folder of the build, relative paths stay relative.
 */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  /** Equal to `line` where `endColumn` is known. */
  readonly endLine?: number;
  /** The first column after the underlined text, in the unit of `column`; absent if the compiler marked a point only. */
  readonly endColumn?: number;
  readonly severity: ProblemSeverity;
  /** The tool's message with plain quotes, without the option, and with `.` for the folder that was built. */
  readonly message: string;
  /** The option that controls it, such as `-Wunused-variable`. */
  readonly code?: string;
  readonly tool: Tool;
  readonly related: readonly RelatedLocation[];
  /** The changes that the compiler proposes, to be applied together; only if it was asked for fix-its. */
  readonly edits?: readonly FixEdit[];
  /**
   * Absent if the tool named the line. Otherwise `file` is the Makefile, at line 1, of the folder of the object that the message is
   * about (`module`), or of the folder that was built (`build`). That file need not exist: the folder may have a Kbuild instead.
   */
  readonly place?: 'module' | 'build';
  /** The object or module that the message is about (`x.o`, `x.ko`), absolute, mapped as `file` is; present only with `place`. */
  readonly object?: string;
  /** The symbol that the message is about: one that modpost misses, the function that objtool or a section mismatch names. */
  readonly symbol?: string;
  /** In a log: the line (from 1) where the message begins. */
  readonly logLine?: number;
  /** In a log: the source line, if the message quotes it. */
  readonly quote?: string;
}

export interface RelatedLocation {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  readonly message: string;
  /** As in `Problem`. */
  readonly quote?: string;
}

/** A change of a file, from one place up to another. Lines and columns are 1-based; the columns count bytes of UTF-8. */
export interface FixEdit {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}
