import type { Change, Rewrite } from '../change.ts';
import { rewriteAcpiDrivers } from './acpi-drivers.ts';
import type { Call, CSource, TextSpan } from './c-source.ts';
import { rewriteCalls } from './call-rewrites.ts';
import { adaptCallbacks } from './callbacks/adapter.ts';
import { type CallbackPlaces, rewriteCallback } from './callbacks/callback.ts';
import { rewriteEntryPoint } from './callbacks/entry-point.ts';
import { retypeForwarded } from './callbacks/forwarded-parameter.ts';
import { moveCallback } from './callbacks/moved-callback.ts';
import { dropCalls } from './drop-calls.ts';
import { rewriteFlags } from './flag-rewrites.ts';
import { addInclude, rewriteInclude } from './includes.ts';
import {
  rewriteAccessors,
  rewriteAssignments,
  rewriteDirect,
  rewriteElements,
  rewriteMemberCalls,
  rewriteMembers,
  rewritePaths,
  rewriteReads,
} from './member-rewrites.ts';
import { rewriteMountContexts } from './mount-contexts.ts';
import { rewriteNames, rewritePrefix } from './name-rewrites.ts';
import { rewritePlatformProfiles } from './platform-profiles.ts';
import type { Replacement, Rewritten } from './replacement.ts';
import { asPointer, fillRewrite } from './rewrite-template.ts';
import { rewriteShrinkers } from './shrinkers.ts';
import { removeStatement } from './statement-removal.ts';
import { rewriteSysctlTables } from './sysctl-tables.ts';
import { wholeLines } from './text-lines.ts';
import { defineStruct } from './type-definition.ts';
import { rewriteTransmitBuffers } from './uart-transmit-buffers.ts';
import { rewriteWmiHandlers } from './wmi-handlers.ts';

/** The result, with the rewrites that found something. */
export interface RewrittenSource extends Rewritten {
  readonly applied: readonly Rewrite[];
  /** Callbacks that the file gives and does not define. */
  readonly elsewhere: readonly string[];
}

/**
 * Rewrites every use of a change's old form in one file. Uses that no rewrite fits are listed in `left`. For a file without uses the
 * result is empty, even if the change requires an `#include`.
 */
export function rewriteSource(
  source: CSource,
  change: Pick<Change, 'rewrite'>,
  places: CallbackPlaces = {},
): RewrittenSource {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  const applied: Rewrite[] = [];
  const elsewhere: string[] = [];
  const resolved = new Set<number>();
  const includes: Extract<Rewrite, { kind: 'add-include' }>[] = [];
  for (const rewrite of change.rewrite ?? []) {
    if (rewrite.kind === 'add-include') {
      includes.push(rewrite);
      continue;
    }
    const result = applyRewrite(source, rewrite, places);
    elsewhere.push(...(result.elsewhere ?? []));
    if (result.replacements.length > 0) applied.push(rewrite);
    for (const each of result.replacements)
      if (!callsItself(source, each)) addReplacement(replacements, each, rewrite);
    left.push(...result.left);
    for (const offset of result.resolved ?? []) resolved.add(offset);
  }
  const remaining = left.filter(
    (use) =>
      !resolved.has(use.offset) &&
      !replacements.some((each) => each.start <= use.offset && use.offset < each.end),
  );
  const onlyIncludes = includes.length === change.rewrite?.length;
  for (const { header } of replacements.length > 0 || onlyIncludes ? includes : []) {
    // If the change is only a header, older kernels do not have that header.
    for (const { harmless, ...added } of addInclude(source, header))
      replacements.push(harmless && !onlyIncludes ? { ...added, harmless } : added);
  }
  const sorted = replacements.sort((a, b) => a.start - b.start);
  return { replacements: sorted, left: remaining, applied, elsewhere };
}

