import { basename } from 'node:path';
import { readImportingModules } from '../../builds/built-module.ts';
import type { BuiltModule } from '../../builds/result.ts';
import { LineIndex } from '../../conf/text.ts';
import { readdir } from '../../file-system.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { readBoundedText } from '../../module/bounded-text.ts';
import { isMakefile } from '../../module/project-facts.ts';
import { changes } from '../../triage/changes/changes.ts';
import { findMissingApiUses } from '../../triage/uses/missing-api-uses.ts';
import { findMissingExports } from '../../triage/uses/missing-exports.ts';
import type { KernelApis } from '../explanation/kernel-apis.ts';
import { ModuleSources } from '../explanation/module-sources.ts';
import { useText } from '../explanation/use-text.ts';
import type { ForecastEvidence } from './forecast.ts';

const largestFile = 4 * 1024 * 1024;
/** Nobody reads a longer list. */
const mostEvidence = 20;

/**
 * The APIs that the source of a module uses, in the files that its Makefiles name, and that one of the kernels, `wanted`, lacks. The other
 * kernels are for comparison: a name that none of them has is the module's own. `built` are modules that an earlier build made of the
 * source.
 */
export async function forecastSource(
  folder: string,
  wanted: Kernel,
  others: readonly Kernel[],
  views: KernelApis,
  built: readonly BuiltModule[],
): Promise<readonly ForecastEvidence[]> {
  const kernels = [wanted, ...others];
  const targets = await views.targetsOf(kernels);
  const sources = new ModuleSources();
  const names = await sources.ownNames(folder, new Map());
  const modules = await readImportingModules(built);
  const exporting = modules ? await views.exportsOf(kernels) : [];
  const found: ForecastEvidence[] = [];
  for (const file of await findCompiledFiles(folder, sources)) {
    const text = await readBoundedText(file, largestFile);
    if (text === undefined) continue;
    const uses = [
      ...findMissingApiUses(text, targets, changes, names),
      ...(modules ? findMissingExports(text, modules.imports, modules, exporting, names) : []),
    ].filter((use) => use.kernels.includes(wanted.name));
    const lines = uses.length > 0 ? new LineIndex(text) : undefined;
    for (const use of uses) {
      const line = (lines?.positionAt(use.start).line ?? 0) + 1;
      if (found.some((other) => other.file === file && other.line === line)) continue;
      found.push({
        ...{ file, line, name: use.name, text: useText({ ...use, kernels: [wanted.name] }) },
        ...(use.change && { change: use.change.id }),
      });
      if (found.length === mostEvidence) return found;
    }
  }
  return found;
}

/** The C files and headers of a source, without C files whose objects no Makefile of it names. */
export async function findCompiledFiles(folder: string, sources: ModuleSources): Promise<readonly string[]> {
  const files = await sources.findFiles(folder);
  const objects = await readObjectNames(folder);
  const isNamed = (file: string) => objects.has(basename(file).replace(/\.c$/, '.o'));
  const isCompiled = (file: string) => !file.endsWith('.c') || isNamed(file);
  return files.some((file) => file.endsWith('.c') && isNamed(file)) ? files.filter(isCompiled) : files;
}

/** The names of objects (`x.o`) in the Makefiles below a folder. */
async function readObjectNames(folder: string): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile() || !isMakefile(entry.name)) continue;
    const text = await readBoundedText(`${entry.parentPath}/${entry.name}`, largestFile);
    for (const [, object = ''] of (text ?? '').matchAll(/([\w.+-]+\.o)\b/g)) names.add(object);
  }
  return names;
}
