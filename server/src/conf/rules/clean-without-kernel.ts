import { isSince } from '../directives/dkms-version.ts';
import { marks } from '../make/walked-text.ts';
import { kernelValue } from './makefile-kernel-fixes.ts';
import type { Rule } from './rule.ts';

export const cleanWithoutKernel: Rule = {
  id: 'clean-without-kernel',
  severity: 'information',
  summary: 'CLEAN cleans for no kernel, or for the running one: dkms adds the kernel to MAKE only.',
  messages: [],
  *check({ reading, walks }) {
    // Later versions never run it.
    if (isSince(reading.facts.dkmsVersion, '3.1.8')) return;
    for (const { text, span, walk } of walks.cleans) {
      if (!walk.complete || !/^(?:'make'|make)(?![\w.-])/.test(text)) continue;
      const running = walk.kbuild.find(
        ({ kernel, from }) => from && walk.origins.of(kernel)[0]?.kernel === 'running',
      );
      const origin = running && walk.origins.of(running.kernel)[0];
      const value = origin?.variable && kernelValue(origin.variable.value);
      if (origin?.variable && value !== undefined) {
        const { makefile, variable } = origin;
        yield {
          message: `${makefile.path} sets ${variable.name} from "uname -r" in line ${variable.line}, so CLEAN uses the headers of the running kernel, and fails if they are not installed. Write CLEAN="${text} ${variable.name}=${value}".`,
          ...{ span, fixes: [] },
        };
        continue;
      }
      const lost = walk.kbuild.find(
        ({ kernel, from }) =>
          from && !kernel.includes(marks.unknown) && /\/lib\/modules\/\/|^\/lib\/modules\/?$/.test(kernel),
      );
      if (!lost?.from) continue;
      const { makefile, line } = lost.from;
      const reads = ['KERNELRELEASE', 'KVER', 'KERNELVER'].find((name) => makefile.uses.has(name));
      if (reads === undefined) continue;
      yield {
        message: `${makefile.path} takes the kernel from ${reads} in line ${line}, which ${reads === 'KERNELRELEASE' ? 'dkms before 3.1.8 adds to MAKE but not to CLEAN' : 'CLEAN does not set'}: nothing is cleaned, and objects of a build for another kernel may remain. Write CLEAN="${text} ${reads}=\${kernelver}".`,
        ...{ span, fixes: [] },
      };
    }
  },
};
