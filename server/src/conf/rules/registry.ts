import { absoluteBuiltModuleLocation } from './absolute-built-module-location.ts';
import { anchorOfOneAlternative } from './anchor-of-one-alternative.ts';
import { brokenMakeCommand } from './broken-make-command.ts';
import { buildDependsList } from './build-depends-list.ts';
import { builtModuleElsewhere } from './built-module-elsewhere.ts';
import { builtModuleNameWithExtension } from './built-module-name-with-extension.ts';
import { builtModuleNotInMakefile } from './built-module-not-in-makefile.ts';
import { carriageReturns } from './carriage-returns.ts';
import { cleanWithoutKernel } from './clean-without-kernel.ts';
import { commandRunsWhenRead } from './command-runs-when-read.ts';
import { confDependsOnCwd } from './conf-depends-on-cwd.ts';
import { configSymbolFormat } from './config-symbol-format.ts';
import { configSymbolUnset } from './config-symbol-unset.ts';
import { curlyQuotes } from './curly-quotes.ts';
import { debianArchName } from './debian-arch-name.ts';
import { deprecatedDirective } from './deprecated-directive.ts';
import { destModuleNameWithExtension } from './dest-module-name-with-extension.ts';
import { differsBetweenVersions } from './differs-between-versions.ts';
import { directiveNotInVersion } from './directive-not-in-version.ts';
import { doubleJobs } from './double-jobs.ts';
import { duplicateBuiltModule } from './duplicate-built-module.ts';
import { duplicateDestModule } from './duplicate-dest-module.ts';
import { elementWithoutModule } from './element-without-module.ts';
import { excludesEveryKernel } from './excludes-every-kernel.ts';
import { exclusiveIndexZero } from './exclusive-index-zero.ts';
import { exclusiveMinAboveMax } from './exclusive-min-above-max.ts';
import { exclusiveNumberTooLarge } from './exclusive-number-too-large.ts';
import { exclusiveVersionLetter } from './exclusive-version-letter.ts';
import { exclusiveWithoutModules } from './exclusive-without-modules.ts';
import { exitInConf } from './exit-in-conf.ts';
import { failsWithoutKernel } from './fails-without-kernel.ts';
import { fixedCompiler } from './fixed-compiler.ts';
import { fixedKernelRelease } from './fixed-kernel-release.ts';
import { fixedRunningKernel } from './fixed-running-kernel.ts';
import { ignoredBySomeVersions } from './ignored-by-some-versions.ts';
import { ignoredSubscript } from './ignored-subscript.ts';
import { inclusiveKernelMax } from './inclusive-kernel-max.ts';
import { innerQuotesLost } from './inner-quotes-lost.ts';
import { invalidDestModuleLocation } from './invalid-dest-module-location.ts';
import { invalidRegularExpression } from './invalid-regular-expression.ts';
import { kernelArchName } from './kernel-arch-name.ts';
import { kernelMatchTooWide } from './kernel-match-too-wide.ts';
import { linkOutOfSource } from './link-out-of-source.ts';
import { makeFailureHidden } from './make-failure-hidden.ts';
import { makeInCurrentFolder } from './make-in-current-folder.ts';
import { makeInstalls } from './make-installs.ts';
import { makeOutsideBuildFolder } from './make-outside-build-folder.ts';
import { makePrefixRewritten } from './make-prefix-rewritten.ts';
import { makeTreeMismatch } from './make-tree-mismatch.ts';
import { makeWithoutJobs } from './make-without-jobs.ts';
import { makefileTakesDkmsForKbuild } from './makefile-takes-dkms-for-kbuild.ts';
import { makefileUsesFixedKernel } from './makefile-uses-fixed-kernel.ts';
import { makefileUsesRunningKernel } from './makefile-uses-running-kernel.ts';
import { makefileVariableMismatch } from './makefile-variable-mismatch.ts';
import { matchWithoutPartner } from './match-without-partner.ts';
import { missingAutoinstall } from './missing-autoinstall.ts';
import { missingBuildPart } from './missing-build-part.ts';
import { missingBuiltModuleName } from './missing-built-module-name.ts';
import { missingDestModuleLocation } from './missing-dest-module-location.ts';
import { missingPackageName } from './missing-package-name.ts';
import { missingPackageVersion } from './missing-package-version.ts';
import { misspeltDirective } from './misspelt-directive.ts';
import { misspeltVariable } from './misspelt-variable.ts';
import { moduleArrayLengthMismatch } from './module-array-length-mismatch.ts';
import { nameMismatch } from './name-mismatch.ts';
import { noModules } from './no-modules.ts';
import { noSourceBeside } from './no-source-beside.ts';
import { notAConf } from './not-a-conf.ts';
import { notAnAssignment } from './not-an-assignment.ts';
import { numberRangeInBrackets } from './number-range-in-brackets.ts';
import { oddDestModuleLocation } from './odd-dest-module-location.ts';
import { outputLost } from './output-lost.ts';
import { overwrittenValue } from './overwritten-value.ts';
import { packageDependsOnKernel } from './package-depends-on-kernel.ts';
import { patchMissing } from './patch-missing.ts';
import { patchesPrefix } from './patches-prefix.ts';
import { patternInValue } from './pattern-in-value.ts';
import { patternMatchesNothing } from './pattern-matches-nothing.ts';
import { perlRegularExpression } from './perl-regular-expression.ts';
import { placeholderLeft } from './placeholder-left.ts';
import { placeholderLine } from './placeholder-line.ts';
import { quotedCommand } from './quoted-command.ts';
import { readonlyName } from './readonly-name.ts';
import { refusedBySomeVersions } from './refused-by-some-versions.ts';
import { refusedDestModuleLocation } from './refused-dest-module-location.ts';
import { removedDirective } from './removed-directive.ts';
import type { Rule } from './rule.ts';
import { scriptInterpreter } from './script-interpreter.ts';
import { scriptMissing } from './script-missing.ts';
import { scriptNotExecutable } from './script-not-executable.ts';
import { scriptOutsideSource } from './script-outside-source.ts';
import { settingNotInVersion } from './setting-not-in-version.ts';
import { settingValue } from './setting-value.ts';
import { severalMakes } from './several-makes.ts';
import { sourcesKernelConfig } from './sources-kernel-config.ts';
import { spacesAroundEquals } from './spaces-around-equals.ts';
import { stripValue } from './strip-value.ts';
import { subdirsInMake } from './subdirs-in-make.ts';
import { syntaxError } from './syntax-error.ts';
import { unknownDirective } from './unknown-directive.ts';
import { unknownSetting } from './unknown-setting.ts';
import { unquotedValueWithSpaces } from './unquoted-value-with-spaces.ts';
import { unreachableMake } from './unreachable-make.ts';
import { unreachablePatch } from './unreachable-patch.ts';
import { unsupportedYesNoValue } from './unsupported-yes-no-value.ts';
import { unusableModuleName } from './unusable-module-name.ts';
import { unusablePackageName } from './unusable-package-name.ts';
import { versionMismatch } from './version-mismatch.ts';
import { weakModulesAllowed } from './weak-modules-allowed.ts';
import { yesNoValueDiffers } from './yes-no-value-differs.ts';

