import type { HeaderIndex, HeaderSymbol } from '../headers/header-index.ts';
import { arityOf, findLive, type InferredRewrite } from './inference-context.ts';
import { macroParts, parameterNames } from './successor.ts';

/** Words of C that an expression may have, which no header declares. */
const words: ReadonlySet<string> = new Set(
  'sizeof struct union enum const volatile unsigned signed int long short char void bool true false NULL __user __iomem'.split(
    ' ',
  ),
);

/**
 * What a call of a macro or inline function stood for, where that was one expression of what the newer kernel still has: the expression can be written instead of
 * the call. `newForm` tells the kernels that need it. `undefined` for anything longer.
 */
export function writtenOut(
  old: HeaderSymbol,
  { before, now }: { readonly before: HeaderIndex; readonly now: HeaderIndex },
  forms: Pick<InferredRewrite, 'oldForm' | 'newForm'>,
): InferredRewrite | undefined {
  const count = arityOf(old);
  if (!count || count.variadic || count.parameters > 9) return undefined;
  const all = new Set(meantBy(old, before).map((one) => templateOf(one, count.parameters, before, now)));
  const [to] = all;
  if (all.size !== 1 || to === undefined) return undefined;
  const isCall = /^\w+\((?:[^()]|\([^()]*\))*\)$/.test(to);
  return {
    ...forms,
    rewrite: [{ kind: 'call', name: old.name, arguments: count.parameters, to: isCall ? to : `(${to})` }],
    semantics: `This is what ${old.name}() stood for in ${before.release}: check that it is still right in newer kernels.`,
  };
}

/** What a name may stand for. Where `#ifdef` chooses between two, the one counts whose macro a header defines: `TCGETS2`. */
function meantBy(old: HeaderSymbol, before: HeaderIndex): readonly HeaderSymbol[] {
  return findLive(before, old.name, ['function', 'inline', 'macro']).filter(({ conditions }) =>
    conditions.every((condition) => {
      const [, not = '', name = ''] = /^(!?)[\s(]*defined\s*\(?\s*(\w+)\s*\)*$/.exec(condition) ?? [];
      return name === '' || before.has(name, ['macro']) === (not === '');
    }),
  );
}

/** The expression with its parameters as a rewrite names them; `undefined` if it is more than one expression, or the newer kernel lacks a part of it. */
function templateOf(
  symbol: HeaderSymbol,
  count: number,
  before: HeaderIndex,
  now: HeaderIndex,
): string | undefined {
  const parts = expressionOf(symbol, before);
  if (!parts || parts.names.length !== count) return undefined;
  const { names, expression } = parts;
  if (expression.length > 120 || /[{};#]|[^=!<>]=[^=]|\+\+|--/.test(expression)) return undefined;
  let isKnown = true;
  const to = expression.replace(
    /(->\s*|\.\s*)?\b[A-Za-z_]\w*/g,
    (word, access: string | undefined, offset: number) => {
      const at = names.indexOf(word);
      if (access !== undefined) return word;
      const isWhole =
        /[(,]\s*$/.test(expression.slice(0, offset)) &&
        /^\s*[),]/.test(expression.slice(offset + word.length));
      if (at < 0) {
        // An argument that no header declares is a member of what a macro looks at: `euid`.
        isKnown &&= words.has(word) || now.has(word) || (isWhole && !before.has(word));
        return word;
      }
      return `${isWhole ? '$' : '$p'}${at + 1}`;
    },
  );
  // An inline function evaluates each argument once.
  const isTwice = names.some((_, at) => (to.match(new RegExp(`\\$p?${at + 1}\\b`, 'g')) ?? []).length !== 1);
  return isKnown && !(symbol.kind === 'inline' && isTwice) ? to : undefined;
}

/** The parameters and the expression of a macro, or of an inline function that does nothing else than return it. */
function expressionOf(
  symbol: HeaderSymbol,
  headers: HeaderIndex,
): { readonly names: readonly string[]; readonly expression: string } | undefined {
  if (symbol.kind === 'macro') {
    const parts = macroParts(symbol);
    const bare = /^\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)$/.exec(parts?.body ?? '')?.[1];
    // Parameters in parentheses get theirs where they are needed.
    const expression = (bare ?? parts?.body ?? '').replace(
      /\((\w+)\)/g,
      (whole, name: string, at: number, all: string) =>
        parts?.names.includes(name) && !/\w\s*$/.test(all.slice(0, at)) ? name : whole,
    );
    return parts && expression !== '' ? { names: parts.names, expression } : undefined;
  }
  const expression = /^return ([^;]+);$/.exec(headers.bodyOf(symbol)?.trim() ?? '')?.[1];
  if (symbol.kind !== 'inline' || expression === undefined) return undefined;
  return { names: parameterNames(symbol.declaration, symbol.name), expression };
}
