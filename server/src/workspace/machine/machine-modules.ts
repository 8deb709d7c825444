import { join } from 'node:path';
import type { Reading } from '../../conf/reading/reading.ts';
import { compareFiles, type DeclaredModule, type FileState } from '../../dkms/registered/installed-files.ts';
import { findKernelPresence } from '../../dkms/registered/kernel-presence.ts';
import { readRegistered } from '../../dkms/registered/read-registered.ts';
import type { RegisteredBuild, RegisteredVersion } from '../../dkms/registered/registered.ts';
import { statusRowsOf } from '../../dkms/registered/status-rows.ts';
import { findWeakInstalls } from '../../dkms/registered/weak-links.ts';
import { statusLine } from '../../dkms/status/status-row.ts';
import { type DkmsTrees, readDkmsConfiguration } from '../../dkms/trees.ts';
import { type DistributionFamily, readDistribution } from '../../kernels/distribution.ts';
import { compareReleases } from '../../kernels/kernel.ts';
import type { Engine } from '../engine.ts';
import { autoinstallOf } from './autoinstall-value.ts';
import type { MachineModules, ModuleKernelState, ModuleState } from './module-state.ts';
import { openRegisteredConf, registeredConf } from './registered-conf.ts';

/**
 * What is registered with dkms on this machine: what `dkms status` would print, and also failed builds and leftovers of removed kernels.
 * Only reads files, as this user.
 */
export async function readMachineModules(engine: Engine): Promise<MachineModules> {
  const [{ trees, uncertain }, { family }] = await Promise.all([readDkmsConfiguration(), readDistribution()]);
  const registered = await readRegistered(trees);
  const modules: ModuleState[] = [];
  for (const version of registered.versions)
    modules.push(await readModuleState(engine, version, { trees, family }));
  const dkms = engine.installedDkms;
  return {
    dkms: dkms && { path: dkms.path, version: dkms.version.text },
    ...{ tree: trees.dkmsTree, modules },
    faults: [
      ...uncertain,
      ...registered.unreadable.map(({ path, reason }) => `${path} can't be read (${reason}).`),
    ],
  };
}

interface Place {
  readonly trees: DkmsTrees;
  readonly family: DistributionFamily | undefined;
}

async function readModuleState(
  engine: Engine,
  registered: RegisteredVersion,
  place: Place,
): Promise<ModuleState> {
  const { module, version, source, hasSource, unfinished } = registered;
  const conf = registeredConf(registered);
  const { general, automatic, files } = conf ? await readFor(engine, registered, conf, place) : nothingRead;
  const isBroken = source.kind === 'dangling' || source.kind === 'absent';
  const dkms = engine.dkmsVersionFor(undefined);
  return {
    ...{ module, version, state: isBroken ? 'broken' : 'added' },
    ...(source.path !== undefined && { source: source.path }),
    ...(conf !== undefined && { conf }),
    autoinstall: automatic ? autoinstallOf(automatic) : 'unknown',
    kernels: await readKernels(registered, files, place.trees),
    problems: [
      ...sourceProblems(registered, place.trees),
      ...(!isBroken && registered.conf === 'absent' ? ['Its dkms.conf is missing.'] : []),
      ...(general && 'exit' in general.add && general.add.exit !== 0 ? [confRefusal(general)] : []),
      ...(unfinished && unfinished.kernel === undefined
        ? ['A build failed or is running; its log does not say for which kernel.']
        : []),
    ],
    lines: statusRowsOf({ ...registered, hasSource }, dkms, (build) => files.get(build)).map((row) =>
      statusLine(row, dkms),
    ),
  };
}

/** What the dkms.conf of a version says. */
interface ReadForBuilds {
  /** Read for the first build; if there is none, for every kernel. */
  readonly general?: Reading;
  /** As dkms reads it to see whether it builds the module by itself. */
  readonly automatic?: Reading;
  /** For the builds whose modules are known. */
  readonly files: ReadonlyMap<RegisteredBuild, FileState>;
}

const nothingRead: ReadForBuilds = { files: new Map() };

async function readFor(
  engine: Engine,
  registered: RegisteredVersion,
  path: string,
  { trees, family }: Place,
): Promise<ReadForBuilds> {
  const conf = await openRegisteredConf(engine, registered, path);
  if (!conf) return nothingRead;
  try {
    const files = new Map<RegisteredBuild, FileState>();
    let general: Reading | undefined;
    for (const build of registered.builds) {
      const reading = await conf.read(build);
      general ??= reading;
      const declared = declaredModules(reading);
      if (declared) {
        files.set(build, await compareFiles(build, declared, { installTree: trees.installTree, family }));
      }
    }
    return { general: general ?? (await conf.read()), automatic: await conf.readForAutoinstall(), files };
  } finally {
    conf.close();
  }
}

