import { findElement } from '../reading/reading.ts';
import { knownElements } from './known-elements.ts';
import { findPlaceholder } from './placeholders.ts';
import type { Rule } from './rule.ts';

export const unusableModuleName: Rule = {
  id: 'unusable-module-name',
  severity: 'warning',
  summary: 'The name of a module contains a space or a slash, so dkms does not find or keep the module.',
  messages: [],
  *check({ reading }) {
    for (const { name, element, text, span } of knownElements(
      reading,
      'BUILT_MODULE_NAME',
      'DEST_MODULE_NAME',
    )) {
      if (findPlaceholder(text) !== undefined) continue;
      const isBuilt = name === 'BUILT_MODULE_NAME';
      if (isBuilt && /\S[ \t\n]+\S/.test(text)) {
        yield {
          message: `dkms treats "${text}" as the name of one module, which no build creates. Write one element for each module: BUILT_MODULE_NAME[0]="…", BUILT_MODULE_NAME[1]="…".`,
          ...{ span, fixes: [] },
        };
      } else if (isBuilt && /^[ \t]|[ \t]$/.test(text)) {
        yield {
          message:
            'BUILT_MODULE_NAME begins or ends with a space, which dkms treats as part of the name. Delete the space.',
          ...{ span, fixes: [] },
        };
      } else if (text.includes('/') && !text.includes('=')) {
        // dkms 3.0.10, do_build(): it copies the module to module/<DEST_MODULE_NAME>.ko, and makes no folder below module.
        const isKept = isBuilt && findElement(reading, 'DEST_MODULE_NAME', element.index);
        if (isKept || reading.uncertain.has('DEST_MODULE_NAME')) continue;
        yield {
          message: isBuilt
            ? "BUILT_MODULE_NAME contains a folder, which dkms makes part of the name of the installed module: it can't copy the module there. Put the folder into BUILT_MODULE_LOCATION."
            : "DEST_MODULE_NAME contains a folder, and dkms can't copy the module there. Put the folder into DEST_MODULE_LOCATION.",
          ...{ span, fixes: [] },
        };
      }
    }
  },
};
