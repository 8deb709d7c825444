import { dirname } from 'node:path';
import { compareVersions, versionNumbers } from '../../versions.ts';
import type { Cause } from '../cause.ts';
import type { Change, VariantTest } from '../change.ts';
import { changeText, fitsPattern } from '../change-cause.ts';
import { explainByHistory } from '../history/explain-by-history.ts';
import { historicVariantOf } from '../history/historic-variant.ts';
import { gplOnlyText, namedModulesText } from '../inference/exported-symbol.ts';
import { idOf, inferred } from '../inference/inference-context.ts';
import { memberRename } from '../inference/inferred-change.ts';
import type { MessageShape } from '../messages/message-shape.ts';
import { argumentsOfCall } from '../messages/quoted-call.ts';
import { namedModules } from '../module-namespace.ts';
import { earlierChangeOf, findLongChanged } from './changed-calls.ts';
import { declaringHeaders } from './declaring-headers.ts';
import { byHeaderOrder } from './header-order.ts';
import type { HeaderlessContext } from './headerless-context.ts';
import { introducedNames } from './introduced-names.ts';
import { byIgnoredFlags, notOfKernel } from './not-of-kernel.ts';

import { isAtLeast, mayHaveChange, type Release } from './release.ts';
import { removedNames } from './removed-names.ts';

/**
 * Why a problem occurs, judged by the list of changes, the name of the kernel and what the log itself quotes. None of it is proven, since
 * distributions backport changes: the cause is `likely` where the version of the kernel or the message says so, and `unknown` otherwise.
 */
export function findLikelyCause(context: HeaderlessContext): Cause | undefined {
  const { shape, release, line, changes } = context;
  const own = findSelfExplanatory(context) ?? byHeaderOrder(context);
  if (own) return own;
  const tooNew = release && findNotYetIntroduced(shape, release);
  if (tooNew) return tooNew;
  for (const change of changes) {
    if (!change.explains.some((pattern) => fitsPattern(shape, pattern, line))) continue;
    const cause = byChange(change, context);
    if (cause) return cause;
  }
  return (
    byMember(context) ??
    byReverse(context) ??
    findLongRemoved(shape, release) ??
    (release ? undefined : findNotYetIntroduced(shape, release)) ??
    byHistory(context) ??
    findLongChanged(shape, release) ??
    byDeclaration(context) ??
    byTracepoint(context) ??
    notIncluded(context) ??
    undefinedMacro(context) ??
    byIgnoredFlags(context) ??
    notOfKernel(context)
  );
}

/**
 * The cause of a message that names only the member, as gcc before 8 does. Of the changes to that member that the kernel may have, the latest
 * is the likeliest. For a change that concerns several members, the one that its pattern names counts.
 */
function byMember({ shape, release, changes }: HeaderlessContext): Cause | undefined {
  if (shape.kind !== 'incompatible-value' || shape.expected !== undefined || shape.member === undefined)
    return undefined;
  const { member } = shape;
  const known = changes.filter(
    ({ explains, since }) =>
      since !== undefined &&
      (release === undefined || mayHaveChange(release, since)) &&
      explains.some(
        (one) => one.kind === 'incompatible-value' && (one.member === member || one.line === member),
      ),
  );
  const [latest] = known.sort((a, b) =>
    compareVersions(versionNumbers(b.since ?? ''), versionNumbers(a.since ?? '')),
  );
  if (!latest?.since) return undefined;
  const isLikely = release !== undefined && isAtLeast(release, latest.since);
  const versions = [...known.map(({ since }) => since ?? ''), ...earlierChangeOf(member)].sort((a, b) =>
    compareVersions(versionNumbers(a), versionNumbers(b)),
  );
  if (!isLikely && versions.length > 1) {
    // Which of them the kernel has is not known.
    return inferred({
      ...{ id: `${idOf(member)}-changed`, symbol: member, confidence: 'unknown', evidence: [] },
      summary: `The kernel expects another type for ${member}, which changed in Linux ${versions.slice(0, -1).join(', ')} and ${versions.at(-1)}. Compare the declaration in the headers of ${release?.name ?? 'the kernel'} with that of the source. ${unproven(release?.name ?? 'this kernel')}`,
    });
  }
  return likelyOf(latest, `Changed in Linux ${latest.since}.`, isLikely, release);
}

