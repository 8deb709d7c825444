import type { Problem, RelatedLocation } from '../../output/problem.ts';
import { parseMessageShape } from '../messages/parse-message-shape.ts';
import { tokenizeC } from '../rewrite/c-tokens.ts';
import type { FilesOfModule } from './module-units.ts';
import type { SourceText } from './source-files.ts';

/** Where a source uses a name; the line is 1-based, the offset counts from the line's start. */
export interface SymbolUse {
  readonly file: string;
  readonly line: number;
  readonly offset: number;
  /** The text of the line before the use. */
  readonly before: string;
  /** Whether it is called there, not just mentioned. */
  readonly isCall: boolean;
  /** Whether it is exported there (`EXPORT_SYMBOL_GPL(name)`). */
  readonly isExport: boolean;
}

/**
 * The uses of a name in C sources, except those in comments, strings and directives. Calls come first, otherwise in the order of the files.
 */
export function findUses(name: string, files: readonly SourceText[]): readonly SymbolUse[] {
  // Tokenizing a file is expensive, and most files don't contain the name at all.
  const uses = files.flatMap((file) => (file.text.includes(name) ? usesIn(file, name) : []));
  return uses.sort((a, b) => Number(b.isCall) - Number(a.isCall));
}

function usesIn({ path, text }: SourceText, name: string): readonly SymbolUse[] {
  const uses: SymbolUse[] = [];
  const tokens = tokenizeC(text);
  let braces = 0;
  let line = 1;
  let counted = 0;
  for (const [at, token] of tokens.entries()) {
    if (token.directive !== undefined) continue;
    if (token.text === '{') braces++;
    else if (token.text === '}') braces--;
    if (token.kind !== 'name' || token.text !== name) continue;
    for (
      let end = text.indexOf('\n', counted);
      end >= 0 && end < token.start;
      end = text.indexOf('\n', end + 1)
    ) {
      line++;
      counted = end + 1;
    }
    const before = text.slice(text.lastIndexOf('\n', token.start - 1) + 1, token.start);
    const last = tokens[at - 1];
    // Outside functions, and after a word of a type, it is a declaration.
    const isDeclared = last?.kind === 'name' && !/^(?:return|else|do|case|sizeof)$/.test(last.text);
    const isCall = tokens[at + 1]?.text === '(' && braces > 0 && !isDeclared;
    const isExport = /\bEXPORT_SYMBOL\w*\s*\(\s*$/.test(before);
    uses.push({ file: path, line, offset: before.length, before, isCall, isExport });
  }
  return uses;
}

const mostRelated = 8;

/** Whether a problem has no place in a source, and comes from a program that reads objects and names their symbols. */
export function namesSymbols({ tool, place }: Problem): boolean {
  return (tool === 'modpost' || tool === 'objtool') && place !== undefined;
}

/**
 * Moves a problem of modpost or objtool to the use of its symbol, with the other uses as related places; those in units of the module come first. The
 * problem is returned unchanged if it is not about a symbol, or if no source mentions the symbol, which is then used by a macro or inline function of
 * the kernel.
 */
export function locateAtUse(problem: Problem, sources: FilesOfModule): Problem {
  if (!namesSymbols(problem)) return problem;
  const shape = parseMessageShape(problem);
  const name =
    shape &&
    ['undefined-symbol', 'gpl-only-symbol', 'missing-namespace', 'magic-name', 'static-export'].includes(
      shape.kind,
    ) &&
    'name' in shape
      ? shape.name
      : undefined;
  if (name === undefined) return problem;
  const placed = placeAtUse(problem, name, sources, shape?.kind === 'static-export');
  if (!placed) return problem;
  const { place, ...rest } = placed;
  return rest;
}

/**
 * The problem at the use of a symbol that it is about, with the other uses as related places, of which only exports count if it is about those;
 * `undefined` if no source mentions the symbol.
 */
export function placeAtUse(
  problem: Problem,
  name: string,
  { files, isUnit }: FilesOfModule,
  isExported = false,
): Problem | undefined {
  const all = findUses(name, files).filter(({ isExport }) => isExport || !isExported);
  // If several modules are built in one folder, each has files of its own.
  const uses = [...all].sort(
    (a, b) => Number(b.isCall) - Number(a.isCall) || Number(isUnit(b.file)) - Number(isUnit(a.file)),
  );
  const [first, ...others] = uses;
  if (!first) return undefined;
  const related: RelatedLocation[] = others
    .filter(({ file, line }) => file !== first.file || line !== first.line)
    .slice(0, mostRelated)
    .map(({ file, line }) => ({ file, line, message: `${name} is used here, too` }));
  // Compilers count columns in different ways, which agree only if nothing but printable ASCII comes before.
  const isPlain = /^[ -~]*$/.test(first.before);
  const columns = isPlain && {
    column: first.offset + 1,
    endLine: first.line,
    endColumn: first.offset + 1 + name.length,
  };
  return {
    ...problem,
    file: first.file,
    line: first.line,
    ...columns,
    related: [...related, ...problem.related],
  };
}
