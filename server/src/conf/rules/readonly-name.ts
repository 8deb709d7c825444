import { isSince } from '../directives/dkms-version.ts';
import type { Rule } from './rule.ts';

const ofBash = ['BASHOPTS', 'BASH_VERSINFO', 'EUID', 'PPID', 'SHELLOPTS', 'UID'];
/** Read-only variables of the dkms script (3.0.10 and 3.4.3), whose shell reads the conf. */
const ofDkms = ['dkms_conf_variables', 'export_envs', 'mv_re'];

export const readonlyName: Rule = {
  id: 'readonly-name',
  severity: 'error',
  summary: 'The file sets a read-only variable, and every directive is lost.',
  messages: [],
  *check({ reading, statements }) {
    const { dkmsVersion } = reading.facts;
    const names = new Set([
      ...ofBash,
      ...(isSince(dkmsVersion, '3.0.10') ? ofDkms : []),
      ...(isSince(dkmsVersion, '3.1.5') ? ['CR'] : []),
    ]);
    for (const { assignment, statement } of statements.assignments()) {
      if (!names.has(assignment.name) || !statement.certain || statement.apart) continue;
      yield {
        message: `${assignment.name} belongs to ${ofBash.includes(assignment.name) ? 'bash' : 'dkms'} and can't be set: the shell that reads the file ends here, and every directive is lost. Choose another name.`,
        span: { start: assignment.start, end: assignment.nameEnd },
        fixes: [],
      };
    }
  },
};
