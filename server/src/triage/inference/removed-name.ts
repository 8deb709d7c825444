import { escapeRegex } from '../../escape-regex.ts';
import { compareReleases } from '../../kernels/kernel.ts';
import type { Cause } from '../cause.ts';
import type { HeaderIndex, HeaderSymbol, SymbolKind } from '../headers/header-index.ts';
import { configSymbols, failingCondition, isLive } from '../headers/live-conditions.ts';
import { introducedNames } from '../without-headers/introduced-names.ts';
import {
  evidenceOf,
  findLive,
  type InferenceContext,
  idOf,
  inferred,
  type KernelApi,
} from './inference-context.ts';
import { headerMove, includeOf, renameOf } from './inferred-change.ts';
import { explainRenamedStruct, findRenamedStruct } from './renamed-struct.ts';
import { findSuccessor } from './successor.ts';
import { writtenOut } from './written-out.ts';

/** A name as it is written in a sentence: `strlcpy()`, `struct timespec`. */
function displayName(name: string, kind: SymbolKind): string {
  if (kind === 'function' || kind === 'inline') return `${name}()`;
  if (kind === 'struct' || kind === 'union' || kind === 'enum') return `${kind} ${name}`;
  return name;
}

/**
 * Why a name is missing: only other kernels declare it, the configuration of this kernel hides its declaration, or the declaration has
 * moved to another header. `undefined` for a name that no kernel declares, such as one of the module itself.
 */
export function explainMissingName(
  name: string,
  context: InferenceContext,
  kinds?: readonly SymbolKind[],
): Cause | undefined {
  const { headers } = context.failing;
  const declared = headers.find(name, kinds);
  const live = findLive(headers, name, kinds);
  if (live.length > 0) return explainMovedName(name, live, context, kinds);
  const hidden = declared[0];
  if (hidden) return explainHiddenName(displayName(name, hidden.kind), name, hidden, context);
  for (const other of context.others) {
    const [old] = findLive(other.headers, name, kinds);
    if (!old) continue;
    if (isNewer(other, context))
      return explainNewerName(displayName(name, old.kind), name, other, context, [old]);
    const struct = old.kind === 'struct' ? findRenamedStruct(name, other.headers, headers) : undefined;
    const renamed = struct && explainRenamedStruct(struct, context, other);
    if (renamed) return renamed;
    const successor = findSuccessor(old, other.headers, headers);
    const gone = `${displayName(name, old.kind)} is declared in <${old.header}> of ${other.headers.release}, but in no header of ${headers.release}.`;
    const evidence = [
      evidenceOf(other.headers, old, 'old'),
      ...(successor?.symbol ? [evidenceOf(headers, successor.symbol, 'new')] : []),
    ];
    const advice =
      successor === undefined
        ? ''
        : successor.confidence === 'verified'
          ? ` Use ${displayName(successor.name, successor.symbol?.kind ?? 'macro')}: ${successor.reason}.`
          : ` It was probably replaced by ${displayName(successor.name, successor.symbol?.kind ?? 'macro')}: ${successor.reason}.`;
    return inferred({
      ...{ id: `${idOf(name)}-gone`, symbol: name, summary: gone + advice, evidence },
      ...{ confidence: successor?.confidence ?? 'unknown', replacement: successor?.name },
      rewrite: successor
        ? successor.symbol && renameOf(old, successor.symbol)
        : writtenOut(
            old,
            { before: other.headers, now: headers },
            { oldForm: { callable: name }, newForm: { not: { callable: name } } },
          ),
    });
  }
  return undefined;
}

/** Whether a kernel is newer than the failing one. Older kernels are compared first. */
export function isNewer(other: KernelApi, { failing }: InferenceContext): boolean {
  return compareReleases(other.headers.version, failing.headers.version) > 0;
}

/** The cause for a name that only newer kernels have: it was not removed, so there is no successor to look for. */
export function explainNewerName(
  what: string,
  symbol: string,
  other: KernelApi,
  context: InferenceContext,
  declared: readonly Pick<HeaderSymbol, 'file' | 'line' | 'declaration'>[],
): Cause {
  const { headers } = context.failing;
  const known = Object.hasOwn(introducedNames, symbol) ? introducedNames[symbol] : undefined;
  const since = known === undefined ? '' : `; it was introduced in Linux ${known.since}`;
  const before = known?.before === undefined ? '' : ` For older kernels, use ${known.before}.`;
  return inferred({
    ...{ id: `${idOf(symbol.replace(/^struct /, ''))}-not-yet`, symbol, confidence: 'verified' },
    summary: `${headers.release} does not have ${what} yet, but ${other.headers.release} does${since}. The source is written for newer kernels: guard it with a condition on the version, or on what the headers declare.${before}`,
    evidence: declared.map((one) => evidenceOf(other.headers, one, 'new')),
  });
}

