import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Builds } from '../workspace/builds.ts';
import { Engine } from '../workspace/engine.ts';
import { Explainer } from '../workspace/explanation/explainer.ts';
import { loadParser } from '../workspace/parser-files.ts';
import { readSettings } from '../workspace/settings.ts';
import { parseArguments, usage } from './arguments.ts';
import { runBuild } from './build-command.ts';
import { runCheck } from './check-command.ts';
import { runExplain } from './explain-command.ts';
import { runKernels } from './kernels-command.ts';
import { runShow } from './show-command.ts';
import { refuse, type Terminal } from './terminal.ts';

/** Runs one command line; the exit code, or `undefined` for the language server, which ends by itself. */
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
      await options.serve();
      return undefined;
    case 'check':
    case 'show':
    case 'kernels':
    case 'build':
    case 'explain':
      break;
    default:
      given satisfies never;
  }

  const kernelFolders = given.moduleFolders.map((folder) => path.resolve(folder));
  const environment = { cacheFolder: process.env.DKMS_TOOLS_CACHE };
  const { settings, complaints } = readSettings({
    kernelFolders,
    systemKernels: given.systemKernels,
    ...environment,
  });
  for (const complaint of complaints) terminal.err.write(`dkms-tools: ${complaint}\n`);
  const kernels = given.command === 'build' ? given.knownFailures : settings.kernels;
  const engine = await Engine.start(await loadParser(dist), { ...settings, kernels });
  const explainer = new Explainer({
    dist,
    cacheFolder: settings.cacheFolder,
    kernels: () => engine.kernels(),
  });
  switch (given.command) {
    case 'explain':
      return runExplain(explainer, given, terminal, packageVersion(dist)).finally(() => explainer.dispose());
    case 'check':
      return runCheck(engine, given, terminal, packageVersion(dist));
    case 'show':
      return runShow(engine, given, terminal);
    case 'kernels':
      return runKernels(engine, given, terminal);
    case 'build': {
      const builds = new Builds(engine);
      builds.endWith(process);
      return runBuild(engine, builds, explainer, given, terminal, packageVersion(dist)).finally(() =>
        explainer.dispose(),
      );
    }
    default:
      return given satisfies never;
  }
}

function packageVersion(dist: string): string {
  const manifest = JSON.parse(readFileSync(path.join(dist, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
