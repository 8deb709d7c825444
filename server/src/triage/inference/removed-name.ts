import { compareReleases } from '../../kernels/kernel.ts';
import type { Cause } from '../cause.ts';
import type { HeaderSymbol, SymbolKind } from '../headers/header-index.ts';
import { configSymbols, failingCondition } from '../headers/live-conditions.ts';
import { introducedNames } from '../without-headers/introduced-names.ts';
import {
  evidenceOf,
  findLive,
  type InferenceContext,
  idOf,
  inferred,
  type KernelView,
} from './inference-context.ts';
import { findSuccessor } from './successor.ts';

/** How a name is spoken of. */
function spoken(name: string, kind: SymbolKind): string {
  if (kind === 'function' || kind === 'inline') return `${name}()`;
  if (kind === 'struct' || kind === 'union' || kind === 'enum') return `${kind} ${name}`;
  return name;
}

/**
 * Why a name is not there: no header of this kernel declares it and others do, or its declaration is hidden by the configuration, or
 * stands in another header than before. `undefined` for a name that no kernel knows, such as one of the user's own.
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
  if (hidden) return explainHiddenName(name, hidden, context);
  for (const other of context.others) {
    const [old] = findLive(other.headers, name, kinds);
    if (!old) continue;
    if (isNewer(other, context)) return notYet(spoken(name, old.kind), name, other, context, [old]);
    const successor = findSuccessor(old, other.headers, headers);
    const gone = `${spoken(name, old.kind)} is declared in <${old.header}> of ${other.headers.release} and in no header of ${headers.release}.`;
    const evidence = [
      evidenceOf(other.headers, old, 'old'),
      ...(successor?.symbol ? [evidenceOf(headers, successor.symbol, 'new')] : []),
    ];
    const advice =
      successor === undefined
        ? ''
        : successor.confidence === 'verified'
          ? ` Use ${spoken(successor.name, successor.symbol?.kind ?? 'macro')}: ${successor.reason}.`
          : ` Probably ${spoken(successor.name, successor.symbol?.kind ?? 'macro')} takes its place: ${successor.reason}.`;
    return inferred({
      ...{ id: `${idOf(name)}-gone`, symbol: name, summary: gone + advice, evidence },
      ...{ confidence: successor?.confidence ?? 'unknown', replacement: successor?.name },
    });
  }
  return undefined;
}

/** Whether a kernel is of a later version than the one that fails. Those that are compared come older ones first. */
export function isNewer(other: KernelView, { failing }: InferenceContext): boolean {
  return compareReleases(other.headers.version, failing.headers.version) > 0;
}

/** Time does not run backwards: what only newer kernels have is no name that is gone, and nothing took its place. */
export function notYet(
  what: string,
  symbol: string,
  other: KernelView,
  context: InferenceContext,
  declared: readonly Pick<HeaderSymbol, 'file' | 'line' | 'declaration'>[],
): Cause {
  const { headers } = context.failing;
  const known = Object.hasOwn(introducedNames, symbol) ? introducedNames[symbol] : undefined;
  const since = known === undefined ? '' : `, since Linux ${known.since}`;
  const before = known?.before === undefined ? '' : ` Before, it is ${known.before}.`;
  return inferred({
    ...{ id: `${idOf(symbol.replace(/^struct /, ''))}-not-yet`, symbol, confidence: 'verified' },
    summary: `${what} is not yet in ${headers.release}: ${other.headers.release} has it${since}. The source is written for newer kernels: guard it with a condition on the version, or on what the headers declare.${before}`,
    evidence: declared.map((one) => evidenceOf(other.headers, one, 'new')),
  });
}

