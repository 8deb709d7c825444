import type { Fix } from './finding.ts';
import { findRunningKernelUses } from './makefile-kernel.ts';
import { kernelValue } from './makefile-uses-running-kernel.ts';
import type { Rule } from './rule.ts';

export const makefileVariableMismatch: Rule = {
  id: 'makefile-variable-mismatch',
  severity: 'warning',
  summary: 'MAKE passes the kernel in a variable that the Makefile does not read.',
  messages: [],
  *check({ conf, reading, statements, beside }) {
    if (!beside) return;
    for (const { make, makefile, variable, passed } of findRunningKernelUses(reading, statements, beside)) {
      const unread = passed.filter((name) => !makefile.uses.has(name));
      const [name] = unread;
      if (!name || unread.length < passed.length) continue;
      const raw = conf.text.slice(make.span.start, make.span.end);
      const at = raw.search(new RegExp(`(?<!\\w)${name}=`));
      if (at < 0) continue;
      const span = { start: make.span.start + at, end: make.span.start + at + name.length };
      const value = new RegExp(`(?<!\\w)${name}=(\\S*?)(?=["'\\s]|$)`).exec(raw)?.[1] ?? '';
      const wanted = kernelValue(variable.value);
      const same = wanted !== undefined && value.replace(/[{}]/g, '') === wanted.replace(/[{}]/g, '');
      const fixes: Fix[] =
        same && passed.length === 1
          ? [{ title: `Write ${variable.name}`, edits: [{ span, newText: variable.name }], preferred: true }]
          : [];
      yield {
        message: `${makefile.path} does not read ${name}: it sets ${variable.name} from "uname -r" in line ${variable.line} and builds for the running kernel. Pass ${variable.name}${wanted ? `=${wanted}` : ''} instead.`,
        span,
        fixes,
      };
    }
  },
};
