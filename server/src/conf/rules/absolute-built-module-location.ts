import { replaceValue } from './edits.ts';
import type { Fix } from './finding.ts';
import { isSourceFolder } from './kbuild-targets.ts';
import { knownElements } from './known-elements.ts';
import type { Rule } from './rule.ts';

export const absoluteBuiltModuleLocation: Rule = {
  id: 'absolute-built-module-location',
  severity: 'error',
  summary: 'BUILT_MODULE_LOCATION begins with a slash, but dkms expects a folder inside the source.',
  messages: [],
  *check({ conf, reading, sourceFacts }) {
    for (const { element, text, span } of knownElements(reading, 'BUILT_MODULE_LOCATION')) {
      if (!text.startsWith('/')) continue;
      const relative = text.replace(/^\/+/, '');
      const isHere = sourceFacts !== undefined && relative !== '' && isSourceFolder(sourceFacts, relative);
      const edit = isHere || relative === '' ? replaceValue(conf, element.valueSpan, relative) : undefined;
      const fixes: Fix[] = edit
        ? [{ title: 'Delete the leading slash', edits: [edit], preferred: isHere }]
        : [];
      yield {
        message: `BUILT_MODULE_LOCATION[${element.index}] is "${text}". dkms looks for the module there after the build, and then fails to store it (before 3.1.7 it even reports success). Write the folder relative to the source, without a leading slash.`,
        span,
        fixes,
      };
    }
  },
};
