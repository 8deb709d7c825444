import { knownElements, labelOf } from './known-elements.ts';
import type { Rule } from './rule.ts';
import { findEntry } from './source-facts.ts';

export const patchMissing: Rule = {
  id: 'patch-missing',
  severity: 'warning',
  summary: 'The folder patches does not contain a file that PATCH names.',
  messages: [],
  *check({ reading, sourceFacts }) {
    if (!sourceFacts) return;
    for (const known of knownElements(reading, 'PATCH')) {
      const { text, span } = known;
      // What is wrong with the prefix has a rule of its own.
      if (text === '' || /^(?:\.\/)?patches\//.test(text)) continue;
      if (findEntry(sourceFacts, `patches/${text}`) !== 'absent') continue;
      yield {
        message: `There is no file patches/${text} beside this file, so the build fails where ${labelOf(known)} is to be applied. Add the patch, or correct the name.`,
        span,
        fixes: [],
      };
    }
  },
};
