import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useCodeCache } from '../workspace/start/code-cache.ts';
import { defaultCacheFolder } from '../workspace/start/default-cache-folder.ts';
import { parseArguments, usage } from './arguments.ts';
import { refuse, type Terminal } from './terminal.ts';

/**
 * Runs one command line; the exit code, or `undefined` for the language server, which ends by itself.
 * What a command needs is loaded when it is known which one it is.
 */
export async function runCommandLine(options: {
  readonly words: readonly string[];
  /** The folder of the bundled program. */
  readonly dist: string;
  readonly terminal: Terminal;
  readonly serve: () => Promise<void>;
}): Promise<number | undefined> {
  const { terminal, dist } = options;
  const given = parseArguments(options.words);
  if ('wrong' in given) return refuse(terminal, given.wrong);
  switch (given.command) {
    case 'help':
      terminal.out.write(usage);
      return 0;
    case 'version':
      terminal.out.write(`dkms-tools ${packageVersion(dist)}\n`);
      return 0;
    case 'lsp':
    case 'check':
    case 'show':
    case 'kernels':
    case 'build':
    case 'explain':
    case 'init':
      break;
    default:
      given satisfies never;
  }
  useCodeCache({
    cacheFolder: process.env.DKMS_TOOLS_CACHE ?? defaultCacheFolder(),
    ...{ dist, program: given.command },
    ...(given.command === 'lsp' && { keepAfterMs: 10_000 }),
  });
  if (given.command === 'lsp') {
    await options.serve();
    return undefined;
  }

  if (given.command === 'init') return (await import('./init-command.ts')).runInit(given, terminal);
  const { openEngine, openCauseFinder } = await import('./open-engine.ts');
  const known = given.command === 'build' ? { kernels: given.knownFailures } : {};
  const engine = await openEngine(terminal, dist, given, known);
  switch (given.command) {
    case 'check':
      return (await import('./check-command.ts')).runCheck(engine, given, terminal, packageVersion(dist));
    case 'show':
      return (await import('./show-command.ts')).runShow(engine, given, terminal);
    case 'kernels':
      return (await import('./kernels-command.ts')).runKernels(engine, given, terminal);
    case 'explain': {
      const { runExplain } = await import('./explain-command.ts');
      const causes = await openCauseFinder(engine, dist);
      try {
        return await runExplain(causes, given, terminal, packageVersion(dist));
      } finally {
        await causes.dispose();
      }
    }
    case 'build': {
      const { runBuild } = await import('./build-command.ts');
      const { BuildScheduler } = await import('../workspace/build-scheduler.ts');
      const builds = new BuildScheduler(engine);
      builds.endWith(process);
      const causes = await openCauseFinder(engine, dist);
      try {
        return await runBuild(engine, builds, causes, given, terminal, packageVersion(dist));
      } finally {
        await causes.dispose();
      }
    }
    default:
      return given satisfies never;
  }
}

function packageVersion(dist: string): string {
  const manifest = JSON.parse(readFileSync(join(dist, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
