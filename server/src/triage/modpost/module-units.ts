import { basename, dirname, join } from 'node:path';
import { readBoundedText } from '../../module/bounded-text.ts';
import { parseMakefile } from '../../module/makefile.ts';
import type { SourceText } from './source-files.ts';

/** No handwritten Makefile is larger, and none nests variables deeper. */
const mostBytes = 400_000;
const deepest = 5;

/**
 * Whether a C file is compiled into a module, as far as its Kbuild or Makefile says so: of a variable, every value counts that it is
 * given anywhere, and lists that make computes by functions are not known. `object` is the absolute path of the module (`x.ko`, `x.o`).
 */
export type IsUnit = (file: string) => boolean;

/** The sources among which those of a module are, and which of them are its own. */
export interface FilesOfModule {
  readonly files: readonly SourceText[];
  readonly isUnit: IsUnit;
}

/** Reads which C files are compiled into a module: those of its lists, or the one that is named like it. Never rejects. */
export async function readUnits(object: string): Promise<IsUnit> {
  const folder = dirname(object);
  const own = basename(object).replace(/\.k?o$/, '');
  const text =
    (await readBoundedText(join(folder, 'Kbuild'), mostBytes)) ??
    (await readBoundedText(join(folder, 'Makefile'), mostBytes)) ??
    '';
  const listed = new Set(unitsIn(text, own).map((unit) => join(folder, unit)));
  const isListed = (file: string) => listed.has(file.replace(/\.[cS]$/, ''));
  const isNamedAlike = (file: string) =>
    withUnderscores(basename(file).replace(/\.[chS]$/, '')) === withUnderscores(own);
  return listed.size > 0 ? isListed : isNamedAlike;
}

/** The objects in the lists of a module (`NAME-objs`, `NAME-y`, `NAME-$(CONFIG_X)`), as paths from the Makefile, without `.o`. */
function unitsIn(makefile: string, module: string): readonly string[] {
  const { variables } = parseMakefile('', makefile);
  const expand = (text: string, depth = 0): string =>
    text.replaceAll(/\$[({]([\w.-]+)[)}]/g, (written, name: string) => {
      const values = variables.filter((one) => one.name === name).map(({ value }) => value);
      return depth >= deepest || values.length === 0 ? written : expand(values.join(' '), depth + 1);
    });
  return variables.flatMap(({ name, value }) => {
    const list = expand(name);
    if (!list.startsWith(`${module}-`) || !/^(?:objs|y|m|\$.*)$/.test(list.slice(module.length + 1)))
      return [];
    return expand(value)
      .split(/\s+/)
      .flatMap((word) => (/^[\w./+-]+\.o$/.test(word) ? [word.slice(0, -'.o'.length)] : []));
  });
}

function withUnderscores(name: string): string {
  return name.replaceAll('-', '_');
}
