import type { Rule } from './rule.ts';
import { namedScripts } from './script-missing.ts';

export const scriptInterpreter: Rule = {
  id: 'script-interpreter',
  severity: 'warning',
  summary: 'A script that PRE_… or POST_… names begins with an interpreter that no system has.',
  messages: [],
  *check({ reading, sourceFacts }) {
    if (!sourceFacts || reading.directives.has('PATCH')) return;
    for (const { name, script, span } of namedScripts(reading)) {
      const line = sourceFacts.interpreterLines.get(script);
      if (line === undefined) continue;
      const why = line.endsWith('\r')
        ? 'its lines end as in Windows, and the carriage return counts to the name of the interpreter'
        : /^#!\s*[^/\s]/.test(line)
          ? `${line} is no absolute path`
          : undefined;
      if (why === undefined) continue;
      const effect = /BUILD$/.test(name)
        ? 'the build ends there since dkms 3.1.5'
        : 'what it is to do is not done';
      yield {
        message: `${script} cannot be started: ${why}. With ${name}, ${effect}. ${line.endsWith('\r') ? 'Save the script with the line ends of Unix' : 'Write an absolute path, such as #!/bin/sh'}.`,
        span,
        fixes: [],
      };
    }
  },
};
