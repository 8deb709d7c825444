import { findOwnKernelUses, unreadName } from './makefile-kernel.ts';
import { passKernelToMake } from './makefile-kernel-fixes.ts';
import type { Rule } from './rule.ts';

export const makefileUsesFixedKernel: Rule = {
  id: 'makefile-uses-fixed-kernel',
  severity: 'warning',
  summary: 'The Makefile builds for one kernel that it names, and MAKE does not pass it another one.',
  messages: [],
  *check({ conf, walks, sourceFacts }) {
    if (!sourceFacts) return;
    for (const use of findOwnKernelUses(walks)) {
      if (use.kernel === 'running' || use.overruled.length > 0 || unreadName(use) !== undefined) continue;
      const { make, makefile, variable, kernel } = use;
      const { advice, fixes } = passKernelToMake(conf, use, sourceFacts);
      const how = variable
        ? `sets ${variable.name} to ${variable.value.trim()} in line ${variable.line}, and builds for ${kernel.release}, whichever kernel dkms asks for.`
        : `calls Kbuild in the folder of ${kernel.release}, whichever kernel dkms asks for, and no variable changes that.`;
      yield { message: `${makefile.path} ${how} ${advice}`, span: make.span, fixes };
    }
  },
};
