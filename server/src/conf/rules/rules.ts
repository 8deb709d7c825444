import type { Conf } from '../conf.ts';
import type { ConfKind } from '../conf-kind.ts';
import type { DkmsVersion } from '../directives/dkms-version.ts';
import { evaluateConfByVersions } from '../reading/evaluate-by-versions.ts';
import type { KernelFacts, Reading } from '../reading/reading.ts';
import { absoluteBuiltModuleLocation } from './absolute-built-module-location.ts';
import { anchorOfOneAlternative } from './anchor-of-one-alternative.ts';
import { brokenMakeCommand } from './broken-make-command.ts';
import { buildDependsList } from './build-depends-list.ts';
import { builtModuleElsewhere } from './built-module-elsewhere.ts';
import { builtModuleNotInMakefile } from './built-module-not-in-makefile.ts';
import { carriageReturns } from './carriage-returns.ts';
import { cleanWithoutKernel } from './clean-without-kernel.ts';
import { commandRunsWhenRead } from './command-runs-when-read.ts';
import { confDependsOnCwd } from './conf-depends-on-cwd.ts';
import { configSymbolFormat } from './config-symbol-format.ts';
import { curlyQuotes } from './curly-quotes.ts';
import { debianArchName } from './debian-arch-name.ts';
import { deprecatedDirective } from './deprecated-directive.ts';
import { differsBetweenVersions } from './differs-between-versions.ts';
import { directiveNotInVersion } from './directive-not-in-version.ts';
import { doubleJobs } from './double-jobs.ts';
import { elementWithoutModule } from './element-without-module.ts';
import { excludesEveryKernel } from './excludes-every-kernel.ts';
import { exclusiveIndexZero } from './exclusive-index-zero.ts';
import { exclusiveMinAboveMax } from './exclusive-min-above-max.ts';
import { exclusiveNumberTooLarge } from './exclusive-number-too-large.ts';
import { exclusiveVersionLetter } from './exclusive-version-letter.ts';
import { exclusiveWithoutModules } from './exclusive-without-modules.ts';
import { exitInConf } from './exit-in-conf.ts';
import { failsWithoutKernel } from './fails-without-kernel.ts';
import type { Finding, Severity } from './finding.ts';
import { fixedCompiler } from './fixed-compiler.ts';
import { fixedKernelRelease } from './fixed-kernel-release.ts';
import { fixedRunningKernel } from './fixed-running-kernel.ts';
import { ignoredBySomeVersions } from './ignored-by-some-versions.ts';
import { ignoredSubscript } from './ignored-subscript.ts';
import { inclusiveKernelMax } from './inclusive-kernel-max.ts';
import { innerQuotesLost } from './inner-quotes-lost.ts';
import { invalidRegularExpression } from './invalid-regular-expression.ts';
import { kernelArchName } from './kernel-arch-name.ts';
import { kernelMatchTooWide } from './kernel-match-too-wide.ts';
import { makeInCurrentFolder } from './make-in-current-folder.ts';
import { makeInstalls } from './make-installs.ts';
import { makePrefixRewritten } from './make-prefix-rewritten.ts';
import { makeTreeMismatch } from './make-tree-mismatch.ts';
import { MakeWalks } from './make-walks.ts';
import { makeWithoutJobs } from './make-without-jobs.ts';
import { makefileTakesDkmsForKbuild } from './makefile-takes-dkms-for-kbuild.ts';
import { makefileUsesFixedKernel } from './makefile-uses-fixed-kernel.ts';
import { makefileUsesRunningKernel } from './makefile-uses-running-kernel.ts';
import { makefileVariableMismatch } from './makefile-variable-mismatch.ts';
import { matchWithoutPartner } from './match-without-partner.ts';
import { missingAutoinstall } from './missing-autoinstall.ts';
import { missingBuildPart } from './missing-build-part.ts';
import { misspeltDirective } from './misspelt-directive.ts';
import { misspeltVariable } from './misspelt-variable.ts';
import { nameMismatch } from './name-mismatch.ts';
import { noModules } from './no-modules.ts';
import { noSourceBeside } from './no-source-beside.ts';
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
import { findPlaceholder, placeholderLeft } from './placeholder-left.ts';
import { placeholderLine } from './placeholder-line.ts';
import { quotedCommand } from './quoted-command.ts';
import { readonlyName } from './readonly-name.ts';
import { refusals } from './refusals.ts';
import { refusedBySomeVersions } from './refused-by-some-versions.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { scriptInterpreter } from './script-interpreter.ts';
import { scriptMissing } from './script-missing.ts';
import { scriptNotExecutable } from './script-not-executable.ts';
import { scriptOutsideSource } from './script-outside-source.ts';
import { severalMakes } from './several-makes.ts';
import type { SourceFacts } from './source-facts.ts';
import { sourcesKernelConfig } from './sources-kernel-config.ts';
import { spacesAroundEquals } from './spaces-around-equals.ts';
import { Statements } from './statements.ts';
import { stripValue } from './strip-value.ts';
import { subdirsInMake } from './subdirs-in-make.ts';
import { findSuppressions } from './suppression.ts';
import { syntaxError } from './syntax-error.ts';
import { unknownDirective } from './unknown-directive.ts';
import { unquotedValueWithSpaces } from './unquoted-value-with-spaces.ts';
import { unreachableMake } from './unreachable-make.ts';
import { unreachablePatch } from './unreachable-patch.ts';
import { unusablePackageName } from './unusable-package-name.ts';
import { versionMismatch } from './version-mismatch.ts';
import { weakModulesAllowed } from './weak-modules-allowed.ts';
import { yesNoValueDiffers } from './yes-no-value-differs.ts';

