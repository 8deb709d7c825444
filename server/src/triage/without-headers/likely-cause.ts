import { dirname } from 'node:path';
import type { Problem } from '../../output/problem.ts';
import type { Cause } from '../cause.ts';
import type { Change, VariantTest } from '../change.ts';
import { fitsPattern } from '../change-cause.ts';
import { namedModulesText } from '../inference/exported-symbol.ts';
import { idOf, inferred } from '../inference/inference-context.ts';
import type { MessageShape } from '../messages/message-shape.ts';
import { namedModules } from '../module-namespace.ts';
import { introducedNames } from './introduced-names.ts';
import { isAtLeast, type Release } from './release.ts';

/** What is known of a problem where the kernel's headers are not at hand. */
export interface HeaderlessContext {
  readonly problem: Problem;
  readonly shape: MessageShape;
  /** The source line of the problem, as its file or the log has it. */
  readonly line: string | undefined;
  /** Absent where the log does not say its kernel. */
  readonly release: Release | undefined;
  readonly changes: readonly Change[];
}

/**
 * Why a problem is there, by the table of changes, the name of the kernel and what the log itself quotes. Nothing of it is proven, since
 * distributions take changes over early: it is likely where the kernel's number or the message says so, else unknown.
 */
export function findLikelyCause(context: HeaderlessContext): Cause | undefined {
  const { shape, release, line, changes } = context;
  const own = ownAnswer(context);
  if (own) return own;
  const tooNew = release && notYetThere(shape, release);
  if (tooNew) return tooNew;
  for (const change of changes) {
    if (!change.explains.some((pattern) => fitsPattern(shape, pattern, line))) continue;
    const cause = byChange(change, context);
    if (cause) return cause;
  }
  return byReverse(context) ?? byDeclaration(context) ?? byIgnoredFlags(context);
}

/** The types of a message the other way round are those of a change: the source has the new form, and the kernel the old one. */
function byReverse({ shape, line, release, changes }: HeaderlessContext): Cause | undefined {
  if (shape.kind !== 'incompatible-value' || !release) return undefined;
  const reversed: MessageShape = { ...shape, expected: shape.actual, actual: shape.expected };
  const change = changes.find(
    ({ explains, since }) =>
      since !== undefined &&
      !isAtLeast(release, since) &&
      explains.some((pattern) => 'expected' in pattern && fitsPattern(reversed, pattern, line)),
  );
  return change && tooNewFor(change, release);
}

type Direction = 'newer' | 'older';

