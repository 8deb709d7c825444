/** A file or link of a package; paths are relative, with `/` between their parts. */
export type PackageEntry =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly executable: boolean }
  | { readonly kind: 'link'; readonly target: string };

/** Files and links by their paths. */
export type PackageTree = ReadonlyMap<string, PackageEntry>;

/** The facts about a module from which a package for any distribution is made. */
export interface PackageFacts {
  /** PACKAGE_NAME and PACKAGE_VERSION. */
  readonly name: string;
  readonly version: string;
  /** One line without a full stop. */
  readonly summary: string;
  /** An SPDX expression. */
  readonly licence: string;
  /** Lines such as `2024 Jane Doe <jane@example.org>`. */
  readonly copyright: readonly string[];
  readonly maintainer: Maintainer;
  readonly homepage?: string;
  /** The files that dkms installs, as paths in the build folder: `src/hello.ko`. */
  readonly builtModules: readonly string[];
  /** The text of dkms.conf, which is also in the tree. */
  readonly conf: string;
  /** The source with its dkms.conf at the top, in path order. */
  readonly tree: PackageTree;
  /** The commands that build the modules without dkms; or why they are not known. */
  readonly build: ShellBuild | { readonly unknown: string };
  readonly date: Date;
}

export interface Maintainer {
  readonly name: string;
  readonly address: string;
}

/** The steps of a build by dkms, for a shell in which `$kernel_ver`, `$kernel_srcdir` and `$builddir` are set. */
export interface ShellBuild {
  /** Patch files below `patches/`, each with the regular expression that the release must match, in order. */
  readonly patches: readonly { readonly file: string; readonly releases?: string }[];
  readonly preBuild?: string;
  readonly make: string;
  readonly postBuild?: string;
}

/** The files of a package for one distribution. */
export interface DistributionPackage {
  readonly tree: PackageTree;
  /** The file to look at first. */
  readonly main: string;
  /** The command that builds the package, and the folder of the tree in which to run it; absent if there is nothing left to do. */
  readonly next?: { readonly folder: string; readonly command: string };
  /** What the author has to check or add, one sentence each. */
  readonly notes: readonly string[];
}

/** A file of a package, made from its text. */
export function textFile(text: string, executable = false): PackageEntry {
  return { kind: 'file', bytes: Buffer.from(text), executable };
}

/** Whether a file at the top of a source is only for people to read. */
function isDocument(path: string): boolean {
  return /^(?:README|CHANGELOG|CHANGES|NEWS|AUTHORS|CONTRIBUTING|COPYING|COPYRIGHT|LICEN[CS]ES?)(?:[._-][\w.-]*)?$/i.test(
    path,
  );
}

/**
 * What a package installs into /usr/src: the files and folders at the top of a source, except documents and hidden ones, which dkms also
 * leaves out of its archives.
 */
export function installedEntries(tree: PackageTree): readonly string[] {
  const top = new Set([...tree.keys()].map((path) => path.replace(/\/.*$/s, '')));
  return [...top].filter((path) => !path.startsWith('.') && !isDocument(path));
}

/** The files at the top of a source that document it, and those that state its licence. */
export function documentsOf(tree: PackageTree): {
  readonly licences: readonly string[];
  readonly others: readonly string[];
} {
  const documents = [...tree.keys()].filter(isDocument);
  const isLicence = (path: string) => /^(?:COPYING|COPYRIGHT|LICEN)/i.test(path);
  return {
    licences: documents.filter(isLicence),
    others: documents.filter((path) => /^(?:README|NEWS|AUTHORS)/i.test(path)),
  };
}
