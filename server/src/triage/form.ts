import { readFileSync } from 'node:fs';
import type { Change, Form, FormTest } from './change.ts';
import type { HeaderIndex, HeaderSymbol } from './headers/header-index.ts';

const callable = ['function', 'inline', 'macro'] as const;

/** Which form of a change the headers of a kernel take. */
export function formOf(change: Pick<Change, 'oldForm' | 'newForm'>, headers: HeaderIndex): Form {
  const old = holds(change.oldForm, headers);
  const isNew = holds(change.newForm, headers);
  if (old) return isNew ? 'both' : 'old';
  return isNew ? 'new' : 'neither';
}

/** Whether a kernel's headers pass a test. A text that cannot be read passes none. */
export function holds(test: FormTest, headers: HeaderIndex): boolean {
  if ('all' in test) return test.all.every((each) => holds(each, headers));
  if ('any' in test) return test.any.some((each) => holds(each, headers));
  if ('not' in test) return !holds(test.not, headers);
  if ('header' in test) return headers.findHeader(test.header) !== undefined;
  if ('in' in test) return textMatches(headers.findHeader(test.in), test.matches);
  if ('type' in test && !('struct' in test) && !('function' in test))
    return headers.has(test.type, ['struct', 'union', 'enum', 'typedef']);
  if ('constant' in test)
    return (
      headers.has(test.constant, ['enumerator']) ||
      headers.find(test.constant, ['macro']).some((symbol) => symbol.arity === undefined)
    );
  if ('struct' in test) {
    const member = headers.findMember(test.struct, test.member);
    return member !== undefined && memberFits(member, test);
  }
  if ('function' in test)
    return headers.find(test.function, ['function', 'inline']).some((symbol) => functionFits(symbol, test));
  if ('macro' in test)
    return headers
      .find(test.macro, ['macro'])
      .some((symbol) => test.parameters === undefined || symbol.arity?.parameters === test.parameters);
  if (test.parameters === undefined) return headers.has(test.callable, callable);
  return headers
    .find(test.callable, callable)
    .some((symbol) => (symbol.signature?.parameters.length ?? symbol.arity?.parameters) === test.parameters);
}

type MemberTest = Extract<FormTest, { struct: string }>;
type FunctionTest = Extract<FormTest, { function: string }>;

function memberFits(member: HeaderSymbol, test: MemberTest): boolean {
  const { signature } = member;
  if (test.type !== undefined && member.type !== test.type) return false;
  if (test.returns !== undefined && signature?.returns !== test.returns) return false;
  if (test.parameters !== undefined && signature?.parameters.length !== test.parameters) return false;
  return test.parameter === undefined || signature?.parameters[test.parameter.at] === test.parameter.type;
}

function functionFits({ signature }: HeaderSymbol, test: FunctionTest): boolean {
  if ('parameter' in test) return signature?.parameters[test.parameter] === test.type;
  if (test.returns !== undefined && signature?.returns !== test.returns) return false;
  return test.parameters === undefined || signature?.parameters.length === test.parameters;
}

function textMatches(path: string | undefined, pattern: RegExp): boolean {
  if (path === undefined) return false;
  try {
    return pattern.test(readFileSync(path, 'utf8'));
  } catch {
    return false;
  }
}
