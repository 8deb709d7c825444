import { resolve } from 'node:path';
import type { Mirror } from '../../archives/kernel-archive.ts';
import { findSuite, type Suite, suiteExamples, suitesOfDistribution } from '../../archives/suites.ts';
import { readDistribution } from '../../kernels/distribution.ts';

/** Where kernels are downloaded from. */
export interface KernelSource {
  readonly suites: readonly Suite[];
  /** Whether the user named these suites. */
  readonly isNamed: boolean;
  /** The archive to use instead of the one of this machine. */
  readonly mirror?: Mirror;
}

/** A KernelSource as the user names it. */
export interface NamedSource {
  /** Names of suites; none for those of this machine's distribution. */
  readonly from: readonly string[];
  readonly mirror?: string;
  /** Relative to the current folder. */
  readonly keyring?: string;
}

/** Looks up the suites that a user named; `wrong` says what is not right, with the names by which the user calls the mirror and its keys. */
export async function resolveSource(
  { from, mirror, keyring }: NamedSource,
  called: { readonly mirror: string; readonly keyring: string } = {
    mirror: '--mirror',
    keyring: '--keyring FILE',
  },
): Promise<KernelSource | { readonly wrong: string }> {
  const unknown = from.find((name) => !findSuite(name));
  if (unknown !== undefined) {
    return { wrong: `no suite is called ${unknown}; there are: ${suiteExamples}` };
  }
  if (mirror === undefined && keyring !== undefined) {
    return { wrong: `${called.keyring} is for the archive that ${called.mirror} names` };
  }
  if (mirror !== undefined && !/^(?:https?|file|ftp|mirror\+[a-z]+):\/{1,3}\S+$/.test(mirror)) {
    return { wrong: `${called.mirror} ${mirror}: expected an address such as https://…/debian` };
  }
  const named = from.flatMap((name) => findSuite(name) ?? []);
  return {
    isNamed: named.length > 0,
    suites: named.length > 0 ? named : suitesOfDistribution(await readDistribution()),
    ...(mirror !== undefined && {
      mirror: { address: mirror, ...(keyring !== undefined && { keyring: resolve(keyring) }) },
    }),
  };
}
