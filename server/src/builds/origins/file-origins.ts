import { lstat, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { isInside } from '../../is-inside.ts';
import type { Problem } from '../../output/problem.ts';
import { decidingFile } from '../source/build-file-names.ts';
import { filesBelow } from '../source/many-files.ts';
import { isLike } from '../source/source-entries.ts';
import type { CopyRecord } from '../stage/copy-record.ts';
import { lineOrigin } from './line-origin.ts';

/** Larger files are not compared: nobody writes a source of that size. */
const mostBytes = 4 * 1024 * 1024;

/** How many files of a source are compared with one that the build made. */
const mostCandidates = 100;

interface Place {
  readonly file: string;
  readonly line: number;
  /** Whether the line is the original's, unchanged, so that columns fit as well. */
  readonly isSame: boolean;
}

/**
 * Finds the user's lines behind lines of the staged copy that the build wrote: files that it links, copies (`cp $< $@`), joins or generates from
 * files of the source, and files of the source that it changes (PATCH, `sed -i`). To be asked when the build has ended.
 */
export class FileOrigins {
  readonly #source: string;
  /** The paths of the copy; the first is the folder itself. */
  readonly #names: readonly [string, ...string[]];
  readonly #entries: CopyRecord;
  readonly #texts = new Map<string, Promise<readonly string[] | undefined>>();
  readonly #originals = new Map<string, Promise<readonly string[]>>();
  #rules: Promise<readonly string[]> | undefined;
  #paths: Promise<readonly string[]> | undefined;

  /** `names` are the paths by which the copy of `source` can be reached, the folder itself first. */
  constructor(source: string, names: readonly [string, ...string[]], copied: CopyRecord) {
    this.#source = source;
    this.#names = names;
    this.#entries = copied;
  }

  get #copy(): string {
    return this.#names[0];
  }

  /** The problem, located in the user's files as far as these are known; otherwise unchanged. */
  async place(problem: Problem): Promise<Problem> {
    if (problem.place !== undefined) return problem;
    const [home, related] = await Promise.all([
      this.#originOf(problem.file, problem.line),
      Promise.all(
        problem.related.map(async (one) => {
          const origin = await this.#originOf(one.file, one.line);
          if (!origin) return one;
          const { column: _, ...placeless } = one;
          return { ...(origin.isSame ? one : placeless), file: origin.file, line: origin.line };
        }),
      ),
    ]);
    if (!home) return { ...problem, related };
    // The compiler's edits are for the text of the build, not for the user's.
    const { edits: _, column, endLine: __, endColumn, ...rest } = problem;
    return {
      ...rest,
      ...{ file: home.file, line: home.line, related },
      ...(home.isSame && column !== undefined && { column }),
      ...(home.isSame && endColumn !== undefined && { endLine: home.line, endColumn }),
    };
  }

  /** `undefined` if the build did not write the file, or if its origin is not known. */
  async #originOf(file: string, line: number): Promise<Place | undefined> {
    const folder = [...this.#names, this.#source].find((one) => isInside(file, one));
    const path = folder === undefined ? '' : relative(folder, file);
    if (path === '') return undefined;
    const made = join(this.#copy, path);
    const original = this.#entries.get(path);
    if (original && !original.file) return undefined;
    const now = await lstat(made).catch(() => undefined);
    if (original?.file && now?.isFile() && isLike(now, original.file)) return undefined;
    if (!original && !now) return this.#inAnotherFolder(path, line);
    const linked = await this.#behindLink(made, path);
    if (linked !== undefined) return { file: linked, line, isSame: true };
    const lines = await this.#text(made);
    if (!lines) return undefined;
    let found: Place | undefined;
    for (const candidate of await this.#candidates(path)) {
      const from = join(this.#source, candidate);
      const text = await this.#text(from);
      if (!text) continue;
      if (text.length === lines.length && text.every((one, at) => one === lines[at]))
        return { file: from, line, isSame: true };
      const origin = lineOrigin(lines, line, text);
      // Later candidates are less likely: they count only if no earlier one has the line.
      if (origin) found ??= { file: from, ...origin };
    }
    return found;
  }

  /** Where make does not name the folder that it enters (`--no-print-directory`), a path is relative to one that nobody knows. */
  async #inAnotherFolder(path: string, line: number): Promise<Place | undefined> {
    // A Makefile is not what a compiler names: it stands for what is said of no file.
    if (!/\.(?:[chS]|inc|rs)$/.test(path)) return undefined;
    this.#paths ??= filesBelow(this.#copy).catch(() => []);
    const [only, ...others] = (await this.#paths).filter((one) => one.endsWith(`/${path}`));
    if (only === undefined || others.length > 0) return undefined;
    const origin = await this.#originOf(join(this.#copy, only), line);
    const folder = this.#entries.has(only) ? this.#source : this.#copy;
    return origin ?? { file: join(folder, only), line, isSame: true };
  }

  /** The file that a link made by the build leads to; if that is in the copy, the file of the source. */
  async #behindLink(made: string, path: string): Promise<string | undefined> {
    const [real, copy] = await Promise.all([
      realpath(made).catch(() => made),
      realpath(this.#copy).catch(() => this.#copy),
    ]);
    if (!isInside(real, copy)) return real === made ? undefined : real;
    const inside = relative(copy, real);
    return inside !== path && this.#entries.has(inside) ? join(this.#source, inside) : undefined;
  }

  /** Files of the source that one of the copy may have been made from, the likeliest first. */
  #candidates(path: string): Promise<readonly string[]> {
    const known = this.#originals.get(path) ?? this.#findCandidates(path);
    this.#originals.set(path, known);
    return known;
  }

  async #findCandidates(path: string): Promise<readonly string[]> {
    if (this.#entries.has(path)) return [path];
    const { size } = await stat(join(this.#copy, path));
    const name = basename(path);
    const stem = name.replace(/\.\w+$/, '');
    const files = [...this.#entries].flatMap(([one, { file }]) =>
      file && file.size <= mostBytes ? [one] : [],
    );
    const named = await this.#namedBeside(name);
    const ranked = [
      files.filter((one) => basename(one) === name),
      // `version.c` of `version.c.in`, `version.in` and `version.tmpl.c`.
      files.filter((one) => basename(one).startsWith(`${stem}.`)),
      files.filter((one) => named.has(basename(one))),
      files.filter((one) => this.#entries.get(one)?.file?.size === size),
    ];
    return [...new Set(ranked.flat())].slice(0, mostCandidates);
  }

  /** The words of the rules and commands of Makefiles and scripts in which a file is named. */
  async #namedBeside(name: string): Promise<ReadonlySet<string>> {
    this.#rules ??= this.#readRules();
    const words = new Set<string>();
    for (const rule of await this.#rules) {
      if (!rule.includes(name)) continue;
      for (const word of rule.split(/[\s:;|&<>()"'`=,]+/)) words.add(basename(word));
    }
    words.delete(name);
    return words;
  }

  /** Rules with their recipes, and lines of scripts. */
  async #readRules(): Promise<readonly string[]> {
    const rules: string[] = [];
    for (const [path, { file }] of this.#entries) {
      if (!file || !decidingFile.test(basename(path))) continue;
      const lines = await this.#text(join(this.#source, path));
      rules.push(
        ...(lines ?? [])
          .join('\n')
          .replaceAll('\\\n', ' ')
          .split(/\n(?!\t)/),
      );
    }
    return rules;
  }

  #text(file: string): Promise<readonly string[] | undefined> {
    const known = this.#texts.get(file) ?? readLines(file);
    this.#texts.set(file, known);
    return known;
  }
}

async function readLines(file: string): Promise<readonly string[] | undefined> {
  const { size } = (await stat(file).catch(() => undefined)) ?? {};
  if (size === undefined || size > mostBytes) return undefined;
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text?.split('\n');
}
