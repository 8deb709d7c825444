import path from 'node:path';
import { runCommandLine } from './command-line.ts';
import { newerMake } from './kernels.ts';
import { searchPath } from './surroundings.ts';

/** An error as `dkms-tools port --format json` prints it. */
export interface PortProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly severity: string;
  readonly kernels: readonly string[];
  readonly cause: {
    readonly id: string;
    readonly symbol: string;
    readonly summary: string;
    readonly replacement?: string;
    readonly certainty: string;
  } | null;
  readonly note?: string;
}

/** What `dkms-tools port --format json` prints, as far as the tests read it. */
export interface PortDocument {
  readonly rounds: number;
  readonly edits: readonly unknown[];
  readonly found: readonly PortProblem[];
  readonly left: readonly PortProblem[];
  readonly kernels: readonly {
    readonly kernel: string;
    readonly before: string;
    readonly after: string;
    readonly errorsBefore: number;
    readonly errorsAfter: number;
    readonly objects: string;
    readonly different: readonly string[];
  }[];
  readonly takenBack: readonly { readonly title: string; readonly because: string }[];
  readonly patch: string;
}

/** A line for an error: its place below `root`, the first line of its message, and the id of its cause. */
export function describeLeft({ file, line, message, cause }: PortProblem, root: string): string {
  return `${path.relative(root, file)}:${line}: ${message.split('\n')[0]} [${cause?.id ?? '-'}]`;
}

/** Kernels to port to, of a folder that is laid out like /lib/modules. */
export interface PortKernels {
  readonly modulesDir: string;
  readonly releases: readonly string[];
}

/** Ports a module to these kernels, with all likely edits; `progress` is what it said meanwhile. Throws if it could not begin. */
export async function runPort(
  source: string,
  kernels: PortKernels,
  cache: string,
): Promise<{ readonly document: PortDocument; readonly progress: string }> {
  const make = newerMake();
  const named = kernels.releases.flatMap((release) => ['--kernel', release]);
  const { out, err } = await runCommandLine(
    ['port', source, '--modules', kernels.modulesDir, ...named, '--confirm', 'likely', '--format', 'json'],
    { env: { DKMS_TOOLS_CACHE: cache, ...(make !== undefined && { PATH: searchPath(make) }) } },
  );
  if (out === '') throw new Error(`nothing was ported: ${err}`);
  return { document: JSON.parse(out) as PortDocument, progress: err };
}
