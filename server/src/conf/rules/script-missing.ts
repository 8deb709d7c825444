import type { DirectiveElement, Reading } from '../reading/reading.ts';
import type { Span } from '../text.ts';
import { firstWords } from './known-elements.ts';
import type { Rule } from './rule.ts';
import { programs, scriptDirectives } from './script-outside-source.ts';
import { findEntry, isInProject, isPutElsewhere, mayBeGenerated, type SourceFacts } from './source-facts.ts';

export const scriptMissing: Rule = {
  id: 'script-missing',
  severity: 'warning',
  summary: 'The script that PRE_… or POST_… names does not exist.',
  messages: [],
  *check({ reading, sourceFacts }) {
    if (!sourceFacts) return;
    const { project } = sourceFacts;
    if (!project && isPutElsewhere(sourceFacts)) return;
    for (const { name, script, span } of namedScripts(reading)) {
      const isMissing = project
        ? !isInProject(project, script.replace(/^.*\//, ''))
        : findEntry(sourceFacts, script) === 'absent' && !mayBeGenerated(sourceFacts, script);
      if (!isMissing) continue;
      // The build may create a POST_BUILD script, and patches may add files.
      if (name === 'POST_BUILD' || reading.directives.has('PATCH')) continue;
      // A Makefile that names the script may create it, or put it beside the conf when the source is installed.
      if (namesFile(sourceFacts, script)) continue;
      yield {
        message: `${script} ${project ? 'does not exist anywhere in the project' : 'does not exist'}: dkms only warns that the script is not executable, and continues without it. Add the script, or correct the name.`,
        span,
        fixes: [],
      };
    }
  },
};

/** The scripts of a conf that are files of its source: the first word of each value, up to the first blank. */
export function* namedScripts(
  reading: Reading,
): Iterable<{ name: string; script: string; span: Span; element: DirectiveElement }> {
  for (const { name, element, word: script, span } of firstWords(reading, ...scriptDirectives)) {
    if (element.index === 0 && /^[\w.@+-][\w./@+-]*$/.test(script) && !programs.test(script))
      yield { name, script: script.replace(/^\.\//, ''), span, element };
  }
}

function namesFile({ makefiles }: SourceFacts, script: string): boolean {
  const name = script.replace(/^.*\//, '');
  return makefiles.some(
    ({ recipes, targets }) =>
      recipes.some((line) => line.includes(name)) || targets.some(({ names }) => names.includes(name)),
  );
}

/** Whether a named script is a file that is not executable. */
export function lacksRunBit(facts: SourceFacts, script: string): boolean {
  const entry = findEntry(facts, script);
  return typeof entry === 'object' && entry.kind === 'file' && !entry.executable;
}
