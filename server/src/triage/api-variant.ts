import type { ApiVariant, Change, VariantTest } from './change.ts';
import { normalizeType } from './headers/declaration-text.ts';
import type { HeaderIndex, HeaderLocation, HeaderSymbol } from './headers/header-index.ts';
import { isLive } from './headers/live-conditions.ts';

/** The declaration in a kernel's headers that passes a test; `undefined` if there is none. */
export function findVariant(test: VariantTest, headers: HeaderIndex): FoundVariant | undefined {
  if ('all' in test) {
    const found = test.all.map((one) => findVariant(one, headers));
    return found.every((one) => one !== undefined)
      ? (found.find((one) => one.text !== '') ?? found[0])
      : undefined;
  }
  if ('any' in test) {
    for (const one of test.any) {
      const found = findVariant(one, headers);
      if (found) return found;
    }
    return undefined;
  }
  if ('not' in test) return findVariant(test.not, headers) ? undefined : nowhere;
  if ('header' in test) {
    const file = headers.findHeader(test.header);
    return file === undefined ? undefined : { file, line: 1, text: `#include <${test.header}>` };
  }
  if ('in' in test) return findText(test.in, test.matches, headers);
  if ('struct' in test) {
    const member = headers.findMember(test.struct, test.member);
    return member && isLive(member, headers) && fitsMember(test, member) ? placed(member) : undefined;
  }
  if ('type' in test && !('function' in test)) {
    const { is } = test;
    if (is !== undefined)
      return firstLive(test.type, ['typedef'], headers, ({ type }) => type === normalizeType(is));
    return firstLive(
      test.type.replace(/^(?:struct|union|enum) /, ''),
      ['struct', 'union', 'enum', 'typedef'],
      headers,
    );
  }
  if ('constant' in test) {
    return firstLive(test.constant, ['macro', 'enumerator'], headers, (one) => one.arity === undefined);
  }
  if ('macro' in test) {
    return firstLive(test.macro, ['macro'], headers, (one) => fitsArity(one, test.parameters));
  }
  if ('callable' in test) {
    return firstLive(test.callable, ['function', 'inline', 'macro'], headers, (one) =>
      fitsArity(one, test.parameters),
    );
  }
  return firstLive(test.function, ['function', 'inline'], headers, (one) => {
    if ('parameter' in test) return one.signature?.parameters[test.parameter] === normalizeType(test.type);
    const returns = test.returns === undefined || one.signature?.returns === normalizeType(test.returns);
    return returns && fitsArity(one, test.parameters);
  });
}

/** Which forms of a change the headers of a kernel accept. */
export function variantOf(change: Pick<Change, 'oldForm' | 'newForm'>, headers: HeaderIndex): ApiVariant {
  const old = holds(change.oldForm, headers);
  const isNew = holds(change.newForm, headers);
  if (old) return isNew ? 'both' : 'old';
  return isNew ? 'new' : 'neither';
}

/** Whether a kernel's headers pass a test. A text that can't be read passes none. */
function holds(test: VariantTest, headers: HeaderIndex): boolean {
  return findVariant(test, headers) !== undefined;
}

/** A place in the headers, with its text, which is empty if the test is for an absence. */
export interface FoundVariant extends HeaderLocation {
  readonly text: string;
}

const nowhere: FoundVariant = { file: '', line: 0, text: '' };

type MemberTest = Extract<VariantTest, { struct: string }>;

function fitsMember(test: MemberTest, member: HeaderSymbol): boolean {
  if (test.type !== undefined && member.type !== normalizeType(test.type)) return false;
  if (test.returns !== undefined && member.signature?.returns !== normalizeType(test.returns)) return false;
  if (test.parameters !== undefined && member.signature?.parameters.length !== test.parameters) return false;
  if (
    test.parameter &&
    member.signature?.parameters[test.parameter.at] !== normalizeType(test.parameter.type)
  )
    return false;
  return true;
}

function fitsArity(symbol: HeaderSymbol, parameters: number | undefined): boolean {
  if (parameters === undefined) return true;
  const takes =
    symbol.arity ?? (symbol.signature && { parameters: symbol.signature.parameters.length, variadic: false });
  return (
    takes !== undefined &&
    (takes.parameters === parameters || (takes.variadic && takes.parameters <= parameters))
  );
}

function firstLive(
  name: string,
  kinds: readonly HeaderSymbol['kind'][],
  headers: HeaderIndex,
  fits: (symbol: HeaderSymbol) => boolean = () => true,
): FoundVariant | undefined {
  const found = headers.find(name, kinds).find((symbol) => isLive(symbol, headers) && fits(symbol));
  return found && placed(found);
}

function findText(header: string, pattern: RegExp, headers: HeaderIndex): FoundVariant | undefined {
  const file = headers.findHeader(header);
  if (file === undefined) return undefined;
  const text = headers.textOf(header);
  const match = text === undefined ? null : pattern.exec(text);
  if (text === undefined || !match) return undefined;
  const line = text.slice(0, match.index).split('\n').length;
  return { file, line, text: match[0].split('\n')[0]?.trim() ?? '' };
}

function placed({ file, line, declaration }: HeaderSymbol): FoundVariant {
  return { file, line, text: declaration };
}
