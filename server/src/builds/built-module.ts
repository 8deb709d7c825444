import { type FileHandle, open } from 'node:fs/promises';
import { ElfFile } from '../elf/elf-file.ts';
import { isGplCompatible, modinfoEntries } from '../elf/modinfo.ts';
import type { BuiltModule } from './result.ts';

/** The facts about a built kernel module. */
export interface ModuleFacts {
  /** The size of the file in bytes. */
  readonly size: number;
  /** The fields that `modinfo` prints (`vermagic`, `depends`, `srcversion` …); of a field that occurs several times, the first value. */
  readonly modinfo: Readonly<Record<string, string>>;
}

/**
 * The facts about a kernel module; `undefined` if the file can't be opened, and without modinfo if it is not a module.
 * Reads only the headers of the file and its `.modinfo` section, and runs no program: modinfo is in /sbin, which is not in every PATH.
 * Source: the ELF specification; `.modinfo` is a list of `key=value` texts, each ended by a NUL.
 */
export async function readModuleFacts(path: string): Promise<ModuleFacts | undefined> {
  const file = await open(path).catch(() => undefined);
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    return { size, modinfo: await readModinfo(file) };
  } finally {
    await file.close();
  }
}

/**
 * The names that a kernel module imports from the kernel or from other modules: the undefined symbols of its symbol table. `undefined` if
 * the file can't be read, is not a module, or has no symbol table.
 */
export async function readModuleImports(path: string): Promise<readonly string[] | undefined> {
  const file = await open(path).catch(() => undefined);
  if (!file) return undefined;
  try {
    const symbols = await (await ElfFile.open(file))?.symbols();
    return symbols?.flatMap(({ name, isUndefined }) => (isUndefined && name !== '' ? [name] : []));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  } finally {
    await file.close();
  }
}

/** Modules that a build made, with the symbols that they import from the kernel. */
export interface BuiltImports {
  /** The names of their files without `.ko`. */
  readonly names: readonly string[];
  readonly isGpl: boolean;
  readonly imports: ReadonlySet<string>;
}

/** The symbols that all of the modules together import from the kernel; `undefined` if nothing was built. */
export async function readImportingModules(built: readonly BuiltModule[]): Promise<BuiltImports | undefined> {
  if (built.length === 0) return undefined;
  const imports = new Set<string>();
  for (const { path } of built) for (const name of (await readModuleImports(path)) ?? []) imports.add(name);
  const isGpl = built.every(({ modinfo }) => isGplCompatible(modinfo?.license ?? 'GPL'));
  return { names: [...new Set(built.map(({ name }) => name))], isGpl, imports };
}

async function readModinfo(file: FileHandle): Promise<Readonly<Record<string, string>>> {
  try {
    const section = await (await ElfFile.open(file))?.read('.modinfo');
    const modinfo: Record<string, string> = {};
    for (const [name, value] of modinfoEntries(section)) modinfo[name] ??= value.trim();
    return modinfo;
  } catch (error) {
    // A damaged file may name sections that it does not contain.
    if (error instanceof RangeError) return {};
    throw error;
  }
}
