/**
 * What is known about the files beside a dkms.conf: gathered elsewhere (module/gather-source-facts.ts), plain data here.
 * All paths are relative to the folder of the conf, with `/` between their parts and none at the end; its own folder is ''.
 */
export interface SourceFacts {
  /** The name of the folder that the conf is in. */
  readonly folderName: string;
  /** The folders that were listed, by path, with all that is in them. The content of other folders is unknown. */
  readonly folders: ReadonlyMap<string, ReadonlyMap<string, SourceEntry>>;
  /** Every Makefile, makefile, GNUmakefile, Kbuild and *.mk that was read. */
  readonly makefiles: readonly MakefileFacts[];
  /** MODULE_VERSION("…") of the sources that were read; versions that are composed of macros are not included. */
  readonly moduleVersions: readonly { readonly path: string; readonly version: string }[];
  /** The first lines of scripts that name their interpreter (`#!/bin/sh`), by path, including a carriage return if there is one. */
  readonly interpreterLines: ReadonlyMap<string, string>;
  /** The scripts that change dkms.conf, with the first line, from 1, in which they do so. */
  readonly confEditors: ReadonlyMap<string, number>;
  /** The whole project, if packaging brings the conf and the source together; absent if it is too large or has not been read. */
  readonly project?: ProjectFacts;
  /** Whether the project copies files in place of links when it installs the source; absent where no link leads out of the source. */
  readonly followsLinks?: boolean;
  /** Of a template: the source beside it, through which its commands are followed; absent if packaging may install something else. */
  readonly followed?: SourceFacts;
}

/** A whole project, regardless of the folders. */
export interface ProjectFacts {
  /** The names of all files and folders, without their paths. */
  readonly fileNames: ReadonlySet<string>;
  /** Every word in the files that build or package it. */
  readonly words: ReadonlySet<string>;
  /** Its Makefiles and Kbuild files, including templates of these. */
  readonly makefiles: readonly MakefileFacts[];
  /** Something that builds or packages it copies files in place of links (`cp -L`). */
  readonly followsLinks: boolean;
}

/** Whether a project has a file of a name, may make it from a template, or names it where it is built. */
export function isInProject({ fileNames, words }: ProjectFacts, name: string): boolean {
  const starts = (one: string) => one === name || one.startsWith(`${name}.`);
  return [...fileNames].some(starts) || [...words].some(starts);
}

export type SourceEntry = (
  | { readonly kind: 'folder' }
  | { readonly kind: 'file'; readonly executable: boolean }
  /** A dangling link, or something that is neither a file nor a folder. */
  | { readonly kind: 'other' }
) & {
  /** Of a link, where it leads, as it is written; the rest says what is there. */
  readonly link?: string;
};

/** One Makefile as it is written. */
export interface MakefileFacts {
  readonly path: string;
  /** The folder that it is in. */
  readonly folder: string;
  /** Every assignment at the top level of the file, in order; those for one target only are not among them. */
  readonly variables: readonly MakefileVariable[];
  /** The rules, as they are written, in order. */
  readonly targets: readonly MakefileRule[];
  /** The lines of all recipes, without the tab, `@` and `-` before them. */
  readonly recipes: readonly string[];
  /** Names of all variables that the file uses or tests. */
  readonly uses: ReadonlySet<string>;
  /** The headers in its own folder that it may make, judging by where it names them: as a target, after `>`, `-o` or `NAME=`. */
  readonly madeHeaders: ReadonlySet<string>;
  /** Other files that it includes, as they are written. */
  readonly includes: readonly string[];
  /** The lines that name them, in order. */
  readonly includeStatements: readonly MakefileInclude[];
  /** What it exports to the programs that it runs. */
  readonly exports: readonly MakefileExport[];
  /** The variables that it sets only for some targets and their prerequisites. */
  readonly targetVariables: readonly TargetVariable[];
  /** Whether it hides variables from programs or targets (`unexport`, `private`) or has a `vpath`; neither is followed. */
  readonly hidesVariables: boolean;
}

/** `include …` or, with `optional`, `-include …`, without which make continues. */
export interface MakefileInclude {
  /** As they are written. */
  readonly names: string;
  readonly optional: boolean;
  readonly conditions: readonly MakefileCondition[];
  readonly line: number;
}

/** A variable that a Makefile exports, under its conditions; the name `*` stands for all of them. */
export interface MakefileExport {
  readonly name: string;
  readonly conditions: readonly MakefileCondition[];
}

/** `all: KVER = …`: a variable with the targets that have it, as they are written. */
export interface TargetVariable extends MakefileVariable {
  readonly targets: string;
  readonly isExported: boolean;
}

/** One rule of a Makefile, with the conditions around it: the innermost last. */
export interface MakefileRule {
  readonly names: string;
  readonly prerequisites: string;
  readonly recipe: readonly MakefileRecipeLine[];
  /** Written with `::`. */
  readonly isDouble?: boolean;
  readonly conditions: readonly MakefileCondition[];
  /** 1-based. */
  readonly line: number;
  /** When make reads it, in lines of the Makefile that includes it; absent if none does. */
  readonly order?: number;
}

/** A line of a recipe without the tab, `@` and `-` before it; its conditions are those that hold for the whole rule, and its own. */
export interface MakefileRecipeLine {
  readonly text: string;
  readonly line: number;
  readonly conditions: readonly MakefileCondition[];
  /** Whether make continues if it fails, because of a `-` before it. */
  readonly mayFail?: boolean;
}

