import { readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BuildScheduler } from '../../server/src/workspace/build-scheduler.ts';
import { Engine } from '../../server/src/workspace/engine.ts';
import { parseSettings } from '../../server/src/workspace/settings.ts';
import { verifyWithDkms } from '../../server/src/workspace/verify/verification.ts';
import { loadInstalledParser } from './parser.ts';

/** A module against a kernel, by our build and by the real dkms. */
export interface VerifiedCell {
  readonly module: string;
  readonly kernel: string;
  readonly ours: string;
  readonly ourFirst?: string;
  readonly ourMs: number;
  /** `ok`, `failed` or `skipped`, and dkms's exit code; if dkms could not be run, the reason. */
  readonly dkms: string;
  /** The first error of dkms's make.log, read by a plain pattern and not by the parser that reads our own builds. */
  readonly dkmsFirst?: string;
  readonly dkmsMs: number;
  readonly differences: readonly string[];
}

// A separate program, since it may run with another folder as /lib/modules. Arguments: cache folder, modules folder, then pairs of source
// and release. Prints a line of JSON for each pair.
const [, , cacheFolder = '', modulesDir = '', ...pairs] = process.argv;
const { settings } = parseSettings({ kernelFolders: [modulesDir], systemKernels: false, cacheFolder });
const engine = Engine.start(await loadInstalledParser(), settings);
const builds = new BuildScheduler(engine);
builds.endWith(process);
for (let at = 0; at + 1 < pairs.length; at += 2) {
  const cell = await verify(pairs[at] ?? '', pairs[at + 1] ?? '');
  process.stdout.write(`${JSON.stringify(cell)}\n`);
}
await builds.stop();

async function verify(source: string, kernel: string): Promise<VerifiedCell> {
  const began = performance.now();
  const { ours, dkms, reason, differences } = await verifyWithDkms(
    engine,
    builds,
    { conf: join(source, 'dkms.conf'), kernel },
    {
      // With one job, the order of the errors is always the same.
      share: { jobs: 1 },
      signal: new AbortController().signal,
      listener: { output: () => {}, problem: () => {}, progress: () => {} },
    },
  );
  const own = ours.problems.find(({ severity, tool }) => severity === 'error' && tool !== 'kbuild');
  const cell: VerifiedCell = {
    ...{ module: basename(source), kernel, ours: ours.status, ourMs: ours.durationMs, differences },
    ...(own && { ourFirst: `${own.file.replace(`${source}/`, '')}:${own.line}` }),
    dkms: dkms ? `${dkms.status} ${dkms.exit}` : (reason ?? ''),
    ...firstError(dkms?.log),
    dkmsMs: Math.round(performance.now() - began - ours.durationMs),
  };
  rmSync(join(cacheFolder, 'stage'), { recursive: true, force: true });
  rmSync(join(cacheFolder, 'verify'), { recursive: true, force: true });
  return cell;
}

function firstError(log: string | undefined): Pick<VerifiedCell, 'dkmsFirst'> {
  const text = log === undefined ? '' : readFileSync(log, 'utf8');
  const [, file, line] = /^([^\s:][^:\n]*):(\d+):(?:\d+:)? (?:fatal )?error: /m.exec(text) ?? [];
  if (file === undefined) return {};
  return { dkmsFirst: `${file.replace(/^.*?\/build\//, '').replace(/^\.\//, '')}:${line}` };
}
