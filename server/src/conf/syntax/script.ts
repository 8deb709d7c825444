/**
 * A dkms.conf as bash reads it: commands made of words made of parts. tree-sitter's tree (tree-sitter.ts) forgives mistakes, which is right
 * for an editor; evaluation needs the opposite, a reading that stops exactly where bash stops and that keeps what quoting means. All
 * offsets are UTF-16 offsets in the text that was read.
 */

interface Located {
  readonly start: number;
  readonly end: number;
}

export type WordPart = TextPart | ParameterPart | CommandPart | ArithmeticPart | UnreadablePart;

/** Plain text after the removal of quotes; `quoted` text is neither split, nor a pattern, nor a keyword. */
export interface TextPart {
  readonly kind: 'text';
  readonly text: string;
  readonly quoted: boolean;
}

/** The operation between the name and the closing brace of `${name…}`. */
export type Operation =
  /** `:-` `-` `:=` `=` `:?` `?` `:+` `+` */
  | { readonly kind: 'default'; readonly operator: string; readonly operand: Word }
  /** `#` `##` `%` `%%` */
  | { readonly kind: 'trim'; readonly operator: string; readonly pattern: Word }
  /** `/` `//` `/#` `/%` */
  | {
      readonly kind: 'replace';
      readonly operator: string;
      readonly pattern: Word;
      readonly replacement: Word;
    }
  /** `^` `^^` `,` `,,` */
  | { readonly kind: 'case'; readonly operator: string; readonly pattern: Word }
  /** `:offset` and `:offset:length` */
  | { readonly kind: 'slice'; readonly offset: Word; readonly length: Word | undefined }
  /** `@Q`, `@U` … */
  | { readonly kind: 'transform'; readonly operator: string };

/** `$name`, `${name}`, `${#name}`, `${!name}` and all their operations. */
export interface ParameterPart extends Located {
  readonly kind: 'parameter';
  readonly name: string;
  readonly subscript: Word | undefined;
  readonly form: 'value' | 'length' | 'indirect' | 'keys' | 'names';
  readonly operation: Operation | undefined;
  readonly quoted: boolean;
}

/** A command or process substitution. */
export interface CommandPart extends Located {
  readonly kind: 'command';
  readonly quoted: boolean;
  /** `<(…)` expands to the name of a file from which a program can read what the commands print; `>(…)` is the other way round. */
  readonly process?: '<' | '>';
  /** The commands of `$(…)`, or the text between backquotes without their backslashes. */
  readonly body?: List | string;
}

/** `$((…))` or `$[…]` */
export interface ArithmeticPart extends Located {
  readonly kind: 'arithmetic';
  readonly expression: Word;
  readonly quoted: boolean;
}

/** A `${…}` that bash itself refuses when it expands it. */
export interface UnreadablePart extends Located {
  readonly kind: 'unreadable';
  readonly quoted: boolean;
}

export interface Word extends Located {
  readonly parts: readonly WordPart[];
}

export interface AssignmentWord extends Located {
  readonly name: string;
  readonly nameEnd: number;
  readonly subscript: Word | undefined;
  readonly append: boolean;
  /** A word, or the items of `( … )`. */
  readonly value: Word | ArrayLiteral;
}

export interface ArrayLiteral extends Located {
  readonly items: readonly {
    readonly subscript: Word | undefined;
    readonly append: boolean;
    readonly value: Word;
  }[];
}

export function isArrayLiteral(value: Word | ArrayLiteral): value is ArrayLiteral {
  return 'items' in value;
}

/** The text of a word once its quotes are removed; `undefined` if something in it is expanded, or if there is no word. */
export function plainText(word: Word | AssignmentWord | undefined): string | undefined {
  if (!word || !('parts' in word)) return undefined;
  let text = '';
  for (const part of word.parts) {
    if (part.kind !== 'text') return undefined;
    text += part.text;
  }
  return text;
}

