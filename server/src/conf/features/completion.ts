import type { Conf } from '../conf.ts';
import { findAllAssignments, nameOfAssignment } from '../directives/assignments.ts';
import type { Directive } from '../directives/directive.ts';
import { recordDirectives } from '../directives/directive-groups.ts';
import { directives, findDirective, isArrayIn, isDeprecatedIn, isKnownTo } from '../directives/directives.ts';
import { providedVariables } from '../directives/provided-variables.ts';
import type { Reading } from '../reading/reading.ts';
import type { Span } from '../text.ts';
import { type CompletionCandidates, noCandidates } from './completion-candidates.ts';
import { type CursorContext, findCursorContext } from './cursor-context.ts';
import { codeSpan } from './markdown.ts';
import { findProvidedValue } from './provided-values.ts';
import { suggestValues } from './value-suggestions.ts';

/** One entry of a completion list. */
export interface Completion {
  readonly kind: 'directive' | 'variable' | 'value' | 'snippet';
  readonly label: string;
  /** The text that replaces `span`, for editors without snippets. */
  readonly insertText: string;
  /** The same with tab stops, in the syntax of LSP snippets; absent if there is nothing to fill in. */
  readonly snippet?: string;
  /** The text that is replaced; it lies on the cursor's line and touches or contains the cursor. */
  readonly span: Span;
  /** A few words after the label. */
  readonly detail?: string;
  /** Markdown; text from the file is escaped in it. */
  readonly documentation?: string;
  /** Lists are sorted by it, then by label. */
  readonly sortText: string;
  readonly deprecated?: boolean;
}

/**
 * The completions at an offset; none in comments, and where the text has no meaning to dkms. `candidates` come from the files beside the
 * conf and from the kernels.
 */
export function completeAt(
  conf: Conf,
  reading: Reading,
  offset: number,
  candidates: CompletionCandidates = noCandidates,
): readonly Completion[] {
  const context = findCursorContext(conf.text, offset);
  switch (context.kind) {
    case 'other':
      return [];
    case 'name':
      return completeName(conf, reading, context);
    case 'variable':
      return completeVariable(conf, reading, context);
    case 'value':
      return completeValue(reading, context, candidates);
    default:
      return context satisfies never;
  }
}

function completeName(
  conf: Conf,
  reading: Reading,
  { span, assigned }: Extract<CursorContext, { kind: 'name' }>,
): Completion[] {
  const { dkmsVersion } = reading.facts;
  const known = directives.filter((each) => isKnownTo(each, dkmsVersion));
  const completions = known.map((directive, position): Completion => {
    const deprecated = isDeprecatedIn(directive, dkmsVersion);
    const present = reading.directives.has(directive.name);
    const isArray = isArrayIn(directive, dkmsVersion);
    const group = deprecated ? 'd' : present && !isArray ? 'c' : directive.required && !present ? 'a' : 'b';
    const target = assigned ? directive.name : directive.name + subscriptOf(directive, reading, isArray);
    return {
      kind: 'directive',
      label: target,
      insertText: assigned ? target : `${target}=""`,
      ...(assigned ? {} : { snippet: `${target}="${placeholderOf(directive, reading)}"$0` }),
      span,
      detail: deprecated ? 'deprecated' : directive.required ? 'required' : detailOf(directive),
      documentation: directive.documentation,
      sortText: `${group}${String(position).padStart(2, '0')}`,
      ...(deprecated ? { deprecated } : {}),
    };
  });
  if (isBlank(conf)) return [wholeFile(span), ...completions];
  return assigned ? completions : [oneModule(reading, span), ...completions];
}

/** The lines of one more module, at the next index that none of its directives uses. */
function oneModule(reading: Reading, span: Span): Completion {
  const used = recordDirectives.flatMap((name) =>
    (reading.directives.get(name) ?? []).map(({ index }) => index),
  );
  const index = used.reduce((largest, each) => Math.max(largest, each), -1) + 1;
  const lines = (built: string, folder: string) =>
    [`BUILT_MODULE_NAME[${index}]="${built}"`, `DEST_MODULE_LOCATION[${index}]="${folder}"`].join('\n');
  const text = lines('my-module', '/updates/dkms');
  return {
    kind: 'snippet',
    label: `module ${index}`,
    insertText: text,
    snippet: `${lines(tabStop(1, 'my-module'), tabStop(2, '/updates/dkms'))}$0`,
    span,
    detail: index === 0 ? 'the first module of the package' : 'another module of the package',
    documentation: `What dkms needs to know about one module:\n\n\`\`\`sh\n${text}\n\`\`\``,
    sortText: 'b',
  };
}

