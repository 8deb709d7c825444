import { isSince } from '../directives/dkms-version.ts';
import { valueStart } from './edits.ts';
import { knownElements, labelOf } from './known-elements.ts';
import type { Rule } from './rule.ts';
import { findEntry } from './source-facts.ts';

export const patchesPrefix: Rule = {
  id: 'patches-prefix',
  severity: 'warning',
  summary: 'PATCH is not the name of a file inside the folder patches.',
  messages: [],
  *check({ conf, reading, sourceFacts }) {
    for (const known of knownElements(reading, 'PATCH')) {
      const { text, span } = known;
      const prefix = /^(?:\.\/)?patches\//.exec(text)?.[0];
      if (prefix && (!sourceFacts || findEntry(sourceFacts, `patches/${text}`) === 'absent')) {
        const start = valueStart(conf, span);
        const plain = conf.text.startsWith(prefix, start);
        yield {
          message: `dkms already looks for ${labelOf(known)} in the folder patches, so it expects a file patches/${text}, and the build fails without it. Write the name without ${prefix}.`,
          span,
          fixes: plain
            ? [
                {
                  title: `Delete ${prefix}`,
                  edits: [{ span: { start, end: start + prefix.length }, newText: '' }],
                  preferred: true,
                },
              ]
            : [],
        };
      } else if (/(?:^|\/)\.\.\//.test(text) && isSince(reading.facts.dkmsVersion, '3.1.2')) {
        yield {
          message: `Since 3.1.2, dkms refuses a patch with .. in its path: the build fails. Put the file into the folder patches.`,
          span,
          fixes: [],
        };
      }
    }
  },
};