/** A change whose two types appear in reverse: the source has the new form, and the kernel the old one. */
function byReverse({ shape, line, release, changes }: HeaderlessContext): Cause | undefined {
  if (shape.kind !== 'incompatible-value' || shape.expected === undefined || shape.actual === undefined)
    return undefined;
  const reversed: MessageShape = { ...shape, expected: shape.actual, actual: shape.expected };
  const change = changes.find(
    ({ explains, since }) =>
      since !== undefined &&
      (release === undefined || !isAtLeast(release, since)) &&
      explains.some((pattern) => 'expected' in pattern && fitsPattern(reversed, pattern, line)),
  );
  return change && tooNewFor(change, release);
}

/** The cause that the headers of kernels before and after this one tell. */
function byHistory({ shape, historic }: HeaderlessContext): Cause | undefined {
  return (
    historic &&
    explainByHistory(
      ...([shape, historic] as const),
      `(Judged by the headers of other kernels, because those of ${historic.name} are not available.)`,
    )
  );
}

type Direction = 'newer' | 'older';

function byChange(change: Change, { shape, release, historic, line }: HeaderlessContext): Cause | undefined {
  const direction = directionOf(change, shape);
  if (direction === 'newer' && isOtherCall(change, shape, line)) return undefined;
  const version = change.since ?? change.goneBy;
  const form = historic && historicVariantOf(change, historic);
  const byVersion = release && version !== undefined ? isAtLeast(release, version) : undefined;
  const isNew = form === 'new' ? true : form === 'old' ? false : byVersion;
  const of = release === undefined ? 'this kernel' : release.name;
  const isTakenOver =
    release?.isBackporting === true && (version === undefined || mayHaveChange(release, version));
  if (direction === 'older' || (isNew === false && direction === undefined && !isTakenOver)) {
    // The kernel has the old form, but the source is written for the new one.
    return direction === 'older' && isNew !== true ? tooNewFor(change, release) : undefined;
  }
  const isLikely = direction === 'newer' || isNew === true || isTakenOver;
  const changed =
    change.since === undefined
      ? ''
      : isNew === false
        ? `Changed in Linux ${change.since}; ${of} seems to have the change as well.`
        : `Changed in Linux ${change.since}.`;
  return likelyOf(change, changed, isLikely, release);
}

function likelyOf(change: Change, changed: string, isLikely: boolean, release: Release | undefined): Cause {
  const of = release?.name ?? 'this kernel';
  return {
    ...{ id: change.id, symbol: change.symbol, summary: `${changeText(change, changed)} ${unproven(of)}` },
    ...(change.since !== undefined && { since: change.since }),
    ...(change.replacement !== undefined && { replacement: change.replacement }),
    ...{
      verified: false,
      confidence: isLikely ? 'likely' : 'unknown',
      evidence: [],
      documented: true,
      fixes: [],
    },
  };
}

function unproven(of: string): string {
  return `(Judged by the message and the version, because the headers of ${of} are not available.)`;
}

function tooNewFor(change: Change, release: Release | undefined): Cause {
  const since = change.available ?? change.since;
  return {
    ...{ id: `${change.id}-not-yet`, symbol: change.symbol },
    summary: `The source is written for newer kernels: it uses the form introduced in ${since === undefined ? 'a later version' : `Linux ${since}`} (${change.new}), but ${release?.name ?? 'this kernel'} still has the earlier one (${change.old}). Write both, with a condition on LINUX_VERSION_CODE or on what the headers declare.`,
    ...(since !== undefined && { since }),
    ...{ verified: false, confidence: 'likely', evidence: [], documented: false, fixes: [] },
  };
}

