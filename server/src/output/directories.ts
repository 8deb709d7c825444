import { posix } from 'node:path';
import { isInside } from '../is-inside.ts';
import type { PathMapping } from './path-mapping.ts';

export interface BuildFolders {
  readonly paths: PathMapping;
  /** Absolute folder where the command was started: the staged copy, or the build folder of dkms. Empty if a log does not name it. */
  readonly startDir: string;
  /** The staged copy, if the command was started in a folder of it. */
  readonly copyDir?: string;
  /** Further folders in which everything is the user's, such as the source that dkms has copied. */
  readonly ownDirs?: readonly string[];
  /** Absolute folder of the kernel that `make -C` is given; empty if a log does not name it. */
  readonly kernelDir: string;
  /** Further folders with headers of that kernel, which may lie in the user's source like anything else. */
  readonly kernelSources?: readonly string[];
}

/**
 * Folders of the kernel tree that messages name relative to that tree (Linux before 6.13: `./include/linux/x.h`), for output that
 * names no folders: `make -s`, `--no-print-directory` and `-Otarget` print no Entering lines.
 */
const kernelFolder =
  /^(?:\.\/)?(?:include\/(?:linux|uapi|asm-generic|generated|net|sound|media|drm|trace|crypto|acpi|rdma|scsi|config|vdso|video)|arch\/\w+|scripts|tools\/(?:objtool|bpf))\//;

/** The folders of the kernel's own sources in which a module's build compiles files, or from which it includes them. */
const ofKernelTree =
  /^(?:\.\/)*(?:\.\.\/|[^/]*$|(?:arch|block|certs|crypto|drivers|fs|include|init|io_uring|ipc|kernel|lib|mm|net|rust|samples|scripts|security|sound|tools|usr|virt)\/)/;

/** Folders that hold headers of kernels and of the system, by their names, for logs that do not name the kernel's folder. */
const foreignFolder =
  /^\/(?:usr\/)?(?:lib\/(?:modules|gcc|clang|llvm)|include|local\/include|src\/(?:linux|kernels))|\/linux-(?:headers|kbuild|obj)|^\/nix\/store\/[^/]*linux/;

/** Folders that hold only the headers of a kernel and what kbuild needs, by their names: there are no sources to compile in them. */
const headersAlone =
  /(?:^|\/)linux-(?:headers|kbuild)-[^/]*(?:\/|$)|^\/usr\/src\/kernels\/|\/lib\/modules\/[^/]+\/(?:build|source)(?:\/|$)/;

/** What a compiler names in such a folder that is the kernel's, relative to it or to a folder beside it. */
const ofHeaders =
  /^(?:\.{1,2}\/)*(?:(?:include\/(?:linux|uapi|asm-generic|generated|net|sound|media|drm|trace|crypto|acpi|rdma|scsi|config|vdso|video|kvm|math-emu|misc|pcmcia|ras|soc|target|xen|clocksource|cxl|dt-bindings|hyperv|keys|kunit|memory|rv|ufs)|arch|scripts|tools|kernel|certs|lib|rust|linux-[^/]+)\/|[^/]*$(?<!\.(?:[chSo]|ko|cc|rs|dtsi?)))/;

const slash = 0x2f;
const lessThan = 0x3c;

/** The file behind a printed path. */
export interface LocatedFile {
  readonly file: string;
  /** Whether the file belongs to the user, not to the kernel or the system. */
  readonly isUserFile: boolean;
}

/** `/lib` is a link to `/usr/lib` on most distributions; make prints one name, its arguments have the other. */
function withoutUsr(path: string): string {
  return path.startsWith('/usr/lib/') ? path.slice('/usr'.length) : path;
}

const rememberedPaths = 1000;
const rememberedFolders = 50;

/** A change of folder in any other language: a path in quotes. If the folder is open already, make leaves it; otherwise it enters it. */
const foreignChange = /["'`«»„“”‘’「][\s\u00a0]?(\/[^"'`«»„“”‘’」]*?)[\s\u00a0]?["'»«“”’」]/;

