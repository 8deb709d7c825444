/**
 * `:line:column: word: message`, beginning at the colon before the first number. The preprocessor and the assembler print no column. The
 * word may contain blanks (`fatal error`) and, in translations, any letter; it is looked up afterwards, which rejects `x.c:1: multiple
 * definition …` of ld and `Makefile:2: *** …`. Translations put a blank or a no-break space before the colon, or print a wide one.
 */
export const located = /:(\d+)(?::(\d+))?: ([^:：]{2,30}?)[ \u00a0]?[:：][ \u00a0]?(.*)$/y;

/** A message without a place: from the driver, from the compiler proper, or about a file without lines. */
export const placeless =
  /^(?:(?:\S*\/)?(?:[\w.+]+-)*(?:gcc|g\+\+|cc|cc1|cc1plus|clang|collect2|lto1|lto-wrapper|as)(?:-[\d.]+)?|<command-line>|<built-in>): ([^:：]{2,30}?)[ \u00a0]?[:：][ \u00a0]?(.*)$/;

/** The assembler's message without its name, if it can't write. */
export const bareAssembler = /^(Fatal error): (.*)$/;

/**
 * In messages about its command line, clang names neither itself nor a place: they are recognised by the option after the message,
 * or by the phrase.
 */
export const bareClang =
  /^(error|warning|fatal error): (.+ \[(?:-Werror,)?-W[^\]\s]+\]|(?:unknown argument|unknown target|unable to open output file|error in backend|error opening ).*)$/;

/** Lines around messages that carry no information of their own. */
export const context =
  /^(?:.+: (?:In (?:member )?function .*|At top level|In static .*|In constructor .*|In destructor .*)[:,]|In function .*[:,]|.+: Assembler messages:|At top level:)$/;

/** The summary at the end of a compilation unit. Clang counts its messages, gcc does not. */
export const gccSummary =
  /^(?:compilation terminated\.|(?:\S*\/)?(?:[\w.]+-)*(?:cc1|cc1plus|clang|gcc)(?:-[\d.]+)?: (?:some|all) warnings being treated as errors|(?:collect2|lto-wrapper): (?:fatal )?error: \S+ returned \d+ exit status)$/;
export const clangSummary = /^(?:\d+ warnings?(?: and \d+ errors?)?|\d+ errors?) generated\.$/;

/** Printed when clang stops after its maximum number of errors. */
export const tooManyErrors = 'fatal error: too many errors emitted, stopping now';

/** A file included by an option (`-include`) has no line: `<command-line>`. */
export const included = /^In file included from (?:(.+?):(\d+)(?::\d+)?|<[^>]+>)[:,]$/;
export const includedFrom = /^\s+from (?:(.+?):(\d+)(?::\d+)?|<[^>]+>)[:,]$/;
/** This column counts bytes (seen with gcc 12, after a tab), while all others count columns of the terminal, so it is ignored. */
export const inlined = /^ {4}inlined from (.+) at (.+?):(\d+)(?::\d+)?[:,]$/;
/** `-Werror=x` of gcc, `-Werror,-Wx` of clang, `-fpermissive` of gcc 14. */
export const option = / \[(-Werror,)?(-[Wf][^\]\s]*)\]$/;

/** Phrases that only clang uses. */
export const clangPhrase =
  /^(?:call to undeclared (?:library )?function|use of undeclared identifier|'[^']+' file not found$|no member named|incompatible (?:function )?pointer types|too (?:few|many) arguments (?:to function call|provided)|member reference (?:base )?type|unused function |expanded from macro|unknown argument|passing argument to parameter|'\w+' will always overflow)/;

/** A header that can't be read, followed by the reason. */
export const missingHeader = /^([\w./+-]+\.h): [^:]+$/;
export const otherReason =
  /: (?:Permission denied|Is a directory|Input\/output error|Too many |Not a directory)/;

/**
 * Whether a line between the notes of a message says nothing: clang's `note: (skipping 3 expansions in backtrace; …)`, and up to gcc 8 the
 * blank line below the definition of a macro that is defined elsewhere as well.
 */
export function isBetweenNotes(line: string, message: string): boolean {
  return line.startsWith('note: ') || (line === '' && message.endsWith(' redefined'));
}
