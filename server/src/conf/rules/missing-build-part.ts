import type { MissingPart } from '../make/walk-results.ts';
import { fileAnchor } from './anchors.ts';
import { isWithoutRelease } from './makefile-takes-dkms-for-kbuild.ts';
import type { Rule } from './rule.ts';
import { isPutElsewhere, type MakefileFacts, type SourceFacts } from './source-facts.ts';

export const missingBuildPart: Rule = {
  id: 'missing-build-part',
  severity: 'warning',
  summary: 'MAKE needs a folder, a Makefile, a target or a script that does not exist.',
  messages: [],
  *check({ conf, reading, walks, sourceFacts }) {
    if (!sourceFacts || !holdsSource(sourceFacts) || isPutElsewhere(sourceFacts)) return;
    const { directives, uncertain } = reading;
    const mayBeMade = (['MAKE', 'PRE_BUILD', 'PATCH'] as const).some(
      (name) => directives.has(name) || uncertain.has(name),
    );
    const listed = sourceFacts.folders.get('');
    if (!mayBeMade && listed && ![...listed.keys()].some(isMakefileName)) {
      yield {
        message: `There is no Makefile or Kbuild in the source folder. Without MAKE, dkms has the kernel's make build that folder, which then stops. Add a Makefile with obj-m, or name with MAKE what builds the module.`,
        span: fileAnchor(conf, reading),
        fixes: [],
      };
    }
    for (const { make, walk } of walks.makes) {
      const [part] = walk.missing;
      // A script may create what is missing, and a Makefile that was not followed may have the target.
      const isCertain =
        part?.kind === 'script' || part?.kind === 'run-bit' || (walk.complete && !walk.mayMakeFiles);
      if (!part || !isCertain) continue;
      if (part.name === '') {
        const { makefile, in: folder } = part;
        if (!makefile || makefile.targets.length > 0) continue;
        const build = `\${dkms_tree}/\${PACKAGE_NAME}/\${PACKAGE_VERSION}/build${folder === '' ? '' : `/${folder}`}`;
        yield {
          message: `${makefile.path} has no rule, only variables for Kbuild, so make stops with "No targets". Let MAKE call the kernel's make: make -C \${kernel_source_dir} M=${build} modules.`,
          span: make.span,
          fixes: [],
        };
        continue;
      }
      const conditional = part.kind === 'target' ? conditionalTarget(part) : undefined;
      if (conditional) {
        // If all targets are in such a branch, makefile-takes-dkms-for-kbuild reports it.
        const { path, targets } = conditional;
        if (targets.every(({ conditions }) => conditions.some(isWithoutRelease))) continue;
        yield {
          message: `${path} has the target ${part.name} only if KERNELRELEASE is not set, but dkms sets it after a leading make: make stops with "No rule to make target". Write 'make' in single quotes, to which dkms adds nothing.`,
          span: make.span,
          fixes: [],
        };
        continue;
      }
      yield { message: describe(part), span: make.span, fixes: [] };
    }
  },
};

/** The Makefile of a missing target, if it has the target in a branch that is left out where KERNELRELEASE is set. */
function conditionalTarget({ name, makefile }: MissingPart): MakefileFacts | undefined {
  const isThere = makefile?.targets.some(
    ({ names, conditions }) => names.split(/\s+/).includes(name) && conditions.some(isWithoutRelease),
  );
  return isThere ? makefile : undefined;
}

/** Whether the source is beside the conf: packaging may move a conf in `debian/` or `dkms/`. */
function holdsSource({ folders }: SourceFacts): boolean {
  const own = [...(folders.get('')?.keys() ?? [])];
  return own.some((name) => isMakefileName(name) || name.endsWith('.c'));
}

/** Whether make or kbuild reads a file of this name, or it is what one is generated from. */
function isMakefileName(name: string): boolean {
  return /^(?:GNUmakefile|[Mm]akefile|Kbuild)(?:\.\w+)?$/.test(name);
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
