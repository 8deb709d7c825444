import { access, readFile, statfs } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { findInstalledDkms, type InstalledDkms } from '../dkms/installed-dkms.ts';
import { findKernelPresence, type KernelPresence } from '../dkms/registered/kernel-presence.ts';
import { readRegistered } from '../dkms/registered/read-registered.ts';
import type { Registered } from '../dkms/registered/registered.ts';
import { type DkmsConfiguration, readDkmsConfiguration } from '../dkms/trees.ts';
import { isInside } from '../is-inside.ts';
import { type Distribution, readDistribution } from '../kernels/distribution.ts';
import { findKernels } from '../kernels/find-kernels.ts';
import type { Kernel } from '../kernels/kernel.ts';
import { type KernelConfig, parseKernelConfig, readKernelConfig } from '../kernels/kernel-config.ts';
import { createProgramFinder, type ProgramFinder } from '../kernels/program-path.ts';

/** The machine to examine. Tests can replace every part of it. */
export interface MachineAccess {
  /** The root of the file system. */
  readonly root: string;
  /** Folders to search for programs, in the form of PATH; the administrator's folders below the root are searched as well. */
  readonly searchPath: string;
  /** The release of the running kernel. */
  readonly running: string;
  /** Folders with further kernels to examine, as `findKernels` takes them. */
  readonly kernelFolders: readonly string[];
  /** Whether the kernels of the machine itself are examined. */
  readonly systemKernels: boolean;
  /** How many bytes this user can still write to the file system that a folder is on. */
  readonly freeBytes: (folder: string) => Promise<number>;
}

/** A kernel of the machine, or of the folders with further kernels. */
export interface ExaminedKernel extends Kernel {
  /** What is left of it in the install tree; `named` for one of a folder that is not the machine's. */
  readonly presence: KernelPresence | 'named';
}

/** The facts about the machine that the checks share; read once for all of them. */
export interface ExaminedMachine extends MachineAccess {
  readonly distribution: Distribution;
  readonly dkms: InstalledDkms | undefined;
  readonly configuration: DkmsConfiguration;
  readonly registered: Registered;
  /** The kernels that have a folder in the install tree, and those of the other folders, newest first. */
  readonly kernels: readonly ExaminedKernel[];
  readonly findProgram: ProgramFinder;
  /** Turns a path of the machine into one that this process can open (tests have the machine in a folder). */
  at(path: string): string;
  /** The reverse of `at`: the path as it is on the machine, for messages. */
  named(path: string): string;
  exists(path: string): Promise<boolean>;
  /** The kernel's configuration, from its headers or from /boot. */
  configOf(kernel: Kernel): Promise<KernelConfig | undefined>;
}

/** The machine of this process. */
export function thisMachine(): MachineAccess {
  return {
    ...{ root: '/', searchPath: process.env.PATH ?? '', running: release() },
    ...{ kernelFolders: [], systemKernels: true },
    freeBytes: async (folder) => {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
  };
}

/** Reads the facts that the checks share. */
export async function examineMachine(surroundings: MachineAccess): Promise<ExaminedMachine> {
  const { root, kernelFolders, systemKernels } = surroundings;
  const at = (path: string) => (root === '/' ? path : join(root, path));
  const administrators = ['/usr/local/sbin', '/usr/sbin', '/sbin'].map(at);
  const searchPath = [surroundings.searchPath, ...administrators].filter(Boolean).join(':');
  const dkms = findInstalledDkms(searchPath, root);
  const [distribution, configuration, found] = await Promise.all([
    readDistribution(root),
    readDkmsConfiguration(root),
    findKernels({ root, searchPath, moduleFolders: kernelFolders, systemFolders: systemKernels }),
  ]);
  const { installTree } = configuration.trees;
  const presences = await Promise.all(
    found.map(async ({ release: name, isOwn }) => (isOwn ? 'named' : findKernelPresence(installTree, name))),
  );
  const kernels = found.flatMap((kernel, index): ExaminedKernel[] => {
    const presence = presences[index] ?? 'gone';
    return presence === 'gone'
      ? []
      : [
          {
            ...{ ...kernel, presence },
            running: presence !== 'named' && kernel.release === surroundings.running,
          },
        ];
  });
  return {
    ...surroundings,
    ...{ searchPath, distribution, dkms, configuration, kernels, at },
    registered: await readRegistered(configuration.trees),
    findProgram: createProgramFinder(searchPath),
    named: (path) => (root !== '/' && isInside(path, root) ? path.slice(root.length) : path),
    exists: (path) =>
      access(at(path)).then(
        () => true,
        () => false,
      ),
    configOf: async ({ buildDir, release: name }) => {
      const ofHeaders = await readKernelConfig(buildDir);
      if (ofHeaders) return ofHeaders;
      const path = at(`/boot/config-${name}`);
      const text = await readFile(path, 'utf8').catch(() => undefined);
      return text === undefined ? undefined : parseKernelConfig(path, text);
    },
  };
}
