import { compareVersions, versionNumbers } from '../../versions.ts';
import type { Cause } from '../cause.ts';
import { idOf, inferred } from '../inference/inference-context.ts';
import type { MessageShape } from '../messages/message-shape.ts';
import { exportKey, headerKey, memberKey, nameKey, parseShape, tagKey } from './history-keys.ts';
import { beginText, endText, shapeAsCode } from './history-text.ts';
import type { HistoricKernel, HistoryPeriod } from './kernel-history.ts';

/**
 * The cause of a message that the history of the kernel's interface tells: the kernel has no longer, or not yet, what the message is about, or another
 * form of it. `undefined` where the kernels of the history have the same, and where it is not known what this one has. `proof` ends the summary.
 */
export function explainByHistory(
  shape: MessageShape,
  kernel: HistoricKernel,
  proof: string,
): Cause | undefined {
  const context: Context = { kernel, proof };
  switch (shape.kind) {
    case 'undeclared-function':
      return explainAbsence(context, nameKey(shape.name), shape.name, `${shape.name}()`);
    case 'undeclared':
    case 'implicit-int':
      return isTelling(shape.name, kernel)
        ? explainAbsence(context, nameKey(shape.name), shape.name, shape.name)
        : undefined;
    case 'unknown-type':
      return explainAbsence(context, nameKey(shape.name), shape.name, `the type ${shape.name}`);
    case 'incomplete-type':
      return explainTag(context, shape.type);
    case 'no-member': {
      const struct = withoutTag(shape.struct);
      return (
        explainTag(context, shape.struct, false) ??
        explainAbsence(
          ...([context, memberKey(struct, shape.member), shape.member] as const),
          `${shape.member} in struct ${struct}`,
          `${struct}-${shape.member}`,
        )
      );
    }
    case 'missing-header':
      return explainAbsence(context, headerKey(shape.header), shape.header, `<${shape.header}>`);
    case 'undefined-symbol':
      return (
        explainAbsence(context, nameKey(shape.name), shape.name, `${shape.name}()`) ??
        explainAbsence(context, exportKey(shape.name), shape.name, `an export of ${shape.name}`)
      );
    case 'argument-count':
      return explainOtherForm(context, shape.function, {
        // Of the two forms, too few arguments were given for the one with more parameters.
        fits: (form, other) => (shape.few ? countOf(form) > countOf(other) : countOf(form) < countOf(other)),
      });
    case 'macro-arguments':
      return explainOtherForm(context, shape.macro, { fits: (form) => countOf(form) === shape.takes });
    case 'incompatible-argument':
    case 'discarded-qualifier':
    case 'integer-pointer':
      return shape.function === undefined
        ? undefined
        : explainOtherForm(context, shape.function, {
            ...('position' in shape && { position: shape.position }),
            ...(shape.kind === 'incompatible-argument' && {
              fits: (form) => isEven(parameterAt(form, shape.position), shape.expected),
            }),
          });
    case 'conflicting-types':
      return explainOtherForm(context, shape.name);
    case 'incompatible-value':
      return explainMember(context, shape);
    case 'read-only':
    case 'replaced-name':
    case 'unexpected-token':
    case 'void-value':
    case 'incompatible-type':
    case 'invalid-operand':
    case 'unnamed-argument':
    case 'magic-name':
    case 'static-export':
    case 'gpl-only-symbol':
    case 'missing-namespace':
      return undefined;
    default:
      return shape satisfies never;
  }
}

interface Context {
  readonly kernel: HistoricKernel;
  readonly proof: string;
}

/** Variables and enumerators have short names that occur everywhere; a lower-case name counts only as a function or macro. */
function isTelling(name: string, { history }: HistoricKernel): boolean {
  if (/^[A-Z0-9_]+$/.test(name)) return true;
  const facts = (history.periods(nameKey(name)) ?? []).flatMap(({ fact }) => fact ?? []);
  return facts.some(({ shape }) => /^(?:f|m|d)/.test(shape));
}

