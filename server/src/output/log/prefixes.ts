import { escapeRegex } from '../../escape-regex.ts';
import { isRecognised } from './recognised-line.ts';

/** Text that a program added before the lines of a log. */
interface Prefix {
  readonly pattern: RegExp;
  /** Set if no program in a build prints lines that begin like this, so that it is removed from every line that has it. */
  readonly isPlain?: true;
  /** Set if a single line with it is enough. */
  readonly isMark?: true;
  /** Set if a few lines are enough, provided that each looks like one of a build without it. */
  readonly isSure?: true;
}

const month = String.raw`[^\W\d_]{3,5}\.?|\d{1,2}月`;
const clock = String.raw`\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?`;
const isoTime = String.raw`\d{4}[-/]\d{2}[-/]\d{2}[T ]${clock}(?:Z|[ ]?[+-]\d{2}:?\d{2})?`;

/** Prefixes that are recognised by their form, grouped by the program that adds them. */
const known: readonly Prefix[] = [
  // GitLab: `2025-01-01T10:00:00.000000Z 01O `, with a plus if the line continues.
  { pattern: new RegExp(String.raw`^${isoTime} \d{2}[OE][ +]`), isPlain: true },
  // GitHub's downloaded logs: `job<tab>step<tab>2024-05-01T10:00:00.0000000Z `.
  {
    pattern: new RegExp(String.raw`^(?:[^\t\n]{1,80}\t){1,2}(?:\ufeff)?${isoTime} `),
    isPlain: true,
  },
  // syslog and journald, short and short-iso: `Nov 15 23:27:14 host dkms[2364]: `, `2025-11-15T23:27:14+0100 host dkms[2364]: `.
  {
    pattern: new RegExp(
      String.raw`^(?:(?:${month})\s+\d{1,2} (?:\d{4} )?${clock}|\d{1,2} (?:${month}) ${clock}|${isoTime}) [\w.-]+ [\w.()@+-]+(?:\/[\w.-]+)?(?:\[\d+\])?: ?`,
      'u',
    ),
    isPlain: true,
  },
  // pacman's log: `[2024-09-21T00:12:44+0200] [ALPM-SCRIPTLET] `.
  { pattern: new RegExp(String.raw`^\[${isoTime}\] \[[A-Z-]+\] `), isPlain: true },
  // Marks of GitHub and Azure.
  { pattern: /^##\[(?:error|warning|group|section|command|debug|endgroup)\]/, isMark: true },
  { pattern: new RegExp(String.raw`^\[?${isoTime}\]?[ \t]?`), isPlain: true },
  // BlueBuild, which shows docker's output behind the name of the image: `[04:45:21 l/a/image:latest] => `.
  { pattern: /^\[[^\]\n]{1,80}\] => /, isPlain: true },
  // akmods, behind the time.
  { pattern: /^akmods(?:build)?: /, isPlain: true },
  // VMware's logs, behind the time: `In(05) host-52540 `, `| host-3130| I005: ` of older versions.
  {
    pattern: /^(?:\| ?)?(?:In\(\d+\) )?(?:host-|vthread-|modconfig)\d*(?:\| [A-Z]\d{2,3}:)? /,
    isPlain: true,
  },
  // dmesg: `[   12.345678] `, `[ 12.345678] [  T123] `, `[Mon Jan  1 10:00:00 2024] `; printk's level `<4>` before it.
  {
    pattern:
      /^ {0,8}(?:<\d>)?\[(?: *\d+\.\d{3,}|\w{3} \w{3} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})\] (?:\[ *[TC]\d+\] )?(?:kernel: )?/,
    isPlain: true,
  },
  // dmesg --decode: `kern  :err   : [  +0,000002] `.
  { pattern: /^\w+ *:\w+ *: \[[^\]\n]{1,40}\] /, isPlain: true },
  // The Open Build Service `[   25s] `, docker's `#12 34.56 `, clocks alone.
  { pattern: /^\[ *\d+s\] ?/, isPlain: true },
  { pattern: /^#\d+ \d+\.\d+ /, isPlain: true },
  { pattern: new RegExp(String.raw`^[\[(]?${clock}[\])]? (?:[|-] )?`) },
  // bat, less -N, nl, cat -n, grep -n.
  { pattern: /^ *\d+ *│ ?/ },
  { pattern: /^ *\d+\t/ },
  { pattern: /^ {0,7}\d+[:.] ?/ },
  { pattern: /^ {0,7}\d+ (?=\S| {2})/ },
  // Quotations, comments, tables and list bullets.
  { pattern: /^>>> ?/ },
  { pattern: /^> ?/, isSure: true },
  // Nix, which shows the last lines of a build below its own message.
  { pattern: /^ {3,}> ?/, isSure: true },
  { pattern: /^[|│┃] ?/ },
  { pattern: /^(?:#|\/\/|;|\*|-|\+|•|·|\d+\)) / },
  { pattern: /^#/ },
  { pattern: /^[-+*] ?/ },
  // Levels of loggers: `DEBU `, `INFO: `, `[ERROR] `, mock's `DEBUG util.py:459:  `.
  {
    pattern:
      /^\[?(?:DEBUG?|INFO|WARN|ERRO|NOTICE|TRACE|stdout|stderr|STDOUT|STDERR|out|err)\b\]?(?: util\.py:\d+: {1,2}|(?: ?[:|>])? ?)/,
  },
  { pattern: /^(?:\ud83d.|[\u2500-\u27bf]) ?/ },
  // Everything in the same indentation, as a list or a code block of Markdown has it.
  // Older versions of Nix, which indent the last lines of a build below its own message.
  { pattern: /^ {2,}(?=(?:g?make(?:\[\d+\])?|mkdir|ln|cp|sed|gcc|cc1|ld): )/, isPlain: true },
  { pattern: /^ {4}/ },
  { pattern: /^\t/ },
];

/** How many lines are examined; later ones look the same. */
const judgedLines = 4000;
const mostLayers = 5;
/** A Markdown code fence: it surrounds a log and has no prefix. */
const fence = /^\s*`{3,}\w*\s*$/;

/**
 * Finds the prefixes of a log's lines from all lines together: prefixes of a known form, or a word that most lines repeat, if more lines
 * look like those of a build without it. The result removes the prefix of a line; lines without one stay as they are.
 */
export function findPrefixes(lines: readonly string[]): (line: string) => string {
  let judged = lines.filter((line) => line.trim() !== '' && !fence.test(line)).slice(0, judgedLines);
  const layers: RegExp[] = [];
  while (layers.length < mostLayers && judged.length > 0) {
    const found = bestPrefix(judged);
    if (!found) break;
    layers.push(found);
    judged = judged.map((line) => line.replace(found, ''));
  }
  if (layers.length === 0) return (line) => line;
  return (line) => {
    let text = line;
    for (const layer of layers) text = text.replace(layer, '');
    return text;
  };
}

function bestPrefix(lines: readonly string[]): RegExp | undefined {
  const before = score(lines);
  let best: { readonly pattern: RegExp; readonly gain: number } | undefined;
  for (const { pattern, isPlain, isMark, isSure } of [
    ...known,
    ...repeatedWords(lines),
    ...sharedIndent(lines),
  ]) {
    const having = lines.filter((line) => pattern.test(line));
    if (having.length === 0) continue;
    const gain = score(lines.map((line) => line.replace(pattern, ''))) - before;
    if (isMark && gain >= 0) return pattern;
    if (isPlain && gain >= 0 && (having.length * 4 >= lines.length || gain > 0)) return pattern;
    const isCommon =
      having.length * 2 >= lines.length || having.length >= 20 || (isSure && gain === having.length);
    if (gain > 0 && (isPlain || (isCommon && gain * 10 >= having.length)) && gain > (best?.gain ?? 0)) {
      best = { pattern, gain };
    }
  }
  return best?.pattern;
}

function score(lines: readonly string[]): number {
  return lines.filter(isRecognised).length;
}

/** The first one to three words of most lines, with any numbers: `web_1  | `, `[builder 3/7] `, `rtl8812au: `, `pod-x1 container `. */
function repeatedWords(lines: readonly string[]): readonly Prefix[] {
  if (lines.length < 2) return [];
  const word = String.raw`(?:\[[^\]\n]{1,40}\]|\([^)\n]{1,40}\)|[^\s/]{1,40}?)(?: *[|>:](?=\s|$)|(?=\s|$))`;
  const forms = [word, `${word} +${word}`, `${word} +${word} +${word}`];
  return forms.flatMap((form) => repeated(lines, new RegExp(`^${form}`)));
}

function repeated(lines: readonly string[], begins: RegExp): readonly Prefix[] {
  /** For each form, how many lines have it, and the fewest blanks after it. */
  const found = new Map<string, { count: number; blanks: number }>();
  for (const line of lines) {
    const words = begins.exec(line)?.[0];
    if (words === undefined || /^(?:g?make|cc1|gcc|ld|In|ERROR|WARNING)\b/.test(words)) continue;
    const text = escapeRegex(words);
    const shape = text.replace(/\d+/g, '\\d+').replace(/[ \t]+/g, '[ \\t]+');
    const known = found.get(shape) ?? { count: 0, blanks: Number.POSITIVE_INFINITY };
    known.count++;
    const behind = line.slice(words.length);
    // Blanks that all lines have after a prefix belong to the prefix; further ones belong to the line.
    if (behind.trim() !== '') known.blanks = Math.min(known.blanks, indentOf(behind));
    found.set(shape, known);
  }
  return [...found]
    .filter(([, { count, blanks }]) => count * 5 >= lines.length * 4 && Number.isFinite(blanks))
    .map(([shape, { blanks }]) => ({ pattern: new RegExp(`^${shape}[ \\t]{0,${blanks}}`) }));
}

/** The indentation that most lines share, as in a list or quotation copied from a page. */
function sharedIndent(lines: readonly string[]): readonly Prefix[] {
  const indents = lines.map(indentOf).sort((a, b) => a - b);
  const shared = indents[Math.floor(indents.length / 5)] ?? 0;
  return shared === 0 ? [] : [{ pattern: new RegExp(`^[ \\t]{${shared}}`) }];
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
