import { basename, extname, join } from 'node:path';
import { escapeRegex } from '../../escape-regex.ts';
import { exists, readFile, readlink, stat } from '../../file-system.ts';
import { decidingFile } from './build-file-names.ts';
import { type FolderEntry, readFolders } from './many-files.ts';

/** What is beside each other in every folder of a kernel's headers, and in every source of a kernel. */
const parts = ['Makefile', 'include', 'scripts'] as const;

/** One of these is in a folder that a module is built against, or in one that such a folder takes its headers from. */
const proofs = ['include/generated/autoconf.h', 'scripts/Kbuild.include', 'include/linux/kbuild.h'] as const;

/** With more than this it would take longer to look for the name of a folder than to copy it. */
const mostFiles = 5000;
const mostBytes = 50e6;

/** The names of files that a compiler reads, and that may include others. */
const compiledFile = /\.(?:[chS]|rs|dtsi?|lds)$/;

/** Lines that name packages, as in a script that installs what a build needs. */
const ofPackages = /^.*\b(?:apt(?:-get|itude)?|dnf|yum|zypper|pacman|apk)\b.*$/gm;

/** A word with a `*`, `?` or `[` of the shell or of make. */
const patternWord = /[^\s"'()=:;,`{}<>|&]*[*?[][^\s"'()=:;,`{}<>|&]*/g;

/**
 * Kernels that lie in the source of a module, as headers that were unpacked there: some ten thousand files that make finds where they are,
 * since it is told the absolute path of the kernel. A build needs a copy of them only if a file of the source leads there by a relative path.
 */
export class KernelFolders {
  readonly #source: string;
  readonly #includes: (path: string, entry: FolderEntry) => boolean;
  /** What is read once there is a kernel: most sources have none. */
  #areUnneeded: Promise<boolean> | undefined;

  /** `includes` says which other entries of the source, by their paths, a build copies. */
  constructor(source: string, includes: (path: string, entry: FolderEntry) => boolean) {
    this.#source = source;
    this.#includes = includes;
  }

  /** Whether a folder below the source, with these entries, is a kernel to which no file of the source leads. In doubt it is not. */
  async isUnneeded(inside: string, entries: readonly FolderEntry[]): Promise<boolean> {
    if (inside === '' || !(await this.#isKernel(inside, entries))) return false;
    // One kernel may lead to another, as a folder of `make O=…` does to its source.
    this.#areUnneeded ??= this.#read().then(
      (read) => read?.kernels.every((one) => !leadTo(read, one)) ?? false,
    );
    return this.#areUnneeded;
  }

  async #isKernel(inside: string, entries: readonly FolderEntry[]): Promise<boolean> {
    if (!parts.every((part) => entries.some(({ name }) => name === part))) return false;
    const found = await Promise.all(proofs.map((proof) => exists(join(this.#source, inside, proof))));
    return found.includes(true);
  }

  /** The texts of the source outside of kernels; `undefined` if that is too much, or can't be read. */
  async #read(): Promise<SourceTexts | undefined> {
    const kernels: string[] = [];
    const deciding: string[] = [];
    const compiled: string[] = [];
    let files = 0;
    let bytes = 0;
    try {
      let level = [''];
      while (level.length > 0) {
        const next: string[] = [];
        const read = await readFolders(level.map((inside) => join(this.#source, inside)));
        let at = 0;
        for (const entries of read) {
          const inside = level[at++] ?? '';
          if (inside !== '' && (await this.#isKernel(inside, entries))) {
            kernels.push(inside);
            continue;
          }
          for (const entry of entries) {
            const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
            if (!this.#includes(path, entry)) continue;
            if (entry.isDirectory()) next.push(path);
            else if (entry.isSymbolicLink()) deciding.push(await readlink(join(this.#source, path)));
            else if (isRead(entry.name)) {
              files += 1;
              bytes += (await stat(join(this.#source, path))).size;
              if (files > mostFiles || bytes > mostBytes) return undefined;
              const text = await readFile(join(this.#source, path), 'utf8');
              if (compiledFile.test(entry.name)) compiled.push(text);
              else if (decidingFile.test(entry.name) || text.startsWith('#!'))
                deciding.push(text.replace(ofPackages, ''));
            }
          }
        }
        level = next;
      }
    } catch {
      return undefined;
    }
    return { kernels, deciding, compiled };
  }
}

interface SourceTexts {
  /** The folders of the kernels, by their paths in the source. */
  readonly kernels: readonly string[];
  /** Of Makefiles and scripts; the targets of links, too. */
  readonly deciding: readonly string[];
  /** Of C files and headers. */
  readonly compiled: readonly string[];
}

function isRead(name: string): boolean {
  // A script may have no extension.
  return decidingFile.test(name) || compiledFile.test(name) || extname(name) === '';
}

/** Whether a text may lead to a folder: it names a part of its path, or has a pattern that matches one. */
function leadTo({ deciding, compiled }: SourceTexts, inside: string): boolean {
  const names = inside.split('/');
  // A Makefile may put a name together from a word and a release.
  const words = names.map((name) => /^[A-Za-z]+(?:[-_.][A-Za-z]+)*/.exec(name)?.[0] ?? '');
  if (words.some((word) => word.length < 3)) return true;
  // Where distributions have their headers, not the source.
  const named = new RegExp(`(?<!/usr/src/)(?:${words.map(escapeRegex).join('|')})`);
  const included = new RegExp(`["/]${escapeRegex(basename(inside))}/`);
  return (
    compiled.some((text) => included.test(text)) ||
    deciding.some((text) => named.test(text) || /\b(?:find|ls)\s/.test(text) || hasPatternFor(text, names))
  );
}

function hasPatternFor(text: string, names: readonly string[]): boolean {
  for (const [word] of text.matchAll(patternWord)) {
    for (const part of word.split('/')) {
      if (!/[*?[]/.test(part)) continue;
      // What stands in brackets may be any letter.
      const body = escapeRegex(part.replace(/\[[^\]]*\]?/g, '?'))
        .replaceAll('\\*', '.*')
        .replaceAll('\\?', '.');
      if (names.some((name) => new RegExp(`^${body}$`).test(name))) return true;
    }
  }
  return false;
}