/** Every rule: what stops bash, then dkms's own messages in its order, then what dkms does not see. */
export const rules: readonly Rule[] = [
  syntaxError,
  ...refusals,
  noModules,
  deprecatedDirective,
  carriageReturns,
  spacesAroundEquals,
  notAnAssignment,
  curlyQuotes,
  unquotedValueWithSpaces,
  innerQuotesLost,
  patternInValue,
  readonlyName,
  exitInConf,
  outputLost,
  confDependsOnCwd,
  sourcesKernelConfig,
  misspeltDirective,
  misspeltVariable,
  unknownDirective,
  overwrittenValue,
  ignoredSubscript,
  directiveNotInVersion,
  placeholderLeft,
  placeholderLine,
  unusablePackageName,
  packageDependsOnKernel,
  failsWithoutKernel,
  versionMismatch,
  nameMismatch,
  noSourceBeside,
  absoluteBuiltModuleLocation,
  oddDestModuleLocation,
  elementWithoutModule,
  builtModuleNotInMakefile,
  builtModuleElsewhere,
  brokenMakeCommand,
  commandRunsWhenRead,
  missingBuildPart,
  quotedCommand,
  fixedRunningKernel,
  fixedKernelRelease,
  makefileUsesRunningKernel,
  makefileUsesFixedKernel,
  makefileVariableMismatch,
  makefileTakesDkmsForKbuild,
  cleanWithoutKernel,
  kernelArchName,
  subdirsInMake,
  makeInstalls,
  makeTreeMismatch,
  makeInCurrentFolder,
  makePrefixRewritten,
  severalMakes,
  doubleJobs,
  makeWithoutJobs,
  fixedCompiler,
  unreachableMake,
  unreachablePatch,
  matchWithoutPartner,
  patchesPrefix,
  patchMissing,
  scriptOutsideSource,
  scriptMissing,
  scriptNotExecutable,
  scriptInterpreter,
  buildDependsList,
  invalidRegularExpression,
  perlRegularExpression,
  numberRangeInBrackets,
  patternMatchesNothing,
  kernelMatchTooWide,
  anchorOfOneAlternative,
  inclusiveKernelMax,
  exclusiveMinAboveMax,
  exclusiveNumberTooLarge,
  exclusiveVersionLetter,
  debianArchName,
  configSymbolFormat,
  exclusiveIndexZero,
  exclusiveWithoutModules,
  excludesEveryKernel,
  stripValue,
  yesNoValueDiffers,
  weakModulesAllowed,
  missingAutoinstall,
  refusedBySomeVersions,
  ignoredBySomeVersions,
  differsBetweenVersions,
];

