import type { Conf } from '../conf.ts';
import type { ConfKind } from '../conf-kind.ts';
import { findDirective } from '../directives/directives.ts';
import { findFrameworkDirective } from '../directives/framework-directives.ts';
import { findProvidedVariable } from '../directives/provided-variables.ts';
import type { Span, TextEdit } from '../text.ts';
import { findOccurrenceAt, findOccurrences, findSame, type Occurrence } from './occurrences.ts';

/** All references to the name at an offset, including that one; empty if there is no name. */
export function findReferences(conf: Conf, offset: number): readonly Occurrence[] {
  const all = findOccurrences(conf);
  const here = findOccurrenceAt(all, offset);
  return here ? findSame(all, here) : [];
}

/**
 * The assignments to the name at an offset: first the nearest one above, which bash would have executed last, then the others in text
 * order.
 */
export function findDefinitions(conf: Conf, offset: number): readonly Span[] {
  const written = findReferences(conf, offset).filter(({ role }) => role === 'write');
  const above = written.filter(({ span }) => span.end < offset).at(-1);
  const rest = written.filter((each) => each !== above);
  return [...(above ? [above] : []), ...rest].map(({ span }) => span);
}

/** What a rename at an offset would change, or the sentence that says why there is nothing to rename. */
export function findRenameTarget(
  conf: Conf,
  offset: number,
  kind: ConfKind = 'conf',
): { readonly span: Span; readonly name: string } | { readonly refused: string } {
  const same = findReferences(conf, offset);
  const here = findOccurrenceAt(same, offset);
  if (!here) return { refused: 'There is no variable or function here.' };
  const meaning = here.kind === 'variable' ? meaningOf(here.name, kind) : undefined;
  if (meaning !== undefined) return { refused: `${here.name} is ${meaning}: dkms reads it by this name.` };
  if (!same.some(({ role }) => role === 'write')) {
    const owner = findProvidedVariable(here.name) ? 'dkms' : 'the environment';
    return { refused: `${here.name} is not set in this file; it comes from ${owner}.` };
  }
  return { span: here.span, name: here.name };
}

/** The edits that rename a helper variable or a function of the file, or the sentence that says why that is not possible. */
export function renameAt(
  conf: Conf,
  offset: number,
  newName: string,
  kind: ConfKind = 'conf',
): { readonly edits: readonly TextEdit[] } | { readonly refused: string } {
  const target = findRenameTarget(conf, offset, kind);
  if ('refused' in target) return target;
  if (!/^[A-Za-z_]\w*$/.test(newName))
    return {
      refused: `"${newName}" is not a valid name in bash. Use letters, digits and _, and do not begin with a digit.`,
    };
  if (meaningOf(newName, kind) !== undefined || findProvidedVariable(newName))
    return { refused: `${newName} has a meaning for dkms. Choose another name.` };
  const all = findOccurrences(conf);
  const here = findOccurrenceAt(all, offset);
  if (!here || newName === here.name) return { edits: [] };
  if (all.some((each) => each.kind === here.kind && each.name === newName))
    return { refused: `The file already uses ${newName}. Choose another name.` };
  return { edits: findSame(all, here).map(({ span }) => ({ span, newText: newName })) };
}

/** What a name means to dkms; such a name can't be renamed. */
function meaningOf(name: string, kind: ConfKind): string | undefined {
  if (kind === 'framework') return findFrameworkDirective(name) ? 'a setting of dkms' : undefined;
  return findDirective(name) ? 'a directive' : undefined;
}
