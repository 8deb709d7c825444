import type { KbuildCall } from '../make/walk-results.ts';
import { evaluateConf } from '../reading/evaluate-conf.ts';
import type { Fix } from './finding.ts';
import type { Rule, RuleContext } from './rule.ts';
import { findKbuild, type SourceFacts } from './source-facts.ts';

/** What kbuild reads instead from the command line; for the linker, nothing. */
const successors: Readonly<Record<string, string | undefined>> = {
  EXTRA_CFLAGS: 'KCFLAGS',
  EXTRA_AFLAGS: 'KAFLAGS',
  EXTRA_LDFLAGS: undefined,
};

/** Releases of kernels that ignore the variables. */
const ignoring = ['6.15.0', '6.18.0', '7.0.0'];

/** Since Linux 6.15 (commit e966ad0edd00); before, kbuild took these from the command line, though never from the environment. */
export const ignoredFlagsInMake: Rule = {
  id: 'ignored-flags-in-make',
  severity: 'warning',
  summary: 'MAKE passes flags for the compiler in EXTRA_CFLAGS, which kernels since 6.15 ignore.',
  messages: [],
  *check({ conf, reading, walks, sourceFacts }) {
    if (!sourceFacts || walks.makes.length === 0 || !buildsWhereIgnored({ conf, reading })) return;
    for (const { make, walk } of walks.makes) {
      for (const [name, successor] of Object.entries(successors)) {
        const call = walk.kbuild.find((one) => one.given.has(name) && !mayRead(sourceFacts, one, name));
        if (!call) continue;
        const { start } = make.span;
        const raw = conf.text.slice(start, make.span.end);
        const word = new RegExp(`(?<!\\w)${name}(?==)`).exec(raw);
        const instead =
          successor === undefined
            ? 'Write ldflags-y in the Makefile of the module'
            : `Write ${successor}, which every kernel reads, or set ${name === 'EXTRA_CFLAGS' ? 'ccflags-y' : 'asflags-y'} in the Makefile of the module`;
        if (word) {
          const span = { start: start + word.index, end: start + word.index + name.length };
          // kbuild expands KCFLAGS where $(src) and the like are not set yet.
          const isPlain = !raw.includes('$(') && !raw.includes('$$') && !/\bK[CA]FLAGS/.test(raw);
          const fixes: Fix[] =
            successor !== undefined && isPlain
              ? [{ title: `Change to ${successor}`, edits: [{ span, newText: successor }], preferred: false }]
              : [];
          yield {
            message: `Kernels since 6.15 ignore ${name}, so the module is built without these flags there. ${instead}.`,
            ...{ span, fixes },
          };
        } else if (call.from && walk.complete) {
          const { makefile, line } = call.from;
          yield {
            message: `${makefile.path} passes flags to the kernel's make in ${name} in line ${line}, which kernels since 6.15 ignore, so the module is built without them there. ${instead}.`,
            ...{ span: make.span, fixes: [] },
          };
        }
      }
    }
  },
};

/** Whether the file builds for such kernels, as far as is known, and MAKE has the variable there. */
function buildsWhereIgnored({ conf, reading }: Pick<RuleContext, 'conf' | 'reading'>): boolean {
  const { arch = 'x86_64' } = reading.facts.kernel ?? {};
  return ignoring.some((release) => {
    const kernel = { release, arch, sourceDir: `/lib/modules/${release}/build` };
    const { excluded } = evaluateConf(conf, { ...reading.facts, kernel });
    return excluded === null || excluded === 'unknown';
  });
}

/** Whether the Makefiles of the module may take the variable themselves, as `ccflags-y += $(EXTRA_CFLAGS)` does. */
function mayRead(facts: SourceFacts, { folder }: KbuildCall, name: string): boolean {
  const kbuild = folder === undefined ? undefined : findKbuild(facts, folder);
  if (!kbuild) return true;
  return facts.makefiles.some(
    ({ uses, includes }) => uses.has(name) || uses.has('eval') || includes.length > 0,
  );
}
