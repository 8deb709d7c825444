import type { Conf } from '../conf.ts';
import { findDirective } from '../directives/directives.ts';
import type { Rule } from './rule.ts';

export const syntaxError: Rule = {
  id: 'syntax-error',
  severity: 'error',
  summary: "bash can't read the file from here on.",
  messages: [],
  *check({ conf }) {
    const { stop, text } = conf.script;
    if (stop?.kind !== 'syntax') return;
    // A stop at the end of the text is shown on the last word; an editor does not show an empty range.
    const start = Math.min(stop.offset, text.trimEnd().length - 1);
    const word = /^\w+/.exec(text.slice(Math.max(0, start)))?.[0].length ?? 1;
    const consequence = stop.inSubstitution
      ? 'Since bash 5.2, everything that the file sets is lost, even what stands before; an older bash leaves out only the substitution.'
      : "dkms prints bash's error message and continues with what was set before; this command and all that follow are lost.";
    yield {
      message: `bash stops reading here: ${stop.message}. ${consequence} ${probableQuote(conf, start) ?? adviceFor(stop.message)}`,
      span: { start: Math.max(0, start), end: Math.min(text.length, Math.max(0, start) + word) },
      fixes: [],
    };
  },
};

function adviceFor(message: string): string {
  if (/closing|closed/.test(message)) return 'Close it where it should end.';
  return message.includes('middle of a command')
    ? 'Close what is open: if with fi, case with esac, a loop with done, { with }.'
    : 'Correct or delete what is here.';
}

/**
 * Where a quote is missing or too much, if bash stops because of one: quoted text that goes on into a line which should set a directive. Bash
 * itself notices only at the end of the file.
 */
function probableQuote(conf: Conf, stopped: number): string | undefined {
  const { lines, stop } = conf.script;
  if (!stop || !/closing ["']/.test(stop.message)) return undefined;
  const begin = lines.at(-1)?.at(-1)?.end ?? 0;
  const quoted = /\\[\s\S]|(?<![^\s;|&])#[^\n]*|"(?:[^"\\]|\\[\s\S])*(?:"|$)|'[^']*(?:'|$)/g;
  quoted.lastIndex = begin;
  for (let found = quoted.exec(conf.text); found; found = quoted.exec(conf.text)) {
    if (!/^["']/.test(found[0])) continue;
    const swallowed = /\n[ \t]*(\w+)(?:\[\d+\])?=/.exec(found[0]);
    const name = swallowed?.[1];
    if (!swallowed || name === undefined || !findDirective(name)) continue;
    const lineOf = (offset: number) => conf.lines.positionAt(offset).line + 1;
    const line = lineOf(found.index);
    if (line === lineOf(stopped)) return undefined;
    return `The mistake is probably in line ${line}: the text that begins there with ${found[0][0]} goes on into line ${lineOf(found.index + swallowed.index + 1)}, which should set ${name}. Close or delete that quote.`;
  }
  return undefined;
}
