import { knownText } from '../reading/reading.ts';
import { writtenCommands } from '../syntax/command-words.ts';
import type { Fix } from './finding.ts';
import type { Rule } from './rule.ts';
import { writtenMakes } from './written-make.ts';

/** Architectures that the kernel's make knows by the name that `uname -m` prints (scripts/subarch.include, top Makefile: x86_64 stands for x86). */
const sameName = /^\^?(?:x86_64|i386|mips|parisc|sparc|sparc64|alpha|m68k|loongarch|xtensa|arc)\$?$/;

export const kernelArchName: Rule = {
  id: 'kernel-arch-name',
  severity: 'warning',
  summary: "ARCH is set to dkms's name for the architecture, but the kernel's name is often different.",
  messages: [],
  *check({ conf, reading, statements }) {
    // If the package is only for machines on which both names agree, the name is right.
    const machines = knownText(reading, 'BUILD_EXCLUSIVE_ARCH');
    if (machines && sameName.test(machines)) return;
    for (const { text, span } of writtenMakes(reading, statements)) {
      const isSet = writtenCommands(text).some((words) =>
        words.some((word) => /^ARCH=["']?(?:\$\{?arch\}?|\$\(uname -m\)|`uname -m`)["']?$/.test(word)),
      );
      const raw = conf.text.slice(span.start, span.end);
      const word = /(?<![\w.])ARCH=(?:\\?["'])?(?:\$\{?arch\}?|\$\(uname -m\)|`uname -m`)(?:\\?["'])?/.exec(
        raw,
      );
      if (!isSet || !word) continue;
      const start = span.start + word.index;
      const partSpan = { start, end: start + word[0].length };
      const blanks = /^[ \t]+/.exec(conf.text.slice(partSpan.end, span.end))?.[0].length ?? 0;
      const fixes: Fix[] = [
        {
          title: 'Delete ARCH',
          edits: [{ span: { start: partSpan.start, end: partSpan.end + blanks }, newText: '' }],
          preferred: true,
        },
      ];
      yield {
        message:
          'This sets ARCH to the name that "uname -m" prints, but the kernel has other names: aarch64 is arm64 there, armv7l is arm, ppc64le is powerpc. On these machines the build stops. Delete ARCH; the kernel finds out the architecture by itself.',
        ...{ span: partSpan, fixes },
      };
    }
  },
};
