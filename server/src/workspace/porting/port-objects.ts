import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { compareObjects } from '../../porting/objects/compare-objects.ts';
import { lineTwin } from '../../porting/objects/line-twin.ts';
import type { FileTexts } from '../../porting/port-edit.ts';
import { followLines } from '../results/line-moves.ts';

/** How the object code for one kernel has changed. */
export interface ObjectVerdict {
  readonly objects: 'same' | 'different';
  readonly different: readonly string[];
  /** Why they could not be compared, if so. */
  readonly reason?: string;
}

/** Modules by the kernel that they were built for. */
type KeptObjects = ReadonlyMap<string, readonly string[]>;

/**
 * Compares the modules that are built from two texts of one source. Lines have moved, and code may contain its line number: if the objects
 * differ from those that were built first (`plain`), the text before is built again with the line numbers of the text after.
 */
export async function comparePortObjects(given: {
  readonly before: FileTexts;
  readonly after: FileTexts;
  readonly plain: KeptObjects;
  /** Symbols that the port renamed, by their old names. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly build: (name: string, texts: FileTexts) => Promise<KeptObjects>;
}): Promise<ReadonlyMap<string, ObjectVerdict>> {
  const { before, after, plain, renamed, build } = given;
  const now = await build('after', after);
  const verdicts = await compareAll(plain, now, renamed);
  if ([...verdicts.values()].every(({ objects }) => objects === 'same')) return verdicts;
  const renumberedTexts = new Map(
    [...before].map(([path, text]) => {
      const next = after.get(path);
      const isC = /\.[ch]$/.test(path);
      return [
        path,
        next === undefined || next === text || !isC
          ? isC
            ? text
            : (next ?? text)
          : lineTwin(text, next, followLines),
      ];
    }),
  );
  const renumbered = await build('twin', renumberedTexts);
  // If the twin does not build, the plain comparison stands.
  const again = await compareAll(renumbered, now, renamed);
  return new Map([...verdicts].map(([kernel, verdict]) => [kernel, again.get(kernel) ?? verdict]));
}

async function compareAll(
  before: KeptObjects,
  after: KeptObjects,
  renamed: ReadonlyMap<string, string>,
): Promise<Map<string, ObjectVerdict>> {
  const verdicts = new Map<string, ObjectVerdict>();
  for (const [kernel, files] of before)
    verdicts.set(kernel, await compareOne(files, after.get(kernel) ?? [], renamed));
  return verdicts;
}

async function compareOne(
  before: readonly string[],
  after: readonly string[],
  renamed: ReadonlyMap<string, string>,
): Promise<ObjectVerdict> {
  const different: string[] = [];
  if (before.map((file) => basename(file)).join() !== after.map((file) => basename(file)).join())
    return { objects: 'different', different: [], reason: 'Other modules were built than before.' };
  for (const [at, file] of before.entries()) {
    const now = after[at];
    if (now === undefined) continue;
    const found = await compareObjects(await readFile(file), await readFile(now), renamed);
    if (found.kind === 'unreadable')
      return {
        objects: 'different',
        different,
        reason: `${basename(file)} can't be read as an object file.`,
      };
    if (found.kind === 'different') different.push(...found.names);
  }
  return { objects: different.length > 0 ? 'different' : 'same', different: [...new Set(different)] };
}
