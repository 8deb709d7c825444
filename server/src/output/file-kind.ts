import { posix } from 'node:path';

/** The assembler's input without debug lines: gcc's scratch file, or a pipe. */
const assemblerInput = /^(?:\{standard input\}|.*\/cc\w{6,}\.s)$/;

/** What the path of a file shows about it. */
export interface FileKind {
  readonly assemblerInput: boolean;
  readonly makefile: boolean;
  /**
   * A test program of a configure script: autoconf's conftest, or a program on standard input. Such programs may fail in a build that
   * succeeds.
   */
  readonly probe: boolean;
  /** A source file in a folder for temporary files: a probe, too, unless the user's tree or the kernel's is there. */
  readonly temporarySource: boolean;
}

/** How many files are remembered. */
const keptKinds = 1000;

/** Determines the kind of a file from its path as printed. */
function fileKindOf(path: string): FileKind {
  const name = posix.basename(path);
  return {
    assemblerInput: assemblerInput.test(path),
    makefile: /^(?:Makefile|Kbuild|GNUmakefile|makefile)|\.mk$/.test(name),
    probe: name === '<stdin>' || name === '-' || /^conftest\d*\.\w+$/.test(name),
    temporarySource: /^(?:\/var)?\/tmp\/.*\.(?:c|cc|cpp|S|s|rs)$/.test(path),
  };
}

/** The kinds of files by the paths in messages, remembered because the same paths recur. */
export class FileKinds {
  readonly #known = new Map<string, FileKind>();

  of(path: string): FileKind {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    if (this.#known.size >= keptKinds) this.#known.clear();
    const kind = fileKindOf(path);
    this.#known.set(path, kind);
    return kind;
  }
}
