import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** For root, dkms makes a key to sign with in /var/lib/dkms: it gets an empty folder there, which goes with the process. */
const asRoot = ['unshare', '-m', 'sh', '-c', 'mount -t tmpfs none /var/lib/dkms && exec "$@"', 'sh'];

/** Whether this machine has a dkms to measure. */
export function hasDkms(): boolean {
  return spawnSync('dkms', ['--version']).status === 0;
}

/** A module as Debian's package lays it out: the folder is called `name-version`. */
export interface PackagedModule {
  readonly name: string;
  readonly version: string;
  readonly source: string;
}

/** Seconds of one `dkms build` after another, in trees of their own below `folder`; adding the module is not counted. */
export function dkmsLoop(
  { name, version, source }: PackagedModule,
  releases: readonly string[],
  modulesDir: string,
  folder: string,
): number {
  const trees = { dkms: path.join(folder, 'dkms'), source: path.join(folder, 'source') };
  mkdirSync(trees.dkms, { recursive: true });
  cpSync(source, path.join(trees.source, `${name}-${version}`), {
    recursive: true,
    preserveTimestamps: true,
  });
  const [program = '', ...before] = [...(process.getuid?.() === 0 ? asRoot : []), 'dkms'];
  const dkms = (...words: string[]) => {
    const run = spawnSync(
      program,
      [
        ...before,
        ...words,
        ...['-m', name, '-v', version],
        ...['--dkmstree', trees.dkms, '--sourcetree', trees.source],
      ],
      { cwd: '/', encoding: 'utf8' },
    );
    if (run.status !== 0) throw new Error(`dkms ${words.join(' ')} failed: ${run.stdout}${run.stderr}`);
  };
  dkms('add');
  const began = performance.now();
  for (const release of releases) {
    const headers = path.join(modulesDir, release, 'build');
    dkms('build', '-k', release, '-a', 'x86_64', '--kernelsourcedir', headers);
  }
  return (performance.now() - began) / 1000;
}

/** Name and version of a folder such as `lime-forensics-1.9.1-5`, where the name is known. */
export function packagedModule(name: string, source: string): PackagedModule {
  return { name, version: path.basename(source).slice(name.length + 1), source };
}
