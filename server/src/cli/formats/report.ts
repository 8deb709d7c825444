/** A message with its place; lines and columns are 1-based, columns count UTF-16 units. */
export interface ReportedMessage {
  /** Absolute. */
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly text: string;
  /** The rule or option that it comes from. */
  readonly rule?: string;
  /** The program that printed it. */
  readonly tool: string;
  /** The kernels that it is about; absent if it is about none in particular. */
  readonly kernels?: readonly string[];
  readonly related: readonly { readonly file: string; readonly line: number; readonly text: string }[];
}

/** One thing that was checked or built. */
export interface ReportedCase {
  /** What it belongs to: a module, or the command. */
  readonly suite: string;
  readonly name: string;
  readonly status: 'ok' | 'failed' | 'skipped' | 'cancelled';
  /** One sentence; for a failure what failed, for one that was skipped why. */
  readonly reason?: string;
  readonly seconds: number;
  readonly messages: readonly ReportedMessage[];
}

/** The result of a command, for the formats that other programs read. */
export interface Report {
  readonly command: 'check' | 'build' | 'explain';
  /** The version of this program. */
  readonly version: string;
  /** What paths are relative to, for readers who know the files by another path: the folder that the program was started in. */
  readonly root: string;
  readonly cases: readonly ReportedCase[];
  /** Each message once, whatever the number of kernels that have it. */
  readonly messages: readonly ReportedMessage[];
}

/** `file:line:column: severity: text [rule]`, as compilers print it. */
export function messageLine(message: ReportedMessage): string {
  const { file, line, column, severity, text, rule } = message;
  const location = [file, line, ...(column === undefined ? [] : [column])].join(':');
  return `${location}: ${severity}: ${text}${rule === undefined ? '' : ` [${rule}]`}`;
}

/** The text, with the kernels that have it. */
export function textWithKernels({ text, kernels }: ReportedMessage): string {
  return kernels && kernels.length > 0 ? `${text} [${kernels.join(', ')}]` : text;
}
