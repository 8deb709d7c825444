import { join } from 'node:path';
import type { ConfParser } from '../conf/syntax/parser.ts';
import { readFile } from '../file-system.ts';

/** A tree was requested before the parser was loaded, which has begun now. */
class ParserNotLoaded extends Error {
  /** Settles when the parser is loaded, or can't be. */
  readonly loading: Promise<unknown>;

  constructor(loading: Promise<unknown>) {
    super('the parser is not loaded yet: call this inside withParser');
    this.loading = loading;
  }
}

/**
 * The parser, which is loaded when a tree is first needed: checking a conf rarely needs one, and loading takes as long as everything else
 * of a check. Until then, `parse` throws what `withParser` waits for. `folder` holds its two WebAssembly files (dist/ of the package).
 */
export function parserWhenNeeded(folder: string): ConfParser {
  let parser: ConfParser | undefined;
  let loading: Promise<void> | undefined;
  return {
    parse(text, previous) {
      if (parser) return parser.parse(text, previous);
      loading ??= loadParser(folder).then((loaded) => {
        parser = loaded;
      });
      throw new ParserNotLoaded(loading);
    },
  };
}

/** Runs work that may need the trees of confs. If the parser is not loaded yet, waits for it and runs the work again. */
export function withParser<Result>(work: () => Result | Promise<Result>): Result | Promise<Result> {
  const again = async (error: unknown): Promise<Result> => {
    if (!(error instanceof ParserNotLoaded)) throw error;
    await error.loading;
    return work();
  };
  try {
    const result = work();
    return result instanceof Promise ? result.catch(again) : result;
  } catch (error) {
    return again(error);
  }
}

async function loadParser(folder: string): Promise<ConfParser> {
  const [{ createParser }, runtime, grammar] = await Promise.all([
    import('../conf/syntax/tree-sitter.ts'),
    readFile(join(folder, 'web-tree-sitter.wasm')),
    readFile(join(folder, 'tree-sitter-bash.wasm')),
  ]);
  return createParser({ runtime, grammar });
}
