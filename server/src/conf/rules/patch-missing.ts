import { knownElements, labelOf } from './known-elements.ts';
import type { Rule } from './rule.ts';
import { findEntry, isPutElsewhere } from './source-facts.ts';

export const patchMissing: Rule = {
  id: 'patch-missing',
  severity: 'warning',
  summary: 'The folder patches does not contain a file that PATCH names.',
  messages: [],
  *check({ reading, sourceFacts }) {
    if (!sourceFacts || isPutElsewhere(sourceFacts)) return;
    for (const known of knownElements(reading, 'PATCH')) {
      const { text, span } = known;
      // Another rule reports a wrong prefix.
      if (text === '' || /^(?:\.\/)?patches\//.test(text)) continue;
      if (findEntry(sourceFacts, `patches/${text}`) !== 'absent') continue;
      yield {
        message: `patches/${text} does not exist, so the build fails when dkms applies ${labelOf(known)}. Add the patch, or correct the name.`,
        span,
        fixes: [],
      };
    }
  },
};
