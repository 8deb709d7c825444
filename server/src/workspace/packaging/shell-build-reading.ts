import type { DirectiveName } from '../../conf/directives/directive.ts';
import type { Value } from '../../conf/evaluation/value.ts';
import { type KernelFacts, knownText, type Reading } from '../../conf/reading/reading.ts';
import type { ShellBuild } from '../../packaging/package-facts.ts';
import { withVariables } from '../../packaging/shell-build.ts';
import type { Engine } from '../engine.ts';

/** Releases that no kernel has: a value that contains one depends on the release. */
const [newRelease, oldRelease] = ['6.18.0-0-akms', '5.10.0-0-akms'];

function kernelOf(release: string): KernelFacts {
  return { release, arch: 'x86_64', sourceDir: `/lib/modules/${release}/build` };
}

/** How dkms reads a conf for whatever kernel. */
export async function readingOfPackage(
  engine: Engine,
  path: string,
  text: string,
  release = newRelease,
): Promise<Reading> {
  const conf = engine.openConf(text);
  try {
    return await engine.readings.readHere(conf, path, { kernel: kernelOf(release) }, (one, choice) =>
      engine.readings.readAsAdded(one, path, choice),
    );
  } finally {
    conf.dispose();
  }
}

/** The commands of a build, with variables of akms for what is known only there; or why they are not known without running the conf. */
export async function readShellBuild(
  engine: Engine,
  path: string,
  text: string,
): Promise<ShellBuild | { readonly unknown: string }> {
  const [newest, oldest] = [
    await readingOfPackage(engine, path, text),
    await readingOfPackage(engine, path, text, oldRelease),
  ];
  const make = generalised(newest, newRelease);
  if (typeof make === 'object') return make;
  if (generalised(oldest, oldRelease) !== make)
    return { unknown: 'MAKE is different for older kernels, and AKMBUILD has one command.' };
  const scripts = { preBuild: scriptOf(newest, 'PRE_BUILD'), postBuild: scriptOf(newest, 'POST_BUILD') };
  const patches = (newest.directives.get('PATCH') ?? []).flatMap(({ index, value }) => {
    if (value.kind !== 'known' || value.text === '') return [];
    const match = newest.directives.get('PATCH_MATCH')?.find((one) => one.index === index)?.value;
    return [
      { file: value.text, ...(match?.kind === 'known' && match.text !== '' && { releases: match.text }) },
    ];
  });
  return {
    ...{ make, patches },
    ...(scripts.preBuild !== undefined && { preBuild: scripts.preBuild }),
    ...(scripts.postBuild !== undefined && { postBuild: scripts.postBuild }),
  };
}

function generalised({ make, facts }: Reading, release: string): string | { readonly unknown: string } {
  if (make.kind !== 'known') return { unknown: reasonOf(make) };
  const { module, moduleVersion } = facts;
  const command = withVariables(make.text.replace(/^('?make'?) -j\d+ /, '$1 '), [
    { text: `/lib/modules/${release}/build`, variable: 'kernel_srcdir' },
    { text: release, variable: 'kernel_ver' },
    { text: `/var/lib/dkms/${module}/${moduleVersion}/build`, variable: 'builddir' },
    { text: `/usr/src/${module}-${moduleVersion}`, variable: 'srcdir' },
  ]);
  return command.trim();
}

function reasonOf(value: Value): string {
  return value.kind === 'unknown' ? `${value.reason}.` : 'MAKE depends on a condition.';
}

function scriptOf(reading: Reading, name: DirectiveName): string | undefined {
  return knownText(reading, name) || undefined;
}
