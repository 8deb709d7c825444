import { join } from 'node:path';
import { type DkmsVersion, isSince } from '../../conf/directives/dkms-version.ts';
import type { Reading } from '../../conf/reading/reading.ts';
import type { RegisteredVersion } from '../../dkms/registered/registered.ts';
import type { Engine } from '../engine.ts';
import { kernelFactsOf } from '../kernels/kernel-facts.ts';

/** The dkms.conf of a registered version, read as dkms reads it. The caller closes it. */
export interface RegisteredConf {
  /** For a kernel; without one, what holds for every kernel. */
  read(build?: { readonly kernel: string; readonly arch?: string }): Promise<Reading>;
  /** As dkms reads it to see whether it builds the module by itself: before 3.1.5 without overrides. */
  readForAutoinstall(): Promise<Reading>;
  close(): void;
}

/** The path of the dkms.conf of a registered version; `undefined` where there is none, or none that this user may see. */
export function registeredConf({ source, conf }: RegisteredVersion): string | undefined {
  return source.path !== undefined && conf === 'there' ? join(source.path, 'dkms.conf') : undefined;
}

/**
 * Whether dkms finds the overrides of a module when it decides what to build by itself. Before 3.1.5, it then reads the files of all
 * modules without knowing their names, with which the names of overrides begin. Source: dkms pull request 474; real 3.0.10.
 */
export function readsOverridesInAutoinstall(dkms: DkmsVersion): boolean {
  return isSince(dkms, '3.1.5');
}

/** Opens the conf of a registered version at its path; `undefined` where the file can't be read. */
export async function openRegisteredConf(
  engine: Engine,
  { module, version }: RegisteredVersion,
  path: string,
): Promise<RegisteredConf | undefined> {
  const file = await engine.readFile(path);
  if (file.kind !== 'text') return undefined;
  const conf = engine.openConf(file.text);
  const dkms = engine.dkmsVersionFor(path);
  return {
    async read(build) {
      const kernel = build && (await kernelFactsOf(engine, build.kernel, dkms, build.arch));
      const choice = { ...(kernel && { kernel }) };
      return await engine.readings.readRegistered(conf, path, { module, version }, choice);
    },
    readForAutoinstall: () =>
      engine.readings.readRegistered(
        conf,
        path,
        { module, version },
        readsOverridesInAutoinstall(dkms) ? {} : { overrides: [] },
      ),
    close: () => conf.dispose(),
  };
}
