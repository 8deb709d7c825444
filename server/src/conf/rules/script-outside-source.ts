import type { DirectiveName } from '../directives/directive.ts';
import { firstWords } from './known-elements.ts';
import type { Rule } from './rule.ts';

export const scriptDirectives = [
  'PRE_BUILD',
  'POST_BUILD',
  'PRE_INSTALL',
  'POST_INSTALL',
  'POST_ADD',
  'POST_REMOVE',
] as const satisfies readonly DirectiveName[];

/** Commands that people write instead of a script; no source has a file of such a name. */
export const programs =
  /^(?:sh|bash|dash|python3?|perl|sudo|cp|mv|rm|ln|sed|cd|echo|mkdir|touch|chmod|depmod|modprobe|insmod|rmmod|systemctl|udevadm|update-initramfs|dracut)$/;

export const scriptOutsideSource: Rule = {
  id: 'script-outside-source',
  severity: 'warning',
  summary: 'PRE_… or POST_… names a program or a path, but dkms looks for a file of the source.',
  messages: [],
  *check({ reading }) {
    for (const { name, element, word: program, span } of firstWords(reading, ...scriptDirectives)) {
      if (element.index !== 0) continue;
      const folder = /BUILD$/.test(name) ? 'the build folder' : 'the source folder';
      const why = program.startsWith('/')
        ? `puts ${folder} before ${program}`
        : /^["']/.test(program)
          ? `treats the quotes as part of the name`
          : programs.test(program)
            ? `looks for a file ${program} in ${folder}`
            : undefined;
      if (why === undefined) continue;
      yield {
        message: `${name} is not a shell command: dkms ${why}, does not find it, and continues without it. Name a script of the source, followed by its arguments, and put the commands into the script.`,
        span,
        fixes: [],
      };
    }
  },
};
