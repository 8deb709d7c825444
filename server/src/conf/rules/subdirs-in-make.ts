import type { Fix } from './finding.ts';
import type { Rule } from './rule.ts';

export const subdirsInMake: Rule = {
  id: 'subdirs-in-make',
  severity: 'warning',
  summary: 'MAKE passes the folder of the modules as SUBDIRS, which kernels since 5.4 ignore.',
  messages: [],
  *check({ conf, walks }) {
    for (const { make, walk } of walks.makes) {
      const call = walk.kbuild.find(({ by }) => by === 'SUBDIRS');
      if (!call) continue;
      const { start } = make.span;
      const raw = conf.text.slice(start, make.span.end);
      const word = /(?<!\w)SUBDIRS(?==)/.exec(raw);
      if (!call.from && word) {
        const span = { start: start + word.index, end: start + word.index + 'SUBDIRS'.length };
        const fixes: Fix[] = [{ title: 'Change to M', edits: [{ span, newText: 'M' }], preferred: true }];
        yield {
          message: `Kernels since 5.4 ignore SUBDIRS: their make then builds nothing of this module, or stops. Write M, which every kernel since 2.6 accepts.`,
          ...{ span, fixes },
        };
      } else if (call.from && walk.complete) {
        const { makefile, line } = call.from;
        yield {
          message: `${makefile.path} passes the folder of the modules as SUBDIRS in line ${line}, which kernels since 5.4 ignore: the build then creates no module, or stops. Write M= there, which every kernel since 2.6 accepts.`,
          ...{ span: make.span, fixes: [] },
        };
      }
    }
  },
};
