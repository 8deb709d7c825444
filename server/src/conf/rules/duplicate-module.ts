import {
  certainRecords,
  type DirectiveElement,
  type DkmsMessageNumber,
  findElement,
  type ModuleRecord,
  type Reading,
} from '../reading/reading.ts';
import { fileAnchor, findConditions, findRecordAnchor, valueSpanOf } from './anchors.ts';
import type { RuleContext, RuleFinding } from './rule.ts';

/** The findings for modules that dkms rejects as duplicates of an earlier one; `keyOf` is what it compares. */
export function* duplicateModules(
  { conf, reading }: RuleContext,
  number: DkmsMessageNumber,
  name: 'BUILT_MODULE_NAME' | 'DEST_MODULE_NAME',
  keyOf: (record: ModuleRecord) => string | undefined,
  describe: (key: string, first: number, index: number) => string,
): Iterable<RuleFinding> {
  const records = certainRecords(reading);
  for (const { index = 0, value, span } of findConditions(reading, number)) {
    const duplicate = records.find((record) => record.index === index);
    const key = duplicate ? keyOf(duplicate) : undefined;
    const first = records.find((record) => record.index < index && keyOf(record) === key);
    const earlier = first && valueSpanOf(elementOf(reading, name, first.index));
    yield {
      message: describe(key ?? value ?? '', first?.index ?? 0, index),
      span: valueSpanOf(elementOf(reading, name, index)) ?? span ?? fileAnchor(conf, reading),
      fixes: [],
      ...(earlier ? { related: [{ span: earlier, message: `Module ${first.index} is defined here.` }] } : {}),
    };
  }
}

/** The element that gives the module its name: that of the directive itself, or of the one that is its default. */
function elementOf(reading: Reading, name: 'BUILT_MODULE_NAME' | 'DEST_MODULE_NAME', index: number) {
  const set = (element: DirectiveElement | undefined) =>
    element?.nameSpan && !(element.value.kind === 'known' && element.value.text === '') ? element : undefined;
  return (
    set(findElement(reading, name, index)) ??
    set(findElement(reading, 'BUILT_MODULE_NAME', index)) ??
    findRecordAnchor(reading, index)
  );
}
