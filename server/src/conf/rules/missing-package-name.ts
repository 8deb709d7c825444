import { findElement } from '../reading/reading.ts';
import { findConditions } from './anchors.ts';
import { missingDirective } from './missing-directive.ts';
import type { Rule } from './rule.ts';

export const missingPackageName: Rule = {
  id: 'missing-package-name',
  severity: 'error',
  wholeFileOnly: true,
  lacks: 'PACKAGE_NAME',
  summary: 'PACKAGE_NAME is missing or empty.',
  messages: ['E1'],
  *check(context) {
    if (findConditions(context.reading, 'E1').length === 0) return;
    const built = findElement(context.reading, 'BUILT_MODULE_NAME', 0)?.value;
    const suggestion = context.reading.facts.module || (built?.kind === 'known' && built.text) || 'my-module';
    yield missingDirective(context, 'PACKAGE_NAME', suggestion, 'PACKAGE_NAME');
  },
};
