import type { Conf } from '../conf/conf.ts';
import type { Reading } from '../conf/reading/reading.ts';
import { findPlaceholder, unmistakable } from '../conf/rules/placeholders.ts';
import type { Span } from '../conf/text.ts';
import { escapeRegex } from '../escape-regex.ts';
import { identityOf } from './module-identity.ts';
import { isPlainPath } from './stage/stage-layout.ts';

/** A conf with placeholders that packaging tools replace, such as dh_dkms's `#MODULE_VERSION#`, and what is built in their place. */
export interface FilledTemplate {
  /** The text keeps its length, so that positions are the same in both. */
  readonly conf: Conf;
  /** Each placeholder in a name or a version, with its substitute. */
  readonly names: ReadonlyMap<string, string>;
  /** One sentence that names each placeholder once, and what the build does in its place. */
  readonly note: string;
}

/**
 * Fills in what keeps a template from being built; `undefined` if nothing does. make can't work with most placeholders as names of
 * folders, and a third of the sources in the field have one in PACKAGE_VERSION: with a `#` in the path, kbuild's own programs fail ("fixdep:
 * read: Is a directory", Linux 6.1). In MAKE and CLEAN, a placeholder that is a word, or the value of a variable or an option, is left out, as it is
 * when the author runs make: the Makefile has a value of its own.
 */
export function fillTemplate(conf: Conf, reading: Reading): FilledTemplate | undefined {
  const names = placeholdersOfNames(reading);
  let text = conf.text;
  for (const [placeholder, filled] of names) text = text.replaceAll(placeholder, filled);
  const leftOut = new Set<string>();
  for (const span of commandSpans(reading)) {
    const command = text.slice(span.start, span.end);
    text = text.slice(0, span.start) + fillCommand(command, leftOut) + text.slice(span.end);
  }
  if (text === conf.text) return undefined;
  return { conf: conf.edited([], text), names, note: noteOf(names, [...leftOut]) };
}

/** The name or version as it is written in the file: that of a build, with its placeholders instead of what was filled in. */
export function withPlaceholders(template: FilledTemplate | undefined, built: string): string {
  let text = built;
  for (const [placeholder, filled] of template?.names ?? []) text = text.replaceAll(filled, placeholder);
  return text;
}

/** The other way round. */
export function withFilledNames(template: FilledTemplate | undefined, written: string): string {
  let text = written;
  for (const [placeholder, filled] of template?.names ?? []) text = text.replaceAll(placeholder, filled);
  return text;
}

/** The names that modules may have if their name contains a placeholder, filled in or not; `undefined` if it contains none. */
export function templatePattern(name: string, template: FilledTemplate | undefined): RegExp | undefined {
  const filled = [...(template?.names.values() ?? [])].map(escapeRegex);
  const parts = name.split(new RegExp([...filled, unmistakable.source].join('|')));
  return parts.length > 1 ? new RegExp(`^${parts.map(escapeRegex).join('.*')}$`) : undefined;
}

/** The placeholders in PACKAGE_NAME and PACKAGE_VERSION that can't be part of a path, with a plain text of the same length for each. */
function placeholdersOfNames(reading: Reading): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const { name = '', version = '' } = identityOf(reading) ?? {};
  for (const value of [version, name]) {
    let rest = value;
    while (!isPlainPath(rest)) {
      const placeholder = findPlaceholder(rest);
      if (placeholder === undefined || isPlainPath(placeholder)) break;
      names.set(placeholder, placeholder.replace(/[^\w.+~-]/g, '_'));
      rest = rest.replaceAll(placeholder, '');
    }
  }
  return names;
}

function commandSpans(reading: Reading): readonly Span[] {
  return (['MAKE', 'CLEAN'] as const).flatMap((name) =>
    (reading.directives.get(name) ?? []).flatMap(({ valueSpan }) => valueSpan ?? []),
  );
}

/** A command with blanks for each placeholder that can be left out, and a plain text for each other one; `found` receives both. */
function fillCommand(command: string, found: Set<string>): string {
  const blank = (whole: string) => {
    for (const [placeholder] of whole.matchAll(unmistakable)) found.add(placeholder);
    return ' '.repeat(whole.length);
  };
  const { source } = unmistakable;
  const word = new RegExp(
    `(?<=^["']?|\\s)(?:-[CfI][ \\t]*|\\w+=)?(["']?)(?:${source})\\1(?=\\s|["']?$)`,
    'g',
  );
  return command.replace(word, blank).replace(unmistakable, (placeholder) => {
    found.add(placeholder);
    return placeholder.replace(/\W/g, '_');
  });
}

function noteOf(names: ReadonlyMap<string, string>, leftOut: readonly string[]): string {
  const parts: string[] = [];
  if (names.size > 0)
    parts.push(`takes ${[...names].map(([text, filled]) => `${text} as ${filled}`).join(', ')}`);
  if (leftOut.length > 0) parts.push(`does without ${leftOut.join(' and ')} in the commands`);
  return `This dkms.conf is a template that packaging fills in. This build ${parts.join(' and ')}.`;
}
