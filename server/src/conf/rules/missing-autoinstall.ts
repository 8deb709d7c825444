import { fileAnchor, findFirstElement } from './anchors.ts';
import { insertBelow } from './edits.ts';
import type { Rule } from './rule.ts';

export const missingAutoinstall: Rule = {
  id: 'missing-autoinstall',
  severity: 'information',
  lacks: 'AUTOINSTALL',
  summary: 'AUTOINSTALL is not set, so a new kernel does not get the module.',
  messages: [],
  inComments: /AUTO_?INSTALL/i,
  *check({ conf, reading }) {
    if (reading.directives.has('AUTOINSTALL') || reading.uncertain.has('AUTOINSTALL')) return;
    // A file without modules has other problems, and of one that may lose every directive nothing is known.
    if (!('records' in reading.modules) || reading.modules.records.length === 0) return;
    if (!reading.directives.has('PACKAGE_NAME') || reading.uncertain.has('PACKAGE_NAME')) return;
    // The author has thought of it; another rule says why dkms does not see it.
    if (/^[^#\n]*AUTO_?INSTALL/m.test(conf.text.toUpperCase())) return;
    const last = [...reading.directives.values()]
      .flat()
      .reduce(
        (found, each) => ((each.nameSpan?.start ?? -1) > (found?.nameSpan?.start ?? -1) ? each : found),
        findFirstElement(reading),
      );
    yield {
      message:
        'AUTOINSTALL is not set: when a new kernel is installed, dkms does not build this module for it. Add AUTOINSTALL="yes", unless that is intended.',
      span: fileAnchor(conf, reading),
      fixes: () => {
        const edit = last && insertBelow(conf, last, ['AUTOINSTALL="yes"']);
        return edit ? [{ title: 'Add AUTOINSTALL="yes"', edits: [edit], preferred: false }] : [];
      },
    };
  },
};
