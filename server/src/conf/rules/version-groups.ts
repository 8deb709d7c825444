import { describeVersions } from '../directives/version-range.ts';
import type { Reading } from '../reading/reading.ts';
import type { Rule, RuleContext, RuleFinding } from './rule.ts';

/** A finding of a rule for some of the supported versions, and certainly not for others. */
export interface PartialFinding {
  readonly finding: RuleFinding;
  /** The versions for which it is found, and those that accept the file without it: `dkms since 3.1.7`. */
  readonly found: string;
  readonly absent: string;
}

/** Describes the supported versions to which some readings belong. */
export function nameVersions(supported: readonly Reading[], chosen: ReadonlySet<Reading>): string {
  const versions = supported.map(({ facts }) => facts.dkmsVersion);
  const texts = new Set([...chosen].map(({ facts }) => facts.dkmsVersion.text));
  return describeVersions(versions, ({ text }) => texts.has(text));
}

/** Runs a rule for each supported version; a finding for all of them is not a difference. */
export function* findPartly(
  rule: Rule,
  context: RuleContext,
  supported: readonly Reading[],
): Iterable<PartialFinding> {
  const found = new Map<string, { finding: RuleFinding; readings: Set<Reading> }>();
  for (const reading of supported) {
    // A spread leaves out the getter.
    for (const finding of rule.check({ ...context, statements: context.statements, reading })) {
      const key = `${finding.span.start}:${finding.span.end}`;
      const known = found.get(key) ?? { finding, readings: new Set() };
      known.readings.add(reading);
      found.set(key, known);
    }
  }
  for (const { finding, readings } of found.values()) {
    // A version whose outcome is not known, or that refuses the file for another reason, is left out.
    const absent = new Set(
      supported.filter((each) => !readings.has(each) && 'exit' in each.add && each.add.exit === 0),
    );
    if (absent.size === 0) continue;
    yield {
      finding,
      found: nameVersions(supported, readings),
      absent: nameVersions(supported, absent),
    };
  }
}
