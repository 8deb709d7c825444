import type { Rewrite } from '../change.ts';
import type { CSource, TextSpan } from './c-source.ts';
import { membersOf } from './member-rewrites.ts';
import type { Replacement } from './replacement.ts';
import { fillRewrite } from './rewrite-template.ts';
import { beginsStatement } from './statement-start.ts';

type FlagRewrite = Extract<Rewrite, { kind: 'flag' }>;

/** Takes a flag out of those that a member or a variable for it is given, and adds the statement that takes its place. */
export function rewriteFlags(source: CSource, rewrite: FlagRewrite): Replacement[] {
  return [...flagsOfMember(source, rewrite), ...flagsOfVariables(source, rewrite)];
}

function flagsOfMember(source: CSource, { struct, member, flag, to }: FlagRewrite): Replacement[] {
  return membersOf(source, member).flatMap(({ index, object, access }) => {
    const operator = source.tokens[index + 1];
    const statement = source.statementAround(index);
    const last = statement && source.tokens[statement.last];
    if (!operator || !['=', '|='].includes(operator.text) || !last) return [];
    const owner = source.structOf(index);
    const flags = source.text.slice(operator.end, last.start).split('|');
    const others = flags.filter((each) => each.trim() !== flag);
    if ((owner !== undefined && owner !== struct) || others.length === flags.length) return [];
    // Below an `if` without braces there is room for one statement.
    const isOne = others.length === 0 && operator.text === '|=';
    if (
      object.start !== statement.start &&
      !(isOne && beginsStatement(source, source.tokenAfter(object.start)))
    )
      return [];
    const text = fillRewrite(to, { access: source.text.slice(object.start, access.end - member.length) });
    const line = source.text.slice(source.text.lastIndexOf('\n', object.start) + 1, object.start);
    const indent = /^[ \t]*$/.test(line) ? line : '';
    const rest =
      others.length === 0 ? (operator.text === '=' ? ' 0' : undefined) : others.join('|').trimEnd();
    const kept =
      rest === undefined ? '' : `${source.text.slice(object.start, operator.end)}${rest};\n${indent}`;
    return [{ start: object.start, end: last.start, text: kept + text }];
  });
}

/** The flag among those of a variable of a function, which that gives to the member in one place: `features |= wanted`. */
function flagsOfVariables(source: CSource, rewrite: FlagRewrite): Replacement[] {
  return source.names(rewrite.flag).flatMap((index) => {
    const around = source.functionAround(index);
    const statement = source.statementAround(index);
    const flag = source.tokens[index];
    if (!around?.body || !statement || !flag) return [];
    const tokens = source.tokens.slice(statement.first, statement.last);
    const equals = tokens.findIndex(({ text }) => text === '=');
    const variable = tokens[equals - 1];
    const others = tokens.slice(equals + 1);
    const isList = others.every(({ text, kind }, at) => (at % 2 === 0 ? kind === 'name' : text === '|'));
    const isPlain = tokens.slice(0, equals).every(({ kind }) => kind === 'name');
    if (variable?.kind !== 'name' || !isPlain || !isList || others.length < 3) return [];
    const { body } = around;
    const given = membersOf(source, rewrite.member).flatMap(({ index: at, object, access }) => {
      const [operator, value, end] = [1, 2, 3].map((more) => source.tokens[at + more]);
      const owner = source.structOf(at);
      const isMeant =
        ['=', '|='].includes(operator?.text ?? '') &&
        value?.text === variable.text &&
        end?.text === ';' &&
        (owner === undefined || owner === rewrite.struct) &&
        object.start > statement.end &&
        object.start < body.end &&
        beginsStatement(source, source.tokenAfter(object.start));
      return isMeant && end ? [{ object, access, end }] : [];
    });
    const [only] = given;
    if (!only || given.length > 1) return [];
    const line = source.text.slice(source.text.lastIndexOf('\n', only.object.start) + 1, only.object.start);
    if (
      !/^[ \t]*$/.test(line) ||
      source.statementAround(source.tokenAfter(only.object.start))?.start !== only.object.start
    )
      return [];
    const access = source.text.slice(only.object.start, only.access.end - rewrite.member.length);
    const added = `\n${line}${fillRewrite(rewrite.to, { access })};`;
    return [
      { ...withoutFlag(source, index), text: '' },
      {
        start: only.object.start,
        end: only.end.end,
        text: source.text.slice(only.object.start, only.end.end) + added,
      },
    ];
  });
}

/** A flag with the operator between it and the next one, or before it if it is the last. */
function withoutFlag({ tokens }: CSource, index: number): TextSpan {
  const [last, next] = [tokens[index - 2], tokens[index + 2]];
  const [start = 0, end = 0] = [tokens[index]?.start, tokens[index]?.end];
  if (tokens[index + 1]?.text === '|' && next) return { start, end: next.start };
  return { start: last?.end ?? start, end };
}