/** `[i]` with the next free slot; empty for scalars, and for a restriction of the whole package. */
function subscriptOf(directive: Directive, reading: Reading, isArray: boolean): string {
  const elements = reading.directives.get(directive.name) ?? [];
  if (!isArray || (typeof directive.kind === 'object' && elements.length === 0)) return '';
  const used = new Set(elements.map(({ index }) => index));
  let free = 0;
  while (used.has(free)) free++;
  return `[${free}]`;
}

function placeholderOf(directive: Directive, reading: Reading): string {
  switch (directive.valueType) {
    case 'yes-no':
      return `\${1|${directive.name === 'STRIP' ? 'no,yes' : 'yes,no'}|}`;
    case 'install-folder':
      return tabStop(1, '/updates/dkms');
    case 'patch-file':
      return tabStop(1, 'name.patch');
    case 'module-name': {
      const name = reading.directives.get('PACKAGE_NAME')?.[0]?.value;
      const plain = name?.kind === 'known' && /^[\w.+-]+$/.test(name.text) ? name.text : undefined;
      return plain ? tabStop(1, plain) : '$1';
    }
    case 'text':
    case 'version':
    case 'relative-folder':
    case 'shell-command':
    case 'regular-expression':
    case 'script':
    case 'config-symbols':
    case 'package-name':
      return '$1';
    default:
      return directive.valueType satisfies never;
  }
}

function tabStop(number: number, text: string): string {
  return `\${${number}:${text}}`;
}

function detailOf(directive: Directive): string {
  return directive.valueType.replaceAll('-', ' ');
}

/** Whether the file contains only blanks and comments, like one that somebody has just created. */
function isBlank(conf: Conf): boolean {
  if (conf.text.length > 5_000) return false;
  return conf.text.split(/\r?\n/).every((line) => /^\s*(?:#.*|\w*)$/.test(line));
}

function wholeFile(span: Span): Completion {
  const lines = (name: string, version: string, built: string, folder: string) => [
    `PACKAGE_NAME="${name}"`,
    `PACKAGE_VERSION="${version}"`,
    `BUILT_MODULE_NAME[0]="${built}"`,
    `DEST_MODULE_LOCATION[0]="${folder}"`,
    'AUTOINSTALL="yes"',
    '',
  ];
  const text = lines('my-module', '1.0', 'my-module', '/updates/dkms').join('\n');
  return {
    kind: 'snippet',
    label: 'dkms.conf',
    insertText: text,
    snippet: lines(tabStop(1, 'my-module'), tabStop(2, '1.0'), tabStop(3, '$1'), '/updates/dkms').join('\n'),
    span,
    detail: 'a complete file for one module',
    documentation: `All that a driver with one module needs:\n\n\`\`\`sh\n${text}\`\`\``,
    sortText: '0',
  };
}

function completeVariable(
  conf: Conf,
  reading: Reading,
  { span, braced }: Extract<CursorContext, { kind: 'variable' }>,
): Completion[] {
  const close = braced && /^$|[\s"'/]/.test(conf.text.charAt(span.end)) ? '}' : '';
  const completions = providedVariables.map((variable, position): Completion => {
    const value = findProvidedValue(variable.name, reading.facts);
    return {
      kind: 'variable',
      label: variable.name,
      insertText: variable.name + close,
      span,
      detail: value ?? 'set by dkms',
      documentation: variable.documentation,
      sortText: `${variable.documented ? 'a' : 'b'}${String(position).padStart(2, '0')}`,
    };
  });
  const provided = new Set(providedVariables.map(({ name }) => name));
  const names = new Set(findAllAssignments(conf).map((each) => nameOfAssignment(conf, each)));
  for (const name of names) {
    if (provided.has(name) || name === '') continue;
    const directive = findDirective(name);
    const value =
      directive && reading.directives.get(directive.name)?.find(({ index }) => index === 0)?.value;
    const documentation = value?.kind === 'known' ? `Set in this file: ${codeSpan(value.text)}` : undefined;
    completions.push({
      kind: 'variable',
      label: name,
      insertText: name + close,
      span,
      detail: 'set in this file',
      ...(documentation ? { documentation } : {}),
      sortText: `a${name}`,
    });
  }
  return completions;
}

function completeValue(
  reading: Reading,
  { name, span, quote }: Extract<CursorContext, { kind: 'value' }>,
  candidates: CompletionCandidates,
): Completion[] {
  const directive = findDirective(name);
  if (!directive) return [];
  return suggestValues(directive, reading, candidates).map(({ text, summary }, position): Completion => {
    // dkms expands a value twice. Single quotes would prevent the first expansion, and the second would do it anyway.
    return {
      kind: 'value',
      label: text,
      insertText: quote ? text : `"${text}"`,
      span,
      ...(summary ? { detail: summary } : {}),
      sortText: String(position).padStart(2, '0'),
    };
  });
}