export interface Redirect extends Located {
  readonly operator: string;
  /** The text before the operator: a number, or a name in braces. */
  readonly descriptor: string | undefined;
  readonly target: Word | undefined;
  /** For `<<` and `<<-`, instead of a target. */
  readonly document?: HereDocument;
}

/** The lines between a here-document's redirection and its end, without the tabs that `<<-` removes. */
export interface HereDocument {
  /** `undefined` if the file ends before the document does. */
  readonly text: string | undefined;
  /** Whether its delimiter is quoted, so that nothing in it is expanded. */
  readonly isLiteral: boolean;
}

/** Commands joined by `&&`, `||` (from left to right), then `;`, `&` or a newline. */
export interface AndOr extends Located {
  readonly first: Pipeline;
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly pipeline: Pipeline }[];
  readonly background: boolean;
}

export interface Pipeline extends Located {
  readonly negated: boolean;
  readonly commands: readonly Command[];
}

export type List = readonly AndOr[];

export interface SimpleCommand extends Located {
  readonly kind: 'simple';
  readonly assignments: readonly AssignmentWord[];
  /** Arguments of `declare` and the like may be assignments with an array literal. */
  readonly words: readonly (Word | AssignmentWord)[];
  readonly redirects: readonly Redirect[];
}

export type TestExpression =
  | { readonly kind: 'not'; readonly operand: TestExpression }
  | { readonly kind: 'and' | 'or'; readonly left: TestExpression; readonly right: TestExpression }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Word }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Word; readonly right: Word }
  | { readonly kind: 'word'; readonly word: Word };

interface Compound extends Located {
  readonly redirects: readonly Redirect[];
}

export type Command =
  | SimpleCommand
  | (Compound & {
      readonly kind: 'if';
      readonly clauses: readonly { readonly condition: List; readonly body: List }[];
      readonly otherwise: List | undefined;
    })
  | (Compound & {
      readonly kind: 'case';
      readonly word: Word;
      readonly arms: readonly {
        readonly patterns: readonly Word[];
        readonly body: List;
        readonly ending: ';;' | ';&' | ';;&';
      }[];
    })
  | (Compound & {
      readonly kind: 'for' | 'select';
      readonly name: string;
      /** `undefined`: the positional parameters. */
      readonly words: readonly Word[] | undefined;
      readonly body: List;
    })
  | (Compound & {
      readonly kind: 'counted-for';
      readonly first: Word;
      readonly condition: Word;
      readonly step: Word;
      readonly body: List;
    })
  | (Compound & { readonly kind: 'while' | 'until'; readonly condition: List; readonly body: List })
  | (Compound & { readonly kind: 'group' | 'subshell'; readonly body: List })
  | (Compound & { readonly kind: 'function'; readonly name: string; readonly body: Command })
  | (Compound & { readonly kind: 'test'; readonly expression: TestExpression })
  | (Compound & { readonly kind: 'arithmetic'; readonly expression: Word })
  | (Compound & { readonly kind: 'coprocess'; readonly body: Command });

/** Why reading stopped before the end of the text. */
export interface SyntaxStop {
  /** `syntax`: bash stops here, too, with an error. `unsupported`: bash may continue, but this reader can't. */
  readonly kind: 'syntax' | 'unsupported';
  readonly offset: number;
  /** A clause: what was expected or found. */
  readonly message: string;
  /** Whether it is within `$(…)`, which bash 5.2 and later read with the rest of the file, and earlier versions only when it runs. */
  readonly inSubstitution?: true;
}

/** Lines of commands: bash reads one, runs it, reads the next. */
export interface Script {
  readonly text: string;
  readonly lines: readonly List[];
  /** For each line, whether it is one plain assignment, whose reading depends on the text of that line alone. */
  readonly isPlain: readonly boolean[];
  /** Where bash stops reading; all of `lines` come before it. */
  readonly stop: SyntaxStop | undefined;
}