/** An English change of folder in copied text, with other quotes or without the blank. */
const copiedChange = /^(?:Entering|Leaving) directory ?["'`‘’“”](.+?)["'`‘’“”][.]?$/;

/** The folder in make's English message about a change of folder (make before 4.0 quotes `so'), which stands from `at` to `last`. */
function folderIn(text: string, at: number, last: number): string | undefined {
  // Entering or Leaving.
  const begin = text.charCodeAt(at) === 0x45 ? 'Entering directory ' : 'Leaving directory ';
  const quoteAt = at + begin.length;
  const quote = text.charCodeAt(quoteAt);
  if ((quote !== 0x27 && quote !== 0x60) || text.charCodeAt(last - 1) !== 0x27 || last < quoteAt + 3) {
    return undefined;
  }
  return text.startsWith(begin, at) ? text.slice(quoteAt + 1, last - 1) : undefined;
}

/** Numbers that stand for texts: comparing them is quicker. A text that was forgotten gets another one. */
class NumberedTexts {
  readonly #numbers = new Map<string, number>();
  #last = 0;

  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (this.#numbers.size >= rememberedPaths) this.#numbers.clear();
    // In V8, a substring keeps the whole string in memory: a copy frees the text that was read.
    this.#numbers.set(structuredClone(text), ++this.#last);
    return this.#last;
  }
}

/**
 * The folders that make is in, from its Entering and Leaving lines, and the files behind the paths printed there. Works on text
 * alone and never reads the disk.
 * Several folders of one level can be open at once (`make -j` over subfolders); the one entered last counts, as its lines are the likeliest.
 */
export class Directories {
  readonly #numbers = new NumberedTexts();
  #moduleFolder: string | undefined;
  #moduleFolderNumber = 0;
  readonly #paths: PathMapping;
  readonly #startDir: string;
  readonly #kernelDir: string;
  readonly #kernelFolders: readonly string[];
  readonly #sourceDir: string;
  /** The folders in which everything is the user's: the staged copy and its source. */
  readonly #ownFolders: readonly string[];
  /** By level (`make` 0, `make[1]` 1 …) the open folders, the one entered last at the end. */
  readonly #open: string[][] = [];
  /** Printed paths that are resolved already: the same headers recur. */
  readonly #absolute = new Map<string, LocatedFile>();
  /** The same for paths that are relative to a folder, which make enters again and again. */
  readonly #relative = new Map<string, Map<string, LocatedFile>>();
  /** The folder entered last; `undefined` before the first one, `null` if it has to be determined again. */
  #entered: string | undefined | null = undefined;
  #enteredNumber: number | undefined = 0;

  constructor({
    paths,
    startDir,
    copyDir = startDir,
    ownDirs = [],
    kernelDir,
    kernelSources = [],
  }: BuildFolders) {
    this.#paths = paths;
    this.#startDir = startDir;
    this.#kernelDir = kernelDir;
    // A module may lie in the source of its kernel, and is the user's nevertheless.
    const apart = kernelSources.filter((folder) => !isInside(paths.toSource(startDir), folder));
    this.#kernelFolders = [kernelDir, ...apart].filter((folder) => folder !== '').map(withoutUsr);
    this.#sourceDir = paths.toSource(startDir);
    this.#ownFolders = [paths.toSource(copyDir), copyDir, ...ownDirs];
  }

  /** Reads a message of the make at this level; returns false if it is not about a change of folder. */
  read(level: number, text: string): boolean {
    const first = text.charCodeAt(0);
    // E and L begin the English messages.
    const isEnglish = first === 0x45 || first === 0x4c;
    if (isEnglish && this.readInPlace(level, text, 0, text.length)) return true;
    const english = isEnglish ? copiedChange.exec(text)?.[1] : undefined;
    if (english !== undefined) {
      this.#change(level, english, first === 0x45);
      return true;
    }
    if (
      text.startsWith('***') ||
      /^(?:Entering|Leaving) /.test(text) ||
      text.endsWith('.') ||
      !/[^\x20-\x7e]| (?:director|directory|in|nella|dalla|katalog)/u.test(text.replace(/[‘’“”]/g, "'"))
    ) {
      return false;
    }
    const dir = foreignChange.exec(text)?.[1];
    if (dir === undefined) return false;
    this.#change(level, dir, !this.#open[level]?.includes(dir));
    return true;
  }

  /**
   * Reads a message that stands from `at` to `last` and begins with E or L. Returns false, and reads nothing, if it is not make's English
   * one about a change of folder.
   */
  readInPlace(level: number, text: string, at: number, last: number): boolean {
    const folder = folderIn(text, at, last);
    if (folder === undefined) return false;
    this.#change(level, folder, text.charCodeAt(at) === 0x45);
    return true;
  }

  #change(level: number, dir: string, enter: boolean): void {
    this.#entered = null;
    this.#enteredNumber = undefined;
    // make nests a hundred levels or so at most; a line that claims more than 1000 is not from make.
    if (level > 1000) return;
    while (this.#open.length <= level) this.#open.push([]);
    const open = this.#open[level] ?? [];
    if (enter) {
      open.push(dir);
      if (open.length > 100) open.shift();
    } else {
      const at = open.lastIndexOf(dir);
      if (at >= 0 && at === open.length - 1) open.pop();
      else if (at >= 0) open.splice(at, 1);
    }
  }

  /** The folder that make is in; `undefined` until make names one. */
  get current(): string | undefined {
    if (this.#entered === null) this.#entered = this.#lookUp();
    return this.#entered;
  }

  #lookUp(): string | undefined {
    for (let level = this.#open.length - 1; level >= 0; level--) {
      const dir = this.#open[level]?.at(-1);
      if (dir !== undefined) return dir;
    }
    return undefined;
  }

  /** A number that stands for the folder that make is in. */
  get currentNumber(): number {
    if (this.#enteredNumber === undefined) {
      const { current } = this;
      this.#enteredNumber = current === undefined ? 0 : this.#numbers.numberOf(current);
    }
    return this.#enteredNumber;
  }

  /** The folder of the modules, from the status line of modpost. */
  get moduleFolder(): string | undefined {
    return this.#moduleFolder;
  }

  set moduleFolder(folder: string) {
    this.#moduleFolder = folder;
    this.#moduleFolderNumber = this.#numbers.numberOf(folder);
  }

  /** A number that stands for the folder of the modules. */
  get moduleFolderNumber(): number {
    return this.#moduleFolderNumber;
  }

  /** Whether make has named the folder that it is in. */
  get hasEntered(): boolean {
    return this.current !== undefined;
  }

  /** A file at the top of the target kernel's tree; `undefined` if that folder is not known. */
  inKernel(name: string): string | undefined {
    return this.#kernelDir === '' ? undefined : posix.join(this.#kernelDir, name);
  }

  /** The absolute file behind a printed path: in the user's source if it can be mapped there. */
  resolve(path: string): string {
    return this.locate(path).file;
  }

  /** The same, with whether the file belongs to the user. */
  locate(path: string): LocatedFile {
    // `<command-line>`, `<built-in>`
    if (path.charCodeAt(0) === lessThan) return { file: path, isUserFile: false };
    const isAbsolute = path.charCodeAt(0) === slash;
    const resolved = isAbsolute ? this.#absolute : this.#relativeTo(this.current ?? '');
    const known = resolved.get(path);
    if (known !== undefined) return known;
    const from = this.#folderOf(path);
    const joined = isAbsolute ? posix.normalize(path) : posix.join(from, path);
    // Users replace private folders by a dot, and kbuild may not print that it left the module's folder, so such a path is not resolved.
    const isLost =
      this.#startDir === '' &&
      !isAbsolute &&
      (this.isKernels(joined) ? !ofKernelTree.test(path) : kernelFolder.test(path) && joined !== path);
    const file = isLost ? posix.normalize(path) : this.#paths.toSource(joined);
    const location = {
      file,
      isUserFile: this.#isUsers(file) && (this.#startDir !== '' || !kernelFolder.test(file)),
    };
    if (resolved.size >= rememberedPaths) resolved.clear();
    resolved.set(path, location);
    return location;
  }

  /** The folder that a relative path is printed in. */
  #folderOf(path: string): string {
    const { current } = this;
    if (current === undefined) return kernelFolder.test(path) ? this.#kernelDir : this.#startDir;
    // Since Linux 6.13 kbuild works in the module's folder. Copied logs often lack the line with which make enters that.
    const isLeft = (headersAlone.test(current) || this.isKernels(current)) && !ofHeaders.test(path);
    return isLeft ? this.#startDir : current;
  }

  #relativeTo(folder: string): Map<string, LocatedFile> {
    const known = this.#relative.get(folder);
    if (known) return known;
    if (this.#relative.size >= rememberedFolders) this.#relative.clear();
    const fresh = new Map<string, LocatedFile>();
    this.#relative.set(folder, fresh);
    return fresh;
  }

  #isUsers(file: string): boolean {
    if (this.#sourceDir === '') return !foreignFolder.test(file);
    // What the build generates in its copy of the source is the user's as well: a kernel's header did not make it.
    return this.#ownFolders.some((folder) => isInside(file, folder)) && !this.isKernels(file);
  }

  /** Whether a resolved file lies in a folder of the target kernel; false if none is known. */
  isKernels(file: string): boolean {
    return this.#kernelFolders.some((folder) => isInside(withoutUsr(file), folder));
  }

  /** The Makefile of the folder of a resolved file; the user's even if that file is one that the build would have made. */
  makefileBeside(file: string): string {
    return this.#paths.toSource(posix.join(posix.dirname(file), 'Makefile'));
  }

  /** The Makefile of the folder where the build was started. */
  buildFile(): string {
    return posix.join(this.#sourceDir, 'Makefile');
  }
}
