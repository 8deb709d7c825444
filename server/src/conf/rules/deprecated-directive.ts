import type { Conf } from '../conf.ts';
import { findAssignments } from '../directives/assignments.ts';
import type { DirectiveName } from '../directives/directive.ts';
import { findDirective } from '../directives/directives.ts';
import type { Reading } from '../reading/reading.ts';
import { fileAnchor, findConditions } from './anchors.ts';
import { deleteDirective, replaceValue } from './edits.ts';
import type { Fix } from './finding.ts';
import type { Rule } from './rule.ts';

export const deprecatedDirective: Rule = {
  id: 'deprecated-directive',
  severity: 'warning',
  summary: 'dkms no longer uses this directive, and complains about it.',
  messages: ['W2', 'W3', 'W4', 'W6'],
  *check({ conf, reading }) {
    for (const { directive, span } of findConditions(reading, 'W2', 'W3', 'W4', 'W6')) {
      if (!directive) continue;
      const element = reading.directives.get(directive)?.[0];
      const { deprecatedSince, instead } = findDirective(directive);
      yield {
        message:
          `${directive} has been deprecated since dkms ${deprecatedSince}: ${effectOf(directive)}, and dkms prints "Deprecated feature: ${directive}". ${instead ?? ''}`.trim(),
        span: element?.nameSpan ?? span ?? fileAnchor(conf, reading),
        fixes: () => findFixes(conf, reading, directive),
        tags: ['deprecated'],
      };
    }
  },
};

function effectOf(directive: DirectiveName): string {
  return directive === 'OBSOLETE_BY' ? 'it still works for now' : 'it no longer does anything';
}

function findFixes(conf: Conf, reading: Reading, directive: DirectiveName): Fix[] {
  if (directive === 'OBSOLETE_BY') return renameObsoleteBy(conf, reading);
  const fixes: Fix[] = [];
  if (directive === 'CLEAN') {
    // Silent in new versions, harmless in old ones: what upstream recommends for a file that must support both.
    const edit = replaceValue(conf, reading.directives.get('CLEAN')?.[0]?.valueSpan, 'true');
    if (edit) fixes.push({ title: 'Change to CLEAN="true"', edits: [edit], preferred: true });
  }
  const edits = deleteDirective(conf, directive);
  if (edits) fixes.push({ title: `Delete ${directive}`, edits, preferred: fixes.length === 0 });
  return fixes;
}

/** Since 3.1.8 a lone OBSOLETE_BY is read as the other one; before 3.0.11 the other one is unknown, so it stays a choice. */
function renameObsoleteBy(conf: Conf, reading: Reading): Fix[] {
  if (reading.directives.has('BUILD_EXCLUSIVE_KERNEL_MAX')) return [];
  const edits = findAssignments(conf, 'OBSOLETE_BY').map(({ startIndex }) => ({
    span: { start: startIndex, end: startIndex + 'OBSOLETE_BY'.length },
    newText: 'BUILD_EXCLUSIVE_KERNEL_MAX',
  }));
  return edits.length > 0 ? [{ title: 'Change to BUILD_EXCLUSIVE_KERNEL_MAX', edits, preferred: false }] : [];
}
