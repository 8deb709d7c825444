/**
 * Makes server/src/triage/history/kernel-history.br from the headers of all kernels that Debian's archive has for amd64, or from those in the given build folders. The same
 * headers give the same bytes; with --check nothing is written, and the bytes are compared.
 *
 *   npm run history -- [--check] [--output FILE] [FOLDER…]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { encodeHistory } from '../../server/src/triage/history/history-format.ts';
import { archivedHeaders } from './archived-headers.mts';
import { gatherHistory, type HeaderSet } from './gather-history.mts';

/** The most that it may take in the package. */
const mostBytes = 3_000_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean' }, output: { type: 'string' } },
});
const output = resolve(
  values.output ?? join(import.meta.dirname, '../../server/src/triage/history/kernel-history.br'),
);
const began = Date.now();
const sets = positionals.length > 0 ? positionals.map(headersIn) : await archivedHeaders(console.log);
const loaded = Date.now();
const content = await gatherHistory(sets, 'x86', ({ release, version }) =>
  console.log(`${version}  ${release}`),
);
const bytes = await encodeHistory(content);
const seconds = (from: number, to: number) => `${Math.round((to - from) / 1000)} s`;
console.log(
  `${content.releases.length} kernels, ${content.changed.length} changed names, ${bytes.length} bytes; headers ${seconds(began, loaded)}, table ${seconds(loaded, Date.now())}`,
);
if (bytes.length > mostBytes) throw new Error(`The history takes more than ${mostBytes} bytes.`);
if (values.check) {
  if (!readFileSync(output).equals(bytes)) throw new Error(`${output} differs from what these headers give.`);
  console.log(`${output} is what these headers give.`);
} else {
  writeFileSync(output, bytes);
}
// What waits for a program of the archive's would keep this one from ending.
process.exit();

/** The headers in a build folder, such as /lib/modules/6.1.0-56-amd64/build. */
function headersIn(folder: string): HeaderSet {
  const buildDir = resolve(folder);
  // Debian's kernel.release has the version of Linux.
  const text = readFileSync(join(buildDir, 'include/generated/utsrelease.h'), 'utf8');
  return { release: /"(.+)"/.exec(text)?.[1] ?? '', buildDir };
}