/** The cause where the kernel declares the name in a header that the source does not include. */
function explainMovedName(
  name: string,
  live: readonly HeaderSymbol[],
  context: InferenceContext,
  kinds: readonly SymbolKind[] | undefined,
): Cause | undefined {
  const { headers } = context.failing;
  // If the source includes one of its headers, the message has another reason.
  const [now] = live;
  if (!now || live.some((one) => includes(context.text, one.header))) return undefined;
  const other = context.others.find((view) => findLive(view.headers, name, kinds).length > 0);
  const [old] = other ? findLive(other.headers, name, kinds) : [];
  const moved = other && old && !live.some((one) => one.header === old.header);
  // No #include makes a function usable that the kernel keeps to itself.
  if (live.every((one) => isKeptInside(one, context))) return explainKeptInside(name, now, context);
  const evidence = [
    ...(moved ? [evidenceOf(other.headers, old, 'old')] : []),
    evidenceOf(headers, now, 'new'),
  ];
  const summary = moved
    ? `${displayName(name, now.kind)} is declared in <${old.header}> of ${other.headers.release}, but in <${now.header}> of ${headers.release}. Include <${now.header}>.`
    : `${headers.release} declares ${displayName(name, now.kind)} in <${now.header}>${
        context.text === undefined
          ? '. Include that header, if the file does not do so yet (the file was not read).'
          : ', which this file does not include itself. Include it.'
      }`;
  // Another header may include it indirectly; known is only that the source does not name it.
  return inferred({
    ...{ id: `${idOf(name)}-not-included`, symbol: name, summary, evidence },
    ...{
      confidence: moved || context.text !== undefined ? 'likely' : 'unknown',
      replacement: `#include <${now.header}>`,
      rewrite: includeOf(now.header),
    },
  });
}

/** Whether a declaration is of a function that the kernel exports to no module. */
function isKeptInside({ name, kind }: HeaderSymbol, { failing }: InferenceContext): boolean {
  return kind === 'function' && failing.symvers !== undefined && failing.symvers.find(name) === undefined;
}

function explainKeptInside(name: string, now: HeaderSymbol, context: InferenceContext): Cause {
  const { headers } = context.failing;
  const other = context.others.find((view) =>
    findLive(view.headers, name, ['function', 'inline', 'macro']).some(
      (one) => !isKeptInside(one, { ...context, failing: view }),
    ),
  );
  const [old] = other ? findLive(other.headers, name, ['function', 'inline', 'macro']) : [];
  const was =
    other && old ? `, while modules could use it from <${old.header}> of ${other.headers.release}` : '';
  return inferred({
    ...{ id: `${idOf(name)}-not-exported`, symbol: name, confidence: 'verified' },
    summary: `${headers.release} declares ${displayName(name, now.kind)} in <${now.header}> but does not export it to modules${was}. Including that header would not help.`,
    evidence: [
      ...(other && old ? [evidenceOf(other.headers, old, 'old')] : []),
      evidenceOf(headers, now, 'new'),
    ],
    rewrite:
      other && old && other.headers.findHeader(now.header) === undefined
        ? writtenOut(
            old,
            { before: other.headers, now: headers },
            { oldForm: { not: { header: now.header } }, newForm: { header: now.header } },
          )
        : undefined,
  });
}

function includes(text: string | undefined, header: string): boolean {
  return (
    text !== undefined && new RegExp(`^[ \\t]*#[ \\t]*include[ \\t]*<${escapeRegex(header)}>`, 'm').test(text)
  );
}

/**
 * The cause for what this kernel declares only under another configuration, or only for user programs. `what` is how a sentence names it.
 */
export function explainHiddenName(
  what: string,
  symbol: string,
  hidden: HeaderSymbol,
  { failing, others }: InferenceContext,
): Cause | undefined {
  const { headers } = failing;
  const condition = failingCondition(hidden, headers);
  if (condition === undefined) return undefined;
  const given = { symbol, confidence: 'verified', evidence: [evidenceOf(headers, hidden, 'new')] } as const;
  const id = idOf(symbol.replace(/^struct /, ''));
  if (/\b__KERNEL__\b/.test(condition)) {
    const other = others.find((view) => liveAgain(view, hidden) !== undefined);
    const old = other && liveAgain(other, hidden);
    const was = other ? `, while in ${other.headers.release} modules see it, too` : '';
    return inferred({
      ...{ ...given, id: `${id}-for-user-programs` },
      summary: `${headers.release} declares ${what} only for user programs (under ${condition})${was}.`,
      evidence: [...(other && old ? [evidenceOf(other.headers, old, 'old')] : []), ...given.evidence],
    });
  }
  if (configSymbols(condition).length === 0) return undefined;
  return inferred({
    ...{ ...given, id: `${id}-needs-config` },
    summary: `${headers.release} declares ${what} only where ${condition} holds, and it was configured differently.`,
  });
}

