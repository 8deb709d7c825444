import type { Value } from '../evaluation/value.ts';
import { findElement } from '../reading/reading.ts';
import { findConditions } from './anchors.ts';
import { missingRecordDirective } from './missing-record-directive.ts';
import type { Rule } from './rule.ts';

export const missingBuiltModuleName: Rule = {
  id: 'missing-built-module-name',
  severity: 'error',
  wholeFileOnly: true,
  lacks: 'BUILT_MODULE_NAME',
  summary: 'A module of the package has no BUILT_MODULE_NAME.',
  messages: ['E5'],
  *check(context) {
    for (const { index = 0 } of findConditions(context.reading, 'E5')) {
      const installed = textOf(findElement(context.reading, 'DEST_MODULE_NAME', index)?.value);
      const packaged =
        index === 0 ? textOf(findElement(context.reading, 'PACKAGE_NAME', 0)?.value) : undefined;
      yield missingRecordDirective(context, 'BUILT_MODULE_NAME', index, {
        text: installed || packaged || `my-module-${index}`,
        certain: false,
      });
    }
  },
};

function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'known' ? value.text : undefined;
}
