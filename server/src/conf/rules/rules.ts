import type { Conf } from '../conf.ts';
import type { ConfKind } from '../conf-kind.ts';
import type { Reading } from '../reading/reading.ts';
import { builtModuleNameWithExtension } from './built-module-name-with-extension.ts';
import { deprecatedDirective } from './deprecated-directive.ts';
import { destModuleNameWithExtension } from './dest-module-name-with-extension.ts';
import { duplicateBuiltModule } from './duplicate-built-module.ts';
import { duplicateDestModule } from './duplicate-dest-module.ts';
import type { Finding, Severity } from './finding.ts';
import { invalidDestModuleLocation } from './invalid-dest-module-location.ts';
import { missingBuiltModuleName } from './missing-built-module-name.ts';
import { missingDestModuleLocation } from './missing-dest-module-location.ts';
import { missingPackageName } from './missing-package-name.ts';
import { missingPackageVersion } from './missing-package-version.ts';
import { moduleArrayLengthMismatch } from './module-array-length-mismatch.ts';
import { noModules } from './no-modules.ts';
import { removedDirective } from './removed-directive.ts';
import type { Rule } from './rule.ts';
import { findSuppressions } from './suppression.ts';
import { syntaxError } from './syntax-error.ts';
import { unsupportedYesNoValue } from './unsupported-yes-no-value.ts';

/** Every rule, in the order of dkms's own messages; what dkms does not see comes first. */
export const rules: readonly Rule[] = [
  syntaxError,
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
  noModules,
  deprecatedDirective,
];

export interface CheckOptions {
  /** By rule id; `off` leaves a rule out. Ids that do not exist are ignored. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
  /** What dkms reads the file as; a dkms.conf unless told. */
  readonly kind?: ConfKind;
}

/** What is wrong with a file, in the order of the text; `reading` must be one of the same conf. Never throws for any text. */
export function checkConf(conf: Conf, reading: Reading, options: CheckOptions = {}): Finding[] {
  const suppressed = findSuppressions(conf);
  const findings: Finding[] = [];
  for (const rule of rules) {
    const severity = options.severities?.[rule.id] ?? rule.severity;
    if (severity === 'off' || !appliesTo(rule, options.kind ?? 'conf')) continue;
    for (const found of rule.check({ conf, reading })) {
      if (!suppressed(rule.id, found.span)) findings.push({ rule: rule.id, severity, ...found });
    }
  }
  return findings.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function appliesTo(rule: Rule, kind: ConfKind): boolean {
  switch (kind) {
    case 'conf':
      return true;
    case 'override':
      return !rule.wholeFileOnly;
    case 'framework':
      // Its names are others, but it is bash as well.
      return rule === syntaxError;
  }
}
