import { knownText } from '../reading/reading.ts';
import type { Rule } from './rule.ts';
import { writtenMakes } from './written-make.ts';

/** A release as `uname -r` prints it: at least `6.1`. */
const release = String.raw`\d+\.\d+[\w.+~-]*`;

/** Folders of one kernel, and variables that name one to Makefiles. */
const fixed = new RegExp(
  String.raw`/lib/modules/(${release})(?=/)|/usr/src/(?:linux-headers-|linux-|kernels/)(${release})(?=[/\s"']|$)|(?<![\w-])(?:KVER|KVERSION|KERNELVER|KERNEL_VERSION|KERNVER|KREL|KERNEL_RELEASE|KERNELRELEASE)=(${release})`,
  'g',
);

export const fixedKernelRelease: Rule = {
  id: 'fixed-kernel-release',
  severity: 'warning',
  summary: 'MAKE names one kernel and builds for it, whichever one dkms asks for.',
  messages: [],
  *check({ conf, reading, statements }) {
    for (const { element, span } of writtenMakes(reading, statements)) {
      // A MAKE for certain kernels may rightly name one.
      const match = reading.directives.get('MAKE_MATCH')?.some(({ index }) => index === element.index);
      if (match && knownText(reading, 'MAKE_MATCH', element.index) !== '') continue;
      const raw = conf.text.slice(span.start, span.end);
      for (const found of raw.matchAll(fixed)) {
        const named = found[1] ?? found[2] ?? found[3] ?? '';
        const start = span.start + found.index + found[0].lastIndexOf(named);
        const partSpan = { start, end: start + named.length };
        yield {
          message: `MAKE builds for ${named}, but dkms asks for other kernels, too: a module built like this ends up in the folder of a kernel that can't load it. Write \${kernelver}.`,
          span: partSpan,
          fixes: raw.startsWith("'")
            ? []
            : [
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
