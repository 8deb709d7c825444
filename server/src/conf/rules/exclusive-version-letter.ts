import { isSince } from '../directives/dkms-version.ts';
import { valueStart } from './edits.ts';
import { knownElements, labelOf } from './known-elements.ts';
import { isRegexRead } from './regular-expressions.ts';
import type { Rule } from './rule.ts';

export const exclusiveVersionLetter: Rule = {
  id: 'exclusive-version-letter',
  severity: 'error',
  summary: 'A kernel bound begins with a letter, and dkms compares it as text.',
  messages: [],
  *check({ conf, reading }) {
    if (!isSince(reading.facts.dkmsVersion, '3.0.11')) return;
    const names = ['BUILD_EXCLUSIVE_KERNEL_MIN', 'BUILD_EXCLUSIVE_KERNEL_MAX'] as const;
    for (const known of knownElements(reading, ...names)) {
      const letters = /^(?:linux-|[a-zA-Z]+-?)(?=\d)/.exec(known.text)?.[0];
      if (!letters || !isRegexRead(reading, known)) continue;
      const effect = known.name.endsWith('MIN')
        ? 'every kernel sorts before it, and the module is never built'
        : 'no kernel sorts after it, and the bound has no effect';
      const start = valueStart(conf, known.span);
      yield {
        message: `${labelOf(known)} begins with "${letters}": dkms compares it with a release as text, so ${effect}. Write ${known.text.slice(letters.length)}.`,
        span: known.span,
        fixes: conf.text.startsWith(letters, start)
          ? [
              {
                title: `Delete ${letters}`,
                edits: [{ span: { start, end: start + letters.length }, newText: '' }],
                preferred: true,
              },
            ]
          : [],
      };
    }
  },
};
