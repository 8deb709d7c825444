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

/** The rules about what makes dkms refuse a file, in the order of dkms's messages. */
export const refusals: readonly Rule[] = [
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
