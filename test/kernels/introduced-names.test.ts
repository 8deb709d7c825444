import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { compareReleases } from '../../server/src/kernels/kernel.ts';
import { findVariant } from '../../server/src/triage/api-variant.ts';
import { HeaderIndexes } from '../../server/src/triage/headers/header-indexes.ts';
import type { IndexedHeaders } from '../../server/src/triage/headers/indexed-headers.ts';
import { changedCalls } from '../../server/src/triage/without-headers/changed-calls.ts';
import { declaringHeaders } from '../../server/src/triage/without-headers/declaring-headers.ts';
import { introducedNames } from '../../server/src/triage/without-headers/introduced-names.ts';
import { removedNames } from '../../server/src/triage/without-headers/removed-names.ts';
import { howToGetTestMaterial, testKernels, testRelease } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';

/** The names that each of Debian's kernel lines backported from a later mainline version. */
const takenOver: Readonly<Record<string, readonly string[]>> = {
  '5.10': ['timer_delete_sync', 'eth_hw_addr_set', 'struct_group', 'linux/cleanup.h', 'hid_is_usb'],
  '6.1': [
    ...['usb_driver.driver', 'timer_delete', 'timer_delete_sync', 'platform_driver.remove_new'],
    'timer_shutdown_sync',
    'linux/cleanup.h',
  ],
  '6.12': [],
  '7': [],
};
const lines = Object.keys(takenOver);
const kernels = testKernels();
const missing = lines.some((line) => testRelease(line) === undefined) ? howToGetTestMaterial : undefined;
const worker = resolve(import.meta.dirname, '../../server/src/triage/headers/index-worker.ts');
const indexes = new HeaderIndexes({ cacheFolder: async () => undefined, workerFile: worker });
afterAll(() => indexes.dispose());

/** Names that the newest of these kernels lacks again, since another name replaced them. */
const goneAgain = new Set([
  'platform_driver.remove_new',
  'netif_napi_add_weight',
  'vb2_queue.min_buffers_needed',
  'ipv6_stub.ipv6_dst_lookup_flow',
]);

/** Members that only user space sees any more. */
const ofUserSpace = new Set(['pppoe_hdr.tag', 'pppoe_tag.tag_data']);
/** Headers of the compiler, which no kernel has. */
const ofCompiler = new Set(['float.h', 'stdbool.h', 'stddef.h', 'stdint.h']);

function isDeclaredOrMacro(headers: IndexedHeaders, name: string): boolean {
  if (name.includes('/')) return headers.findHeader(name) !== undefined;
  const [struct = '', member] = name.split('.');
  return member === undefined ? headers.has(name) : headers.findMember(struct, member) !== undefined;
}

async function headersOf(line: string): Promise<{ headers: IndexedHeaders | undefined; version: string }> {
  const release = testRelease(line) ?? '';
  const buildDir = join(kernels?.modulesDir ?? '', release, 'build');
  const version = /^\d+\.\d+/.exec(release)?.[0] ?? '';
  return {
    headers: await indexes.get({ name: release, release, version, arch: 'x86_64', buildDir }),
    version,
  };
}

describe('the tables of names and real kernels', needs(missing), () => {
  test.each(lines)('%s has no name any more that was removed before', async (line) => {
    const { headers, version } = await headersOf(line);
    expect(headers).toBeDefined();
    if (!headers) return;
    const gone = Object.entries(removedNames).filter(
      ([name, { since }]) =>
        !ofUserSpace.has(name) && (since === undefined || compareReleases(since, version) <= 0),
    );
    expect(gone.filter(([name]) => isDeclaredOrMacro(headers, name)).map(([name]) => name)).toEqual([]);
    // The other names of a release that is older than their removal, if that is within these kernels.
    const still = Object.entries(removedNames).filter(
      ([name, { since }]) =>
        !ofCompiler.has(name) && since !== undefined && compareReleases(since, version) > 0,
    );
    expect(still.filter(([name]) => !isDeclaredOrMacro(headers, name)).map(([name]) => name)).toEqual([]);
  });

  test.each(lines)('%s declares each name in the header of the table', async (line) => {
    const { headers } = await headersOf(line);
    expect(headers).toBeDefined();
    if (!headers) return;
    // <linux/io.h> has the functions of <asm/io.h>, and <linux/sched/signal.h> those of <linux/signal.h>.
    const isIn = (name: string, header: string) =>
      headers
        .find(name)
        .some(
          (one) =>
            one.header === header ||
            one.header === header.replace('linux/', 'asm/') ||
            one.header === header.replace('sched/', ''),
        );
    const elsewhere = [...declaringHeaders].filter(([name, { header }]) => !isIn(name, header));
    expect(elsewhere.map(([name]) => `${name}: ${headers.find(name).map((one) => one.header)}`)).toEqual([]);
  });

  test.each(lines)('%s has the calls of the table in their new form', async (line) => {
    const { headers, version } = await headersOf(line);
    expect(headers).toBeDefined();
    if (!headers) return;
    const other = Object.entries(changedCalls).filter(
      ([name, { since, now }]) =>
        compareReleases(since, version) <= 0 &&
        headers.has(name) &&
        findVariant({ callable: name, parameters: now }, headers) === undefined,
    );
    expect(other.map(([name]) => name)).toEqual([]);
  });

  test.each(lines)('%s has all older names, and of the newer ones only those it backported', async (line) => {
    const { headers, version } = await headersOf(line);
    expect(headers).toBeDefined();
    if (!headers) return;
    const all = Object.entries(introducedNames);
    const older = all.filter(
      ([name, { since }]) => compareReleases(since, version) <= 0 && !goneAgain.has(name),
    );
    expect(older.filter(([name]) => !isDeclaredOrMacro(headers, name)).map(([name]) => name)).toEqual([]);
    const newer = all.filter(([, { since }]) => compareReleases(since, version) > 0);
    const early = newer.filter(([name]) => isDeclaredOrMacro(headers, name)).map(([name]) => name);
    expect(early).toEqual(takenOver[line]);
  });
});
