import { writtenCommands } from '../syntax/command-words.ts';
import type { Rule } from './rule.ts';
import { writtenMakes } from './written-make.ts';

export const doubleJobs: Rule = {
  id: 'double-jobs',
  severity: 'information',
  summary: 'MAKE passes -j to make, but dkms already does.',
  messages: [],
  *check({ conf, reading, statements }) {
    for (const { text, span } of writtenMakes(reading, statements)) {
      const [first] = writtenCommands(text);
      if (first?.[0] !== 'make') continue;
      const option = first.find((word) => /^(?:-j|--jobs=)/.test(word));
      if (option === undefined) continue;
      const raw = conf.text.slice(span.start, span.end);
      const at = raw.indexOf(option);
      if (at < 0) continue;
      const next = first[first.indexOf(option) + 1];
      // `-j 4` and `-j` without a number are left to the author: what follows may be the number or a target.
      const whole = option !== '-j' || next === undefined;
      const start = span.start + at;
      yield {
        message: `dkms already adds -j with the number of jobs after this make, and ${option} overrides what the administrator has set${option === '-j' && next?.match(/^\d/) === null ? ', without any limit' : ''}. Delete it.`,
        span: { start, end: start + option.length },
        fixes: whole
          ? [
              {
                title: `Delete ${option}`,
                edits: [
                  {
                    span: { start: raw[at - 1] === ' ' ? start - 1 : start, end: start + option.length },
                    newText: '',
                  },
                ],
                // A fixed number may be there because more jobs break the build.
                preferred: /nproc|getconf/.test(option),
              },
            ]
          : [],
      };
    }
  },
};
