import { writtenCommands } from '../syntax/command-words.ts';
import type { Fix } from './finding.ts';
import type { Rule } from './rule.ts';
import { findMakefile, type MakefileCondition } from './source-facts.ts';
import { writtenMakes } from './written-make.ts';

export const makefileTakesDkmsForKbuild: Rule = {
  id: 'makefile-takes-dkms-for-kbuild',
  severity: 'warning',
  summary: 'The Makefile treats KERNELRELEASE as a sign of Kbuild, but dkms sets it, too.',
  messages: [],
  *check({ conf, reading, statements, sourceFacts }) {
    if (!sourceFacts || reading.directives.has('PRE_BUILD') || reading.directives.has('PATCH')) return;
    for (const { text, span } of writtenMakes(reading, statements)) {
      const [command, ...others] = writtenCommands(text);
      // dkms adds KERNELRELEASE only to a leading bare make, and a KERNELRELEASE in MAKE comes later and takes precedence.
      if (!text.startsWith('make') || others.length > 0 || command?.[0] !== 'make') continue;
      if (command.some((word) => /^(?:KERNELRELEASE=|-f|--file|--makefile|--directory|-C)/.test(word)))
        continue;
      const makefile = findMakefile(sourceFacts, '');
      if (!makefile || makefile.includes.length > 0 || makefile.uses.has('eval')) continue;
      const targets = makefile.targets.filter(({ names }) => !names.startsWith('.'));
      if (targets.length === 0 || !targets.every(({ conditions }) => conditions.some(isWithoutRelease)))
        continue;
      const raw = conf.text.slice(span.start, span.end);
      const start = span.start + 1;
      const fixes: Fix[] = raw.startsWith('"make')
        ? [
            {
              title: 'Put make in single quotes',
              edits: [{ span: { start, end: start + 4 }, newText: "'make'" }],
              preferred: false,
            },
          ]
        : [];
      yield {
        message: `${makefile.path} has targets only if KERNELRELEASE is not set, but dkms sets it after a leading make: make finds nothing to do and fails. Write 'make' in single quotes, to which dkms adds nothing, or let MAKE call Kbuild directly with -C \${kernel_source_dir}.`,
        span,
        fixes,
      };
    }
  },
};

/** Whether a condition holds only while KERNELRELEASE is empty. */
export function isWithoutRelease({ text, negated }: MakefileCondition): boolean {
  const isSet = /^(?:ifneq\s*\(\s*\$[({]KERNELRELEASE[)}]\s*,\s*\)|ifdef\s+KERNELRELEASE)$/.test(text);
  const isEmpty = /^(?:ifeq\s*\(\s*\$[({]KERNELRELEASE[)}]\s*,\s*\)|ifndef\s+KERNELRELEASE)$/.test(text);
  return negated ? isSet : isEmpty;
}
