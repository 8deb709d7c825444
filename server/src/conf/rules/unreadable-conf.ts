import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';

/** Not in the table of rules: if it applies, there is no text that a rule could examine. */
export const unreadableConf: Omit<Rule, 'check'> = {
  id: 'unreadable-conf',
  severity: 'error',
  summary: "The file can't be read, or is not a text file.",
  messages: ['E4'],
};

/**
 * The only finding of a file that could not be read; `message` says why, and what to do. It is not an error if dkms may accept the file,
 * and only this program does not read it.
 */
export function findUnreadable(message: string, severity = unreadableConf.severity): Finding {
  const { id } = unreadableConf;
  return { rule: id, severity, message, span: { start: 0, end: 0 }, fixes: [] };
}