/** Whether a message shows that the kernel is from before or after a change; `undefined` if it could be either. */
function directionOf(change: Change, shape: MessageShape): Direction | undefined {
  const before = parametersOf(change.oldForm);
  const after = parametersOf(change.newForm) ?? argumentsIn(change.new);
  const earlier = before ?? argumentsIn(change.old);
  if (shape.kind === 'argument-count' && earlier !== undefined && after !== undefined && earlier !== after) {
    return shape.few === after > earlier ? 'newer' : 'older';
  }
  if (shape.kind === 'macro-arguments' && shape.takes !== undefined) {
    if (shape.takes === after && after !== earlier) return 'newer';
    if (shape.takes === earlier && after !== earlier) return 'older';
  }
  if (shape.kind === 'incompatible-value' || shape.kind === 'incompatible-argument') {
    const now = returnsOf(change.newForm);
    const was = returnsOf(change.oldForm);
    const returns = /^(.*?) ?\(\*\)/.exec(shape.expected ?? '')?.[1];
    if (returns !== undefined && now !== undefined && returns === now) return 'newer';
    if (returns !== undefined && was !== undefined && returns === was && was !== now) return 'older';
    // The expected type in a pattern is always that of the new form.
    const isNamed = change.explains.some((one) => 'expected' in one && one.expected !== undefined);
    if (isNamed) return 'newer';
  }
  return undefined;
}

function parametersOf(test: VariantTest): number | undefined {
  return 'parameters' in test ? test.parameters : undefined;
}

function returnsOf(test: VariantTest): string | undefined {
  return 'returns' in test ? test.returns : undefined;
}

/** Whether the quoted call has another number of arguments than the old form, so that it is older still, or something else is wrong. */
function isOtherCall(change: Change, shape: MessageShape, line: string | undefined): boolean {
  if (shape.kind !== 'argument-count' || line === undefined) return false;
  const before = parametersOf(change.oldForm) ?? argumentsIn(change.old);
  const given = argumentsOfCall(line, shape.function);
  return before !== undefined && given !== undefined && given !== before;
}

/** How many arguments the first call of a line of C has. */
function argumentsIn(code: string): number | undefined {
  const inside = /^\s*(?:\w+ = )?\w+\(([^()]*)\)/.exec(code)?.[1];
  if (inside === undefined) return undefined;
  return inside.trim() === '' ? 0 : inside.split(',').length;
}

/** The missing name, as written in a source. For a member, the key of the table that has it with its struct. */
function missingName(shape: MessageShape, table: Readonly<Record<string, unknown>>): string | undefined {
  if (shape.kind === 'missing-header') return shape.header;
  if (shape.kind === 'no-member') {
    const struct = shape.struct.replace(/^(?:struct|union) /, '');
    const member = `${struct}.${shape.member}`;
    return Object.hasOwn(table, member) ? member : struct;
  }
  if (shape.kind === 'incomplete-type') return shape.type.replace(/^(?:struct|union|enum) /, '') || undefined;
  const isName =
    shape.kind === 'undeclared-function' ||
    shape.kind === 'undeclared' ||
    shape.kind === 'unknown-type' ||
    shape.kind === 'undefined-symbol' ||
    shape.kind === 'implicit-int';
  return isName ? shape.name : undefined;
}

/** The cause for a name that only later kernels have. */
export function findNotYetIntroduced(shape: MessageShape, release: Release | undefined): Cause | undefined {
  const name = missingName(shape, introducedNames);
  if (name === undefined || !Object.hasOwn(introducedNames, name)) return undefined;
  const known = introducedNames[name];
  // Without a release, the message itself says that the kernel does not have it.
  if (!known || (release && isAtLeast(release, known.since))) return undefined;
  const displayName = name.endsWith('.h') ? `<${name}>` : name;
  const before = known.before?.endsWith('.h') ? `<${known.before}>` : known.before;
  return inferred({
    ...{ id: `${idOf(name)}-not-yet`, symbol: name, confidence: 'likely', evidence: [] },
    summary: `${release?.name ?? 'The kernel of this log'} does not have ${displayName} yet: it was introduced in Linux ${known.since}, so the source is written for newer kernels.${before === undefined ? '' : ` For older kernels, use ${before} under a condition on LINUX_VERSION_CODE.`}`,
  });
}

