import type { Rule } from './rule.ts';

export const makeInstalls: Rule = {
  id: 'make-installs',
  severity: 'warning',
  summary: 'What MAKE builds also installs the module, bypassing dkms.',
  messages: [],
  *check({ walks }) {
    for (const { make, walk } of walks.makes) {
      const [step] = walk.installs;
      if (!step || !walk.complete) continue;
      const { makefile, line, program, target } = step;
      const named = make.text.split(/\s+/).includes(target);
      yield {
        message: `${makefile.path} runs ${program} in line ${line}, for the target ${target}: the build already installs the module, as root and bypassing dkms, which then neither knows about it nor removes it. ${named ? 'Name a target in MAKE that only builds.' : 'Name a target in MAKE that only builds, such as modules.'}`,
        ...{ span: make.span, fixes: [] },
      };
    }
  },
};
