import { variantOf } from '../api-variant.ts';
import type { Change, VariantTest } from '../change.ts';
import type { HeaderIndex } from '../headers/header-index.ts';
import type { FeatureProbe } from './change-fixes.ts';

/**
 * A text on one line of one header that only kernels with a change's new form have, checked against the headers of these kernels;
 * `undefined` if there is no such text.
 */
export function findFeatureProbe(change: Change, kernels: readonly HeaderIndex[]): FeatureProbe | undefined {
  const having = kernels.filter((headers) => ['new', 'both'].includes(variantOf(change, headers)));
  const lacking = kernels.filter((headers) => variantOf(change, headers) === 'old');
  const [first] = having;
  if (!first || lacking.length === 0) return undefined;
  for (const probe of candidates(change.newForm, first)) {
    // What user programs see is in another folder.
    if (first.findHeader(probe.header)?.includes('/uapi/')) continue;
    // The text is written in single quotes, in a shell command inside a make function, which counts parentheses.
    if (/['$#\\]/.test(probe.text) || !isBalanced(probe.text)) continue;
    if (
      having.every((headers) => passes(probe, headers)) &&
      !lacking.some((headers) => passes(probe, headers))
    )
      return probe;
  }
  return undefined;
}

function candidates(test: VariantTest, headers: HeaderIndex): readonly FeatureProbe[] {
  if ('all' in test) return test.all.flatMap((each) => candidates(each, headers));
  if ('callable' in test || 'function' in test || 'macro' in test) {
    const name = 'callable' in test ? test.callable : 'function' in test ? test.function : test.macro;
    return headers.find(name, ['function', 'inline', 'macro']).map(({ header }) => ({ header, text: name }));
  }
  if ('constant' in test)
    return headers.find(test.constant).map(({ header }) => ({ header, text: test.constant }));
  if (!('struct' in test)) return [];
  const member = headers.findMember(test.struct, test.member);
  if (!member) return [];
  const { header, file } = member;
  const line =
    headers.findHeader(header) === file
      ? headers.textOf(header)?.split('\n')[member.line - 1]?.trim()
      : undefined;
  if (!line) return [];
  // The type of a callback stands before its name, so the whole line tells more than a part of it.
  return [{ header, text: line }];
}

function passes({ header, text }: FeatureProbe, headers: HeaderIndex): boolean {
  return hasWords(headers.textOf(header) ?? '', text);
}

/** Whether `grep -Fw` would find the words: not as a part of a longer word, and not across lines. */
function hasWords(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (!/\w/.test(text[at - 1] ?? '') && !/\w/.test(text[at + words.length] ?? '')) return true;
  }
  return false;
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth++;
    else if (character === ')' && --depth < 0) return false;
  }
  return depth === 0;
}
