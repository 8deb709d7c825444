import type { Rule } from './rule.ts';
import { writtenMakes } from './written-make.ts';

export const fixedCompiler: Rule = {
  id: 'fixed-compiler',
  severity: 'information',
  summary: 'MAKE names a compiler, whatever the kernel was built with.',
  messages: [],
  *check({ conf, reading, statements }) {
    for (const { span } of writtenMakes(reading, statements)) {
      const raw = conf.text.slice(span.start, span.end);
      for (const found of raw.matchAll(/(?<![\w-])(CC|LD|LLVM)=([\w./+-]+)(?=[\s"';&|]|$)/g)) {
        const [whole, name, value] = found;
        // Kbuild treats LLVM=0 like LLVM=1; an empty LLVM counts as not set.
        const start = span.start + found.index;
        const end = start + whole.length;
        const blank = /^[ \t]/.test(raw.slice(found.index - 1)) ? 1 : 0;
        yield {
          message: `${whole} builds with ${name === 'LLVM' ? 'clang' : value} for every kernel. A module needs the compiler that its kernel was built with, and a distribution changes that over time; dkms itself passes clang on if the kernel was built with it. Delete ${name}, unless the module really needs it.`,
          span: { start, end },
          fixes: [
            {
              title: `Delete ${whole}`,
              edits: [{ span: { start: start - blank, end }, newText: '' }],
              preferred: false,
            },
          ],
        };
      }
    }
  },
};
