import type { CToken } from './c-tokens.ts';

/** A condition that the scan is in: the brackets that were open before it, and after each of its branches. */
interface Level {
  readonly before: readonly number[];
  readonly ends: (readonly number[])[];
  /** The branch that is read is `#if 0`, which need not be C. */
  isDead: boolean;
}

const closes: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/**
 * For each bracket, by its index among the tokens, the index of its partner. Each branch of a condition begins with the brackets that were open before the condition,
 * so that `#if A … { #else … { #endif … }` leaves none open: both braces have the same partner. Brackets in one preprocessor line are paired
 * among themselves. A bracket that nothing fits has no partner.
 */
export function pairBrackets(tokens: readonly CToken[]): ReadonlyMap<number, number> {
  const partners = new Map<number, number>();
  /** Brackets that another branch has in the place of one that is open. */
  const alike = new Map<number, number[]>();
  const levels: Level[] = [];
  let open: number[] = [];
  let inLine: number[] = [];
  let line: number | undefined;
  const read = (stack: number[], index: number) => {
    const text = tokens[index]?.text ?? '';
    if ('([{'.includes(text)) stack.push(index);
    else if (')]}'.includes(text)) {
      const at = matching(stack, text);
      if (at === undefined) return;
      const [partner = index] = stack.splice(at);
      for (const one of [partner, ...(alike.get(partner) ?? [])]) partners.set(one, index);
      partners.set(index, partner);
    }
  };
  /** Where the partner of a closing bracket is in the stack: a brace also ends parentheses that were left open. */
  const matching = (stack: readonly number[], text: string): number | undefined => {
    const wanted = closes[text];
    const last = stack.at(-1);
    if (last === undefined) return undefined;
    if (text !== '}') return tokens[last]?.text === wanted ? stack.length - 1 : undefined;
    const at = stack.findLastIndex((one) => tokens[one]?.text === wanted);
    return at < 0 ? undefined : at;
  };
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'punctuation') continue;
    if (token.directive === undefined) {
      read(open, index);
      continue;
    }
    if (token.directive !== line) {
      line = token.directive;
      inLine = [];
    }
    if (token.start === token.directive) open = branchAt(index, open);
    else read(inLine, index);
  }
  return partners;

  function branchAt(index: number, stack: number[]): number[] {
    const word = tokens[index + 1]?.text ?? '';
    if (/^if/.test(word)) {
      const next = tokens[index + 3];
      const isZero = tokens[index + 2]?.text === '0' && next?.directive !== tokens[index]?.directive;
      levels.push({ before: [...stack], ends: [], isDead: word === 'if' && isZero });
      return stack;
    }
    const level = levels.at(-1);
    if (!level || !/^(?:else|elif|endif)/.test(word)) return stack;
    if (!level.isDead) level.ends.push([...stack]);
    level.isDead = false;
    if (word !== 'endif') return [...level.before];
    levels.pop();
    const [longest = level.before] = [...level.ends].sort((a, b) => b.length - a.length);
    for (const end of level.ends) {
      if (end === longest || end.length !== longest.length) continue;
      end.forEach((one, at) => {
        const kept = longest[at];
        if (kept === undefined || kept === one) return;
        alike.set(kept, [...(alike.get(kept) ?? []), one, ...(alike.get(one) ?? [])]);
      });
    }
    return [...longest];
  }
}

/** A pair of braces, by the indices of its tokens. */
export interface Block {
  readonly open: number;
  readonly close: number;
  /** 1 at the top level. */
  readonly depth: number;
  readonly outer?: Block;
}

/** For each token the innermost pair of braces around it; each branch of a condition begins in the one that the condition stands in. */
export function blocksOf(
  tokens: readonly CToken[],
  partners: ReadonlyMap<number, number>,
): readonly (Block | undefined)[] {
  const found: (Block | undefined)[] = [];
  const levels: { readonly before: Block | undefined; readonly ends: (Block | undefined)[] }[] = [];
  let block: Block | undefined;
  tokens.forEach((token, index) => {
    while (block?.close === index) block = block.outer;
    found.push(block);
    if (token.directive !== undefined) {
      if (token.directive === token.start) block = blockAt(index, block);
      return;
    }
    const close = token.text === '{' ? partners.get(index) : undefined;
    if (close === undefined || close < index) return;
    block = { open: index, close, depth: (block?.depth ?? 0) + 1, ...(block && { outer: block }) };
  });
  return found;

  function blockAt(index: number, now: Block | undefined): Block | undefined {
    const word = tokens[index + 1]?.text ?? '';
    if (word.startsWith('if')) levels.push({ before: now, ends: [] });
    const level = levels.at(-1);
    if (!level || !/^(?:else|elif|endif)/.test(word)) return now;
    level.ends.push(now);
    if (word !== 'endif') return level.before;
    levels.pop();
    return level.ends
      .filter((end) => end === undefined || end.close > index)
      .sort((a, b) => (b?.depth ?? 0) - (a?.depth ?? 0))[0];
  }
}

/** The first of the braces that have the same partner: each branch of a condition may begin the same block, with declarations of its own. */
export function firstAlike(
  tokens: readonly CToken[],
  open: number,
  partners: ReadonlyMap<number, number>,
): number {
  let first = open;
  for (let at = open - 1; at >= 0 && tokens[at]?.text !== '}'; at--)
    if (tokens[at]?.text === '{' && partners.get(at) === partners.get(open)) first = at;
  return first;
}