function withoutTag(type: string): string {
  return type.replace(/^(?:struct|union|enum) /, '');
}

/** `isShown`: whether the message shows that the type is missing, and not only a member of it. */
function explainTag(context: Context, type: string, isShown = true): Cause | undefined {
  const name = withoutTag(type);
  return explainAbsence(
    ...([context, tagKey(name), name] as const),
    /^(?:struct|union|enum) /.test(type) ? type : `struct ${name}`,
    idOf(name),
    isShown,
  );
}

function explainAbsence(
  { kernel, proof }: Context,
  key: string,
  symbol: string,
  what: string,
  id = idOf(symbol),
  isShown = true,
): Cause | undefined {
  const { history } = kernel;
  const { state } = kernel.judge(key);
  // Between a kernel that has it and one that does not, the message itself shows on which side this one is.
  const sides = state === 'unknown' && isShown ? kernel.sides(key) : undefined;
  if (state !== 'absent' && !sides) return undefined;
  const periods = history.periods(key) ?? [];
  const had = periods.filter(({ fact }) => fact !== undefined);
  const before =
    sides && sides.older === undefined
      ? undefined
      : had.findLast(({ last }) => isOlder(last.version, kernel.version));
  const later = had.find(({ first }) => isOlder(kernel.version, first.version));
  if (before) {
    const gone = periods[periods.indexOf(before) + 1];
    const by = sides ? `gone in ${kernel.name}` : gone ? `gone by ${beginText(gone.first, history)}` : 'gone';
    return inferred({
      ...{ id: `${id}-gone`, symbol, confidence: 'likely', evidence: [] },
      summary: `${what.startsWith(symbol) ? what : capital(what)} is ${by}; Linux ${endText(before.last, history)} still has it${formOf(before, symbol)}. ${proof}`,
    });
  }
  if (!later) return undefined;
  return inferred({
    ...{ id: `${id}-not-yet`, symbol, confidence: 'likely', evidence: [] },
    summary: `${kernel.name} does not have ${what} yet; Linux ${beginText(later.first, history)} has it${formOf(later, symbol)}. The source is written for newer kernels: guard it with a condition on the version, or on what the headers declare. ${proof}`,
  });
}

/** Where it stands and how it is declared, as the end of a sentence. */
function formOf({ fact }: HistoryPeriod, symbol: string): string {
  if (!fact || fact.header === '') return '';
  const code = shapeAsCode(symbol, fact.shape);
  return ` in <${fact.header}>${code === symbol ? '' : `: ${code}`}`;
}

interface Mismatch {
  /** That parameter, from 1, has to differ. */
  readonly position?: number | undefined;
  /** Whether the message shows that the kernel has a form and not the other one. */
  readonly fits?: (form: string, other: string) => boolean;
}

/** The cause of a call that does not match a declaration, which other kernels have in another form. */
function explainOtherForm(
  context: Context,
  name: string,
  { position, fits }: Mismatch = {},
): Cause | undefined {
  const { kernel } = context;
  const key = nameKey(name);
  const now = formHere(kernel, key, fits);
  if (now === undefined) return undefined;
  const differs = (shape: string) =>
    position === undefined
      ? parametersOf(shape) !== parametersOf(now)
      : parameterAt(shape, position) !== parameterAt(now, position) ||
        parametersOf(shape).split('\t').length !== parametersOf(now).split('\t').length;
  return explainChange(context, key, {
    symbol: name,
    code: (shape) => shapeAsCode(name, shape),
    now,
    differs,
  });
}