/** Every rule: all lists of rules, their pages and their cases are derived from this one. */
export const registry: readonly Rule[] = [
  absoluteBuiltModuleLocation,
  anchorOfOneAlternative,
  brokenMakeCommand,
  buildDependsList,
  builtModuleElsewhere,
  builtModuleNameWithExtension,
  builtModuleNotInMakefile,
  carriageReturns,
  cleanWithoutKernel,
  commandRunsWhenRead,
  confDependsOnCwd,
  configSymbolFormat,
  configSymbolUnset,
  curlyQuotes,
  debianArchName,
  deprecatedDirective,
  destModuleNameWithExtension,
  differsBetweenVersions,
  directiveNotInVersion,
  doubleJobs,
  duplicateBuiltModule,
  duplicateDestModule,
  elementWithoutModule,
  excludesEveryKernel,
  exclusiveIndexZero,
  exclusiveMinAboveMax,
  exclusiveNumberTooLarge,
  exclusiveVersionLetter,
  exclusiveWithoutModules,
  exitInConf,
  failsWithoutKernel,
  fixedCompiler,
  fixedKernelRelease,
  fixedRunningKernel,
  ignoredBySomeVersions,
  ignoredSubscript,
  inclusiveKernelMax,
  innerQuotesLost,
  invalidDestModuleLocation,
  invalidRegularExpression,
  kernelArchName,
  kernelMatchTooWide,
  linkOutOfSource,
  makeFailureHidden,
  makeInCurrentFolder,
  makeInstalls,
  makeOutsideBuildFolder,
  makePrefixRewritten,
  makeTreeMismatch,
  makeWithoutJobs,
  makefileTakesDkmsForKbuild,
  makefileUsesFixedKernel,
  makefileUsesRunningKernel,
  makefileVariableMismatch,
  matchWithoutPartner,
  missingAutoinstall,
  missingBuildPart,
  missingBuiltModuleName,
  missingDestModuleLocation,
  missingPackageName,
  missingPackageVersion,
  misspeltDirective,
  misspeltVariable,
  moduleArrayLengthMismatch,
  nameMismatch,
  noModules,
  noSourceBeside,
  notAConf,
  notAnAssignment,
  numberRangeInBrackets,
  oddDestModuleLocation,
  outputLost,
  overwrittenValue,
  packageDependsOnKernel,
  patchMissing,
  patchesPrefix,
  patternInValue,
  patternMatchesNothing,
  perlRegularExpression,
  placeholderLeft,
  placeholderLine,
  quotedCommand,
  readonlyName,
  refusedBySomeVersions,
  refusedDestModuleLocation,
  removedDirective,
  scriptInterpreter,
  scriptMissing,
  scriptNotExecutable,
  scriptOutsideSource,
  settingNotInVersion,
  settingValue,
  severalMakes,
  sourcesKernelConfig,
  spacesAroundEquals,
  stripValue,
  subdirsInMake,
  syntaxError,
  unknownDirective,
  unknownSetting,
  unquotedValueWithSpaces,
  unreachableMake,
  unreachablePatch,
  unsupportedYesNoValue,
  unusableModuleName,
  unusablePackageName,
  versionMismatch,
  weakModulesAllowed,
  yesNoValueDiffers,
];
