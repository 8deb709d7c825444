import { splitCommands } from '../syntax/command-words.ts';
import type { Rule } from './rule.ts';

export const makeInstalls: Rule = {
  id: 'make-installs',
  severity: 'warning',
  summary: 'What MAKE builds also installs the module, bypassing dkms.',
  messages: [],
  *check({ walks }) {
    for (const { make, walk } of walks.makes) {
      const [step] = walk.installs;
      if (!walk.complete && installsByName(make.text)) {
        yield {
          message:
            'MAKE also runs "make install": the build then already installs the module, as root and bypassing dkms, which neither knows about it nor removes it. Leave install out; dkms installs what BUILT_MODULE_NAME names.',
          ...{ span: make.span, fixes: [] },
        };
        continue;
      }
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

/** Whether a command calls make with the target `install`, which installs by convention, whoever writes the Makefile. */
function installsByName(text: string): boolean {
  return splitCommands(text).some(([first, ...rest]) => {
    const goals = rest.flatMap((word) => word.text ?? []);
    return first?.text === 'make' && goals.some((goal) => goal === 'install' || goal === 'modules_install');
  });
}