/** Whether a replacement would make a function of the file, which does for older kernels what a new one of the kernel does, call itself without end. */
function callsItself(source: CSource, { start, text }: Replacement): boolean {
  return (text.match(/\b[A-Za-z_]\w*(?=\(|$)/g) ?? []).some((name) =>
    source.functions(name).some(({ body }) => body && body.start < start && start < body.end),
  );
}

/** If two rewrites match one use, the first in the list applies; a name inside a rewritten call is renamed in the rewritten text. */
function addReplacement(list: Replacement[], replacement: Replacement, { kind, ...rewrite }: Rewrite): void {
  const isKnown = list.some(
    (other) =>
      other.start === replacement.start && other.end === replacement.end && other.text === replacement.text,
  );
  if (isKnown) return;
  const at = list.findIndex((other) => overlap(other, replacement));
  const other = list[at];
  if (!other) list.push(replacement);
  else if (kind === 'rename' && 'from' in rewrite)
    list[at] = {
      ...other,
      text: other.text.replace(new RegExp(`\\b${rewrite.from}\\b`, 'g'), replacement.text),
    };
}

function overlap(a: TextSpan, b: TextSpan): boolean {
  return a.start < b.end && b.start < a.end;
}

function applyRewrite(
  source: CSource,
  rewrite: Exclude<Rewrite, { kind: 'add-include' }>,
  places: CallbackPlaces,
): Rewritten & { readonly elsewhere?: readonly string[] } {
  switch (rewrite.kind) {
    case 'rename':
      return rewriteNames(source, rewrite);
    case 'prefix':
      return found(rewritePrefix(source, rewrite));
    case 'member-call':
      return found(rewriteMemberCalls(source, rewrite, places.reported));
    case 'call':
      return rewriteCalls(source, rewrite);
    case 'call-on-member':
      return found(callsOnMember(source, rewrite));
    case 'cast':
      return found(
        callsThrough(source, rewrite.function).flatMap((call) => castArgument(source, call, rewrite)),
      );
    case 'acpi-drivers':
      return rewriteAcpiDrivers(source);
    case 'wmi-handlers':
      return rewriteWmiHandlers(source);
    case 'mount-contexts':
      return rewriteMountContexts(source);
    case 'platform-profiles':
      return rewritePlatformProfiles(source);
    case 'uart-transmit-buffers':
      return rewriteTransmitBuffers(source);
    case 'shrinkers':
      return rewriteShrinkers(source);
    case 'sysctl-tables':
      return rewriteSysctlTables(source);
    case 'drop-call':
      return dropCalls(source, rewrite);
    case 'declaration':
      return found(rewriteDeclarations(source, rewrite));
    case 'definition':
      return found(defineStruct(source, rewrite));
    case 'include':
      return found(rewriteInclude(source, rewrite.from, rewrite.to));
    case 'initializer':
      return rewriteInitializers(source, rewrite);
    case 'assignment':
      return found(rewriteAssignments(source, rewrite));
    case 'entry-point':
      return found(rewriteEntryPoint(source, rewrite));
    case 'accessors':
      return rewriteAccessors(source, rewrite);
    case 'argument':
      return found(rewriteArguments(source, rewrite));
    case 'forwarded-parameter':
      return retypeForwarded(source, rewrite, places.given);
    case 'flag':
      return found(rewriteFlags(source, rewrite));
    case 'element-assignment':
      return found(rewriteElements(source, rewrite));
    case 'read':
      return found(rewriteReads(source, rewrite, places.reported));
    case 'member':
      return rewriteMembers(source, rewrite, places.reported);
    case 'path':
      return found(rewritePaths(source, rewrite));
    case 'direct':
      return found(rewriteDirect(source, rewrite));
    case 'setup':
      return rewriteSetups(source, rewrite);
    case 'moved-callback':
      return moveWithin(source, rewrite);
    case 'adapter':
      return adaptCallbacks(source, rewrite, places.reported);
    case 'callback':
    case 'callback-argument':
      return rewriteCallback(source, rewrite, places);
    default:
      return rewrite satisfies never;
  }
}

const found = (replacements: readonly Replacement[]): Rewritten => ({ replacements, left: [] });

/** What is left of a callback whose new place is in another file. */
export const isInOtherFile = 'what it belongs to now is not in this file';

function moveWithin(source: CSource, rewrite: RewriteOf<'moved-callback'>): Rewritten {
  const moved = moveCallback([{ path: '', source }], rewrite)?.get('');
  if (moved) return found(moved);
  const values = source.memberValues(rewrite.member).filter(({ owner }) => owner === rewrite.struct);
  return {
    replacements: [],
    left: values.map(({ member }) => ({ offset: member.start, reason: isInOtherFile })),
  };
}

type RewriteOf<Kind extends Rewrite['kind']> = Extract<Rewrite, { kind: Kind }>;

function callsOnMember(
  source: CSource,
  { name, position, member, to }: RewriteOf<'call-on-member'>,
): Replacement[] {
  return source.calls(name).flatMap((call) => {
    const argument = call.arguments[position - 1];
    const object = argument && /^([\s\S]*?)\s*(?:->|\.)\s*(\w+)$/.exec(source.slice(argument));
    if (!argument || object?.[2] !== member) return [];
    const written = call.arguments.map((each) => source.slice(each));
    return [
      {
        start: call.start,
        end: call.end,
        text: fillRewrite(to, {
          arguments: written,
          object: asPointer(source.slice(argument), object[1] ?? ''),
        }),
      },
    ];
  });
}

function rewriteArguments(
  source: CSource,
  { functions, position, is, to }: RewriteOf<'argument'>,
): Replacement[] {
  return functions.flatMap((name) =>
    source.calls(name).flatMap((call) => {
      const argument = call.arguments[position - 1];
      return argument && source.slice(argument) === is ? [{ ...argument, text: to }] : [];
    }),
  );
}

/** The calls of a function, or those through a pointer, as `ops->connect`. */
function callsThrough(source: CSource, name: string): readonly Call[] {
  const [object, member] = name.split('->');
  if (member === undefined) return source.calls(name);
  return source
    .members(member)
    .filter((index) => source.tokens[index - 2]?.text === object)
    .flatMap((index) => source.callAt(index) ?? []);
}

function castArgument(source: CSource, call: Call, { position, type }: RewriteOf<'cast'>): Replacement[] {
  const argument = call.arguments[position - 1];
  if (!argument) return [];
  const text = source.slice(argument);
  const cast = /^\(\s*(?:const\s+)?struct\s+\w+\s*\*\s*\)\s*/.exec(text);
  if (cast?.[0].replace(/\s+/g, '') === `(${type})`.replace(/\s+/g, '')) return [];
  if (cast) return [{ start: argument.start, end: argument.start + cast[0].length, text: `(${type})` }];
  const simple = /^&?[\w.>[\]-]+$/.test(text);
  return [{ ...argument, text: simple ? `(${type})${text}` : `(${type})(${text})` }];
}

function rewriteDeclarations(source: CSource, { name, to }: RewriteOf<'declaration'>): Replacement[] {
  return source.names(name).flatMap((index) => {
    const statement = source.depth(index) === 0 ? source.statementAround(index) : undefined;
    const isWhole = statement?.last === index + 1 && source.tokens[statement.first]?.text === 'extern';
    const [first, last] = [statement && source.tokens[statement.first], source.tokens[index]];
    if (!isWhole || !first || !last) return [];
    const isSame = source.text.slice(first.start, last.end).replace(/\s+/g, ' ') === to;
    return isSame ? [] : [{ start: first.start, end: last.end, text: to }];
  });
}

function rewriteInitializers(
  source: CSource,
  { struct, member, value, to, ending, before }: RewriteOf<'initializer'>,
): Rewritten {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  for (const each of source.memberValues(member)) {
    const written = source.slice(each.value);
    if (each.owner !== struct || (value !== undefined && written !== value)) continue;
    const { start } = each.member;
    if (to === undefined) {
      const at = source.tokenAfter(each.whole.start);
      if (/^(?:if|else|for|while|do|switch)$/.test(source.tokens[at]?.text ?? ''))
        left.push({ offset: start, reason: `${member} is set under a condition` });
      else
        replacements.push(
          removeStatement(source, at) ?? { ...wholeLines(source.text, each.whole), text: '' },
        );
      continue;
    }
    const stem = written.endsWith(ending ?? '')
      ? written.slice(0, written.length - (ending ?? '').length)
      : '';
    if (ending !== undefined && !/^\w+$/.test(stem)) {
      left.push({ offset: start, reason: `${written} does not end in ${ending}` });
      continue;
    }
    const fill = (text: string) =>
      fillRewrite(
        text.replaceAll('$stem', () => stem),
        { value: written },
      );
    const isWhole = to.includes(' = ');
    replacements.push({ start, end: isWhole ? each.value.end : each.member.end, text: fill(to) });
    const above = before === undefined ? undefined : startOfDeclaration(source, start);
    if (before !== undefined && above !== undefined)
      replacements.push({ start: above, end: above, text: fill(before) });
  }
  return { replacements, left };
}

/** Where the declaration at the top level begins that has an initializer at this offset. */
function startOfDeclaration(source: CSource, offset: number): number | undefined {
  let index = source.tokenAfter(offset);
  if (source.functionAround(index)) return undefined;
  while (source.depth(index) > 0) index--;
  return source.statementAround(index)?.start;
}

function rewriteSetups(
  source: CSource,
  { call: name, arguments: count, member, to }: RewriteOf<'setup'>,
): Rewritten {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  const values = source.memberValues(member);
  for (const call of source.calls(name)) {
    if (call.arguments.length !== count) continue;
    const written = call.arguments.map((argument) => source.slice(argument));
    const body = source.functionAround(call.index)?.body;
    const wanted = squeeze(written[0] ?? '');
    const assignment = values.filter((each) => {
      const access = source.text.slice(each.whole.start, each.member.start);
      const object = access.replace(/(?:->|\.)\s*$/, '');
      return (
        body &&
        each.whole.start > body.start &&
        each.whole.end < body.end &&
        squeeze(asPointer(access, object)) === wanted
      );
    });
    const [only] = assignment;
    if (!only || assignment.length > 1) {
      left.push({
        offset: call.start,
        reason: `the callback of ${written[0]} is not set once in the same function`,
      });
      continue;
    }
    replacements.push({
      start: call.start,
      end: call.end,
      text: fillRewrite(to, { arguments: written, value: source.slice(only.value) }),
    });
    replacements.push({ ...wholeLines(source.text, only.whole), text: '' });
  }
  return { replacements, left };
}

const squeeze = (text: string) => text.replace(/[\s()]/g, '');
