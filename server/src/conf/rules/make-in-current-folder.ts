import type { Fix } from './finding.ts';
import type { Rule } from './rule.ts';
import { writtenMakes } from './written-make.ts';

export const makeInCurrentFolder: Rule = {
  id: 'make-in-current-folder',
  severity: 'warning',
  summary: 'MAKE names the current folder, which is the one in which dkms was started.',
  messages: [],
  *check({ conf, reading, statements }) {
    for (const { span } of writtenMakes(reading, statements)) {
      const raw = conf.text.slice(span.start, span.end);
      const found = /(?<!\w)((?:M|SUBDIRS|KBUILD_EXTMOD)=)(\$\(pwd\)|`pwd`|\$\{PWD\}|\$PWD\b)/.exec(raw);
      if (!found) continue;
      const start = span.start + found.index + (found[1]?.length ?? 0);
      const partSpan = { start, end: start + (found[2]?.length ?? 0) };
      const right = '${dkms_tree}/${PACKAGE_NAME}/${PACKAGE_VERSION}/build';
      const fixes: Fix[] = [
        { title: `Change to ${right}`, edits: [{ span: partSpan, newText: right }], preferred: true },
      ];
      yield {
        message: `dkms reads this file before it changes to the build folder, so ${found[2]} is the folder in which dkms was started, often the root folder. Write ${right}.`,
        ...{ span: partSpan, fixes },
      };
    }
  },
};
