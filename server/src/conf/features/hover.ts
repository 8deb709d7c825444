import type { Conf } from '../conf.ts';
import { findPlacesOfAssignments } from '../directives/assignments.ts';
import type { Directive } from '../directives/directive.ts';
import { findDirective, isDeprecatedIn, isKnownTo } from '../directives/directives.ts';
import { isSince, oldestDkmsVersion } from '../directives/dkms-version.ts';
import { findProvidedVariable, type ProvidedVariable } from '../directives/provided-variables.ts';
import type { Value } from '../evaluation/value.ts';
import type { Reading } from '../reading/reading.ts';
import type { Span } from '../text.ts';
import { findCursorContext } from './cursor-context.ts';
import { codeSpan, escapeMarkdown } from './markdown.ts';
import { findProvidedValue } from './provided-values.ts';

export interface Hover {
  /** Text from the file is escaped in it. */
  readonly markdown: string;
  readonly span: Span;
}

/** The hover for the name at an offset; `undefined` unless dkms or the file gives it a meaning. */
export function hoverAt(conf: Conf, reading: Reading, offset: number): Hover | undefined {
  const context = findCursorContext(conf.text, offset);
  if (context.kind === 'variable') {
    if (context.span.start === context.span.end) return undefined;
    const markdown = explainVariable(conf, reading, conf.text.slice(context.span.start, context.span.end));
    return markdown === undefined ? undefined : { markdown, span: context.span };
  }
  if (context.kind !== 'name') return undefined;
  const found = /^(\w+)(?:\[([^\]\n]*)\])?(?=\+?=)/.exec(conf.text.slice(context.span.start));
  if (!found?.[1]) return undefined;
  const span = { start: context.span.start, end: context.span.start + found[0].length };
  if (offset > span.end) return undefined;
  const directive = findDirective(found[1]);
  const subscript = found[2]?.trim();
  if (directive) return { markdown: explainDirective(reading, directive, indexOf(subscript)), span };
  const markdown = explainVariable(conf, reading, found[1]);
  return markdown === undefined ? undefined : { markdown, span };
}

/** The element that a subscript names; `undefined` for one that has to be computed. */
function indexOf(subscript: string | undefined): number | undefined {
  if (subscript === undefined) return 0;
  return /^\d{1,6}$/.test(subscript) ? Number(subscript) : undefined;
}

function explainDirective(reading: Reading, directive: Directive, index: number | undefined): string {
  const { dkmsVersion } = reading.facts;
  const element = reading.directives.get(directive.name)?.find((each) => each.index === index);
  const title = `**${directive.name}**${index !== undefined && directive.kind !== 'scalar' ? `\\[${index}\\]` : ''}`;
  const sections = [element ? `${title}: ${describe(element.value)}` : title, directive.documentation];
  if (directive.defaultValue) sections.push(`Default: ${codeOrWords(directive.defaultValue)}`);
  if (!isKnownTo(directive, dkmsVersion)) {
    const history = directive.until
      ? `was read by dkms ${directive.since} up to (not including) ${directive.until}`
      : `exists since dkms ${directive.since}`;
    sections.push(`It ${history}; dkms ${dkmsVersion.text}, for which this file is checked, ignores it.`);
  } else if (isSince(dkmsVersion, oldestDkmsVersion.text) && isSinceAfterOldest(directive)) {
    sections.push(`Since dkms ${directive.since}.`);
  }
  if (directive.instead && (isDeprecatedIn(directive, dkmsVersion) || directive.deprecatedSince)) {
    const since = directive.deprecatedSince ? ` since dkms ${directive.deprecatedSince}` : '';
    sections.push(`**Deprecated${since}.** ${directive.instead}`);
  }
  return sections.join('\n\n');
}

/** Whether some version that is described here does not know the directive yet. */
function isSinceAfterOldest(directive: Directive): boolean {
  return !isKnownTo(directive, oldestDkmsVersion);
}

function explainVariable(conf: Conf, reading: Reading, name: string): string | undefined {
  const provided = findProvidedVariable(name);
  const assignments = findPlacesOfAssignments(conf, name);
  // If the file overwrites a variable of dkms, the assignments of the file are shown instead.
  if (provided && assignments.length === 0) return explainProvided(reading, provided);
  const directive = findDirective(name);
  if (directive) {
    const value = reading.directives.get(directive.name)?.find(({ index }) => index === 0)?.value;
    const sections = [`**${name}**${value ? `: ${describe(value)}` : ''}`, directive.summary];
    return sections.join('\n\n');
  }
  if (assignments.length === 0) return undefined;
  const lines = assignments.slice(0, 5).map(({ start, end }) => {
    const line = conf.lines.positionAt(start).line + 1;
    return `- line ${line}: ${codeSpan(conf.text.slice(start, end))}`;
  });
  return [
    `**${escapeMarkdown(name)}**, a variable of this file; dkms does not read it.`,
    lines.join('\n'),
  ].join('\n\n');
}

function explainProvided(reading: Reading, variable: ProvidedVariable): string {
  const value = findProvidedValue(variable.name, reading.facts);
  const title = `**${escapeMarkdown(variable.name)}**`;
  const sections = [value === undefined ? title : `${title}: ${codeSpan(value)}`, variable.documentation];
  sections.push(
    variable.documented
      ? 'Set by dkms and documented in its manual.'
      : 'Set by dkms, but not documented in its manual.',
  );
  return sections.join('\n\n');
}

function describe(value: Value): string {
  switch (value.kind) {
    case 'known':
      return codeSpan(value.text);
    case 'one-of':
      return `one of ${value.texts.slice(0, 8).map(codeSpan).join(', ')}${value.texts.length > 8 ? ' …' : ''}`;
    case 'unknown':
      return `unknown here, because ${escapeMarkdown(value.reason)}`;
    default:
      return value satisfies never;
  }
}

/** Defaults that are commands or words of a file are shown as code, sentences as they are. */
function codeOrWords(text: string): string {
  return /^(?:make -C .*|yes|no)$/.test(text) ? codeSpan(text) : text;
}
