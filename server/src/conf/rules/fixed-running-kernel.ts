import { writtenMakes } from './build-command.ts';
import type { Rule } from './rule.ts';

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
        const place = { start, end: start + found[0].length };
        yield {
          message: `${found[0]} is the kernel that runs now, and dkms builds for others, too: a module built like this lands in the folder of a kernel that cannot load it. Write \${kernelver}.`,
          span: place,
          fixes: [
            {
              title: `Write \${kernelver}`,
              edits: [{ span: place, newText: `\${kernelver}` }],
              preferred: true,
            },
          ],
        };
      }
    }
  },
};
