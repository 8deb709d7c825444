import { findEntry, findKbuild, type MakefileFacts, type SourceFacts } from './source-facts.ts';

/** The modules that Kbuild builds in one folder. */
export interface FolderTargets {
  readonly makefile: MakefileFacts;
  /** Names of modules, without `.ko`, that end up in this folder, including those that depend on a condition. */
  readonly names: readonly string[];
  /** Those that end up in folders below it, as with `obj-m := sub/foo.o`. */
  readonly below: readonly { readonly folder: string; readonly name: string }[];
  /** Whether these are all. */
  readonly complete: boolean;
}

/** The modules that the Kbuild or Makefile of a folder names; `undefined` if it names none, or was not read. */
export function findTargets(facts: SourceFacts, folder: string): FolderTargets | undefined {
  const makefile = findKbuild(facts, folder);
  const targets = makefile && targetsOf(makefile);
  return targets && targets.names.length > 0 ? targets : undefined;
}

/** The modules that one Kbuild or Makefile names for its own folder. */
export function targetsOf(makefile: MakefileFacts): FolderTargets {
  const names = new Set<string>();
  const below: { folder: string; name: string }[] = [];
  let complete = makefile.includes.length === 0;
  for (const { name, value } of makefile.variables) {
    if (/^obj-.*\$\((?!CONFIG_\w+\)$)/.test(name)) complete = false;
    if (!/^obj-(?:m|\$[({][\w.-]+[)}])$/.test(name)) continue;
    const words = expand(makefile, value, 0);
    if (words === undefined) complete = false;
    // A plain word is a module, whatever the unknown rest expands to.
    for (const word of (words ?? value).split(/\s+/)) {
      if (word === '' || word.endsWith('/')) continue;
      const target = /^([\w.+-]+)\.o$/.exec(word)?.[1];
      const [, folder, name] = /^(?:\.\/)*([\w+-][\w./+-]*)\/([\w.+-]+)\.o$/.exec(word) ?? [];
      // Another path, as out of the folder, is not followed; anything else is not understood.
      if (target) names.add(target);
      else if (folder !== undefined && name !== undefined) below.push({ folder, name });
      else if (!/^[\w./+-]+\/[\w.+-]+\.o$/.test(word)) complete = false;
    }
  }
  // Lists that are created in other ways: in a define, for one target, by eval.
  if (
    [...makefile.uses].some((used) => used === 'eval') ||
    makefile.recipes.some((line) => /obj-m/.test(line))
  )
    complete = false;
  return { makefile, names: [...names], below, complete };
}

/** The word of `obj-m` that names a module by its `.ko` or `.c` file, for which kbuild has no rule, instead of by its object. */
export function misnamedTarget(facts: SourceFacts, folder: string, module: string): string | undefined {
  const makefile = findKbuild(facts, folder);
  const words = (makefile?.variables ?? [])
    .filter(({ name }) => /^obj-(?:m|\$[({]CONFIG_\w+[)}])$/.test(name))
    .flatMap(({ value }) => value.split(/\s+/));
  // A variable may hold the object as well.
  if (words.some((word) => word.includes('$') || word === `${module}.o`)) return undefined;
  return words.find((word) => word === `${module}.ko` || word === `${module}.c`);
}

/** Where a module ends up, and the folder of the Kbuild or Makefile that names it. */
export interface TargetPlace {
  readonly folder: string;
  readonly namedIn: string;
}

/** The places where known targets build a module. */
export function placesOfTarget(facts: SourceFacts, name: string): readonly TargetPlace[] {
  return [...facts.folders.keys()].flatMap((namedIn) => {
    const makefile = findKbuild(facts, namedIn);
    if (!makefile) return [];
    const { names, below } = targetsOf(makefile);
    const here = names.includes(name) ? [{ folder: namedIn, namedIn }] : [];
    const others = below.filter((one) => one.name === name);
    return [
      ...here,
      ...others.map(({ folder }) => ({ folder: namedIn === '' ? folder : `${namedIn}/${folder}`, namedIn })),
    ];
  });
}

/** A value with the variables of the same file filled in; `undefined` if one of them is not certain. */
function expand(
  makefile: MakefileFacts,
  value: string,
  depth: number,
  given: ReadonlySet<string> = new Set(),
): string | undefined {
  if (depth > 20) return undefined;
  let failed = false;
  const result = value.replace(/\$[({]([\w.-]+)[)}]|\$./g, (whole, name: string | undefined) => {
    const found = makefile.variables.filter((each) => each.name === name);
    const [only] = found;
    const simple = only && found.length === 1 && !only.conditional && /^(?::{0,3}|\?)=$/.test(only.operator);
    const inner =
      simple && name !== undefined && !given.has(name)
        ? expand(makefile, only.value, depth + 1, given)
        : undefined;
    if (inner === undefined) failed = true;
    return inner ?? whole;
  });
  return failed ? undefined : result;
}

/** Whether a folder of the source is certainly there. */
export function isSourceFolder(facts: SourceFacts, path: string): boolean {
  const entry = findEntry(facts, path);
  return typeof entry === 'object' && entry.kind === 'folder';
}
