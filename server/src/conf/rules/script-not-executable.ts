import type { Rule } from './rule.ts';
import { lacksRunBit, namedScripts } from './script-missing.ts';
import { isPutElsewhere } from './source-facts.ts';

export const scriptNotExecutable: Rule = {
  id: 'script-not-executable',
  severity: 'warning',
  summary: 'The script that PRE_… or POST_… names is not executable.',
  messages: [],
  *check({ reading, sourceFacts }) {
    if (!sourceFacts || isPutElsewhere(sourceFacts)) return;
    for (const { script, span } of namedScripts(reading)) {
      if (!lacksRunBit(sourceFacts, script)) continue;
      yield {
        message: `${script} is not executable, so dkms only warns, and continues without it. Run "chmod +x ${script}"; in git, "git update-index --chmod=+x ${script}".`,
        span,
        fixes: [],
      };
    }
  },
};
