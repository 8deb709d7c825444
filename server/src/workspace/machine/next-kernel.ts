import { machine } from 'node:os';
import { basename } from 'node:path';
import { readModuleFacts } from '../../builds/built-module.ts';
import type { BuiltModule } from '../../builds/result.ts';
import { isSince } from '../../conf/directives/dkms-version.ts';
import { comparableVersion } from '../../conf/reading/exclusion.ts';
import { knownText, type Reading } from '../../conf/reading/reading.ts';
import { readRegistered } from '../../dkms/registered/read-registered.ts';
import type { RegisteredVersion } from '../../dkms/registered/registered.ts';
import { readDkmsConfiguration } from '../../dkms/trees.ts';
import { compareReleases, type Kernel } from '../../kernels/kernel.ts';
import { isNamed, kernelsNamed } from '../../kernels/kernel-names.ts';
import type { Engine } from '../engine.ts';
import { CauseFinder, neighboursOf } from '../explanation/cause-finder.ts';
import { KernelApis } from '../explanation/kernel-apis.ts';
import { autoinstallOf } from './autoinstall-value.ts';
import type { Forecast, ForecastEvidence, ModuleForecast } from './forecast.ts';
import { confRefusal } from './machine-modules.ts';
import { openRegisteredConf, registeredConf } from './registered-conf.ts';
import { forecastSource } from './source-forecast.ts';

/**
 * What will become of the modules that are registered with dkms on this machine when a kernel is installed: the newest one whose headers
 * are on this machine, or `release`, whose headers need not be. Builds and runs nothing: it reads the dkms.conf of each as dkms does for
 * that kernel, and compares its source with the kernel's headers. `dist` is the folder of the bundled programs.
 */
export async function forecastNextKernel(
  engine: Engine,
  { release, dist }: { readonly release?: string; readonly dist: string },
): Promise<Forecast | { readonly wrong: string }> {
  const kernels = await engine.kernels();
  const ready = kernels.filter(({ status }) => status === 'ready');
  const named = release === undefined ? ready.slice(0, 1) : kernelsNamed(kernels, release);
  // Of several trees of one release, dkms knows the installed one.
  const own = named.find((kernel) => isNamed(kernel, `${kernel.release}@installed`)) ?? named[0];
  const wanted = own?.release ?? release;
  if (wanted === undefined)
    return {
      wrong: 'This machine has no kernel headers. Install those of the next kernel, or name a release.',
    };
  if (!/^\d+\.\d+[\w.+~-]*$/.test(wanted))
    return { wrong: `"${wanted}" is not the release of a kernel, such as 6.12.5-amd64.` };
  const standIn = own?.status === 'ready' ? own : newestUpTo(wanted, ready);
  const [{ trees, uncertain }, causes] = [
    await readDkmsConfiguration(),
    new CauseFinder({
      dist,
      cacheFolder: () => engine.settings.cacheFolder,
      kernels: () => engine.kernels(),
    }),
  ];
  try {
    const { versions, unreadable } = await readRegistered(trees);
    const [unread] = unreadable;
    if (versions.length === 0 && unread)
      return {
        wrong: `${unread.path} can't be read (${unread.reason}), so what is registered with dkms is not known.`,
      };
    const forecaster = new Forecaster({
      ...{ engine, versions, standIn, release: wanted, arch: own?.arch ?? standIn?.arch ?? machine() },
      others: standIn ? neighboursOf(standIn, ready) : [],
      views: new KernelApis(causes, engine.kernelConfigs),
    });
    return {
      ...{ kernel: wanted, arch: forecaster.arch, modules: await forecaster.all() },
      ...(standIn && { headersOf: standIn === own ? wanted : standIn.name }),
      faults: [
        ...uncertain,
        ...unreadable.map(({ path, reason }) => `${path} can't be read (${reason}).`),
        ...missingFor(wanted, own, standIn),
      ],
    };
  } finally {
    await causes.dispose();
  }
}

/** What the kernel lacks, so that dkms could not build anything, or the forecast is uncertain. */
function missingFor(wanted: string, own: Kernel | undefined, standIn: Kernel | undefined): readonly string[] {
  if (own?.status === 'ready') return own.reason === undefined ? [] : [own.reason];
  const install = own?.install === undefined ? '' : ` To install them, run: ${own.install}`;
  const instead = standIn ? ` Those of ${standIn.name} were used instead.` : '';
  return [
    `The headers of ${wanted} are not on this machine; without them, dkms builds nothing for it.${instead}${install}`,
  ];
}

/** The newest kernel that is not newer than a release. */
function newestUpTo(release: string, ready: readonly Kernel[]): Kernel | undefined {
  return ready.find((kernel) => compareReleases(kernel.release, release) <= 0);
}

interface ForecastFacts {
  readonly engine: Engine;
  readonly versions: readonly RegisteredVersion[];
  readonly release: string;
  readonly arch: string;
  readonly standIn: Kernel | undefined;
  readonly others: readonly Kernel[];
  readonly views: KernelApis;
}

