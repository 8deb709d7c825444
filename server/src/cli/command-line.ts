import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NameProgram } from '../workspace/start/code-cache.ts';
import { parseArguments } from './arguments.ts';
import { refuse, type Terminal } from './terminal.ts';

/**
 * Runs one command line; returns the exit code, or `undefined` for the language server, which ends by itself.
 * Only the code that the command needs is loaded.
 */
export async function runCommandLine(options: {
  readonly words: readonly string[];
  /** The folder of the bundled program. */
  readonly dist: string;
  readonly terminal: Terminal;
  readonly nameProgram: NameProgram;
  readonly serve: () => Promise<void>;
}): Promise<number | undefined> {
  const { terminal, dist } = options;
  const command = parseArguments(options.words);
  if ('wrong' in command) return refuse(terminal, command.wrong);
  if (!('run' in command)) {
    terminal.out.write(
      command.name === 'help'
        ? (await import('./usage.ts')).usage(command.of)
        : `dkms-tools ${packageVersion(dist)}\n`,
    );
    return 0;
  }
  // A server may be killed when its client ends, so it saves its compiled code earlier.
  options.nameProgram(command.name, command.name === 'lsp' ? { keepAfterMs: 10_000 } : {});
  return command.run({ ...{ terminal, dist, serve: options.serve }, version: () => packageVersion(dist) });
}

function packageVersion(dist: string): string {
  const manifest = JSON.parse(readFileSync(join(dist, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
