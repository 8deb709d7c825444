import { allowList } from '../directives/allow-list.ts';
import type { DirectiveName } from '../directives/directive.ts';
import { isSince } from '../directives/dkms-version.ts';
import { plainText } from '../syntax/script.ts';
import { targetSpan } from './known-elements.ts';
import type { Rule } from './rule.ts';
import { nameVersions } from './version-groups.ts';

/** What to do about versions that do not know the directive; for directives not listed here, their documentation is enough. */
const advice: Partial<Record<DirectiveName, string>> = {
  BUILD_EXCLUSIVE_KERNEL_MIN:
    'It builds for kernels that this line is meant to exclude; BUILD_EXCLUSIVE_KERNEL has the same effect in every version.',
  BUILD_EXCLUSIVE_KERNEL_MAX:
    'It builds for kernels that this line is meant to exclude; BUILD_EXCLUSIVE_KERNEL has the same effect in every version.',
  BUILD_EXCLUSIVE_CONFIG:
    "It builds for kernels that this line is meant to exclude, except Debian's 3.0.10, which reads it; make the Makefile check the configuration as well.",
  BUILD_DEPENDS_REBUILD: 'It does not rebuild this module after one that it depends on.',
};

export const ignoredBySomeVersions: Rule = {
  id: 'ignored-by-some-versions',
  severity: 'information',
  summary: 'Some of the versions in dkms.supportedVersions do not read this directive.',
  messages: [],
  *check({ conf, statements, supported }) {
    if (!supported) return;
    const lists = supported.map((reading) => ({
      reading,
      names: new Set(allowList(reading.facts.dkmsVersion)),
    }));
    const ungrouped = supported.filter(({ facts }) => !isSince(facts.dkmsVersion, '3.3.0'));
    const seen = new Set<string>();
    for (const { assignment, directive } of statements.toDirectives()) {
      const { name, start, nameEnd, subscript } = assignment;
      const ignored = lists.filter(({ names }) => !names.has(name)).map(({ reading }) => reading);
      if (ignored.length > 0 && ignored.length < supported.length && !seen.has(name)) {
        seen.add(name);
        yield {
          message: `${nameVersions(supported, new Set(ignored))} does not read ${name}. ${advice[directive.name] ?? directive.instead ?? 'With it, the file does not do what it says.'}`,
          span: { start, end: nameEnd },
          fixes: [],
        };
      }
      const index = subscript && plainText(subscript);
      const forOne = name.startsWith('BUILD_EXCLUSIVE_') && index !== undefined && /^[1-9]\d*$/.test(index);
      if (forOne && ungrouped.length > 0 && ungrouped.length < supported.length) {
        yield {
          message: `${nameVersions(supported, new Set(ungrouped))} does not read ${name}[${index}]: it knows ${name} only for the whole package, and builds this module for every kernel.`,
          span: targetSpan(conf, { start, end: nameEnd }),
          fixes: [],
        };
      }
    }
  },
};
