import type { Rule } from './rule.ts';
import { namedScripts } from './script-missing.ts';

export const scriptEditsConf: Rule = {
  id: 'script-edits-conf',
  severity: 'information',
  summary: 'A script that dkms runs changes dkms.conf, which dkms has read before.',
  messages: [],
  *check({ reading, sourceFacts }) {
    if (!sourceFacts || reading.directives.has('PATCH')) return;
    for (const { name, script, span } of namedScripts(reading)) {
      const line = sourceFacts.confEditors.get(script);
      if (line === undefined) continue;
      yield {
        message: `${script} changes dkms.conf in line ${line}. When dkms runs it as ${name}, it has read the file already, and the change has no effect on this build. Write into dkms.conf itself what depends on the kernel, by \${kernelver}.`,
        ...{ span, fixes: [] },
      };
    }
  },
};

/** In-place edits by sed or perl, and output that is written into the file. */
const edits =
  /^(?!\s*#).*(?:\b(?:sed|perl)\b[^|;&]*\s-\w*i\b[^|;&]*\bdkms\.conf\b|>\s*["']?(?:\S*\/)?dkms\.conf["']?\s*(?:$|[;&|)])|\btee\s+(?:-a\s+)?["']?(?:\S*\/)?dkms\.conf\b)/;

/** The first line, from 1, in which a script changes dkms.conf; `undefined` if it does not. */
export function lineThatEditsConf(script: string): number | undefined {
  const at = script.includes('dkms.conf') ? script.split('\n').findIndex((line) => edits.test(line)) : -1;
  return at < 0 ? undefined : at + 1;
}
