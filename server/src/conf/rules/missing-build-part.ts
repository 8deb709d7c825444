import type { MissingPart } from '../make/walk-results.ts';
import type { Rule } from './rule.ts';
import { isPutElsewhere, type SourceFacts } from './source-facts.ts';

export const missingBuildPart: Rule = {
  id: 'missing-build-part',
  severity: 'warning',
  summary: 'MAKE needs a folder, a Makefile, a target or a script that does not exist.',
  messages: [],
  *check({ walks, sourceFacts }) {
    if (!sourceFacts || !holdsSource(sourceFacts) || isPutElsewhere(sourceFacts)) return;
    for (const { make, walk } of walks.makes) {
      const [part] = walk.missing;
      // A script may make what is missing, and a Makefile that was not followed may know the target.
      const isCertain =
        part?.kind === 'script' || part?.kind === 'run-bit' || (walk.complete && !walk.mayMakeFiles);
      if (!part || part.name === '' || !isCertain) continue;
      yield { message: describe(part), span: make.span, fixes: [] };
    }
  },
};

/** Whether the source is where the conf is: one in `debian/` or `dkms/` may be put elsewhere when the package is made. */
function holdsSource({ folders }: SourceFacts): boolean {
  const own = [...(folders.get('')?.keys() ?? [])];
  return own.some((name) => /^(?:GNUmakefile|[Mm]akefile|Kbuild)$|\.c$/.test(name));
}

function describe({ kind, name, in: folder, makefile, neededBy }: MissingPart): string {
  const where = folder === '' ? 'in the source folder' : `in ${folder}`;
  switch (kind) {
    case 'folder':
      return `The folder ${name} does not exist, so make stops at once. Correct the folder after -C.`;
    case 'makefile':
      return `There is no ${name} ${where}, so make has nothing to read and stops. Add it, or name the folder of the Makefile with -C.`;
    case 'target':
      if (neededBy !== undefined)
        return `${makefile?.path ?? 'The Makefile'} needs ${name} for ${neededBy}, but there is no such file ${where} and no rule that makes it: make stops with "No rule to make target". Add the file, or correct the name.`;
      return `${makefile?.path ?? 'The Makefile'} has no target ${name}, so make stops with "No rule to make target". Correct the name, or leave the target out to build the first one of the file.`;
    case 'script':
      return `${name} does not exist, so the build stops with "No such file or directory". Add the script, or correct the name.`;
    case 'run-bit':
      return `${name} is not executable, so the build stops with "Permission denied". Run "chmod +x ${name}"; in git, "git update-index --chmod=+x ${name}".`;
    default:
      return kind satisfies never;
  }
}
