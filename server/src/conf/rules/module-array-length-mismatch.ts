import { findAssignments } from '../directives/assignments.ts';
import { fileAnchor, findConditions } from './anchors.ts';
import type { Rule } from './rule.ts';

/** dkms's working copies of the record directives; it takes them from the file, too. */
const workingNames = [
  'built_module_name',
  'built_module_location',
  'dest_module_name',
  'dest_module_location',
] as const;

export const moduleArrayLengthMismatch: Rule = {
  id: 'module-array-length-mismatch',
  severity: 'error',
  summary: "The file sets one of dkms's own lower-case variables, which then does not match the modules.",
  messages: ['E12'],
  *check({ conf, reading }) {
    const [condition] = findConditions(reading, 'E12');
    if (!condition) return;
    const culprit = workingNames.flatMap((name) => findAssignments(conf, name))[0];
    const name = culprit && conf.text.slice(culprit.startIndex, culprit.endIndex).split(/[[=+]/)[0];
    yield {
      message: `${name ?? 'A lower-case variable of this file'} is one of dkms's own variables, and no longer matches the number of modules, so dkms refuses this file. ${name ? `Write ${name.toUpperCase()}, or choose another name for your own variable.` : 'Choose another name for it.'}`,
      span: culprit
        ? { start: culprit.startIndex, end: culprit.endIndex }
        : (condition.span ?? fileAnchor(conf, reading)),
      fixes: [],
    };
  },
};