/** `undefined` if the dkms.conf does not determine the modules, or which of them are built for the kernel. */
function declaredModules({ modules, directives }: Reading): readonly DeclaredModule[] | undefined {
  if (!('records' in modules)) return undefined;
  // Since 3.3.0 these can exclude one of several modules.
  const excludesOne = [...directives].some(
    ([name, elements]) => name.startsWith('BUILD_EXCLUSIVE_') && elements.some(({ index }) => index > 0),
  );
  if (excludesOne) return undefined;
  const declared = modules.records.map(({ destName, destLocation }) =>
    destName.kind === 'known' && destLocation.kind === 'known'
      ? { name: destName.text, location: destLocation.text }
      : undefined,
  );
  return declared.every((one) => one !== undefined) ? declared : undefined;
}

async function readKernels(
  registered: RegisteredVersion,
  files: ReadonlyMap<RegisteredBuild, FileState>,
  { installTree }: DkmsTrees,
): Promise<readonly ModuleKernelState[]> {
  const kernels: ModuleKernelState[] = [];
  for (const build of registered.builds) {
    const { kernel, arch, folder, modules, isInstalled, hasOriginals, log } = build;
    if (!modules) continue;
    const presence = await findKernelPresence(installTree, kernel);
    const state = files.get(build);
    kernels.push({
      ...{
        kernel,
        arch,
        state: isInstalled ? 'installed' : 'built',
        presence,
        originals: hasOriginals,
        ...state,
      },
      files: modules
        .filter((name) => /\.ko(?:\.\w+)?$/.test(name))
        .map((name) => join(folder, 'module', name)),
      ...(log !== undefined && { log }),
      problems: kernelProblems(build, state, presence),
    });
    for (const weak of await findWeakInstalls(build, installTree)) {
      kernels.push({
        ...{
          kernel: weak.kernel,
          arch,
          state: 'installed-weak',
          from: weak.from,
          originals: false,
          files: [],
        },
        presence: await findKernelPresence(installTree, weak.kernel),
        problems: [],
      });
    }
  }
  const { unfinished } = registered;
  if (unfinished?.kernel !== undefined && unfinished.arch !== undefined) {
    const { kernel, arch, log } = unfinished;
    kernels.push({
      ...{ kernel, arch, state: 'failed', files: [], originals: false, log },
      presence: await findKernelPresence(installTree, kernel),
      problems: ['The last build for this kernel failed or is still running.'],
    });
  }
  return kernels.sort((a, b) => compareReleases(a.kernel, b.kernel) || (a.arch < b.arch ? -1 : 1));
}

function sourceProblems(
  { module, version, source }: RegisteredVersion,
  { sourceTree }: DkmsTrees,
): readonly string[] {
  switch (source.kind) {
    case 'link':
    case 'folder':
    case 'hidden':
      return [];
    case 'dangling':
      return [`Its source is gone: the link of dkms leads to ${source.path}, which does not exist.`];
    case 'absent':
      return [
        `It has no link to its source, which dkms expects in ${join(sourceTree, `${module}-${version}`)}: it was only partly removed.`,
      ];
    default:
      return source.kind satisfies never;
  }
}

/** Why dkms refuses a dkms.conf. */
export function confRefusal({ conditions, facts }: Reading): string {
  const errors = conditions.filter(({ number }) => number.startsWith('E'));
  const said = errors.map(({ message }) => message.replace(/^dkms\.conf: Error! /, ''));
  const why = said.length > 0 ? said.join(' ') : "it can't be read to its end.";
  return `dkms ${facts.dkmsVersion.text} refuses its dkms.conf, and with it whatever it would build next: ${why}`;
}

function kernelProblems(
  { isInstalled }: RegisteredBuild,
  files: FileState | undefined,
  presence: ModuleKernelState['presence'],
): readonly string[] {
  const { missing = [], different = [] } = files ?? {};
  const names = (list: readonly string[]) => list.map((name) => `${name}.ko`).join(', ');
  return [
    ...(missing.length > 0 ? [`Its dkms.conf declares what was not built: ${names(missing)}.`] : []),
    ...(different.length > 0 ? [`Not installed as built, or removed since: ${names(different)}.`] : []),
    ...(presence === 'gone'
      ? [`The kernel is no longer installed${isInstalled ? ', and the module still is' : ''}.`]
      : []),
  ];
}