/** The cause for a name that kernels dropped long ago. */
export function findLongRemoved(
  shape: MessageShape,
  release: Release | undefined,
  hasHeaders = false,
): Cause | undefined {
  const name = missingName(shape, removedNames);
  if (name === undefined || !Object.hasOwn(removedNames, name)) return undefined;
  // If only a member is missing, the struct exists.
  if (shape.kind === 'no-member' && !name.includes('.')) return undefined;
  const { since, now, isCall, isOnlyName } = removedNames[name] ?? {};
  if (isCall && shape.kind !== 'undeclared-function') return undefined;
  if (since !== undefined && release && !mayHaveChange(release, since)) return undefined;
  const [struct = name, member] = name.split('.');
  const isHeader = name.endsWith('.h');
  const spoken = isHeader ? `<${name}>` : member === undefined ? name : `${member} of struct ${struct}`;
  const gone = `${spoken} is gone.${since === undefined ? '' : ` Changed in Linux ${since}.`}`;
  const place = now !== undefined && /^[\w./]+\.h$/.test(now) ? `<${now}>` : now;
  const advice = place === undefined ? 'Nothing takes its place.' : `Use ${place} instead.`;
  return inferred({
    ...{ id: `${idOf(name)}-gone`, symbol: name, evidence: [] },
    ...(now !== undefined && { replacement: now }),
    confidence: release ? 'likely' : 'unknown',
    summary: `${gone} ${advice} ${hasHeaders ? 'No kernel here still has it.' : unproven(release?.name ?? 'this kernel')}`,
    rewrite: isOnlyName && member !== undefined ? memberRename(struct, member, now ?? '') : undefined,
  });
}

