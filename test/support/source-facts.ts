import { lineThatEditsConf } from '../../server/src/conf/rules/script-edits-conf.ts';
import type { SourceEntry, SourceFacts } from '../../server/src/conf/rules/source-facts.ts';
import { parseMakefile } from '../../server/src/module/makefile.ts';

/**
 * The facts about a source that holds these files, by path. Files are executable unless their name ends in ` (not executable)`; one whose
 * name ends in ` (link)` is a link to what its text says, where nothing is. The conf's own folder is called hello-1.0.
 */
export function sourceOf(files: Readonly<Record<string, string>>, folderName = 'hello-1.0'): SourceFacts {
  const folders = new Map<string, Map<string, SourceEntry>>([['', new Map()]]);
  const texts = Object.entries(files).map(([name, text]) => {
    const path = name.replace(/ \((?:not executable|link)\)$/, '');
    const link = name.endsWith(' (link)') ? { link: text.trim() } : {};
    const parts = path.split('/');
    for (const [place, part] of parts.entries()) {
      const folder = parts.slice(0, place).join('/');
      const entries = folders.get(folder) ?? new Map<string, SourceEntry>();
      folders.set(folder, entries);
      entries.set(
        part,
        place < parts.length - 1
          ? { kind: 'folder' }
          : 'link' in link
            ? { kind: 'other', ...link }
            : { kind: 'file', executable: !name.endsWith('(not executable)') },
      );
    }
    return { path, text };
  });
  return {
    folderName,
    folders,
    makefiles: texts
      .filter(({ path }) => /(?:^|\/)(?:GNUmakefile|[Mm]akefile|Kbuild|[^/]*\.mk)$/.test(path))
      .map(({ path, text }) => parseMakefile(path, text)),
    interpreterLines: new Map(
      texts.flatMap(({ path, text }) => {
        const line = /^#![^\n]*/.exec(text)?.[0];
        return line === undefined ? [] : [[path, line] as const];
      }),
    ),
    confEditors: new Map(
      texts.flatMap(({ path, text }) => {
        const line = text.startsWith('#!') ? lineThatEditsConf(text) : undefined;
        return line === undefined ? [] : [[path, line] as const];
      }),
    ),
    moduleVersions: texts.flatMap(({ path, text }) =>
      [...text.matchAll(/^MODULE_VERSION\("([^"]+)"\)/gm)].map((found) => ({
        path,
        version: found[1] ?? '',
      })),
    ),
  };
}
