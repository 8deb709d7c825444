import type { Rewrite } from '../change.ts';
import type { CSource } from './c-source.ts';
import type { Replacement, Rewritten } from './replacement.ts';
import { asPointer, fillRewrite } from './rewrite-template.ts';

type AccessorRewrite = Extract<Rewrite, { kind: 'accessors' }>;

const object = String.raw`[A-Za-z_]\w*(?:\s*(?:->|\.)\s*\w+)*?`;

/** Members that are read and written through functions: whole statements, since one value may be assigned to several members. */
export function rewriteAccessors(source: CSource, { struct, members }: AccessorRewrite): Rewritten {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  const seen = new Set<number>();
  const names = Object.keys(members);
  const patterns = patternsOf(names);
  for (const member of names)
    for (const index of source.members(member)) {
      const [token, statement] = [source.tokens[index], source.statementAround(index)];
      if (!token || !statement || source.structOf(index) !== struct || seen.has(statement.start)) continue;
      seen.add(statement.start);
      const span = { start: statement.start, end: statement.end };
      const before = source.slice(span);
      const after = withAccessors(before, members, patterns);
      // What remains is written in parts, or its address is taken.
      if (patterns.any.test(after))
        left.push({ offset: token.start, reason: `what is done with ${member} takes more than one call` });
      else if (after !== before) replacements.push({ ...span, text: after });
    }
  return { replacements, left };
}

interface Patterns {
  readonly assignment: RegExp;
  readonly read: RegExp;
  readonly any: RegExp;
}

function patternsOf(names: readonly string[]): Patterns {
  const access = `(?<object>${object})\\s*(?<arrow>->|\\.)\\s*(?<member>${names.join('|')})\\b`;
  return {
    assignment: new RegExp(`^(?<before>\\s*)${access}\\s*=(?!=)\\s*(?<value>[\\s\\S]+?)(?<end>\\s*;?)$`),
    read: new RegExp(
      `(?<![\\w.>&]|&\\s)${access}(?!\\s*(?:\\.\\s*\\w+\\s*)?(?:[-+*/|&^]?=(?!=)|\\+\\+|--))`,
      'g',
    ),
    any: new RegExp(`(?:->|\\.)\\s*(?:${names.join('|')})\\b`),
  };
}

function withAccessors(text: string, members: AccessorRewrite['members'], patterns: Patterns): string {
  const assignment = patterns.assignment.exec(text)?.groups;
  if (assignment) {
    const { before = '', value = '', end = '' } = assignment;
    const inner = withAccessors(value, members, patterns);
    return before + fill('set', assignment, members, inner) + end;
  }
  const head = controlEnd(text);
  if (head > 0 && head < text.length)
    return (
      withAccessors(text.slice(0, head), members, patterns) +
      withAccessors(text.slice(head), members, patterns)
    );
  return text.replace(patterns.read, (...found) =>
    fill('get', found.at(-1) as Readonly<Record<string, string>>, members, ''),
  );
}

/** Where the condition or the keyword ends that stands before a statement, such as `if (x) y;`; 0 if there is none. */
function controlEnd(text: string): number {
  const keyword = /^\s*(?:else|do)\b(?!\s*if\b)/.exec(text);
  if (keyword) return keyword[0].length;
  const open = /^\s*(?:else\s+)?(?:if|while|for|switch)\s*\(/.exec(text)?.[0].length ?? 0;
  let depth = open > 0 ? 1 : 0;
  let at = open;
  for (; depth > 0 && at < text.length; at++) depth += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0;
  return at < text.length ? at : 0;
}

function fill(
  way: 'get' | 'set',
  { object: written = '', arrow = '', member = '' }: Readonly<Record<string, string | undefined>>,
  members: AccessorRewrite['members'],
  value: string,
): string {
  return fillRewrite(members[member]?.[way] ?? '', { object: asPointer(written + arrow, written), value });
}
