import { findDirective } from '../directives/directives.ts';
import { isSince } from '../directives/dkms-version.ts';
import { findFrameworkDirective, frameworkDirectives } from '../directives/framework-directives.ts';
import { commentBehindCommand, findIgnoredNames } from './ignored-names.ts';
import { isNear, meantDirective } from './misspelt-directive.ts';
import type { Rule } from './rule.ts';

/** Names that people write for a setting, and that differ too much from it to be typos. */
const wrongNames: ReadonlyMap<string, string> = new Map([
  ['mok_key', 'mok_signing_key'],
  ['signing_key', 'mok_signing_key'],
  ['mok_cert', 'mok_certificate'],
  ['signing_cert', 'mok_certificate'],
  ['mok_signing_certificate', 'mok_certificate'],
  ['sign_command', 'sign_file'],
  ['sign_modules', 'try_sign_modules'],
  ['jobs', 'parallel_jobs'],
  ['tmp_dir', 'tmp_location'],
  ['autoinstall_all', 'autoinstall_all_kernels'],
]);

export const unknownSetting: Rule = {
  id: 'unknown-setting',
  severity: 'warning',
  summary: 'framework.conf sets a name that dkms does not read from it.',
  messages: [],
  inComments: commentBehindCommand,
  framework: true,
  *check(context) {
    const { dkmsVersion } = context.reading.facts;
    const isUnknown = (name: string) => !findFrameworkDirective(name);
    for (const { name, span } of findIgnoredNames(context, isUnknown)) {
      const meant = meantSetting(name);
      if (meant !== undefined) {
        yield {
          message: `dkms does not recognise ${name} and silently ignores it. Did you mean ${meant}?`,
          span,
          fixes: [{ title: `Change to ${meant}`, edits: [{ span, newText: meant }], preferred: true }],
        };
        continue;
      }
      // Before 3.0.9, dkms ran the file as part of itself, and any of its variables could be set there.
      if (!isSince(dkmsVersion, '3.0.9')) continue;
      yield {
        message: meantDirective(name)
          ? `${name} is a directive of dkms.conf: in framework.conf, dkms ignores it. To set it for one module, write it into /etc/dkms/MODULE.conf.`
          : `dkms reads no setting called ${name} and silently ignores it. Delete it, or look up the names in dkms(8).`,
        ...{ span, fixes: [] },
      };
    }
    for (const { assignment } of context.statements.toDirectives()) {
      const { name, start, nameEnd } = assignment;
      const meant = meantSetting(name);
      const span = { start, end: nameEnd };
      if (meant !== undefined) {
        yield {
          message: `dkms does not read ${name} from framework.conf. Did you mean ${meant}?`,
          span,
          fixes: [{ title: `Change to ${meant}`, edits: [{ span, newText: meant }], preferred: true }],
        };
      } else if (findDirective(name)) {
        yield {
          message: `${name} is a directive of dkms.conf: in framework.conf, dkms ignores it. To set it for one module, write it into /etc/dkms/MODULE.conf.`,
          ...{ span, fixes: [] },
        };
      }
    }
  },
};

/** The setting that a name certainly stands for. */
function meantSetting(name: string): string | undefined {
  const lower = name.toLowerCase();
  const known = wrongNames.get(lower) ?? findFrameworkDirective(lower)?.name;
  if (known !== undefined) return known;
  const near = frameworkDirectives.filter((each) => each.name.length >= 7 && isNear(lower, each.name));
  return near.length === 1 ? near[0]?.name : undefined;
}
