import { writtenCommands } from '../syntax/command-words.ts';
import type { Rule } from './rule.ts';
import { withoutPrefix, writtenMakes } from './written-make.ts';

export const severalMakes: Rule = {
  id: 'several-makes',
  severity: 'information',
  summary: 'MAKE runs make several times, but dkms completes only the first call, or only the last.',
  messages: [],
  *check({ conf, reading, statements }) {
    for (const { text, span } of writtenMakes(reading, statements)) {
      if (!/^make\s/.test(text)) continue;
      const makes = writtenCommands(text).filter((command) => withoutPrefix(command)[0] === 'make');
      if (makes.length < 2) continue;
      const raw = conf.text.slice(span.start, span.end);
      const at = raw.search(/(?<=(?:&&|\|\||;|\n)\s*)make\b/);
      yield {
        message: `Only the first make gets -j and KERNELRELEASE from dkms; for a kernel built with clang, only the last gets LLVM=1. Build everything with one target of the Makefile, or give each make what it needs.`,
        span: at < 0 ? span : { start: span.start + at, end: span.start + at + 4 },
        fixes: [],
      };
    }
  },
};
