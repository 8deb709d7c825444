import { allowList } from '../directives/allow-list.ts';
import { plainText } from '../syntax/script.ts';
import type { Span } from '../text.ts';
import type { RuleContext } from './rule.ts';
import type { Statements } from './statements.ts';

/** Names in a comment behind a command count as used. */
export const commentBehindCommand = /[^\s#][^\n]*#/;

/**
 * The assignments, in their order, to the wanted names that dkms ignores: no directive has such a name, and nothing in the file uses the
 * variable. A variable that the file uses is a helper variable, whatever its name.
 */
export function* findIgnoredNames(
  { conf, reading, statements }: RuleContext,
  isWanted: (name: string) => boolean,
): Generator<{ readonly name: string; readonly span: Span }> {
  const working = new Set(allowList(reading.facts.dkmsVersion, reading.facts));
  if (mayUseAnyName(statements)) return;
  let used: ReadonlySet<string> | undefined;
  for (const { assignment } of statements.toOthers()) {
    const { name, start, nameEnd } = assignment;
    if (working.has(name) || !isWanted(name)) continue;
    used ??= usedNames(conf.text);
    if (!used.has(name)) yield { name, span: { start, end: nameEnd } };
  }
}

/** Whether bash reads more than this file, which may use any of its variables. The files that identify the system don't. */
function mayUseAnyName(statements: Statements): boolean {
  return statements.commands.some(({ command: { words } }) => {
    const program = plainText(words[0]) ?? '';
    if (program === 'eval') return true;
    return ['.', 'source'].includes(program) && !/^\/etc\/[\w-]+-release$/.test(plainText(words[1]) ?? '');
  });
}

/** Every name that occurs anywhere but as the target of an assignment: in an expansion, a subscript, `export`, arithmetic. */
function usedNames(text: string): ReadonlySet<string> {
  const written = text.replace(/^\s*#.*$/gm, '');
  const use = /(?<!\w)[A-Za-z_]\w*(?!\w|(?:\[[^\]\n]{0,200}\])?\+?=)/g;
  return new Set([...written.matchAll(use)].map(([name]) => name));
}
