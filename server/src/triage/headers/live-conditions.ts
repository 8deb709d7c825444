import { evaluateCondition, type MacroFacts } from '../preprocessor/condition.ts';
import { givenMacro } from '../preprocessor/given-macros.ts';
import type { HeaderIndex, HeaderSymbol } from './header-index.ts';

/**
 * Whether a kernel's modules see a declaration: `false` if its configuration hides it; `true` also if no header decides a condition.
 */
export function isLive(symbol: Pick<HeaderSymbol, 'conditions'>, headers: HeaderIndex): boolean {
  return failingCondition(symbol, headers) === undefined;
}

/** The condition that hides a declaration from modules; `undefined` if none is known to hide it. */
export function failingCondition(
  symbol: Pick<HeaderSymbol, 'conditions'>,
  headers: HeaderIndex,
): string | undefined {
  if (symbol.conditions.length === 0) return undefined;
  const facts = headerMacros(headers);
  return symbol.conditions.find((condition) => evaluateCondition(condition, facts) === 0);
}

/** The symbols of the configuration that a condition asks for, such as `CONFIG_PM`. */
export function configSymbols(condition: string): readonly string[] {
  return [...new Set(condition.match(/\bCONFIG_\w+/g) ?? [])];
}

/** Macros known from a kernel's headers: the options of its configuration, and those with which every C file of a module is compiled. */
function headerMacros(headers: HeaderIndex): MacroFacts {
  // Without the generated configuration every symbol would seem to be missing.
  const isConfigured = headers.findHeader('generated/autoconf.h') !== undefined;
  return {
    isDefined(name) {
      if (!name.startsWith('CONFIG_')) return givenMacro(name);
      return isConfigured ? headers.has(name, ['macro']) : undefined;
    },
    // The value of an option is only in the text of a header, which is not read here.
    valueOf: () => undefined,
    hasHeader: () => undefined,
  };
}
