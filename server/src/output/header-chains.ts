import type { HeaderChain, Site } from './gcc-problem.ts';

const keptChains = 1000;

/** Headers by the chains of files that include them: each compilation unit of a folder may print the same ones. */
export class HeaderChains {
  readonly #known = new Map<string, HeaderChain>();
  #last = 0;

  /** The header with this chain, the same object for the same chain. */
  of(file: string, chain: readonly Site[]): HeaderChain {
    const key = `${file}\n${chain.map((from) => `${from.file}:${from.line}`).join('\n')}`;
    const known = this.#known.get(key);
    if (known) return known;
    if (this.#known.size >= keptChains) this.#known.clear();
    const fresh = structuredClone({ file, chain, id: ++this.#last });
    this.#known.set(key, fresh);
    return fresh;
  }
}
