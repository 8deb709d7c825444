/**
 * `:line:column: word: message`, from the colon before the first number on; the column is left out by the preprocessor and the assembler.
 * The word may hold blanks (`fatal error`) and, translated, any letter; it is looked up afterwards, which refuses `x.c:1: multiple
 * definition …` of ld and `Makefile:2: *** …`. Translations put a blank, a no-break space or a wide colon around the colon.
 */
export const located = /:(\d+)(?::(\d+))?: ([^:：]{2,30}?)[ \u00a0]?[:：][ \u00a0]?(.*)$/y;

/** A message of the compiler itself: the driver, the compiler proper, or a file that has no lines. */
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

/** Clang gives up, after as many errors as it prints. */
export const tooManyErrors = 'fatal error: too many errors emitted, stopping now';

/** A file included by an option (`-include`) has no line: `<command-line>`. */
export const included = /^In file included from (?:(.+?):(\d+)(?::\d+)?|<[^>]+>)[:,]$/;
export const includedFrom = /^\s+from (?:(.+?):(\d+)(?::\d+)?|<[^>]+>)[:,]$/;
/** The column here counts bytes (seen with gcc 12, after a tab), all others count columns of the terminal, so it is left out. */
export const inlined = /^ {4}inlined from (.+) at (.+?):(\d+)(?::\d+)?[:,]$/;
/** `-Werror=x` of gcc, `-Werror,-Wx` of clang, `-fpermissive` of gcc 14. */
export const option = / \[(-Werror,)?(-[Wf][^\]\s]*)\]$/;

/** Phrases that only clang uses. */
export const clangPhrase =
  /^(?:call to undeclared (?:library )?function|use of undeclared identifier|'[^']+' file not found$|no member named|incompatible (?:function )?pointer types|too (?:few|many) arguments (?:to function call|provided)|member reference (?:base )?type|unused function |expanded from macro|unknown argument|passing argument to parameter|'\w+' will always overflow)/;

/** The reason why a header can't be read, behind its name. */
export const missingHeader = /^([\w./+-]+\.h): [^:]+$/;
export const otherReason =
  /: (?:Permission denied|Is a directory|Input\/output error|Too many |Not a directory)/;
