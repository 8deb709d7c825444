import type { Problem } from '../../output/problem.ts';
import type { Cause } from '../../triage/cause.ts';
import { parseMessageShape } from '../../triage/messages/parse-message-shape.ts';
import { findBranches } from '../../triage/preprocessor/branches.ts';
import { CSource } from '../../triage/rewrite/c-source.ts';
import type { CToken } from '../../triage/rewrite/c-tokens.ts';
import type { TargetKernel } from '../../triage/uses/target-kernel.ts';
import { isGenerated } from '../generated-source.ts';
import { replaceInFile } from '../line-ends.ts';
import type { FileTexts, PortEdit } from '../port-edit.ts';

/** The name that a file declares although a header of the kernel does, by a compiler's message. */
export function conflictingName(problem: Problem): string | undefined {
  const shape = parseMessageShape(problem);
  return shape?.kind === 'conflicting-types' ? shape.name : undefined;
}

/** Why a name of the module is changed, and where. */
interface Renaming {
  readonly cause: Cause;
  readonly failing: readonly string[];
  readonly texts: FileTexts;
  readonly kernels: readonly TargetKernel[];
}

/** Conditions that say which kernels lack a name: what stands below them is meant to be the kernel's. */
const byKernel = /VERSION|HAVE_|RHEL|AT_LEAST|COMPAT/i;

/**
 * The edit that gives a function, type or constant of the module another name, since a kernel now declares that name for something of its own. The module
 * means the same as before on every kernel. `undefined` where the module does not define the name, defines it only for some kernels, or shows it to
 * others under that name, as a parameter of the module.
 */
export function renameOwn(name: string, given: Renaming): PortEdit | undefined {
  const uses = usesOf(name, given.texts);
  const definition = definitionOf(name, uses);
  if (!definition || uses.some(isShown)) return undefined;
  return renaming(name, given, { uses, ...definition });
}

/**
 * The same for a name that a macro of newer kernels replaces wherever it stands, as that of a member. `undefined` where a line of the preprocessor has the
 * name, which then may mean the macro.
 */
export function renameReplaced(name: string, given: Renaming): PortEdit | undefined {
  const uses = usesOf(name, given.texts);
  const [first] = uses;
  if (!first || uses.some(({ tokens }) => tokens.some(({ directive }) => directive !== undefined)))
    return undefined;
  return renaming(name, given, { uses, path: first.path, isFunction: false });
}

function renaming(
  name: string,
  { cause, failing, texts, kernels }: Renaming,
  { uses, ...definition }: Definition & { readonly uses: readonly Uses[] },
): PortEdit | undefined {
  const to = freeName(name, texts, kernels);
  if (to === undefined) return undefined;
  const caution = cautionOf(name, definition, uses);
  const mark = definition.isFunction ? '()' : '';
  return {
    ...{ key: `own:${name}:${to}`, title: `Rename the module’s own ${name}${mark} to ${to}${mark}`, cause },
    ...{ certainty: caution === undefined ? 'verified' : 'likely', kernels: failing },
    ...(caution !== undefined && { caution }),
    renamed: { from: name, to },
    apply: (now) => {
      const changed = new Map<string, string>();
      for (const { path, text, tokens } of usesOf(name, now)) {
        const replacements = tokens.map(({ start, end }) => ({ start, end, text: to }));
        if (replacements.length > 0) changed.set(path, replaceInFile(text, replacements));
      }
      return changed.size > 0 ? changed : undefined;
    },
  };
}

/** A file that has the name as a word of C. */
interface Uses {
  readonly path: string;
  readonly text: string;
  readonly source: CSource;
  readonly tokens: readonly CToken[];
}

function usesOf(name: string, texts: FileTexts): readonly Uses[] {
  return [...texts].flatMap(([path, text]) => {
    if (!/\.[ch]$/.test(path) || !text.includes(name) || isGenerated(text)) return [];
    const source = new CSource(text);
    const tokens = source.tokens.filter(
      (token) => token.kind === 'name' && token.text === name && !isInclude(token, text),
    );
    return tokens.length > 0 ? [{ path, text, source, tokens }] : [];
  });
}

