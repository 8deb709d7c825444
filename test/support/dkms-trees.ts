import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DkmsTrees } from '../../server/src/dkms/trees.ts';

/** A module as dkms registers it, version 1.0. */
export interface RegisteredModule {
  /** Its dkms.conf. Default: one that declares `modules`. */
  readonly conf?: string;
  /** The names of its modules. Default: the name of the package. */
  readonly modules?: readonly string[];
  /** What is in place of dkms's link to the source. Default: a link. */
  readonly source?: 'link' | 'dangling' | 'absent' | 'folder';
  readonly builds?: readonly RegisteredBuild[];
  /** The first line of a failed build's log, or the kernel that it names. */
  readonly failed?: string;
}

export interface RegisteredBuild {
  readonly kernel: string;
  /** Declared modules that were not built. */
  readonly without?: readonly string[];
  readonly installed?: boolean;
  /** Installed modules that differ from the built ones. */
  readonly different?: readonly string[];
  readonly originals?: boolean;
  readonly log?: string;
}

const arch = 'x86_64';

/**
 * Lays out trees as dkms 3 does, below a folder that stands for the root of a machine. Modules are installed in /updates. The links to
 * sources lead to where a test will see them: in that folder, or in `/` of a mount namespace.
 */
export function makeDkmsTrees(
  root: string,
  modules: Readonly<Record<string, RegisteredModule>>,
  seenAt = root,
): DkmsTrees {
  const trees = {
    dkmsTree: join(root, 'var/lib/dkms'),
    sourceTree: join(root, 'usr/src'),
    installTree: join(root, 'lib/modules'),
  };
  for (const folder of Object.values(trees)) mkdirSync(folder, { recursive: true });
  for (const [name, module] of Object.entries(modules))
    register(trees, name, module, join(seenAt, 'usr/src', `${name}-1.0`));
  return trees;
}

function register(trees: DkmsTrees, name: string, module: RegisteredModule, linkedSource: string): void {
  const { modules = [name], source = 'link', builds = [], failed } = module;
  const folder = join(trees.dkmsTree, name, '1.0');
  const sources = source === 'folder' ? join(folder, 'source') : join(trees.sourceTree, `${name}-1.0`);
  mkdirSync(join(folder, 'build'), { recursive: true });
  if (source === 'link' || source === 'folder') {
    write(join(sources, 'dkms.conf'), module.conf ?? confOf(name, modules));
    write(join(sources, `${name}.c`), '');
  }
  if (source === 'link' || source === 'dangling') symlinkSync(linkedSource, join(folder, 'source'));
  for (const build of builds) addBuild(trees, name, modules, build);
  if (failed !== undefined) {
    const first = failed.includes(' ')
      ? failed
      : `DKMS make.log for ${name}-1.0 for kernel ${failed} (${arch})`;
    write(join(folder, 'build', 'make.log'), `${first}\n`);
  }
}

function addBuild(trees: DkmsTrees, name: string, modules: readonly string[], build: RegisteredBuild): void {
  const { kernel, without = [], installed = false, different = [], originals = false, log } = build;
  const path = join('1.0', kernel, arch);
  const folder = join(trees.dkmsTree, name, path);
  mkdirSync(join(folder, 'module'), { recursive: true });
  for (const module of modules) {
    const file = `${module}.ko`;
    if (!without.includes(module)) write(join(folder, 'module', file), `built ${module}`);
    const text = different.includes(module) ? `other ${module}` : `built ${module}`;
    if (installed) write(join(trees.installTree, kernel, 'updates', file), text);
  }
  write(
    join(folder, 'log', 'make.log'),
    log ?? `DKMS make.log for ${name}-1.0 for kernel ${kernel} (${arch})\n`,
  );
  if (installed) symlinkSync(path, join(trees.dkmsTree, name, `kernel-${kernel}-${arch}`));
  if (originals) write(join(trees.dkmsTree, name, 'original_module', kernel, arch, `${name}.ko`), 'original');
}

function confOf(name: string, modules: readonly string[]): string {
  return [
    `PACKAGE_NAME="${name}"`,
    'PACKAGE_VERSION="1.0"',
    ...modules.flatMap((module, at) => [
      `BUILT_MODULE_NAME[${at}]="${module}"`,
      `DEST_MODULE_LOCATION[${at}]="/updates"`,
    ]),
    'AUTOINSTALL="yes"',
    '',
  ].join('\n');
}

function write(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}