/** The form that a kernel has: by its neighbours, or between two that differ, by what the message shows. */
function formHere(kernel: HistoricKernel, key: string, fits: Mismatch['fits']): string | undefined {
  const judged = kernel.judge(key);
  if (judged.state === 'absent') return undefined;
  if (judged.state === 'present' && judged.shape !== undefined) return judged.shape;
  if (!fits) return undefined;
  const sides = kernel.sides(key);
  if (!sides?.older || !sides.newer) return undefined;
  const { older, newer } = sides;
  const [isOlderForm, isNewerForm] = [fits(older.shape, newer.shape), fits(newer.shape, older.shape)];
  return isOlderForm === isNewerForm ? undefined : isOlderForm ? older.shape : newer.shape;
}

function countOf(shape: string): number {
  const one = parseShape(shape)[0];
  return one?.count ?? one?.parameters?.length ?? 0;
}

function isEven(type: string | undefined, other: string | undefined): boolean {
  return type !== undefined && type.replace(/\s+/g, '') === other?.replace(/\s+/g, '');
}

function parametersOf(shape: string): string {
  return shape
    .split('\n')
    .map((one) => one.replace(/^f[^\t]*/, 'f').replace(/^d$/, 'm0'))
    .join('\n');
}

function parameterAt(shape: string, position: number): string | undefined {
  return parseShape(shape)[0]?.parameters?.[position - 1];
}

interface ChangedForm {
  readonly symbol: string;
  readonly code: (shape: string) => string;
  /** The shape that the kernel has. */
  readonly now: string;
  /** Whether a shape of other kernels explains the message. */
  readonly differs: (shape: string) => boolean;
  readonly id?: string;
}

function explainChange(
  { kernel, proof }: Context,
  key: string,
  { symbol, code, now, differs, id = idOf(symbol) }: ChangedForm,
): Cause | undefined {
  const { history } = kernel;
  const periods = (history.periods(key) ?? []).filter(({ fact }) => fact !== undefined && fact.shape !== now);
  const others = periods.filter(({ fact }) => fact !== undefined && differs(fact.shape));
  const later = others.find(({ first }) => isOlder(kernel.version, first.version));
  // Where the newer neighbour has another form than this kernel, the source is most likely written for that.
  const isBehind = kernel.sides(key)?.older?.shape === now && kernel.sides(key)?.newer?.shape !== now;
  const before =
    isBehind && later ? undefined : others.findLast(({ last }) => isOlder(last.version, kernel.version));
  const other = before ?? later;
  if (!other?.fact) return undefined;
  const where = before ? `up to ${endText(other.last, history)}` : `from ${beginText(other.first, history)}`;
  return inferred({
    ...{ id: `${id}-changed`, symbol, confidence: 'likely', evidence: [], replacement: code(now) },
    summary: `${symbol} has another form in ${kernel.name}: ${code(now)}. Linux ${where} has ${code(other.fact.shape)}. ${proof}`,
  });
}

type ValueShape = Extract<MessageShape, { kind: 'incompatible-value' }>;

/** The cause of a value of another type than a member has: kernels have that member with both types. */
function explainMember(context: Context, { member, expected, actual }: ValueShape): Cause | undefined {
  if (member === undefined || expected === undefined || actual === undefined) return undefined;
  const { kernel } = context;
  const hasType = (shape: string, type: string) => parseShape(shape).some((one) => isEven(one.type, type));
  for (const key of kernel.history.keysOfMember(member)) {
    const now = formHere(kernel, key, (form) => hasType(form, expected));
    if (now === undefined || !hasType(now, expected)) continue;
    const symbol = `struct ${key.slice(1)}`;
    const cause = explainChange(context, key, {
      ...{ symbol, id: idOf(key.slice(1)), now },
      code: (shape) => shapeAsCode(member, shape),
      differs: (shape) => hasType(shape, actual),
    });
    if (cause) return cause;
  }
  return undefined;
}

function isOlder(a: string, b: string): boolean {
  return compareVersions(versionNumbers(a), versionNumbers(b)) < 0;
}

function capital(text: string): string {
  return `${text[0]?.toUpperCase()}${text.slice(1)}`;
}
