import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { compareVersions, versionNumbers } from '../../versions.ts';
import { changes } from '../changes/changes.ts';
import { changeDates } from './change-dates.ts';
import { historicVariantOf } from './historic-variant.ts';
import { decodeHistory } from './history-format.ts';
import { KernelHistory } from './kernel-history.ts';

let bytes: Buffer;
let history: KernelHistory;
beforeAll(async () => {
  bytes = await readFile(path.join(import.meta.dirname, 'kernel-history.br'));
  history = new KernelHistory(await decodeHistory(bytes), changeDates(changes));
});

/** Where the headers of a line differ from the mainline version of a change, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'address-device-takes-timeout 5.10 new': 'a stable update of 5.10 has the change of 6.8',
  'address-device-takes-timeout 6.1 new': 'a stable update of 6.1 has the change of 6.8',
  'alloc-fd-removed 5.10 new': 'a stable update of 5.10 has the change of 5.11',
  'cfg80211-monitor-channel-takes-netdev 6.12 new': 'a stable update of 6.12 has the change of 6.13',
  'ch-switch-notify-takes-bitmap 6.12 old': 'only 6.3 to 6.8 have the bitmap',
  'ch-switch-notify-takes-bitmap 7.2 old': 'only 6.3 to 6.8 have the bitmap',
  'ch-switch-notify-takes-bitmap 7.3 old': 'only 6.3 to 6.8 have the bitmap',
  'ch-switch-notify-without-bitmap 6.1 new': 'only 6.3 to 6.8 have the bitmap',
  'tdls-mgmt-takes-link 6.1 new': 'the 6.1 of Debian has the change of 6.5',
  'dm-io-takes-priority 6.1 new': 'a stable update of 6.1 has the change of 6.9',
  'nft-expr-reduce-removed 6.12 new': 'a stable update of 6.12 has the change of 7.1',
  'set-fs-removed 5.10 old': 'headers of 5.10 still declare it',
};

test('the table agrees with the mainline version of every known change', () => {
  const lines = [
    ...new Set(history.releases.map(({ version }) => versionNumbers(version).slice(0, 2).join('.'))),
  ];
  const contrary: string[] = [];
  let compared = 0;
  for (const { id, oldForm, newForm, since } of changes) {
    if (since === undefined) continue;
    for (const line of lines) {
      const kernel = history.kernel(line) ?? expect.unreachable();
      // Without the version, so that the headers alone answer.
      const form = historicVariantOf({ oldForm, newForm }, kernel);
      if (form !== 'old' && form !== 'new') continue;
      compared++;
      const isAfter = compareVersions(versionNumbers(line), versionNumbers(since)) >= 0;
      if (isAfter !== (form === 'new')) contrary.push(`${id} ${line} ${form}`);
    }
  }
  expect(contrary.sort()).toEqual(Object.keys(exceptions).sort());
  expect(compared).toBeGreaterThan(400);
});

test('the table is small enough to ship', () => {
  expect(bytes.length).toBeLessThan(3_000_000);
});
