import { duplicateModules } from './duplicate-module.ts';
import type { Rule } from './rule.ts';

export const duplicateBuiltModule: Rule = {
  id: 'duplicate-built-module',
  severity: 'error',
  summary: 'Two modules of the package are the same built file.',
  messages: ['E13'],
  check: (context) =>
    duplicateModules(
      context,
      'E13',
      'BUILT_MODULE_NAME',
      ({ builtLocation, builtName }) =>
        builtLocation.kind === 'known' && builtName.kind === 'known'
          ? builtLocation.text + builtName.text
          : undefined,
      (key, first, index) =>
        `Modules ${first} and ${index} are the same file, ${key}.ko, which dkms has refused since 3.1.7. Correct BUILT_MODULE_NAME or BUILT_MODULE_LOCATION of one of them, or delete one.`,
    ),
};
