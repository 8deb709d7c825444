import { basename, dirname, join, normalize } from 'node:path';
import { exists, readFile } from '../../file-system.ts';
import { isInside } from '../../is-inside.ts';
import type { ModuleSource } from '../../module/module-source.ts';
import { wholeSource } from '../../module/proposal/whole-source.ts';
import type { Problem } from '../../output/problem.ts';
import { problemAt } from '../conf-location.ts';
import type { SourceState } from '../stage/source-state.ts';
import { makefileName } from './build-file-names.ts';

/** The largest number of places that are named. */
const mostNamed = 5;

/** A path in a Makefile that goes up, behind an option, a variable that holds a folder, or a blank. */
const goingUp = /(?:^|[\s=:,("']|-I|\$[({]\w+[)}]\/)((?:\.\/)?(?:\.\.\/)+[\w.+-]+(?:\/[\w.+-]+)*)/g;

const isFolderAbove = /^(?:\.\/)?\.\.(?:\/\.\.)*$/;

/** What a compiler prints about an included file that does not exist. */
const missing = /^((?:\.\/)?\.\.\/\S+): No such file or directory/;

interface Reference {
  readonly file: string;
  readonly line: number;
  /** As written in the file. */
  readonly text: string;
  readonly target: string;
}

/**
 * Warnings about possible reasons why a build failed: links, paths in Makefiles and included files that lead out of the source to something
 * that exists beside it. dkms builds a copy of the source in trees of its own, beside which there is nothing. `problems` are those of the
 * build; a source without a dkms.conf is `bare`.
 */
export async function outsideReferences(
  { folder: source, inside }: ModuleSource,
  entries: SourceState['entries'],
  problems: readonly Problem[],
  { bare }: { readonly bare: boolean },
): Promise<readonly Problem[]> {
  const found = new Map<string, Reference>();
  const add = async (reference: Reference) => {
    if (found.size >= mostNamed || found.has(reference.target)) return;
    if (isInside(reference.target, source) || !(await exists(reference.target))) return;
    found.set(reference.target, reference);
  };
  for (const { file, line, message } of problems) {
    const text = missing.exec(message)?.[1];
    if (text !== undefined && isInside(file, source))
      await add({ file, line, text, target: join(dirname(file), text) });
  }
  for (const [path, { link }] of entries) {
    const file = join(source, path);
    if (link !== undefined && !link.startsWith('/'))
      await add({ file, line: 1, text: link, target: normalize(join(dirname(file), link)) });
    else if (makefileName.test(basename(path))) await searchMakefile(join(source, inside), file, add);
  }
  return Promise.all(
    [...found.values()].map(async ({ file, line, text, target }) => {
      const whole = bare ? await wholeSource(join(source, inside), target) : undefined;
      const advice =
        whole === undefined
          ? 'Put what the build needs into the source.'
          : `Create a dkms.conf for all of ${whole} (dkms-tools init --write ${whole}), or put what the build needs into the source.`;
      return problemAt(
        { file, line },
        'warning',
        'kbuild',
        `${text} leads to ${target}, outside the source. dkms builds a copy of ${source} alone, so nothing is there. ${advice}`,
      );
    }),
  );
}

async function searchMakefile(
  top: string,
  file: string,
  add: (reference: Reference) => Promise<void>,
): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => '');
  for (const [at, line] of text.split('\n').entries()) {
    if (line.startsWith('#') || !line.includes('../')) continue;
    for (const [whole, path = ''] of line.matchAll(goingUp)) {
      // A folder above the source always exists. It is what a recipe calls its own top after cd.
      if (isFolderAbove.test(path) && !/^(?:-I|\$)/.test(whole)) continue;
      // $(src) is the Makefile's folder, and in most Makefiles $(PWD) and the like are the top one.
      for (const folder of new Set([dirname(file), top]))
        await add({ file, line: at + 1, text: path, target: join(folder, path) });
    }
  }
}
