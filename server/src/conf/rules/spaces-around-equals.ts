import { findDirective } from '../directives/directives.ts';
import { plainText, type SimpleCommand } from '../syntax/script.ts';
import type { Fix } from './finding.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { runsOn } from './runs-on.ts';

export const spacesAroundEquals: Rule = {
  id: 'spaces-around-equals',
  severity: 'error',
  summary: 'Spaces around the = make bash run a command instead of setting the directive.',
  messages: [],
  *check({ conf, statements }) {
    for (const { command } of statements.commands) {
      const found = findBlanks(command, conf.text);
      if (found) yield found;
    }
  },
};

function findBlanks(command: SimpleCommand, text: string): RuleFinding | undefined {
  const [first, second, third] = command.words;
  const [assignment] = command.assignments;
  if (!first) return undefined;
  if (!assignment) {
    // NAME = value, NAME =value
    const target = plainText(first) ?? '';
    const name = /^(\w+)(?:\[\d+\])?$/.exec(target)?.[1];
    if (!name || !findDirective(name) || !second || text[second.start] !== '=') return undefined;
    const equalsAlone = second.end === second.start + 1;
    const last = equalsAlone ? (third ?? second) : second;
    const single = command.words.length === (equalsAlone && third ? 3 : 2);
    const value = text.slice(equalsAlone && third ? third.start : second.start + 1, last.end);
    return finding(target, { start: first.start, end: last.end }, single ? `${target}=${value}` : undefined);
  }
  // NAME= value
  const { name, value } = assignment;
  if (command.assignments.length > 1 || !findDirective(name) || 'items' in value) return undefined;
  if (value.end > value.start || assignment.append) return undefined;
  if (first.start <= assignment.end) return undefined;
  const target = text.slice(assignment.start, assignment.end - 1);
  const program = text.slice(first.start, first.end);
  return finding(
    target,
    { start: assignment.start, end: first.end },
    command.words.length === 1 ? `${target}=${program}` : undefined,
    program,
  );
}

function finding(
  target: string,
  span: { start: number; end: number },
  written: string | undefined,
  program = '',
): RuleFinding {
  const fixes: Fix[] =
    written === undefined
      ? []
      : [{ title: 'Delete the spaces', edits: [{ span, newText: written }], preferred: true }];
  return {
    message: `bash allows no space beside the =: it runs a command here, and ${target} is not set.${runsOn(program)} Write ${target}= and the value without a space between them, in quotes if it has several words.`,
    span,
    fixes,
  };
}
