import { parseVersionRange } from '../../server/src/conf/directives/version-range.ts';
import type { KernelFacts, ReadingFacts } from '../../server/src/conf/reading/reading.ts';
import type { Finding } from '../../server/src/conf/rules/finding.ts';
import { checkConf } from '../../server/src/conf/rules/rules.ts';
import type { SourceFacts } from '../../server/src/conf/rules/source-facts.ts';
import { applyEdits } from '../../server/src/conf/text.ts';
import { loadInstalledParser } from './parser.ts';
import { readText } from './read-text.ts';
import { renderFinding } from './render-finding.ts';

/** A file with which dkms of every version is content. */
export const goodConf = `PACKAGE_NAME="hello"
PACKAGE_VERSION="1.0"
BUILT_MODULE_NAME[0]="hello"
DEST_MODULE_LOCATION[0]="/updates/dkms"
AUTOINSTALL="yes"
`;

export type CheckFacts = {
  readonly version?: string;
  readonly beside?: SourceFacts;
  readonly kernels?: readonly KernelFacts[];
  /** A range of dkms versions. */
  readonly supported?: string;
} & Partial<ReadingFacts>;

/** One parser for all tests of a file: two that are loaded at the same time disturb each other. */
export const sharedParser = loadInstalledParser();

async function findingsOf(
  rule: string,
  text: string,
  { beside, kernels, supported, ...facts }: CheckFacts = {},
): Promise<Finding[]> {
  const { conf, reading } = readText(await sharedParser, text, facts);
  const range = supported === undefined ? undefined : parseVersionRange(supported);
  if (typeof range === 'string') throw new Error(range);
  return checkConf(conf, reading, {
    ...(beside && { beside }),
    ...(kernels && { kernels }),
    ...(range && { supportedVersions: range.versions }),
  }).filter((finding) => finding.rule === rule);
}

/** What one rule finds in a text, rendered; empty for nothing. */
export async function checkRule(rule: string, text: string, facts?: CheckFacts): Promise<string> {
  const findings = await findingsOf(rule, text, facts);
  return findings.map((finding) => renderFinding(text, finding)).join('\n');
}

/** The text after one fix of the only finding of a rule: the one with this title, else the preferred or only one. */
export async function fixRule(
  rule: string,
  text: string,
  { title, ...facts }: CheckFacts & { readonly title?: string } = {},
): Promise<string> {
  const findings = await findingsOf(rule, text, facts);
  const [finding] = findings;
  if (!finding || findings.length > 1) throw new Error(`${findings.length} findings of ${rule}`);
  const { fixes } = finding;
  const fix = title
    ? fixes.find((each) => each.title === title)
    : (fixes.find(({ preferred }) => preferred) ?? (fixes.length === 1 ? fixes[0] : undefined));
  if (!fix) throw new Error(`no such fix: ${fixes.map((each) => each.title).join('; ')}`);
  return applyEdits(text, fix.edits);
}