/** The dkms.conf of a registered version, as dkms reads it for the kernel, and to see whether it builds the module by itself. */
interface Readings {
  readonly reading: Reading;
  readonly automatic: Reading;
}

/** A forecast without regard to other modules. */
type OwnForecast = ModuleForecast & { readonly dependsOn: readonly string[] };
type Outcome = Pick<ModuleForecast, 'verdict' | 'certainty' | 'reason'> & Partial<ModuleForecast>;

class Forecaster {
  readonly #facts: ForecastFacts;

  constructor(facts: ForecastFacts) {
    this.#facts = facts;
  }

  get arch(): string {
    return this.#facts.arch;
  }

  async all(): Promise<readonly ModuleForecast[]> {
    const found: OwnForecast[] = [];
    const readings = new Map<RegisteredVersion, Readings>();
    for (const version of this.#facts.versions) {
      const read = await this.#read(version);
      if (read) readings.set(version, read);
    }
    const stop = this.#findStop(readings);
    for (const version of this.#facts.versions) {
      const read = readings.get(version);
      const own = await this.#outcome(version, read, readings);
      const outcome = stop && stop !== version ? whereDkmsStops(own, stop) : own;
      const depends = read && knownText(read.reading, 'BUILD_DEPENDS');
      found.push({
        ...{ evidence: [], ...outcome, module: version.module, version: version.version },
        dependsOn: depends?.split(/\s+/).filter(Boolean) ?? [],
      });
    }
    return found.map((one) => withDependencies(one, found));
  }

  /**
   * A module whose dkms.conf makes dkms exit before it builds anything for this kernel: it reads those of all modules first, except of
   * those that are installed for it already. Verified with 3.0.10 and 3.4.3.
   */
  #findStop(readings: ReadonlyMap<RegisteredVersion, Readings>): RegisteredVersion | undefined {
    const { engine, versions, release } = this.#facts;
    return versions.find((version) => {
      if (version.builds.some(({ kernel, isInstalled }) => kernel === release && isInstalled)) return false;
      // Without a link to its source, dkms does not list it.
      if (version.source.kind === 'absent') return false;
      // Since 3.0.13, a module whose link dangles is reported as broken.
      if (version.source.kind === 'dangling' && isSince(engine.dkmsVersionFor(undefined), '3.0.13'))
        return false;
      if (version.conf === 'hidden') return false;
      const add = readings.get(version)?.reading.add;
      return !add || ('exit' in add && add.exit !== 0);
    });
  }

  async #read(version: RegisteredVersion): Promise<Readings | undefined> {
    const path = registeredConf(version);
    const conf = path === undefined ? undefined : await openRegisteredConf(this.#facts.engine, version, path);
    try {
      if (!conf) return undefined;
      const reading = await conf.read({ kernel: this.#facts.release, arch: this.#facts.arch });
      return { reading, automatic: await conf.readForAutoinstall() };
    } finally {
      conf?.close();
    }
  }

  async #outcome(
    version: RegisteredVersion,
    read: Readings | undefined,
    all: ReadonlyMap<RegisteredVersion, Readings>,
  ): Promise<Outcome> {
    const { release } = this.#facts;
    const { source } = version;
    if (source.kind === 'dangling' || source.kind === 'absent')
      return certain('fails', 'Its source is gone, so there is nothing that dkms could build.');
    if (version.conf === 'hidden')
      return unsure('unknown', ['This user may not read its dkms.conf; dkms reads it as root.']);
    if (!read) return certain('fails', "Its dkms.conf is missing or can't be read.");
    const { reading, automatic } = read;
    const own = version.builds.find(({ kernel, arch }) => kernel === release && arch === this.#facts.arch);
    if (own?.modules)
      return certain('builds', `It is ${own.isInstalled ? 'installed' : 'built'} for this kernel already.`);
    if ('exit' in reading.add && reading.add.exit !== 0) return certain('fails', confRefusal(reading));
    const notTried = this.#notTried(version, automatic, all);
    if (notTried) return notTried;
    const { excluded } = reading;
    if (excluded !== null && excluded !== 'unknown') {
      const { directive: name, value, reason } = excluded;
      return { ...certain('skipped', reason), directive: { name, value } };
    }
    if (version.unfinished?.kernel === release)
      return certain('fails', `Its last build for this kernel failed: see ${version.unfinished.log}.`);
    return this.#bySource(version, reading);
  }

  /** The outcome of a module that dkms does not build by itself, because of AUTOINSTALL or because it builds another version of it. */
  #notTried(
    version: RegisteredVersion,
    automatic: Reading,
    all: ReadonlyMap<RegisteredVersion, Readings>,
  ): Outcome | undefined {
    if (autoinstallOf(automatic) === false) {
      const value = knownText(automatic, 'AUTOINSTALL') ?? '';
      return {
        ...certain(
          'not-tried',
          'dkms does not build it automatically, because AUTOINSTALL is not set to yes.',
        ),
        directive: { name: 'AUTOINSTALL', value },
      };
    }
    const newer = this.#facts.versions.find((other) => {
      const theirs = other.module === version.module ? all.get(other) : undefined;
      return (
        theirs !== undefined &&
        comparableVersion(other.version) > comparableVersion(version.version) &&
        autoinstallOf(theirs.automatic) === true
      );
    });
    return (
      newer && certain('not-tried', `dkms automatically builds only the newest version, ${newer.version}.`)
    );
  }

  async #bySource(version: RegisteredVersion, reading: Reading): Promise<Outcome> {
    const { release, standIn, others, views } = this.#facts;
    const { path } = version.source;
    const doubts = doubtsOf(reading);
    if (!standIn || path === undefined)
      return unsure('unknown', [
        'There are no headers on this machine with which to compare its source.',
        ...doubts,
      ]);
    const built = await readBuilt(version);
    const evidence = await forecastSource(path, standIn, others, views, built);
    const isOwn = standIn.release === release;
    if (evidence.length > 0) {
      const reason = [usesText(evidence, standIn.release), ...doubts].join(' ');
      const isPatched = reading.patches.length > 0 && !('unknown' in reading.add);
      return { verdict: 'fails', certainty: isPatched ? 'unsure' : 'likely', reason, evidence };
    }
    const found = `Nothing that its source uses was found to be missing in the headers of ${standIn.release}.`;
    if (!isOwn) return unsure('unknown', [found, ...doubts]);
    const before = version.builds.filter(({ modules }) => modules).map(({ kernel }) => kernel);
    const last = before.at(-1);
    if (last === undefined) doubts.push('It has not been built on this machine before.');
    if (others.length === 0)
      doubts.push('There are no headers of another kernel to compare with, so only known changes count.');
    if (doubts.length > 0) return unsure('builds', [found, ...doubts]);
    return { verdict: 'builds', certainty: 'likely', reason: `${found} It was built for ${last}.` };
  }
}