/** What another kernel's modules see of what is hidden here. */
function liveAgain({ headers }: KernelApi, { name, kind, owner }: HeaderSymbol): HeaderSymbol | undefined {
  if (kind !== 'member') return findLive(headers, name, [kind])[0];
  const member = owner === undefined ? undefined : headers.findMember(owner, name);
  return member && isLive(member, headers) ? member : undefined;
}

/** Why only the name of a struct is known, and not its definition: the definition was removed or has moved to another header. */
export function explainIncompleteType(type: string, context: InferenceContext): Cause | undefined {
  const name = type.replace(/^(?:struct|union|enum) /, '');
  return explainMissingName(name, context, ['struct', 'union', 'enum']);
}

/** Why a header is missing in this kernel. */
export function explainMissingHeader(header: string, context: InferenceContext): Cause | undefined {
  const { headers } = context.failing;
  if (headers.findHeader(header) !== undefined) return undefined;
  const other = context.others.find((view) => view.headers.findHeader(header) !== undefined);
  const base = header.split('/').at(-1) ?? header;
  const candidates = ['linux', 'asm-generic', 'linux/platform_data', 'uapi/linux']
    .map((folder) => `${folder}/${base}`)
    .filter((one) => one !== header && headers.findHeader(one) !== undefined);
  const followed = other && headerOfNames(header, other.headers, headers);
  const now = followed ?? candidates[0];
  if (other && isNewer(other, context)) {
    const file = other.headers.findHeader(header) ?? '';
    return explainNewerName(`<${header}>`, header, other, context, [
      { file, line: 1, declaration: `#include <${header}>` },
    ]);
  }
  if (!other) {
    // A header of the compiler that modules can no longer include, such as <stdarg.h>.
    if (now !== `linux/${base}` || !ofCompiler.has(header)) return undefined;
    return inferred({
      ...{
        id: `${idOf(header)}-gone`,
        symbol: header,
        confidence: 'likely',
        replacement: `#include <${now}>`,
        rewrite: headerMove(header, now),
      },
      summary: `Modules for ${headers.release} can't include <${header}>; the kernel has <${now}>.`,
      evidence: [
        {
          kernel: headers.release,
          file: headers.findHeader(now) ?? '',
          line: 1,
          text: `#include <${now}>`,
          form: 'new',
        },
      ],
    });
  }
  const file = other.headers.findHeader(header) ?? '';
  const wrapped = /^asm\//.test(header) ? [header, `asm-generic/${base}`] : [header];
  const old = new Set(wrapped.flatMap((one) => other.headers.namesIn(one).map(({ name }) => name)));
  const sure =
    (now !== undefined && now === followed) ||
    (now !== undefined &&
      sharesNames(
        old,
        headers.namesIn(now).map(({ name }) => name),
      ));
  const evidence = [
    { kernel: other.headers.release, file, line: 1, text: `#include <${header}>`, form: 'old' as const },
    ...(now === undefined
      ? []
      : [
          {
            kernel: headers.release,
            file: headers.findHeader(now) ?? '',
            line: 1,
            text: `#include <${now}>`,
            form: 'new' as const,
          },
        ]),
  ];
  const gone = `<${header}> is in the headers of ${other.headers.release}, but not in those of ${headers.release}.`;
  const advice =
    now === undefined
      ? ''
      : sure
        ? ` Include <${now}>, which declares what it declared.`
        : ` It was probably replaced by <${now}>.`;
  return inferred({
    ...{ id: `${idOf(header)}-gone`, symbol: header, summary: gone + advice, evidence },
    ...{ confidence: now === undefined ? 'unknown' : sure ? 'verified' : 'likely' },
    replacement: now === undefined ? undefined : `#include <${now}>`,
    rewrite: now === undefined ? undefined : headerMove(header, now),
  });
}

/** Headers of the compiler whose names the kernel has as well. Any other header that no kernel ever had is the module's own. */
const ofCompiler: ReadonlySet<string> = new Set(['stdarg.h', 'stddef.h', 'limits.h', 'stdint.h']);

/** The header that declares most of what another one declared: <asm/amd/nb.h> for <asm/amd_nb.h>. */
function headerOfNames(header: string, before: HeaderIndex, now: HeaderIndex): string | undefined {
  const names = before.namesIn(header).filter(({ name }) => !/_H_*$/.test(name));
  const asked = names.slice(0, mostFollowed);
  const found = Map.groupBy(
    asked.flatMap(({ name, kind }) => now.find(name, [kind])[0]?.header ?? []),
    (one) => one,
  );
  const [most] = [...found].sort(([, a], [, b]) => b.length - a.length);
  return most && most[1].length >= 2 && most[1].length * 2 > asked.length ? most[0] : undefined;
}

const mostFollowed = 40;

function sharesNames(old: ReadonlySet<string>, now: readonly string[]): boolean {
  // Include guards are named after the header, so they always differ.
  const real = [...old].filter((name) => !/_H_*$/.test(name));
  const members = new Set(now);
  return real.length >= 2 && real.filter((name) => members.has(name)).length * 2 >= real.length;
}
