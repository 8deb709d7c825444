import type { DirectiveName } from '../directives/directive.ts';
import { exclusiveDirectives } from '../directives/directive-groups.ts';
import { type DkmsVersion, isSince } from '../directives/dkms-version.ts';
import { matchesRegex } from '../evaluation/extended-regex.ts';
import { isKnown } from '../evaluation/shell-state.ts';
import type { Work } from '../evaluation/work.ts';
import { type DkmsState, isEmpty } from './dkms-state.ts';
import type { Exclusion, KernelFacts, Reading, ReadingFacts } from './reading.ts';

const exclusives: ReadonlySet<string> = new Set(exclusiveDirectives);

/** Whether a directive can exclude kernels: BUILD_EXCLUSIVE_* and OBSOLETE_BY, which stands in for a maximum. */
export function isRestriction(name: string, dkmsVersion: DkmsVersion): boolean {
  return exclusives.has(name) || (name === 'OBSOLETE_BY' && isSince(dkmsVersion, '3.1.8'));
}

/** Whether the file has directives that can exclude kernels; only then do the kernels have to be found. */
export function restrictsKernels({ directives, facts }: Reading): boolean {
  return [...directives.keys()].some((name) => isRestriction(name, facts.dkmsVersion));
}

/**
 * Why the kernel is excluded: the first reason in the order of dkms. Since 3.3.0, element 0 applies to the whole package and each other
 * element to one module; the package is excluded only if no module is left, which element 0 alone can cause.
 */
export function findExclusion(
  state: DkmsState,
  records: number | undefined,
  facts: ReadingFacts,
): Exclusion | null | 'unknown' {
  const { kernel, dkmsVersion } = facts;
  // Without any module, 3.3.0 and later do not look at these directives.
  if (isSince(dkmsVersion, '3.3.0')) {
    if (records === undefined) return 'unknown';
    if (records === 0) return null;
  }
  let doubtful = false;
  for (const [directive, check] of checksOf(state, facts)) {
    const value = state.value(directive);
    if (isEmpty(value) === true) continue;
    if (!kernel || !isKnown(value)) {
      doubtful = true;
      continue;
    }
    const reason = check(value.text, kernel, state.work);
    if (reason === 'unknown') doubtful = true;
    else if (reason !== undefined) return { directive, index: 0, value: value.text, reason };
  }
  return doubtful ? 'unknown' : null;
}

/** Returns a sentence that says why the kernel is excluded, or `undefined` if it is not. */
type Check = (value: string, kernel: KernelFacts, work: Work) => string | 'unknown' | undefined;

function checksOf(
  state: DkmsState,
  { dkmsVersion, debianBackports }: ReadingFacts,
): [DirectiveName, Check][] {
  const checks: [DirectiveName, Check][] = [['BUILD_EXCLUSIVE_KERNEL', checkKernel]];
  const bounded = isSince(dkmsVersion, '3.0.11');
  if (bounded) {
    checks.push(['BUILD_EXCLUSIVE_KERNEL_MIN', checkMinimum]);
    checks.push(['BUILD_EXCLUSIVE_KERNEL_MAX', checkMaximum]);
    // Since 3.1.8 OBSOLETE_BY stands in for a missing maximum.
    if (isSince(dkmsVersion, '3.1.8') && isEmpty(state.value('BUILD_EXCLUSIVE_KERNEL_MAX')) === true) {
      checks.push(['OBSOLETE_BY', checkMaximum]);
    }
  }
  checks.push(['BUILD_EXCLUSIVE_ARCH', checkArch]);
  if (bounded || debianBackports) checks.push(['BUILD_EXCLUSIVE_CONFIG', checkConfig]);
  return checks;
}

const checkKernel: Check = (value, { release }, work) => {
  const matches = matchesRegex(value, release, work);
  if (matches === undefined) return 'unknown';
  return matches ? undefined : `The kernel ${release} does not match the regular expression.`;
};

const checkArch: Check = (value, { arch }, work) => {
  const matches = matchesRegex(value, arch, work);
  if (matches === undefined) return 'unknown';
  return matches ? undefined : `The architecture ${arch} does not match the regular expression.`;
};

const checkMinimum: Check = (value, { release }) =>
  comparableVersion(release) < comparableVersion(value)
    ? `The kernel ${release} is older than ${value}, as dkms compares them.`
    : undefined;

const checkMaximum: Check = (value, { release }) =>
  comparableVersion(release) > comparableVersion(value)
    ? `The kernel ${release} is newer than ${value}, as dkms compares them.`
    : undefined;

const checkConfig: Check = (value, { config }) => {
  // dkms silently skips the directive if the kernel's configuration is missing.
  if (!config) return undefined;
  for (const word of value.split(/\s+/).filter((part) => part !== '')) {
    const unwanted = word.startsWith('!');
    const name = unwanted ? word.slice(1) : word;
    if (!/^\w+$/.test(name)) return 'unknown';
    // Lines of the configuration begin with CONFIG_, so dkms never finds a name without that prefix.
    const setting = name.startsWith('CONFIG_') ? config(name) : undefined;
    const isOn = setting !== undefined && /^[ym]/.test(setting);
    if (isOn === unwanted) {
      return unwanted
        ? `The kernel is configured with ${name}=${setting}.`
        : `The kernel is configured without ${name}.`;
    }
  }
  return undefined;
};

/** dkms compares versions as strings, after padding numbers of one or two digits to three. Source: VER in the script. */
export function comparableVersion(version: string): string {
  return version.trim().replace(/(?<!\d)\d{1,2}(?!\d)/g, (digits) => digits.padStart(3, '0'));
}
