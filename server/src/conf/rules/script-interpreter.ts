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
        ? "it has Windows line endings, and the carriage return becomes part of the interpreter's name"
        : /^#!\s*[^/\s]/.test(line)
          ? `${line} is not an absolute path`
          : undefined;
      if (why === undefined) continue;
      const effect = /BUILD$/.test(name)
        ? 'Since dkms 3.1.5, that ends the build'
        : 'dkms continues without running it';
      yield {
        message: `${script} can't be started: ${why}. ${effect}. ${line.endsWith('\r') ? 'Save the script with Unix line endings' : 'Write an absolute path, such as #!/bin/sh'}.`,
        span,
        fixes: [],
      };
    }
  },
};
