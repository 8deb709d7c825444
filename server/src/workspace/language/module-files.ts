import path from 'node:path';
import { findInMakefile, type MakefileNames, type NamedModule } from '../../conf/features/module-names.ts';
import { LineIndex } from '../../conf/text.ts';
import { isFile } from '../../file-system.ts';
import { readBoundedText } from '../../module/bounded-text.ts';

/** One Makefile that names a module. */
export interface ModuleMention {
  /** Absolute. */
  readonly file: string;
  readonly lines: LineIndex;
  readonly names: MakefileNames;
}

/** The files beside a conf that belong to one module by its name. */
export interface ModuleFiles {
  readonly mentions: readonly ModuleMention[];
  /** The source file from which Kbuild makes the module by its name; `undefined` if there is none. */
  readonly source: string | undefined;
}

const largestMakefile = 300_000;

/** Looks for a module in the Makefiles of the folder of its conf, and of the folder in which it is made. */
export async function findModuleFiles(confFolder: string, module: NamedModule): Promise<ModuleFiles> {
  const own = path.join(confFolder, module.folder);
  const mentions: ModuleMention[] = [];
  for (const folder of new Set([confFolder, own])) {
    for (const name of ['Kbuild', 'Makefile']) {
      const file = path.join(folder, name);
      const text = await readBoundedText(file, largestMakefile);
      if (text === undefined) continue;
      const names = findInMakefile(text, module.name);
      if (names.targets.length + names.others.length > 0)
        mentions.push({ file, lines: new LineIndex(text), names });
    }
  }
  const composite = mentions.some(({ names }) => names.composite);
  const source = path.join(own, `${module.name}.c`);
  return { mentions, source: !composite && (await isFile(source)) ? source : undefined };
}
