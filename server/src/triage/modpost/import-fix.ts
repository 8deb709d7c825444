import type { CauseFix } from '../cause.ts';
import { tokenizeC } from '../rewrite/c-tokens.ts';
import type { FilesOfModule } from './module-units.ts';

/**
 * Inserts a line after the MODULE_LICENSE of a module, of which every module has one. `undefined` if no file has it, or if several have one
 * and none of these is known to be of this module.
 */
export function addBesideLicense(
  line: string,
  { files, isUnit }: FilesOfModule,
  kernels: readonly string[],
): CauseFix | undefined {
  const licensed = files.flatMap(({ path, text }) => {
    const end = endOfLicense(text);
    return end === undefined ? [] : [{ path, text, end }];
  });
  const own = licensed.find(({ path }) => isUnit(path)) ?? (licensed.length === 1 ? licensed[0] : undefined);
  if (!own) return undefined;
  const before = own.text.slice(0, own.end).split('\n');
  const place = { line: before.length, column: (before.at(-1) ?? '').length + 1 };
  return {
    ...{ title: `Add ${line}`, kernels },
    edits: [{ file: own.path, ...place, endLine: place.line, endColumn: place.column, text: `\n${line}` }],
  };
}

/** The offset after the statement. */
function endOfLicense(text: string): number | undefined {
  if (!text.includes('MODULE_LICENSE')) return undefined;
  const tokens = tokenizeC(text);
  const at = tokens.findIndex((token) => token.text === 'MODULE_LICENSE' && token.directive === undefined);
  return at < 0 ? undefined : tokens.slice(at, at + 8).find((token) => token.text === ';')?.end;
}
