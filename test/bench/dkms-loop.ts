import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** As root, dkms creates a signing key in /var/lib/dkms: this gives it an empty folder there, which disappears with the process. */
const asRoot = ['unshare', '-m', 'sh', '-c', 'mount -t tmpfs none /var/lib/dkms && exec "$@"', 'sh'];

/** Whether dkms is installed on this machine. */
export function hasDkms(): boolean {
  return spawnSync('dkms', ['--version']).status === 0;
}

/** A module as Debian's package lays it out: the folder is called `name-version`. */
export interface PackagedModule {
  readonly name: string;
  readonly version: string;
  readonly source: string;
}

/** The seconds that a series of `dkms build` takes, in private trees below `folder`; adding the module is not counted. */
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

/** Name and version from a folder such as `lime-forensics-1.9.1-5`, given the name. */
export function packagedModule(name: string, source: string): PackagedModule {
  return { name, version: path.basename(source).slice(name.length + 1), source };
}
