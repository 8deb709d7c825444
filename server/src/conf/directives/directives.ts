import { buildDirectives } from './build-directives.ts';
import type { Directive, DirectiveName } from './directive.ts';
import { type DkmsVersion, isSince } from './dkms-version.ts';
import { exclusionDirectives } from './exclusion-directives.ts';
import { formerDirectives } from './former-directives.ts';
import { installDirectives } from './install-directives.ts';
import { packageDirectives } from './package-directives.ts';

/** Every directive of every version, in the order in which a file is best written and read. */
export const directives: readonly Directive[] = [
  ...packageDirectives,
  ...buildDirectives,
  ...exclusionDirectives,
  ...installDirectives,
  ...formerDirectives,
];

const byName: ReadonlyMap<string, Directive> = new Map(directives.map((each) => [each.name, each]));

/** The directive of this name, in upper case as dkms wants it; `undefined` for every other variable. */
export function findDirective(name: DirectiveName): Directive;
export function findDirective(name: string): Directive | undefined;
export function findDirective(name: string): Directive | undefined {
  return byName.get(name);
}

/** Whether dkms of this version takes the directive from a dkms.conf, deprecated or not. */
export function isKnownTo(directive: Directive, version: DkmsVersion): boolean {
  return isSince(version, directive.since) && !(directive.until && isSince(version, directive.until));
}

/** Whether dkms of this version calls the directive deprecated, or has dropped it. */
export function isDeprecatedIn(directive: Directive, version: DkmsVersion): boolean {
  const { deprecatedSince, until } = directive;
  return (
    (deprecatedSince !== undefined && isSince(version, deprecatedSince)) ||
    (until !== undefined && isSince(version, until))
  );
}

/** Whether dkms of this version reads an element of its own for each module (or for each partner of the same index). */
export function isArrayIn(directive: Directive, version: DkmsVersion): boolean {
  return typeof directive.kind === 'object'
    ? isSince(version, directive.kind.arraySince)
    : directive.kind === 'array';
}