/** The outcome of a module that dkms does not reach. */
function whereDkmsStops(own: Outcome, { module, version }: RegisteredVersion): Outcome {
  if (own.verdict !== 'builds' && own.verdict !== 'unknown') return own;
  if (own.certainty === 'certain') return own;
  return certain(
    'fails',
    `dkms stops at the dkms.conf of ${module}/${version}, before it builds anything: mend that, or remove ${module}/${version}.`,
  );
}

/** The reasons why a forecast is not even likely. */
function doubtsOf(reading: Reading): string[] {
  if ('unknown' in reading.add)
    return ['Its dkms.conf runs commands that only dkms may run, so it may still exclude the kernel.'];
  const doubts: string[] = [];
  if (reading.patches.length > 0) doubts.push('Its patches for this kernel may change that.');
  if (reading.excluded === 'unknown')
    doubts.push('Whether its BUILD_EXCLUSIVE directives exclude the kernel is not known.');
  else if (reading.directives.has('BUILD_EXCLUSIVE_CONFIG') && reading.facts.kernel?.config === undefined)
    doubts.push('BUILD_EXCLUSIVE_CONFIG may exclude the kernel, whose configuration is not on this machine.');
  if (autoinstallOf(reading) === 'unknown')
    doubts.push('Whether dkms builds it automatically (AUTOINSTALL) is known only when its dkms.conf runs.');
  return doubts;
}

async function readBuilt({ builds }: RegisteredVersion): Promise<readonly BuiltModule[]> {
  const files = builds.flatMap(({ folder, modules = [] }) =>
    modules.filter((name) => name.endsWith('.ko')).map((name) => `${folder}/module/${name}`),
  );
  return Promise.all(
    files.map(async (path) => ({
      ...{ path, name: basename(path, '.ko') },
      ...(await readModuleFacts(path)),
    })),
  );
}

/** A module whose BUILD_DEPENDS will not be built is not built either. Source: autoinstall in the dkms script, 3.0.10. */
function withDependencies({ dependsOn, ...own }: OwnForecast, all: readonly OwnForecast[]): ModuleForecast {
  if ((own.verdict !== 'builds' && own.verdict !== 'unknown') || own.certainty === 'certain') return own;
  for (const name of dependsOn) {
    const versions = all.filter(({ module }) => module === name);
    if (versions.some(({ verdict }) => verdict === 'builds' || verdict === 'unknown')) continue;
    const [first] = versions;
    const why = first ? `which will not be built: ${first.reason}` : 'which is not registered with dkms.';
    const reason = `dkms builds it after ${name} (BUILD_DEPENDS), ${why}`;
    return { ...own, ...{ verdict: 'fails', certainty: first?.certainty ?? 'certain', reason } };
  }
  return own;
}

function usesText(evidence: readonly ForecastEvidence[], release: string): string {
  const lines = new Set(evidence.map(({ file, line }) => `${file}:${line}`)).size;
  const what = lines === 1 ? '1 line of its source uses' : `${lines} lines of its source use`;
  return `${what} what the headers of ${release} lack or have changed.`;
}

function certain(verdict: ModuleForecast['verdict'], reason: string): Outcome {
  return { verdict, certainty: 'certain', reason };
}

function unsure(verdict: ModuleForecast['verdict'], reasons: readonly string[]): Outcome {
  return { verdict, certainty: 'unsure', reason: reasons.join(' ') };
}