/** The kernel declares it, in a header that the source does not reach any more. */
function explainMovedName(
  name: string,
  live: readonly HeaderSymbol[],
  context: InferenceContext,
  kinds: readonly SymbolKind[] | undefined,
): Cause | undefined {
  const { headers } = context.failing;
  // Where one of its headers is included, the message has another reason.
  const [now] = live;
  if (!now || live.some((one) => includes(context.text, one.header))) return undefined;
  const other = context.others.find((view) => findLive(view.headers, name, kinds).length > 0);
  const [old] = other ? findLive(other.headers, name, kinds) : [];
  const moved = other && old && !live.some((one) => one.header === old.header);
  const evidence = [
    ...(moved ? [evidenceOf(other.headers, old, 'old')] : []),
    evidenceOf(headers, now, 'new'),
  ];
  const summary = moved
    ? `${spoken(name, now.kind)} was declared in <${old.header}> of ${other.headers.release} and is in <${now.header}> of ${headers.release}: include that.`
    : `${headers.release} declares ${spoken(name, now.kind)} in <${now.header}>${
        context.text === undefined
          ? ': include that, if the file does not (it was not read).'
          : ', which this file does not include by itself: include it.'
      }`;
  // What other headers include in passing is not known, only that this one is not named.
  return inferred({
    ...{ id: `${idOf(name)}-not-included`, symbol: name, summary, evidence },
    ...{
      confidence: moved || context.text !== undefined ? 'likely' : 'unknown',
      replacement: `#include <${now.header}>`,
    },
  });
}

function includes(text: string | undefined, header: string): boolean {
  return (
    text !== undefined &&
    new RegExp(`^[ \\t]*#[ \\t]*include[ \\t]*<${header.replace(/[.+]/g, '\\$&')}>`, 'm').test(text)
  );
}

function explainHiddenName(
  name: string,
  hidden: HeaderSymbol,
  { failing }: InferenceContext,
): Cause | undefined {
  const condition = failingCondition(hidden, failing.headers);
  const symbols = configSymbols(condition ?? '');
  if (condition === undefined || symbols.length === 0) return undefined;
  return inferred({
    ...{ id: `${idOf(name)}-needs-config`, symbol: name, confidence: 'verified' },
    summary: `${failing.headers.release} declares ${spoken(name, hidden.kind)} only where ${condition}, and it was configured otherwise.`,
    evidence: [evidenceOf(failing.headers, hidden, 'new')],
  });
}

/** A struct that is known by name only: its definition stands in another header than before. */
export function explainIncompleteType(type: string, context: InferenceContext): Cause | undefined {
  const name = type.replace(/^(?:struct|union|enum) /, '');
  return explainMissingName(name, context, ['struct', 'union', 'enum']);
}

/** A header that this kernel does not have. */
export function explainMissingHeader(header: string, context: InferenceContext): Cause | undefined {
  const { headers } = context.failing;
  if (headers.findHeader(header) !== undefined) return undefined;
  const other = context.others.find((view) => view.headers.findHeader(header) !== undefined);
  const base = header.split('/').at(-1) ?? header;
  const candidates = ['linux', 'asm-generic', 'linux/platform_data', 'uapi/linux']
    .map((folder) => `${folder}/${base}`)
    .filter((one) => one !== header && headers.findHeader(one) !== undefined);
  const [now] = candidates;
  if (other && isNewer(other, context)) {
    const file = other.headers.findHeader(header) ?? '';
    return notYet(`<${header}>`, header, other, context, [
      { file, line: 1, declaration: `#include <${header}>` },
    ]);
  }
  if (!other) {
    // A header of the compiler that kernels no longer reach, such as <stdarg.h>.
    if (now !== `linux/${base}` || header.includes('/')) return undefined;
    return inferred({
      ...{
        id: `${idOf(header)}-gone`,
        symbol: header,
        confidence: 'likely',
        replacement: `#include <${now}>`,
      },
      summary: `There is no <${header}> for modules of ${headers.release}; it has a <${now}> of that name.`,
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
    now !== undefined &&
    sharesNames(
      old,
      headers.namesIn(now).map(({ name }) => name),
    );
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
  const gone = `<${header}> is in the headers of ${other.headers.release} and not in those of ${headers.release}.`;
  const advice =
    now === undefined
      ? ''
      : sure
        ? ` <${now}> declares what it declared.`
        : ` Probably <${now}> takes its place.`;
  return inferred({
    ...{ id: `${idOf(header)}-gone`, symbol: header, summary: gone + advice, evidence },
    ...{ confidence: now === undefined ? 'unknown' : sure ? 'verified' : 'likely' },
    replacement: now === undefined ? undefined : `#include <${now}>`,
  });
}

function sharesNames(old: ReadonlySet<string>, now: readonly string[]): boolean {
  // Guards are named after the header, so they differ.
  const real = [...old].filter((name) => !/_H_*$/.test(name));
  const there = new Set(now);
  return real.length >= 2 && real.filter((name) => there.has(name)).length * 2 >= real.length;
}
