import type { Rule } from './rule.ts';
import { writtenMakes } from './written-make.ts';

export const makePrefixRewritten: Rule = {
  id: 'make-prefix-rewritten',
  severity: 'error',
  summary: 'A command begins with the letters make, and dkms rewrites it into another command.',
  messages: [],
  *check({ conf, reading, statements }) {
    for (const { text, span } of writtenMakes(reading, statements)) {
      const program = /^make[\w.+/-][^\s;&|"'$`]*/.exec(text)?.[0];
      if (!program) continue;
      const raw = conf.text.slice(span.start, span.end);
      const start = span.start + (raw.startsWith('"') ? 1 : 0);
      const partSpan = { start, end: start + program.length };
      yield {
        message: `dkms replaces the letters make at the beginning, whatever follows them: it would run "make -j… KERNELRELEASE=…${program.slice(4)}" instead of ${program}. Put it in single quotes: '${program}'.`,
        span: partSpan,
        fixes:
          raw.startsWith('"') && raw.slice(1).startsWith(program)
            ? [
                {
                  title: `Put ${program} in single quotes`,
                  edits: [{ span: partSpan, newText: `'${program}'` }],
                  preferred: true,
                },
              ]
            : [],
      };
    }
  },
};
