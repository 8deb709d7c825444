import { resolve } from 'node:path';
import type { Engine } from '../workspace/engine.ts';
import type { CauseFinder } from '../workspace/explanation/cause-finder.ts';
import type { Settings } from '../workspace/settings.ts';
import type { Terminal } from './terminal.ts';

/**
 * The engine that a command works with: its settings are the defaults, those in the environment, and `known`. Mistakes in these are
 * reported. `dist` is the folder of the bundled program.
 */
export async function openEngine(
  terminal: Terminal,
  dist: string,
  given: { readonly moduleFolders: readonly string[]; readonly systemKernels: boolean },
  known: Partial<Settings> = {},
): Promise<Engine> {
  const [{ Engine }, { parserWhenNeeded }, { parseSettings }] = await Promise.all([
    import('../workspace/engine.ts'),
    import('../workspace/parser-files.ts'),
    import('../workspace/settings.ts'),
  ]);
  const kernelFolders = given.moduleFolders.map((folder) => resolve(folder));
  const environment = { cacheFolder: process.env.DKMS_TOOLS_CACHE };
  const { settings, complaints } = parseSettings({
    kernelFolders,
    systemKernels: given.systemKernels,
    ...environment,
  });
  for (const complaint of complaints) terminal.err.write(`dkms-tools: ${complaint}\n`);
  return Engine.start(parserWhenNeeded(dist), { ...settings, ...known });
}

/** Finds the causes of the problems of a build or a log, with the kernels that the engine knows. The caller disposes of it. */
export async function openCauseFinder(engine: Engine, dist: string): Promise<CauseFinder> {
  const { CauseFinder } = await import('../workspace/explanation/cause-finder.ts');
  return new CauseFinder({
    dist,
    cacheFolder: () => engine.settings.cacheFolder,
    kernels: () => engine.kernels(),
    sources: engine.sources,
  });
}
