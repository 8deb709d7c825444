import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '..', 'triage', 'changes');

/** A one-file module that uses the old form of the change after which it is named. */
export interface Reproduction {
  readonly id: string;
  readonly text: string;
}

/** All of test/triage/changes, sorted by name. */
export function readReproductions(): readonly Reproduction[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.c'))
    .sort()
    .map((name) => ({ id: name.replace(/\.c$/, ''), text: readFileSync(join(folder, name), 'utf8') }));
}

/**
 * Writes the source of one module `all` with many units (`a.c`, `feature-test/a.c`), each of which is a whole module by itself. make
 * continues after a unit that fails. Other files are written beside them.
 */
export function writeUnits(
  target: string,
  units: ReadonlyMap<string, string>,
  files: ReadonlyMap<string, string> = new Map(),
): string {
  const stems = [...units.keys()].map((name) => name.replace(/\.c$/, ''));
  const makefile = [
    `obj-m := all.o`,
    `all-y := ${stems.map((stem) => `${stem}.o`).join(' ')}`,
    // Debugging information is half of the work, and no test needs it.
    'ccflags-y += -g0',
    ...stems.map((stem) => {
      const name = stem.replace(/\W/g, '_');
      return `CFLAGS_${stem}.o += -Dinit_module=${name}_init -Dcleanup_module=${name}_exit`;
    }),
    '',
  ].join('\n');
  // Each device table becomes a symbol, so every unit needs a name of its own for it.
  const own = [...units].map(
    ([name, text]) => [name, text.replaceAll(/\brepro_ids\b/g, `${name.replace(/\W/g, '_')}_ids`)] as const,
  );
  const all = new Map([['dkms.conf', conf], ['Makefile', makefile], ...own, ...files]);
  for (const [name, text] of all) {
    const path = join(target, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  }
  return target;
}

const conf = [
  'PACKAGE_NAME="all"',
  'PACKAGE_VERSION="1.0"',
  'MAKE[0]="make -k -C $kernel_source_dir M=$dkms_tree/$PACKAGE_NAME/$PACKAGE_VERSION/build modules"',
  'CLEAN="true"',
  'BUILT_MODULE_NAME[0]="all"',
  'DEST_MODULE_LOCATION[0]="/extra"',
  'AUTOINSTALL="yes"',
  '',
].join('\n');
