import { insertBelow } from './edits.ts';
import type { Fix } from './finding.ts';
import { knownElements, labelOf } from './known-elements.ts';
import type { Rule } from './rule.ts';

export const weakModulesAllowed: Rule = {
  id: 'weak-modules-allowed',
  severity: 'hint',
  summary:
    'The module is built differently for some kernels, and weak-modules may link it from one to another.',
  messages: [],
  wholeFileOnly: true,
  *check({ conf, reading }) {
    if (reading.directives.has('NO_WEAK_MODULES') || reading.uncertain.has('NO_WEAK_MODULES')) return;
    for (const known of knownElements(reading, 'MAKE_MATCH', 'PATCH_MATCH')) {
      const partner = known.name === 'MAKE_MATCH' ? 'MAKE' : 'PATCH';
      const { index } = known.element;
      const used = reading.directives.get(partner)?.some((each) => each.index === index);
      if (known.text === '' || !used) continue;
      const edit = insertBelow(conf, known.element, ['NO_WEAK_MODULES="yes"']);
      const fixes: Fix[] = edit
        ? [{ title: 'Add NO_WEAK_MODULES="yes"', edits: [edit], preferred: false }]
        : [];
      yield {
        message: `With ${labelOf(known)}, the module differs from kernel to kernel. On Red Hat's and SUSE's systems, weak-modules links one build into the folders of other kernels that look compatible. Write NO_WEAK_MODULES="yes" if each kernel has to get its own build.`,
        span: known.span,
        fixes,
      };
      return;
    }
  },
};