function byChange(change: Change, { shape, release }: HeaderlessContext): Cause | undefined {
  const said = directionOf(change, shape);
  const version = change.since ?? change.goneBy;
  const isNew = release && version !== undefined ? isAtLeast(release, version) : undefined;
  const of = release === undefined ? 'this kernel' : release.name;
  if (said === 'older' || (isNew === false && said === undefined && !release?.isBackporting)) {
    // The kernel has the old form, and the source is written for the new one.
    return said === 'older' && isNew !== true ? tooNewFor(change, release) : undefined;
  }
  const isLikely = said === 'newer' || isNew === true || release?.isBackporting === true;
  const told = `${change.title}. Now: ${change.advice} ${change.summary}`.replaceAll('`', '');
  const came =
    change.since === undefined
      ? ''
      : isNew === false
        ? ` That came with Linux ${change.since}; ${of} seems to have taken it over.`
        : ` That came with Linux ${change.since}.`;
  return {
    ...{ id: change.id, symbol: change.symbol, summary: `${told}${came} ${unproven(of)}` },
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
  return `(Judged by the message and the version: the headers of ${of} are not here.)`;
}

function tooNewFor(change: Change, release: Release | undefined): Cause {
  const since = change.available ?? change.since;
  const version = since === undefined ? 'a later version' : since;
  return {
    ...{ id: `${change.id}-not-yet`, symbol: change.symbol },
    summary: `The source is written for newer kernels: it uses the form that came with Linux ${version} (${change.new}), and ${release?.name ?? 'this kernel'} takes the one before (${change.old}). Write both, with a condition on LINUX_VERSION_CODE or on what the headers declare.`,
    ...(since !== undefined && { since }),
    ...{ verified: false, confidence: 'likely', evidence: [], documented: false, fixes: [] },
  };
}

/** On which side of a change a message puts the kernel; `undefined` where it fits both. */
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
    // A pattern that names the type that the kernel expects names the new one.
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

/** How many arguments the first call of a line of C has. */
function argumentsIn(code: string): number | undefined {
  const inside = /^\s*(?:\w+ = )?\w+\(([^()]*)\)/.exec(code)?.[1];
  if (inside === undefined) return undefined;
  return inside.trim() === '' ? 0 : inside.split(',').length;
}

/** What the message misses, as the source names it. */
function missingName(shape: MessageShape): string | undefined {
  if (shape.kind === 'missing-header') return shape.header;
  if (shape.kind === 'no-member') {
    const struct = shape.struct.replace(/^(?:struct|union) /, '');
    const member = `${struct}.${shape.member}`;
    return Object.hasOwn(introducedNames, member) ? member : struct;
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

/** A name that later kernels have and this one has not yet. */
export function notYetThere(shape: MessageShape, release: Release): Cause | undefined {
  const name = missingName(shape);
  if (name === undefined || !Object.hasOwn(introducedNames, name)) return undefined;
  const known = introducedNames[name];
  if (!known || isAtLeast(release, known.since)) return undefined;
  const spoken = name.endsWith('.h') ? `<${name}>` : name;
  const before = known.before?.endsWith('.h') ? `<${known.before}>` : known.before;
  return inferred({
    ...{ id: `${idOf(name)}-not-yet`, symbol: name, confidence: 'likely', evidence: [] },
    summary: `${spoken} is not yet in ${release.name}: it came with Linux ${known.since}, so the source is written for newer kernels.${before === undefined ? '' : ` Before, it is ${before}: use that behind a condition on LINUX_VERSION_CODE.`}`,
  });
}

/** Messages that say themselves what is to be done. */
export function ownAnswer({
  shape,
  release,
}: Pick<HeaderlessContext, 'shape' | 'release'>): Cause | undefined {
  const of = release?.name ?? 'This kernel';
  if (shape.kind === 'gpl-only-symbol') {
    return inferred({
      ...{ id: 'gpl-only-symbol', symbol: shape.name, confidence: 'likely', evidence: [] },
      replacement: 'MODULE_LICENSE("GPL")',
      summary: `${of} exports ${shape.name} to modules under the GPL only. Where the source may be under the GPL, say so with MODULE_LICENSE("GPL"); else do without the symbol.`,
    });
  }
  if (shape.kind === 'missing-namespace' && namedModules(shape.namespace)) {
    return inferred({
      ...{ id: 'symbol-for-named-modules', symbol: shape.name, confidence: 'likely', evidence: [] },
      summary: namedModulesText(of, shape.name, shape.namespace, undefined),
    });
  }
  if (shape.kind === 'missing-namespace') {
    const takesText = release === undefined ? undefined : isAtLeast(release, '6.13');
    const word = `MODULE_IMPORT_NS(${shape.namespace});`;
    const text = `MODULE_IMPORT_NS("${shape.namespace}");`;
    return inferred({
      ...{ id: 'namespace-not-imported', symbol: shape.name, confidence: 'likely', evidence: [] },
      replacement: takesText ? text : word,
      summary: `${of} exports ${shape.name} in the namespace ${shape.namespace}: write ${takesText ? text : word} in the module's source. Kernels before Linux 6.13 take the name without quotes, later ones with them.`,
    });
  }
  return undefined;
}

/** The log quotes the kernel's own declaration, in a note of the compiler. */
function byDeclaration({ problem, shape, release }: HeaderlessContext): Cause | undefined {
  const quoted = problem.related.filter((one) => one.quote !== undefined);
  // Where the complaint stands in a header of the kernel, the note leads to the module's own.
  const reported =
    shape.kind === 'conflicting-types' && quoted.find((one) => one.message === 'reported here');
  const note =
    reported ||
    quoted.find((one) => /declared here|previous (?:declaration|definition)|^expected '/.test(one.message));
  if (note?.quote === undefined) return undefined;
  const quote = note.quote.replace(/\s+/g, ' ').trim();
  const of = release?.name ?? 'this kernel';
  const evidence = release
    ? [{ kernel: release.name, file: note.file, line: note.line, text: quote, form: 'new' as const }]
    : [];
  if (shape.kind === 'conflicting-types') {
    return inferred({
      ...{ id: `${idOf(shape.name)}-declared`, symbol: shape.name, confidence: 'likely', evidence },
      summary: `The kernel now has ${shape.name} by itself: ${quote}. Leave your own out for ${of} and other kernels that declare it.`,
    });
  }
  const name =
    shape.kind === 'argument-count'
      ? shape.function
      : shape.kind === 'incompatible-argument' || shape.kind === 'discarded-qualifier'
        ? shape.function
        : undefined;
  // What is declared beside the call is the module's own.
  if (name === undefined || dirname(note.file) === dirname(problem.file)) return undefined;
  return inferred({
    ...{ id: `${idOf(name)}-declared`, symbol: name, confidence: 'likely', evidence, replacement: quote },
    summary: `The call does not fit the declaration that the log shows for ${of}: ${quote}.`,
  });
}

/** Folders of the kernel's headers, and of its own sources. */
const ofKernel =
  /^(?:linux|asm|asm-generic|uapi|net|sound|media|drm|trace|crypto|acpi|rdma|scsi|generated|video|xen|kvm|target|pcmcia|misc|soc|dt-bindings|vdso)\//;
/** Headers of the compiler and of programs, which no module has of its own. */
const ofSystem = /^(?:std\w+|gelf|libelf|openssl\/.*|string|unistd|float|limits|errno)\.h$/;

/** A header of the module's own that is not found, where its folder is told in a way that kbuild no longer takes. */
function byIgnoredFlags({ shape, release, problem }: HeaderlessContext): Cause | undefined {
  if (shape.kind !== 'missing-header' || ofKernel.test(shape.header) || ofSystem.test(shape.header))
    return undefined;
  // Files are named relative to the module since kbuild works in its folder, which is so since 6.13.
  const isNew = release ? isAtLeast(release, '6.15') : !problem.file.startsWith('/');
  if (!isNew) return undefined;
  return inferred({
    ...{ id: 'extra-cflags-ignored', symbol: 'EXTRA_CFLAGS', replacement: 'ccflags-y', evidence: [] },
    confidence: release ? 'likely' : 'unknown',
    summary: `The folder of ${shape.header} is most likely given by -I in EXTRA_CFLAGS, which kbuild ignores since Linux 6.15. Write ccflags-y in the module's Makefile or Kbuild, which every kernel reads.`,
  });
}
