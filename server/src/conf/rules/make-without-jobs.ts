import { writtenCommands } from '../syntax/command-words.ts';
import type { Rule } from './rule.ts';
import { withoutPrefix, writtenMakes } from './written-make.ts';

export const makeWithoutJobs: Rule = {
  id: 'make-without-jobs',
  severity: 'hint',
  summary: 'MAKE does not begin with a bare make, so the build runs one job at a time.',
  messages: [],
  *check({ conf, reading, statements }) {
    for (const { text, span } of writtenMakes(reading, statements)) {
      if (text.startsWith('make') || /(?:^|\s)(?:-\w*j|--jobs)|MAKEFLAGS|-j\$/.test(text)) continue;
      const makes = writtenCommands(text)
        .map(withoutPrefix)
        .filter(([program]) => isMake(program));
      const [make] = makes;
      // The value of a variable may be the number of jobs.
      if (makes.length !== 1 || !make || /\$\{?\w*(?:jobs|procs|cpus|parallel|-j)/i.test(text)) continue;
      const program = make[0] ?? '';
      const raw = conf.text.slice(span.start, span.end);
      const at = raw.indexOf(program);
      const end = span.start + at + program.length;
      yield {
        message: `dkms adds -j only to a command that begins with a bare make, so this one runs one job at a time. Write ${program} -j$(nproc) if the build should use all processors.`,
        span: at < 0 ? span : { start: end - program.length, end },
        fixes:
          at >= 0 && raw.startsWith('"') && raw.lastIndexOf(program) === at
            ? [
                {
                  title: 'Add -j$(nproc)',
                  edits: [{ span: { start: end, end }, newText: ' -j$(nproc)' }],
                  preferred: false,
                },
              ]
            : [],
      };
    }
  },
};

function isMake(program: string | undefined): boolean {
  return program !== undefined && /^(?:'make'|"make"|make|\/usr\/bin\/make|gmake)$/.test(program);
}
