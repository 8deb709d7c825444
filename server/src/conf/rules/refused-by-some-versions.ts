import { builtModuleNameWithExtension } from './built-module-name-with-extension.ts';
import { destModuleNameWithExtension } from './dest-module-name-with-extension.ts';
import { duplicateBuiltModule } from './duplicate-built-module.ts';
import { duplicateDestModule } from './duplicate-dest-module.ts';
import { invalidDestModuleLocation } from './invalid-dest-module-location.ts';
import { missingBuiltModuleName } from './missing-built-module-name.ts';
import { missingDestModuleLocation } from './missing-dest-module-location.ts';
import { missingPackageName } from './missing-package-name.ts';
import { missingPackageVersion } from './missing-package-version.ts';
import { moduleArrayLengthMismatch } from './module-array-length-mismatch.ts';
import { removedDirective } from './removed-directive.ts';
import type { Rule } from './rule.ts';
import { unsupportedYesNoValue } from './unsupported-yes-no-value.ts';
import { findPartly } from './version-groups.ts';

/** The rules about what makes dkms refuse a file. */
const refusals: readonly Rule[] = [
  missingPackageName,
  missingPackageVersion,
  missingBuiltModuleName,
  builtModuleNameWithExtension,
  destModuleNameWithExtension,
  missingDestModuleLocation,
  unsupportedYesNoValue,
  invalidDestModuleLocation,
  moduleArrayLengthMismatch,
  duplicateBuiltModule,
  duplicateDestModule,
  removedDirective,
];

export const refusedBySomeVersions: Rule = {
  id: 'refused-by-some-versions',
  severity: 'warning',
  summary: 'Some of the versions in dkms.supportedVersions refuse the file, and others take it.',
  messages: [],
  wholeFileOnly: true,
  *check(context) {
    const { supported } = context;
    if (!supported) return;
    for (const rule of refusals) {
      for (const { finding, found, absent } of findPartly(rule, context, supported)) {
        yield {
          ...finding,
          message: `For this ${found} refuses the file, and ${absent} takes it. ${finding.message}`,
        };
      }
    }
  },
};
