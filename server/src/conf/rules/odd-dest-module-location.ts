import { replaceValue } from './edits.ts';
import type { Fix } from './finding.ts';
import { knownElements } from './known-elements.ts';
import type { Rule } from './rule.ts';

export const oddDestModuleLocation: Rule = {
  id: 'odd-dest-module-location',
  severity: 'warning',
  summary: 'DEST_MODULE_LOCATION passes the check of dkms, but is not a folder for modules.',
  messages: [],
  *check({ conf, reading }) {
    for (const { element, text, span } of knownElements(reading, 'DEST_MODULE_LOCATION')) {
      const found = judge(text);
      if (!found) continue;
      const edit =
        found.instead === undefined ? undefined : replaceValue(conf, element.valueSpan, found.instead);
      const fixes: Fix[] = edit
        ? [{ title: `Change to "${found.instead}"`, edits: [edit], preferred: true }]
        : [];
      yield { message: `DEST_MODULE_LOCATION[${element.index}] ${found.message}`, span, fixes };
    }
  },
};

/** The kernel tree's own folder kernel/ is installed in /kernel, like drivers/ and net/. */
const ownFolder =
  /^\/kernel(?:\/?$|\/(?:bpf|cgroup|debug|dma|events|irq|livepatch|locking|power|printk|rcu|sched|time|trace)(?:\/|$))/;

/** What is wrong with a folder that has a valid beginning; another rule reports the others. */
function judge(text: string): { readonly message: string; readonly instead?: string } | undefined {
  const [, root, rest = ''] = /^\/(kernel|updates|extra)(.*)$/s.exec(text) ?? [];
  if (root === undefined) return undefined;
  if (leavesModules(text))
    return {
      message: `leaves the kernel's module folder through "..": a distribution that uses the folder as written installs the module elsewhere. Write the folder itself, such as "/updates/dkms".`,
    };
  const file = /\/[^/]*\.ko(?:\.(?:gz|xz|zst))?$/.exec(rest)?.[0];
  if (file !== undefined)
    return {
      message: `is the path of a file, but dkms creates a folder of that name. Write only the folder; dkms adds the name of the module.`,
      instead: text.slice(0, -file.length),
    };
  const isTwice = rest === `/${root}` || rest.startsWith(`/${root}/`);
  if (isTwice && !ownFolder.test(rest))
    return {
      message: `contains /${root} twice: the folder lies below the kernel's module folder, so one /${root} is enough. Write it once.`,
      instead: rest,
    };
  if (root === 'kernel' && /^[\w.+-]/.test(rest))
    return {
      message: `is not in the folder kernel: dkms checks only how the text begins, and creates a folder /kernel${/^[\w.+-]+/.exec(rest)?.[0] ?? ''} beside it. Write /kernel/ with a slash, or "/updates/dkms".`,
    };
  return undefined;
}

function leavesModules(path: string): boolean {
  let depth = 0;
  for (const part of path.split('/')) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}
