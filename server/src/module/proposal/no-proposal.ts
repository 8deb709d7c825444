import { findKbuild, findMakefile, mayBeGenerated, type SourceFacts } from '../../conf/rules/source-facts.ts';
import { isInside } from '../../is-inside.ts';
import type { ConfigureScript } from './configure-script.ts';

/** Why no dkms.conf can be proposed; `message` is one sentence that says what to do. */
export interface NoProposal {
  readonly kind: 'none';
  readonly message: string;
}

/** Why a source has no module to propose; `notes` say what of its Makefiles could not be followed. */
export function whyNone(
  facts: SourceFacts,
  notes: readonly string[],
  configure: ConfigureScript | undefined,
): string {
  const [note] = notes;
  const file = findKbuild(facts, '') ?? findMakefile(facts, '');
  const isGenerated = !file && mayBeGenerated(facts, 'Makefile');
  if (isGenerated && configure) {
    const { kernelOption } = configure;
    const call =
      kernelOption === undefined
        ? 'a PRE_BUILD that gives ./configure the folder ${kernel_source_dir}'
        : `PRE_BUILD="./configure ${kernelOption}=\${kernel_source_dir}"`;
    return `This folder has no Makefile yet: configure makes it, for one kernel, so dkms has to run configure for each. Write ${call}, MAKE and the modules by hand.`;
  }
  if (isGenerated)
    return 'This folder has no Makefile yet: configure or CMake makes it. Run that first, or write MAKE and the modules by hand.';
  const folders = foldersWithLists(facts);
  if (!file)
    return `There is neither a Kbuild nor a Makefile in this folder: name the folder of the module${folders.length > 0 ? `, such as ${folders.join(', ')}` : ''}.`;
  const below = folders.length > 0 ? ` Name the folder of a module, such as ${folders.join(', ')}.` : '';
  return `${file.path} names no module in a list such as obj-m.${below}${note === undefined || below !== '' ? '' : ` ${note}`}`;
}

/** The topmost folders below the source whose Makefiles have lists of modules, a few of them. */
function foldersWithLists({ makefiles }: SourceFacts): readonly string[] {
  const listing = makefiles.filter(({ variables }) =>
    variables.some(({ name }) => /^obj-(?:m$|\$[({])/.test(name)),
  );
  const folders = [...new Set(listing.map(({ folder }) => folder))].filter((folder) => folder !== '');
  return folders
    .filter((folder) => !folders.some((other) => other !== folder && isInside(folder, other)))
    .sort()
    .slice(0, mostFoldersNamed);
}

/** The largest number of folders that a message names. */
const mostFoldersNamed = 3;