function isInclude({ directive }: CToken, text: string): boolean {
  return directive !== undefined && /^#[ \t]*include\b/.test(text.slice(directive, directive + 40));
}

interface Definition {
  readonly path: string;
  readonly isFunction: boolean;
}

/** Where the module defines the name, for all kernels alike; of a macro none is sought, since the compiler lets it stand. */
function definitionOf(name: string, uses: readonly Uses[]): Definition | undefined {
  const found = uses.flatMap(({ path, text, source }) => {
    const functions = source.functions(name).filter(({ body }) => body !== undefined);
    const tags = [...text.matchAll(new RegExp(`\\b(?:struct|union|enum)\\s+${name}\\s*\\{`, 'g'))];
    const constants = [...text.matchAll(/\benum\b[^{};()]*\{([^}]*)\}/g)].filter(([, body = '']) =>
      new RegExp(`(?:^|,)\\s*${name}\\s*(?:=|,|$)`).test(withoutComments(body)),
    );
    return [
      ...functions.map((each) => ({ path, text, start: each.name.start, isFunction: true })),
      ...[...tags, ...constants].map(({ index }) => ({ path, text, start: index, isFunction: false })),
    ];
  });
  const isForSome = found.some(({ text, start }) => isBelowKernelCondition(text, start));
  return isForSome ? undefined : found[0];
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ' ').trim();
}

function isBelowKernelCondition(text: string, offset: number): boolean {
  const line0 = text.slice(0, offset).split('\n').length - 1;
  const lines = text.split('\n');
  return findBranches(text).branches.some(
    ({ group, line0: from, end0 }) =>
      from < line0 && line0 < end0 && group.some((head) => byKernel.test(lines[head] ?? '')),
  );
}

/** Whether a file has a member of that name, which is another thing, or gives the name to people. */
function isShown({ source, tokens }: Uses): boolean {
  return tokens.some((token) => {
    const index = source.tokenAfter(token.start);
    if (source.isMember(index)) return true;
    const before = source.tokens[index - 2]?.text ?? '';
    return /^(?:module_param|MODULE_PARM_DESC|__setup|DEVICE_ATTR)/.test(before);
  });
}

function cautionOf(name: string, { path }: Definition, uses: readonly Uses[]): string | undefined {
  if (uses.some(({ text }) => new RegExp(`\\bEXPORT_SYMBOL\\w*\\s*\\(\\s*${name}\\b`).test(text)))
    return `The module exports ${name}: modules outside of this source that use it need the new name.`;
  if (/\/uapi\//.test(path)) return `${name} is in a header for user programs, which need the new name, too.`;
  return undefined;
}

/** The name with the prefix that most functions of the module have: `rtw_hmac_sha256`. */
function freeName(name: string, texts: FileTexts, kernels: readonly TargetKernel[]): string | undefined {
  const usual = usualPrefix(texts);
  const prefixes = [...(usual === undefined ? [] : [usual]), 'own'].filter(
    (prefix) => !name.toLowerCase().startsWith(`${prefix}_`),
  );
  const cased = (text: string) => (/^[A-Z0-9_]+$/.test(name) ? text.toUpperCase() : text);
  return prefixes
    .map((prefix) => `${cased(`${prefix}_`)}${name}`)
    .find(
      (wanted) =>
        kernels.every(({ headers }) => !headers.has(wanted)) &&
        [...texts.values()].every((text) => !text.includes(wanted)),
    );
}

function usualPrefix(texts: FileTexts): string | undefined {
  const counts = new Map<string, number>();
  for (const [path, text] of texts) {
    if (!path.endsWith('.c')) continue;
    for (const [, prefix = ''] of text.matchAll(/^[a-z][\w \t*]*[ \t*]([a-z][a-z0-9]+)_\w+[ \t]*\(/gm))
      counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
