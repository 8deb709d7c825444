import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DkmsVersion, parseDkmsVersion } from '../../server/src/conf/directives/dkms-version.ts';
import type { DkmsMessageNumber, ReadingFacts } from '../../server/src/conf/reading/reading.ts';
import { findInstalledDkms } from '../../server/src/dkms/installed-dkms.ts';
import { isRoot, nobody, onMachine, privateMounts } from '../support/surroundings.ts';
import { hangMs } from '../support/waiting.ts';

const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', HOME: '/nonexistent' };

export interface RealDkms {
  readonly version: DkmsVersion;
  /** Facts that hold for every `add`. */
  readonly facts: ReadingFacts;
  /** What `dkms add` does with a text as dkms.conf, in trees of its own. */
  add(conf: string | Uint8Array): { readonly exit: number; readonly stderr: string };
  /** The same with files of /etc/dkms beside it, in a file system of its own; `undefined` if this user may not make one. */
  addWithOverrides(
    conf: string,
    overrides: Readonly<Record<string, string>>,
  ): { readonly exit: number; readonly stderr: string } | undefined;
}

/** The dkms of this machine, or why there is none. */
export async function findRealDkms(): Promise<RealDkms | { readonly missing: string }> {
  const asked = spawnSync('dkms', ['--version'], { encoding: 'utf8', env: { ...environment } });
  const version = asked.error ? undefined : parseDkmsVersion(asked.stdout.trim());
  if (!version) return { missing: 'dkms is not installed' };
  // The product itself detects the distribution's patches.
  const installed = findInstalledDkms(environment.PATH);
  if (installed?.version.text !== version.text) {
    throw new Error(`dkms says that it is ${version.text}; its text says ${installed?.version.text}`);
  }
  const { debianBackports, isSilentAboutClean } = installed;
  const facts: ReadingFacts = {
    dkmsVersion: version,
    debianBackports,
    isSilentAboutClean,
    kernel: { release: '6.1.0-99-amd64', arch: 'x86_64', sourceDir: '/lib/modules/6.1.0-99-amd64/build' },
    module: 'sample',
    moduleVersion: '1.0',
    environment,
  };
  return { version, facts, add: (conf) => addInPrivateTrees(conf), addWithOverrides };
}

function addWithOverrides(conf: string, overrides: Readonly<Record<string, string>>) {
  // Only root can become nobody after mounting.
  if (!isRoot || !privateMounts()) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'dkms-overrides-'));
  try {
    chmodSync(folder, 0o755);
    for (const [name, text] of Object.entries(overrides)) writeFileSync(join(folder, name), text);
    return addInPrivateTrees(conf, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function addInPrivateTrees(conf: string | Uint8Array, overrides?: string): { exit: number; stderr: string } {
  const folder = mkdtempSync(join(tmpdir(), 'dkms-oracle-'));
  const trees = { dkms: join(folder, 'dkms'), source: join(folder, 'source') };
  const source = join(trees.source, 'sample-1.0');
  try {
    mkdirSync(source, { recursive: true });
    mkdirSync(trees.dkms);
    writeFileSync(join(source, 'dkms.conf'), conf);
    chmodSync(folder, 0o755);
    if (isRoot) for (const path of [trees.dkms, trees.source, source]) chownSync(path, nobody, nobody);
    const args = ['add', '-m', 'sample', '-v', '1.0', '-k', '6.1.0-99-amd64', '-a', 'x86_64'];
    const asNobody = ['setpriv', '--reuid', `${nobody}`, '--regid', `${nobody}`, '--clear-groups', 'dkms'];
    const [program = 'dkms', ...before] = isRoot
      ? onMachine(asNobody, overrides === undefined ? undefined : { overrides })
      : ['dkms'];
    const run = spawnSync(
      program,
      [...before, ...args, '--dkmstree', trees.dkms, '--sourcetree', trees.source],
      {
        cwd: '/',
        env: { ...environment },
        encoding: 'utf8',
        timeout: hangMs,
      },
    );
    if (run.status === null) throw new Error(`dkms add did not end: ${run.error ?? run.signal}`);
    return { exit: run.status, stderr: run.stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const messages: readonly (readonly [DkmsMessageNumber, RegExp])[] = [
  ['E1', /^dkms\.conf: Error! No 'PACKAGE_NAME' directive specified\./],
  ['E2', /^dkms\.conf: Error! No 'PACKAGE_VERSION' directive specified\./],
  ['E5', /^dkms\.conf: Error! No 'BUILT_MODULE_NAME' directive specified for record #/],
  ['E6', /^dkms\.conf: Error! 'BUILT_MODULE_NAME' directive ends in/],
  ['E7', /^dkms\.conf: Error! 'DEST_MODULE_NAME' directive ends in/],
  ['E8', /^dkms\.conf: Error! No 'DEST_MODULE_LOCATION' directive specified for record #/],
  ['E9', /^dkms\.conf: Error! No 'DEST_MODULE_LOCATION' directive specified\.$/],
  ['E10', /^dkms\.conf: Error! Unsupported \w+ value/],
  ['E11', /^dkms\.conf: Error! Directive 'DEST_MODULE_LOCATION' does not begin with/],
  ['E12', /^dkms\.conf: Error! Module name\/location array length mismatch/],
  ['E13', /^dkms\.conf: Error! Duplicate module '.*' in 'BUILT_MODULE_NAME/],
  ['E14', /^dkms\.conf: Error! Duplicate module '.*' in 'DEST_MODULE_NAME/],
  ['W1', /^dkms\.conf: Warning! Zero modules specified\./],
  ['W2', /^Deprecated feature: MODULES_CONF/],
  ['W3', /^Deprecated feature: CLEAN /],
  ['W4', /^Deprecated feature: REMAKE_INITRD /],
  ['W6', /^Deprecated feature: OBSOLETE_BY /],
];

/** The numbers of dkms's own messages in what it printed, each once, sorted. */
export function numbersIn(lines: readonly string[]): DkmsMessageNumber[] {
  const found = new Set<DkmsMessageNumber>();
  for (const line of lines)
    for (const [number, pattern] of messages) if (pattern.test(line)) found.add(number);
  return [...found].sort();
}
