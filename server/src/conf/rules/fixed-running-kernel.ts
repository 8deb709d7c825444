import type { Rule } from './rule.ts';
import { writtenMakes } from './written-make.ts';

export const fixedRunningKernel: Rule = {
  id: 'fixed-running-kernel',
  severity: 'warning',
  summary: 'MAKE builds for the running kernel, not for the one that dkms asks for.',
  messages: [],
  *check({ conf, reading, statements }) {
    for (const { span } of writtenMakes(reading, statements)) {
      const raw = conf.text.slice(span.start, span.end);
      for (const found of raw.matchAll(
        /\$\(\s*uname\s+-r\s*\)|`\s*uname\s+-r\s*`|\$\{?current_kernel\b\}?/g,
      )) {
        const start = span.start + found.index;
        const partSpan = { start, end: start + found[0].length };
        yield {
          message: `${found[0]} is the running kernel, but dkms builds for other kernels, too: a module built like this ends up in the folder of a kernel that can't load it. Write \${kernelver}.`,
          span: partSpan,
          fixes: [
            {
              title: `Change to \${kernelver}`,
              edits: [{ span: partSpan, newText: `\${kernelver}` }],
              preferred: true,
            },
          ],
        };
      }
    }
  },
};