/** `ifneq ($(A),)` and the like; `negated` after its `else`. */
export interface MakefileCondition {
  readonly text: string;
  readonly negated: boolean;
  /** For an `else ifeq …`: the conditions before it, none of which holds. */
  readonly after: readonly string[];
  /** 1-based. */
  readonly line?: number;
  /** As of a rule. */
  readonly order?: number;
}

export interface MakefileVariable {
  readonly name: string;
  /**
   * `=`, `:=`, `::=`, `:::=`, `?=`, `+=` or `!=`; `undefine` takes the value away; `define` gives lines, as `=` does, and `define :=` and the like
   * combine the two.
   */
  readonly operator: string;
  /** Including blanks after it, which make keeps. */
  readonly value: string;
  /** 1-based. */
  readonly line: number;
  /** Whether it is between ifeq (or the like) and endif. */
  readonly conditional: boolean;
  /** The conditions around it, the innermost last. */
  readonly conditions: readonly MakefileCondition[];
  /** Whether it has `override`, so that a value on make's command line does not replace it. */
  readonly override: boolean;
  /** Whether it is in a Makefile that another one includes. */
  readonly isIncluded?: boolean;
  /** As of a rule. */
  readonly order?: number;
}

/** The position of something in the order in which make reads lines. */
export function orderOf(one: { readonly line?: number; readonly order?: number }): number {
  return one.order ?? one.line ?? 0;
}

/** What is at a path; `undefined` if that is unknown, while `absent` is certain. */
export function findEntry(facts: SourceFacts, path: string): SourceEntry | 'absent' | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    // A path that leaves the folder, or comes back into it, is not followed.
    if (part === '..') return undefined;
    parts.push(part);
  }
  let folder = '';
  for (const [at, part] of parts.entries()) {
    const entries = facts.folders.get(folder);
    if (!entries) return undefined;
    const entry = entries.get(part);
    if (!entry) return 'absent';
    if (at === parts.length - 1) return entry;
    if (entry.kind !== 'folder') return 'absent';
    folder = folder ? `${folder}/${part}` : part;
  }
  return { kind: 'folder' };
}

/** Files of tools that generate a Makefile or a `configure` before a package is built: CMake, the autotools, Meson. */
const generators = /^(?:CMakeLists\.txt|configure(?:\.\w+)?|autogen\.sh|bootstrap(?:\.sh)?|meson\.build)$/;

/** Whether a missing file may be made from one beside it, such as `Makefile.in`, when the package is built. */
export function mayBeGenerated({ folders }: SourceFacts, path: string): boolean {
  const [, folder = '', name = ''] = /^(?:(.*)\/)?([^/]+)$/.exec(path) ?? [];
  const beside = [...(folders.get(folder)?.keys() ?? [])];
  const isWritten = /^(?:(?:GNUm|[Mm])akefile|configure)$/.test(name);
  return beside.some(
    (other) => other !== name && (other.startsWith(`${name}.`) || (isWritten && generators.test(other))),
  );
}

/** Whether a file exists when the package is built, by its path relative to the folder of the conf; `undefined` if unknown. */
export function fileExists(facts: SourceFacts, path: string): boolean | undefined {
  const entry = findEntry(facts, path);
  if (entry === 'absent') return mayBeGenerated(facts, path) ? undefined : false;
  return entry && true;
}

const nameOfPackaging = /^(?:\.?dkms|debian|packaging|packages?|pkg|contrib|deploy|dist|scripts|build-aux)$/;

/**
 * Whether the conf joins its source only when it is packaged: it is in a packaging folder without any source, or the Makefile beside it
 * builds nothing and copies it elsewhere. In that case, it is not known which files will be beside it.
 */
export function isPutElsewhere(facts: SourceFacts): boolean {
  const names = [...facts.folders.values()].flatMap((entries) => [...entries.keys()]);
  if (
    nameOfPackaging.test(facts.folderName.toLowerCase()) &&
    !names.some((name) => /^(?:GNUm|[Mm])akefile$|^Kbuild$|\.[ch]$/.test(name))
  )
    return true;
  const makefile = findMakefile(facts, '');
  if (!makefile || makefile.variables.some(({ name }) => /^obj-|^hostprogs/.test(name))) return false;
  const copies = makefile.recipes.some((line) => /\bdkms\.conf\b|\/usr\/src\/|\.dkms\b/.test(line));
  return copies && !makefile.recipes.some((line) => /\$[({]MAKE[)}]|\bmake\b/.test(line));
}

/** The file that make reads in a folder. */
export function findMakefile(facts: SourceFacts, folder: string): MakefileFacts | undefined {
  for (const name of ['GNUmakefile', 'makefile', 'Makefile']) {
    const path = folder ? `${folder}/${name}` : name;
    if (findEntry(facts, path) === 'absent') continue;
    return facts.makefiles.find((each) => each.path === path);
  }
  return undefined;
}

/** The file that Kbuild reads in a folder: Kbuild before Makefile, and no other name. */
export function findKbuild(facts: SourceFacts, folder: string): MakefileFacts | undefined {
  for (const name of ['Kbuild', 'Makefile']) {
    const path = folder ? `${folder}/${name}` : name;
    if (findEntry(facts, path) === 'absent') continue;
    return facts.makefiles.find((each) => each.path === path);
  }
  return undefined;
}
