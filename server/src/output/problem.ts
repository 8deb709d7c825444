export type Tool = 'gcc' | 'clang' | 'modpost' | 'objtool' | 'ld' | 'make' | 'kbuild' | 'sparse';

export type ProblemSeverity = 'error' | 'warning' | 'information';

/**
 * One parsed message of a tool. Lines and columns are 1-based, as compilers print them; columns count UTF-8 bytes as gcc does.
 * `file` is absolute: in the user's source where it can be mapped there, else where the tool saw it (a kernel header).
 */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  readonly severity: ProblemSeverity;
  readonly message: string;
  /** The option that controls it, such as `-Wunused-variable`. */
  readonly code?: string;
  readonly tool: Tool;
  readonly related: readonly RelatedPlace[];
}

export interface RelatedPlace {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  readonly message: string;
}
