import { dirname } from 'node:path';
import { runCommand } from '../builds/process.ts';
import type { ProcessGroups } from '../builds/process-group.ts';
import type { CodeLocation } from './console-log.ts';

/** A source line, as the debugging information of an object file names it. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
}

export interface ObjectReader {
  readonly groups: ProcessGroups;
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Finds source lines in object files that were compiled with debugging information (`-g`). The tables of each file are read once. */
export class SourceLineFinder {
  readonly #reader: ObjectReader;
  readonly #tables = new Map<string, Promise<ObjectTables>>();

  constructor(reader: ObjectReader) {
    this.#reader = reader;
  }

  /**
   * The source lines of a code location in an object file, the innermost inlined function first. Empty if they are not known. Like
   * scripts/faddr2line of the kernel, it asks binutils for the symbol and for its line.
   */
  async find(object: string, location: CodeLocation): Promise<readonly SourceLine[]> {
    const tables = this.#tables.get(object) ?? readTables(object, this.#reader);
    this.#tables.set(object, tables);
    const { symbols, sections } = await tables;
    for (const line of symbols.split('\n')) {
      const [, value = '', kind, index, name] =
        /^\s*\d+: ([0-9a-f]+)\s+\S+\s+(\w+)\s+\w+\s+\w+.*?\s+(\d+) (\S+)$/.exec(line) ?? [];
      if (name !== location.symbol || kind !== 'FUNC') continue;
      const section = new RegExp(`^\\s*\\[\\s*${index}\\] (\\S+)`, 'm').exec(sections)?.[1];
      if (section === undefined) continue;
      const address = Number.parseInt(value, 16) + location.offset - (location.isReturn ? 1 : 0);
      const args = ['-i', '-e', object, '-j', section, `0x${address.toString(16)}`];
      const answer = await print('addr2line', args, object, this.#reader);
      return answer.split('\n').flatMap((one) => {
        const [, file = '', number] = /^(\/.+):(\d+)(?: .*)?$/.exec(one) ?? [];
        return number === undefined ? [] : [{ file, line: Number(number) }];
      });
    }
    return [];
  }
}

/** The tables of an object file, as printed by readelf. */
interface ObjectTables {
  readonly symbols: string;
  readonly sections: string;
}

async function readTables(object: string, reader: ObjectReader): Promise<ObjectTables> {
  const [symbols, sections] = await Promise.all([
    print('readelf', ['-W', '-s', object], object, reader),
    print('readelf', ['-W', '-S', object], object, reader),
  ]);
  return { symbols, sections };
}

async function print(
  program: string,
  args: readonly string[],
  object: string,
  { groups, env, signal }: ObjectReader,
): Promise<string> {
  let text = '';
  await runCommand(
    { program, args, cwd: dirname(object), env },
    {
      ...{ groups, ...(signal && { signal }) },
      onText: (more) => {
        text += more;
      },
    },
  );
  return text;
}
