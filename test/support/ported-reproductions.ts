import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { changes } from '../../server/src/triage/changes/changes.ts';
import { type PortDocument, type PortKernels, runPort } from './port-run.ts';
import { type Reproduction, readReproductions, writeUnits } from './reproductions.ts';
import { treeState } from './tree-state.ts';

/** What came of porting a module whose units are reproductions of known changes. */
export interface PortedReproductions {
  /** The folder of the module, to which the patch was applied afterwards. */
  readonly source: string;
  readonly document: PortDocument;
  /** What the port said of its progress. */
  readonly progress: string;
  /** Whether the port left the source as it was. */
  readonly isSourceAsBefore: boolean;
  /** What `patch` said; empty if the patch fits. */
  readonly misfit: string;
  /** What a second port of the patched source printed. */
  readonly again: PortDocument;
}

/** The reproductions of all known changes that have a rewrite. */
export function portableReproductions(): readonly Reproduction[] {
  const portable = new Set(changes.flatMap(({ id, rewrite }) => (rewrite ? [id] : [])));
  return readReproductions().filter(({ id }) => portable.has(id));
}

/**
 * Writes reproductions as the units of one module into `folder`, ports it to these kernels with all likely edits, applies the patch, and
 * ports the result again.
 */
export async function portReproductions(
  folder: string,
  reproductions: readonly Reproduction[],
  kernels: PortKernels,
): Promise<PortedReproductions> {
  const units = new Map(reproductions.map(({ id, text }) => [`${id}.c`, text]));
  const source = writeUnits(path.join(folder, 'all'), units);
  const before = treeState(source);
  const port = () => runPort(source, kernels, path.join(folder, 'cache'));
  const first = await port();
  const isSourceAsBefore = isDeepStrictEqual(treeState(source), before);
  const patched = spawnSync('patch', ['-p1', '-s'], {
    ...{ cwd: source, input: first.document.patch, encoding: 'utf8' },
  });
  const misfit = patched.status === 0 ? '' : patched.stdout + patched.stderr;
  return { source, ...first, isSourceAsBefore, misfit, again: (await port()).document };
}
