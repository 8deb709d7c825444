import { isSince } from '../directives/dkms-version.ts';
import { findFrameworkDirective, isReadBy } from '../directives/framework-directives.ts';
import type { Rule } from './rule.ts';

export const settingNotInVersion: Rule = {
  id: 'setting-not-in-version',
  severity: 'information',
  summary: 'This version of dkms does not read this setting of framework.conf yet, or no longer reads it.',
  messages: [],
  framework: true,
  *check({ reading, statements }) {
    const { dkmsVersion } = reading.facts;
    for (const { assignment } of statements.toOthers()) {
      const { name, start, nameEnd } = assignment;
      const directive = findFrameworkDirective(name);
      if (!directive || isReadBy(directive, dkmsVersion)) continue;
      const { since, until, instead = '' } = directive;
      const isGone = until !== undefined && isSince(dkmsVersion, until);
      yield {
        message: isGone
          ? `dkms has ignored ${name} since ${until}. ${instead}`.trim()
          : `dkms ${dkmsVersion.text} ignores ${name}, which it reads only since ${since}.`,
        span: { start, end: nameEnd },
        fixes: [],
        ...(isGone && { tags: ['deprecated' as const] }),
      };
    }
  },
};
