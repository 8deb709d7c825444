import { findConditions } from './anchors.ts';
import { missingDirective } from './missing-directive.ts';
import type { Rule } from './rule.ts';

export const missingPackageVersion: Rule = {
  id: 'missing-package-version',
  severity: 'error',
  wholeFileOnly: true,
  lacks: 'PACKAGE_VERSION',
  summary: 'PACKAGE_VERSION is missing or empty.',
  messages: ['E2'],
  *check(context) {
    if (findConditions(context.reading, 'E2').length === 0) return;
    const suggestion = context.reading.facts.moduleVersion || '1.0';
    yield missingDirective(context, 'PACKAGE_VERSION', suggestion, 'PACKAGE_NAME');
  },
};
