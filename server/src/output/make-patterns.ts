export const makeMessage = /^(?:\S*\/)?g?make(?:\[(\d+)\])?[ \u00a0]?: (.*)$/;
/** A recipe failed: `*** [scripts/Makefile.build:243: x.o] Error 1`; `[x.o] Error 1` before make 4.0; a signal's name in place of Error. */
export const failure =
  /^\*\*\* \[(?:(.+?)[:：](\d+)(?:: |：))?(.+)\] (?:(\S+) (\d+)|(.+?))(?: \(core dumped\))?$/;
/** A failed recipe whose line was cut by an editor or a page. */
export const cutFailure = /^\*\*\* \[(?:(.+?)[:：](\d+)(?:: |：|:?$))?([^\]]*)(?:\](?: \S{0,5})?)?$/;
/** Make 4.0 to 4.2 reports a failed recipe in two lines: `Makefile:5: recipe for target 'x' failed`, then `make: *** [x] Error 1`. */
export const recipeFor = /^recipe for target [`'‘](?:.+?['’](?: failed?| fa?i?l?)?|[^'’]+)\$?$/;
/**
 * An error of make itself: `*** No rule to make target 'x'. Stop.`. The last word may be translated, and its full stop is often not copied.
 */
export const stop = /^\*\*\* (?!\[)(.+?)(?:[.。]?\s{1,2}[^\s.。]{2,10}[.。]|[.。] {1,2}Stop)$/;
export const stopAtLine = /^(.+?)[:：](\d+)[:：] ?\*\*\* (.+?)[.。]?\s{1,2}[^\s.。]{2,10}[.。]$/;
/** The first line of an error of several lines, `$(error …)` of a Makefile, and its last one. */
export const stopBegins = /^(.+?)[:：](\d+)[:：] ?\*\*\* ?(.*)$/;
export const stopEnds = /^(.*?)(?:[.。]?\s{2}[^\s.。]{2,10}[.。]|[.。] {1,2}Stop\.?)$/;
export const mostStopLines = 20;
/** A line of a compiler or of kbuild, which no text of a Makefile looks like. */
export const otherTool =
  /^(?:[^\s:]+:\d+(?::\d+)?: (?:fatal error|error|warning|note): |In file included from |[^\s:]+\.[chS]: In function | {2}[A-Z]{2,8} (?:\[M\])? +\S+\.\w+$)/;
export const noRule = /^No rule to make target ?[`'‘](.+?)['’](?:, needed by [`'‘](.+?)['’])?$/;
/** The end of a message about a path with a trailing carriage return, after which a terminal continues at the beginning of the line. */
export const behindCarriageReturn = /^: (No such file or directory)\.? {1,2}Stop\./;
export const carriageReturn = 'the path ends in a carriage return, as in files with Windows line endings';
/** Words with which a program without a parser reports its failure, right before its recipe fails. */
export const complaint =
  /(?:No such file or directory|[Nn]ot a directory|(?:missing|extra) (?:\w+ ){0,2}operand|[Nn]ot found|Permission denied|Exec format error|No space left on device|Cannot allocate memory|Killed|Read-only file system|Operation not permitted|Input\/output error|cannot |can't |[Cc]ould not |unable to |[Ff]ailed|[Ee]rror\b|\bERROR: )/;
/**
 * Messages that do not explain a failed recipe: warnings, and those of apport, which dkms calls on Ubuntu after a build has failed and
 * which says why it makes no report.
 */
export const harmless =
  /^(?:WARNING|Warning|warning): |^ERROR(?: \(dkms apport\))?: (?:Cannot create report|binary package for|kernel package )/;
/** The output of `$(warning …)` and `$(info …)` in a Makefile when it names the line. */
export const makefileMessage =
  /^((?:\S*\/)?(?:(?:GNUm|M|m)akefile(?:\.\w+)?|Kbuild|[\w.-]+\.mk)):(\d+): (.+)$/;
/** Messages of the shell and of make about a command that is missing or can't be run. */
export const missingCommand =
  /^zsh: command not found: \S+$|^(?:-?(?:\S*\/)?(?:a|ba|da|z|k)?sh: (?:(?:line )?\d+: )?|\S+: line \d+: |(?:\S*\/)?g?make(?:\[\d+\])?: |env: |(?:sudo|doas): )['‘]?([^\s:'’]+)['’]?: (?:command not found|Command not found|not found|No such file or directory|Permission denied|(?:cannot execute binary file: )?Exec format error)$|^(?:\S*\/)?(?:da)?sh: 0: (?:Can't|cannot) open \S+?(?:: No such file)?$/;
/** make itself may not run a script that a Makefile calls without a shell. */
export const deniedScript =
  /^(?:\S*\/)?g?make(?:\[\d+\])?: (?!\/(?:usr\/)?s?bin\/)\S*\/[\w.+-]+: Permission denied$/;
/** Signals that end a process other than at the user's request. */
export const violentEnd = /^(?:Killed|Segmentation fault|Bus error|Aborted|Illegal instruction)$/;
