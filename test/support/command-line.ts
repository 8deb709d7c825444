import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Machine, onMachine, plainEnvironment, withoutPrivileges } from './surroundings.ts';
import { hangMs } from './waiting.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** The bundled terminal program, as `npm run build` makes it. */
export const bundledCommandLine = path.join(root, 'dist', 'cli.js');

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CommandLineOptions {
  readonly cwd?: string;
  /** Environment variables in addition to those that every test has. */
  readonly env?: NodeJS.ProcessEnv;
  /** The contents of the system's folders; without it they are empty, and the program does not search them. */
  readonly machine?: Machine;
  /** Whether permissions restrict the program even if the tests run as root. */
  readonly isUnprivileged?: boolean;
  /** The words before the program's own, such as those that run it in a namespace. */
  readonly before?: readonly string[];
}

/** Starts `dkms-tools` with these words; `ended` resolves with what it printed and its exit code. */
export function startCommandLine(
  words: readonly string[],
  options: CommandLineOptions = {},
): { readonly pid: number; readonly ended: Promise<Ended> } {
  if (!existsSync(bundledCommandLine)) throw new Error('dist/cli.js is not there; run `npm run build` first');
  const [program = '', ...rest] = commandOf(words, options);
  const child = spawn(program, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: options.cwd ?? root,
    env: plainEnvironment(options.env),
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', reject).on('close', (code) => resolve({ code, out, err }));
  });
  return { pid: child.pid ?? -1, ended };
}

export function runCommandLine(words: readonly string[], options: CommandLineOptions = {}): Promise<Ended> {
  return startCommandLine(words, options).ended;
}

/** Runs `dkms-tools` with this text on its standard input, and waits until it has ended. */
export function runWithInput(words: readonly string[], input: string | Uint8Array): SpawnSyncReturns<string> {
  const [program = '', ...rest] = commandOf(words, {});
  return spawnSync(program, rest, { input, encoding: 'utf8', timeout: hangMs, cwd: root });
}

function commandOf(words: readonly string[], options: CommandLineOptions): readonly string[] {
  const search = options.machine || words[0] === 'lsp' ? [] : ['--no-system-kernels'];
  const command = [...(options.before ?? []), process.execPath, bundledCommandLine, ...search, ...words];
  return onMachine(options.isUnprivileged ? withoutPrivileges(command) : command, options.machine);
}
