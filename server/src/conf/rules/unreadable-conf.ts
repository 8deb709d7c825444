import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';

/** Stands beside the table of rules: where it applies, there is no text that a rule could look at. */
export const unreadableConf: Omit<Rule, 'check'> = {
  id: 'unreadable-conf',
  severity: 'error',
  summary: "The file can't be read, or is not a text file.",
  messages: ['E4'],
};

/**
 * The one finding of a file that could not be read; `message` says what hinders, and what to do. Of a file that dkms may well take, and
 * that is only not followed here, it is no error.
 */
export function findUnreadable(message: string, severity = unreadableConf.severity): Finding {
  const { id } = unreadableConf;
  return { rule: id, severity, message, span: { start: 0, end: 0 }, fixes: [] };
}
