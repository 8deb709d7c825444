import type { Reading } from '../reading/reading.ts';
import { findConditions } from './anchors.ts';
import { missingAnyDestination, missingRecordDirective } from './missing-record-directive.ts';
import type { Rule } from './rule.ts';

export const missingDestModuleLocation: Rule = {
  id: 'missing-dest-module-location',
  severity: 'error',
  wholeFileOnly: true,
  lacks: 'DEST_MODULE_LOCATION',
  summary: 'A module of the package has no DEST_MODULE_LOCATION.',
  messages: ['E8', 'E9'],
  *check(context) {
    const others = findOthers(context.reading);
    const text = others ?? '/updates/dkms';
    const records = findConditions(context.reading, 'E8');
    for (const { index = 0 } of records)
      yield missingRecordDirective(context, 'DEST_MODULE_LOCATION', index, {
        text,
        certain: others !== undefined,
      });
    // With a module in the file, dkms up to 3.0.10 reports both, and one new line mends both.
    if (records.length === 0 && findConditions(context.reading, 'E9').length > 0)
      yield missingAnyDestination(context, text);
  },
};

/** The folder of all other modules of the file, if they agree. */
function findOthers(reading: Reading): string | undefined {
  const values = (reading.directives.get('DEST_MODULE_LOCATION') ?? []).map(({ value }) => value);
  const texts = values.map((value) => (value.kind === 'known' ? value.text : undefined));
  const given = new Set(texts.filter((text) => text !== ''));
  const [only] = given;
  return given.size === 1 && only && /^\/(kernel|updates|extra)/.test(only) ? only : undefined;
}