/** Macros at the top level of a module, which compilers parse as declarations if they are not defined. */
const topLevelMacro =
  /^(module_param\w*|MODULE_(?:AUTHOR|DESCRIPTION|DEVICE_TABLE|LICENSE|PARM_DESC|VERSION|ALIAS|FIRMWARE)|module_(?:init|exit)|EXPORT_SYMBOL(?:_GPL)?)\s*\(/;

/** The cause for such a macro at the beginning of the quoted line. */
function undefinedMacro({ shape, line, release }: HeaderlessContext): Cause | undefined {
  const name = shape.kind === 'unexpected-token' ? topLevelMacro.exec(line?.trim() ?? '')?.[1] : undefined;
  if (name === undefined) return undefined;
  const header = name.startsWith('EXPORT_') ? 'linux/export.h' : 'linux/module.h';
  return inferred({
    ...{ id: `${idOf(name)}-not-included`, symbol: name, evidence: [], confidence: 'likely' },
    replacement: `#include <${header}>`,
    summary: `Linux defines ${name}() in <${header}>, and none of the headers that the file includes brings that along. Include it. ${unproven(release?.name ?? 'this kernel')}`,
  });
}

/** The cause for a function that the kernel declares in a header which the source most likely reached through another one. */
function notIncluded({ shape, release }: HeaderlessContext): Cause | undefined {
  if (shape.kind !== 'undeclared-function' && shape.kind !== 'undeclared') return undefined;
  const declared = declaringHeaders.get(shape.name);
  if (!declared) return undefined;
  const { header, since } = declared;
  if (since !== undefined && release && !mayHaveChange(release, since)) return undefined;
  const moved = since === undefined ? '' : `, since Linux ${since}`;
  return inferred({
    ...{ id: `${idOf(shape.name)}-not-included`, symbol: shape.name, evidence: [], confidence: 'likely' },
    replacement: `#include <${header}>`,
    summary: `Linux declares ${shape.name} in <${header}>${moved}, and none of the headers that the file includes brings that along. Include it. ${unproven(release?.name ?? 'this kernel')}`,
  });
}

/** The cause of messages that themselves say what to do. */
export function findSelfExplanatory({
  shape,
  release,
}: Pick<HeaderlessContext, 'shape' | 'release'>): Cause | undefined {
  const of = release?.name ?? 'This kernel';
  if (shape.kind === 'gpl-only-symbol') {
    return inferred({
      ...{ id: 'gpl-only-symbol', symbol: shape.name, confidence: 'likely', evidence: [] },
      replacement: 'MODULE_LICENSE("GPL")',
      summary: gplOnlyText(of, shape.name, ''),
    });
  }
  if (shape.kind === 'missing-namespace' && namedModules(shape.namespace)) {
    return inferred({
      ...{ id: 'symbol-for-named-modules', symbol: shape.name, confidence: 'likely', evidence: [] },
      summary: namedModulesText(of, shape.name, shape.namespace, undefined),
    });
  }
  if (shape.kind === 'missing-namespace') {
    const importsNamespaceAsString = release === undefined ? undefined : isAtLeast(release, '6.13');
    const word = `MODULE_IMPORT_NS(${shape.namespace});`;
    const text = `MODULE_IMPORT_NS("${shape.namespace}");`;
    return inferred({
      ...{ id: 'namespace-not-imported', symbol: shape.name, confidence: 'likely', evidence: [] },
      replacement: importsNamespaceAsString ? text : word,
      summary: `${of} exports ${shape.name} in the namespace ${shape.namespace}. Add ${importsNamespaceAsString ? text : word} to the source of the module. Kernels before Linux 6.13 take the name without quotes, later ones with quotes.`,
    });
  }
  return undefined;
}

/** A header of the kernel, by its folder. */
const ofKernel =
  /(?:^|\/)(?:include\/(?:linux|uapi|asm-generic|generated|net|sound|media|drm|trace|crypto|acpi|rdma|scsi|video)|arch\/\w+\/include)\//;

/** The cause where a note of the compiler in the log quotes the declaration of the kernel. */
function byDeclaration({ problem, shape, release }: HeaderlessContext): Cause | undefined {
  const quoted = problem.related.filter((one) => one.quote !== undefined);
  // If the error is reported in a header of the kernel, the note points to the declaration in the module.
  const reported =
    shape.kind === 'conflicting-types' && quoted.find((one) => one.message === 'reported here');
  const note =
    reported ||
    quoted.find((one) =>
      /declared here|originally defined here|previous (?:declaration|definition)|^this is the location of the previous definition|^expected '/.test(
        one.message,
      ),
    );
  if (note?.quote === undefined) return undefined;
  // Compilers quote only the first line of a declaration.
  const quote = note.quote.replace(/\s+/g, ' ').trim().replace(/[,(]$/, '$& …');
  const of = release?.name ?? 'this kernel';
  const evidence = release
    ? [{ kernel: release.name, file: note.file, line: note.line, text: quote, form: 'new' as const }]
    : [];
  if (shape.kind === 'conflicting-types') {
    if (!ofKernel.test(note.file)) return undefined;
    return inferred({
      ...{ id: `${idOf(shape.name)}-declared`, symbol: shape.name, confidence: 'likely', evidence },
      summary: `The kernel now declares ${shape.name} itself: ${quote}. Leave yours out for ${of} and other kernels that declare it.`,
    });
  }
  const name =
    shape.kind === 'argument-count'
      ? shape.function
      : shape.kind === 'incompatible-argument' || shape.kind === 'discarded-qualifier'
        ? shape.function
        : undefined;
  // A declaration in the folder of the call belongs to the module.
  if (name === undefined || dirname(note.file) === dirname(problem.file)) return undefined;
  return inferred({
    ...{ id: `${idOf(name)}-declared`, symbol: name, confidence: 'likely', evidence, replacement: quote },
    summary: `The call does not match the declaration that the log shows for ${of}: ${quote}.`,
  });
}

/** The cause where the source declares a tracepoint of the kernel in a form that this kernel does not have. */
function byTracepoint({ shape, release }: HeaderlessContext): Cause | undefined {
  if (shape.kind !== 'conflicting-types') return undefined;
  const name = /^(?:trace_|__traceiter_|register_trace_)(\w+)$/.exec(shape.name)?.[1];
  if (name === undefined) return undefined;
  return inferred({
    ...{ id: `${idOf(name)}-tracepoint-changed`, symbol: shape.name, confidence: 'likely', evidence: [] },
    summary: `The tracepoint ${name} takes other arguments in ${release?.name ?? 'this kernel'} than the source declares. Compare the TP_PROTO in the kernel's include/trace/events with that of the source, and write both with a condition on LINUX_VERSION_CODE; stable updates change tracepoints as well.`,
  });
}
