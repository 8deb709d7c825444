import { allowList } from '../directives/allow-list.ts';
import { isSince } from '../directives/dkms-version.ts';
import { plainText } from '../syntax/script.ts';
import type { Rule } from './rule.ts';

export const directiveNotInVersion: Rule = {
  id: 'directive-not-in-version',
  severity: 'information',
  summary: 'This version of dkms does not know this directive yet, or no longer reads it.',
  messages: [],
  *check({ reading, statements }) {
    const { dkmsVersion } = reading.facts;
    const accepted = new Set(allowList(dkmsVersion, reading.facts));
    const perModule = isSince(dkmsVersion, '3.3.0');
    for (const { assignment, directive } of statements.toDirectives()) {
      const { name, start, nameEnd, subscript } = assignment;
      const span = { start, end: nameEnd };
      if (!accepted.has(name)) {
        const gone = directive.until !== undefined && isSince(dkmsVersion, directive.until);
        yield {
          message: gone
            ? `dkms has ignored ${name} since ${directive.until}. ${directive.instead ?? ''}`.trim()
            : `dkms ${dkmsVersion.text} ignores ${name}, which exists only since ${directive.since}: with that version, the file does not do what it says.`,
          span,
          fixes: [],
          ...(gone && { tags: ['deprecated' as const] }),
        };
      } else if (!perModule && name.startsWith('BUILD_EXCLUSIVE_') && subscript) {
        const index = plainText(subscript) ?? '';
        if (!/^[1-9]\d*$/.test(index)) continue;
        yield {
          message: `dkms ${dkmsVersion.text} ignores ${name}[${index}]: restrictions for one module exist only since 3.3.0; earlier versions have only ${name} for the whole package.`,
          span,
          fixes: [],
        };
      }
    }
  },
};
