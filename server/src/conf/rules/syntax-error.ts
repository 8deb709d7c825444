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
      message: `bash stops reading here: ${stop.message}. ${consequence} ${adviceFor(stop.message)}`,
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