/** A file of which one rule has more to say is mended by other means than reading what it says. */
const mostOfOneRule = 1_000;

export interface CheckOptions {
  /** By rule id; `off` leaves a rule out. Ids that do not exist are ignored. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
  /** The files beside the conf; without them the rules that compare with those are silent. */
  readonly beside?: SourceFacts;
  /** The kernels of this machine; without them nothing is said of what a file leaves out. */
  readonly kernels?: readonly KernelFacts[];
  /** The versions of dkms that the file has to do for, oldest first; with several, what they do differently is found. */
  readonly supportedVersions?: readonly DkmsVersion[];
  /** What dkms reads the file as; a dkms.conf unless told. */
  readonly kind?: ConfKind;
}

/** What is wrong with a file, in the order of the text; `reading` must be one of the same conf. Never throws for any text. */
export function checkConf(conf: Conf, reading: Reading, options: CheckOptions = {}): Finding[] {
  const suppressed = findSuppressions(conf);
  const findings: Finding[] = [];
  const { beside, kernels, supportedVersions = [] } = options;
  const statements = new Statements(conf);
  const context = {
    conf,
    reading,
    statements,
    walks: new MakeWalks(reading, statements, beside),
    ...(beside && { beside }),
    ...(kernels && { kernels }),
    ...(supportedVersions.length > 1 && {
      supported: evaluateConfByVersions(conf, reading.facts, supportedVersions),
    }),
  };
  for (const rule of rules) {
    const severity = options.severities?.[rule.id] ?? rule.severity;
    if (severity === 'off' || !appliesTo(rule, options.kind ?? 'conf')) continue;
    let count = 0;
    for (const found of rule.check(context)) {
      if (++count > mostOfOneRule) break;
      if (!suppressed(rule.id, found.span)) findings.push(findingOf(rule.id, severity, found));
    }
  }
  return withoutConsequences(conf, findings).sort(
    (a, b) => a.span.start - b.span.start || a.span.end - b.span.end,
  );
}

/** Of a template, what follows from its placeholders alone is not said: whoever fills it in puts other text there. */
function withoutConsequences(conf: Conf, findings: readonly Finding[]): Finding[] {
  const left = findings.filter(({ rule }) => rule === placeholderLeft.id || rule === placeholderLine.id);
  if (left.length === 0) return [...findings];
  const fillsLines = left.some(({ rule }) => rule === placeholderLine.id);
  const lacks = new Set(rules.filter(({ wholeFileOnly }) => wholeFileOnly).map(({ id }) => id));
  return findings.filter((finding) => {
    if (left.includes(finding)) return true;
    // What a file lacks no placeholder in a value brings; one on a line of its own may.
    if (lacks.has(finding.rule)) return !fillsLines;
    if (finding.severity !== 'error') return true;
    return findPlaceholder(conf.text.slice(finding.span.start, finding.span.end)) === undefined;
  });
}

function findingOf(rule: string, severity: Severity, found: RuleFinding): Finding {
  const { fixes } = found;
  if (typeof fixes !== 'function') return { ...found, rule, severity, fixes };
  let made: Finding['fixes'] | undefined;
  return {
    ...found,
    ...{ rule, severity },
    get fixes() {
      made ??= fixes();
      return made;
    },
  };
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
    default:
      return kind satisfies never;
  }
}
