import { duplicateModules } from './duplicate-module.ts';
import type { Rule } from './rule.ts';

export const duplicateDestModule: Rule = {
  id: 'duplicate-dest-module',
  severity: 'error',
  summary: 'Two modules of the package are installed under the same name.',
  messages: ['E14'],
  check: (context) =>
    duplicateModules(
      context,
      'E14',
      'DEST_MODULE_NAME',
      ({ destName }) => (destName.kind === 'known' ? destName.text : undefined),
      (key, first, index) =>
        `Modules ${first} and ${index} are both installed as ${key}, which dkms has refused since 3.1.7, even in different folders. Give one of them another DEST_MODULE_NAME, or delete it.`,
    ),
};
