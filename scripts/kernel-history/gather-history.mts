import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type {
  Fact,
  HistoricRelease,
  HistoryContent,
} from '../../server/src/triage/history/history-format.ts';
import { readVersionMacros } from '../../server/src/triage/preprocessor/kernel-macros.ts';
import { compareVersions, versionNumbers } from '../../server/src/versions.ts';
import { FactReader } from './header-facts.mts';

/** The headers of one kernel. */
export interface HeaderSet {
  readonly release: string;
  /** What `make -C` takes. */
  readonly buildDir: string;
}

/** What is known of kernels, from their headers; `done` is called after each. The order of the sets makes no difference. */
export async function gatherHistory(
  sets: readonly HeaderSet[],
  archFolder: string,
  done: (release: HistoricRelease) => void = () => {},
): Promise<HistoryContent> {
  const placed = await Promise.all(
    sets.map(async ({ release, buildDir }) => ({ release, buildDir, version: await versionOf(buildDir) })),
  );
  placed.sort(
    (a, b) =>
      compareVersions(versionNumbers(a.version), versionNumbers(b.version)) ||
      (a.release < b.release ? -1 : 1),
  );
  const reader = new FactReader();
  const byKey = new Map<string, (Fact | undefined)[]>();
  /** Equal facts are one object, so that they can be compared as such. */
  const known = new Map<string, Fact>();
  for (const [column, { release, version, buildDir }] of placed.entries()) {
    for (const [key, fact] of reader.read(buildDir, archFolder)) {
      const id = `${fact.header}\0${fact.shape}`;
      const shared = known.get(id) ?? fact;
      if (shared === fact) known.set(id, fact);
      const facts = byKey.get(key) ?? new Array<Fact | undefined>(placed.length).fill(undefined);
      if (!byKey.has(key)) byKey.set(key, facts);
      facts[column] = shared;
    }
    done({ release, version });
  }
  const all = [...byKey].map(([key, facts]) => ({ key, facts }));
  const isConstant = ({ facts }: { readonly facts: readonly (Fact | undefined)[] }) =>
    facts.every((fact) => fact === facts[0]);
  return {
    releases: placed.map(({ release, version }) => ({ release, version })),
    changed: all.filter((one) => !isConstant(one)),
    constant: all.filter(isConstant).map(({ key }) => key),
  };
}

/** `6.1.170`, as the headers tell it. */
async function versionOf(buildDir: string): Promise<string> {
  const macros = await readVersionMacros(buildDir);
  const code = macros?.get('LINUX_VERSION_CODE');
  if (code === undefined) throw new Error(`${basename(buildDir)} has no headers that tell their version.`);
  const line = `${code >>> 16}.${(code >>> 8) & 0xff}`;
  const patch = macros?.get('LINUX_VERSION_SUBLEVEL');
  if (patch !== undefined) return `${line}.${patch}`;
  // The code has no patch level above 255, and only newer headers have the parts. Debian's have the version in this file.
  const name = await readFile(join(buildDir, 'include/config/kernel.release'), 'utf8').catch(() => '');
  const [version = ''] = /^\d+\.\d+\.\d+/.exec(name) ?? [];
  const [, , named = '0'] = version.split('.');
  return version.startsWith(`${line}.`) && named !== '0' ? version : `${line}.${code & 0xff}`;
}
