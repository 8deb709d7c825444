import type { Conf } from '../conf.ts';
import type { DkmsVersion } from '../directives/dkms-version.ts';
import {
  type FrameworkDirective,
  findFrameworkDirective,
  frameworkDirectives,
  isReadBy,
} from '../directives/framework-directives.ts';
import type { Completion } from './completion.ts';
import { findCursorContext } from './cursor-context.ts';
import type { Hover } from './hover.ts';
import { codeSpan } from './markdown.ts';
import { findWrittenAssignments } from './written-assignments.ts';

/** The completions at an offset of framework.conf, or of a file in its folder. */
export function completeFramework(conf: Conf, version: DkmsVersion, offset: number): readonly Completion[] {
  const context = findCursorContext(conf.text, offset);
  if (context.kind === 'name') {
    const written = new Set(findWrittenAssignments(conf).map(({ name }) => name));
    return frameworkDirectives
      .filter((each) => isReadBy(each, version))
      .map(
        (each, position): Completion => ({
          kind: 'directive',
          label: each.name,
          insertText: context.assigned ? each.name : `${each.name}=""`,
          ...(context.assigned ? {} : { snippet: `${each.name}="$1"$0` }),
          span: context.span,
          detail: each.defaultValue ?? 'empty by default',
          documentation: explain(each),
          sortText: `${written.has(each.name) ? 'b' : 'a'}${String(position).padStart(2, '0')}`,
        }),
      );
  }
  if (context.kind !== 'value') return [];
  return (findFrameworkDirective(context.name)?.values ?? []).map(
    (text, position): Completion => ({
      kind: 'value',
      label: text,
      // In double quotes, the file itself would expand a variable that dkms sets only later; single quotes protect it.
      insertText: context.quote ? text : text.includes('$') ? `'${text}'` : `"${text}"`,
      span: context.span,
      sortText: String(position).padStart(2, '0'),
    }),
  );
}

/** The hover for the name at an offset of framework.conf. */
export function hoverFramework(conf: Conf, version: DkmsVersion, offset: number): Hover | undefined {
  const found = findWrittenAssignments(conf).find(
    ({ nameSpan }) => nameSpan.start <= offset && offset <= nameSpan.end,
  );
  const directive = found && findFrameworkDirective(found.name);
  if (!directive) return undefined;
  const ignored = isReadBy(directive, version)
    ? []
    : [`dkms ${version.text}, for which this file is checked, does not read it.`];
  return {
    markdown: [`**${directive.name.replaceAll('_', '\\_')}**`, explain(directive), ...ignored].join('\n\n'),
    span: found.nameSpan,
  };
}

function explain({ documentation, defaultValue, since, until, instead }: FrameworkDirective): string {
  const sections = [documentation];
  if (defaultValue !== undefined) sections.push(`Default: ${codeSpan(defaultValue)}`);
  if (since !== undefined) sections.push(`Since dkms ${since}.`);
  if (until !== undefined) sections.push(`Ignored since dkms ${until}. ${instead ?? ''}`.trim());
  return sections.join('\n\n');
}
