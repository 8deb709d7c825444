import type { HeaderIndex, HeaderSymbol } from './header-index.ts';

type Answer = boolean | undefined;

/** What kbuild's compiler lines say for every C file of a module, beside the configuration. */
const given: Readonly<Record<string, boolean>> = {
  __KERNEL__: true,
  MODULE: true,
  __ASSEMBLY__: false,
  __ASSEMBLER__: false,
  __cplusplus: false,
  __CHECKER__: false,
  __GENKSYMS__: false,
  __OPTIMIZE__: true,
  __GNUC__: true,
};

/**
 * Whether a kernel's modules see a declaration: `false` where its configuration says that they do not; `true` also where a condition
 * is about something that no header tells.
 */
export function isLive(symbol: Pick<HeaderSymbol, 'conditions'>, headers: HeaderIndex): boolean {
  return failingCondition(symbol, headers) === undefined;
}

/** The condition that hides a declaration from modules; `undefined` where none is known to. */
export function failingCondition(
  symbol: Pick<HeaderSymbol, 'conditions'>,
  headers: HeaderIndex,
): string | undefined {
  return symbol.conditions.find((condition) => new Condition(condition, headers).answer() === false);
}

/** The symbols of the configuration that a condition asks for, such as `CONFIG_PM`. */
export function configSymbols(condition: string): readonly string[] {
  return [...new Set(condition.match(/\bCONFIG_\w+/g) ?? [])];
}

/** Evaluates a condition of the preprocessor as far as the configuration decides it. */
class Condition {
  readonly #tokens: readonly string[];
  readonly #headers: HeaderIndex;
  #at = 0;

  constructor(text: string, headers: HeaderIndex) {
    this.#tokens = text.match(/\w+|&&|\|\||[!()]|[^\s\w]+/g) ?? [];
    this.#headers = headers;
  }

  answer(): Answer {
    const answer = this.#either();
    // Arithmetic and comparisons are left over.
    return this.#at === this.#tokens.length ? answer : undefined;
  }

  #either(): Answer {
    let answer = this.#both();
    while (this.#take('||')) {
      const other = this.#both();
      answer =
        answer === true || other === true ? true : answer === false && other === false ? false : undefined;
    }
    return answer;
  }

  #both(): Answer {
    let answer = this.#one();
    while (this.#take('&&')) {
      const other = this.#one();
      answer =
        answer === false || other === false ? false : answer === true && other === true ? true : undefined;
    }
    return answer;
  }

  #one(): Answer {
    if (this.#take('!')) {
      const answer = this.#one();
      return answer === undefined ? undefined : !answer;
    }
    if (this.#take('(')) {
      const answer = this.#either();
      return this.#take(')') ? answer : undefined;
    }
    const word = this.#tokens[this.#at++] ?? '';
    switch (word) {
      case '0':
        return false;
      case '1':
        return true;
      case 'defined':
        return this.#argument((name) => this.#isDefined(name));
      case 'IS_ENABLED':
        return this.#argument((name) => this.#isDefined(name) || this.#isDefined(`${name}_MODULE`));
      case 'IS_BUILTIN':
        return this.#argument((name) => this.#isDefined(name));
      case 'IS_MODULE':
        return this.#argument((name) => this.#isDefined(`${name}_MODULE`));
      case 'IS_REACHABLE':
        return this.#argument((name) => this.#isDefined(name) || this.#isDefined(`${name}_MODULE`));
      default:
        return undefined;
    }
  }

  #argument(decide: (name: string) => Answer): Answer {
    const bracketed = this.#take('(');
    const name = this.#tokens[this.#at++] ?? '';
    if (bracketed && !this.#take(')')) return undefined;
    return decide(name);
  }

  #isDefined(name: string): Answer {
    if (name.startsWith('CONFIG_')) {
      // Without the generated configuration every symbol would seem to be missing.
      return this.#headers.findHeader('generated/autoconf.h') === undefined
        ? undefined
        : this.#headers.has(name, ['macro']);
    }
    return given[name];
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }
}
