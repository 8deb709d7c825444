import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sourceFoldersOf } from '../../kernels/headers/source-folders.ts';
import { archFolder } from '../../kernels/kernel-arch.ts';
import type { KernelConfig } from '../../kernels/kernel-config.ts';
import { activeLines, findBranches } from './branches.ts';
import type { MacroFacts } from './condition.ts';
import { kernelMacros } from './kernel-macros.ts';

/**
 * The version magic of a kernel, with which that of a module has to agree: `6.1.0-57-amd64 SMP preempt mod_unload modversions `. Put together from
 * the kernel's headers as its own build does; `undefined` if they do not have all of it.
 */
export async function readVersionMagic(
  { buildDir, arch }: { readonly buildDir: string; readonly arch: string },
  config: KernelConfig,
): Promise<string | undefined> {
  const folders = await sourceFoldersOf(buildDir);
  const read = (path: string) => readFirst(folders, path);
  const own = archFolder(arch);
  const magic = await read('include/linux/vermagic.h');
  if (magic === undefined) return undefined;
  const texts = [
    await read('include/generated/utsrelease.h'),
    await read('include/generated/randstruct_hash.h'),
    // Up to Linux 5.7, the architecture's part was in asm/module.h.
    (own !== undefined && (await read(`arch/${own}/include/asm/vermagic.h`))) ||
      (await read('include/asm-generic/vermagic.h')) ||
      (own !== undefined && (await read(`arch/${own}/include/asm/module.h`))) ||
      '',
    magic,
  ];
  return expandVersionMagic(texts.filter((text) => text !== undefined).join('\n'), config);
}

/** The text that VERMAGIC_STRING stands for in these headers, one after the other. */
export function expandVersionMagic(headers: string, config: KernelConfig): string | undefined {
  const macros = kernelMacros({ versions: new Map(), config });
  const file = findBranches(headers);
  const facts: MacroFacts = {
    ...macros,
    // The flags of the compiler say whether structs are shuffled. Nothing else is defined but by the headers.
    isDefined: (name) =>
      name === 'INCLUDE_VERMAGIC' ||
      (name === 'RANDSTRUCT' && config.lookup('RANDSTRUCT') === 'y') ||
      (name === 'RANDSTRUCT_PLUGIN' && config.lookup('GCC_PLUGIN_RANDSTRUCT') === 'y') ||
      (name.startsWith('CONFIG_') ? macros.isDefined(name) : false),
  };
  const active = activeLines(file, facts);
  const values = new Map<string, string>();
  for (const { line0, name, value } of file.defines) {
    if (active[line0] === undefined) return undefined;
    if (active[line0] && value !== undefined) values.set(name, value);
  }
  return expand('VERMAGIC_STRING', values, 0);
}

/** Joins the strings that a macro stands for; `undefined` if there is anything else among them. */
function expand(name: string, values: ReadonlyMap<string, string>, depth: number): string | undefined {
  const value = values.get(name);
  if (value === undefined || depth > 8) return undefined;
  const parts = value.match(/"[^"]*"|\w+|\S/g) ?? [];
  const texts = parts.map((part) =>
    part.startsWith('"')
      ? part.slice(1, -1)
      : /^[A-Z_]\w*$/i.test(part)
        ? expand(part, values, depth + 1)
        : undefined,
  );
  return texts.includes(undefined) ? undefined : texts.join('');
}

async function readFirst(folders: readonly string[], path: string): Promise<string | undefined> {
  for (const folder of folders) {
    const text = await readFile(join(folder, path), 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
  }
  return undefined;
}
