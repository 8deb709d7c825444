import { type Conf, openConf } from '../../server/src/conf/conf.ts';
import { parseDkmsVersion } from '../../server/src/conf/directives/dkms-version.ts';
import { evaluateConf } from '../../server/src/conf/reading/evaluate-conf.ts';
import type { Reading, ReadingFacts } from '../../server/src/conf/reading/reading.ts';
import type { ConfParser } from '../../server/src/conf/syntax/parser.ts';

/** A text as dkms of a version (the newest unless said) reads it, without a kernel unless the facts name one. */
export function readText(
  parser: ConfParser,
  text: string,
  { version = '3.4.3', ...facts }: { readonly version?: string } & Partial<ReadingFacts> = {},
): { readonly conf: Conf; readonly reading: Reading } {
  const dkmsVersion = parseDkmsVersion(version);
  if (!dkmsVersion) throw new Error(`not a version of dkms: ${version}`);
  const conf = openConf(parser, text);
  return { conf, reading: evaluateConf(conf, { dkmsVersion, ...facts }) };
}
