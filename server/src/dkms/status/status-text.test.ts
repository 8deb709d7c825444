import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDkmsVersion } from '../../conf/directives/dkms-version.ts';
import { statusLine } from './status-row.ts';
import { parseStatusText } from './status-text.ts';

/** What `dkms status` of these versions printed, captured by test/dkms/capture-status.sh. */
const captured = resolve(import.meta.dirname, '../../../../test/dkms/status');
const versions = readdirSync(captured).map((name) => name.replace('.txt', ''));

test('captured versions are there', () => expect(versions.length).toBeGreaterThanOrEqual(10));

describe.each(versions)('what dkms %s printed', (version) => {
  const text = readFileSync(join(captured, `${version}.txt`), 'utf8');
  const dkms = parseDkmsVersion(version) ?? expect.unreachable();

  test('is read without a line left, and printed again the same', () => {
    const { rows, unrecognised } = parseStatusText(text);
    expect(unrecognised).toEqual([]);
    expect(rows.map((row) => `${statusLine(row, dkms)}\n`).join('')).toBe(text);
    expect(rows.map(({ module }) => module)).toContain('different');
  });
});

test('the parts of a row', () => {
  expect(
    parseStatusText('hello, 1.0, 6.1.0-1-amd64, x86_64: installed (original_module exists)').rows,
  ).toEqual([
    {
      ...{ module: 'hello', version: '1.0', kernel: '6.1.0-1-amd64', arch: 'x86_64' },
      ...{ state: 'installed', remarks: ['original-modules'] },
    },
  ]);
  expect(
    parseStatusText('kmod-foo, 2.1, 5.14.0-1.el9.x86_64, x86_64: installed-weak from 5.14.0-0.el9.x86_64')
      .rows,
  ).toEqual([
    {
      ...{ module: 'kmod-foo', version: '2.1', kernel: '5.14.0-1.el9.x86_64', arch: 'x86_64' },
      ...{ state: 'installed-weak', from: '5.14.0-0.el9.x86_64', remarks: [] },
    },
  ]);
});

test("dkms's messages between the rows, and Windows's line ends, are passed over", () => {
  const text = [
    'Deprecated feature: REMAKE_INITRD (/var/lib/dkms/a/1.0/source/dkms.conf)',
    'a/1.0: added',
    'Error! b/1.0: Missing the module source directory or the symbolic link pointing to it.',
    'Manual intervention is required!',
  ].join('\r\n');
  const { rows, unrecognised } = parseStatusText(text);
  expect(rows.map(({ module }) => module)).toEqual(['a']);
  expect(unrecognised).toEqual([]);
});

test.each([
  '$ dkms status',
  'a/1.0: installed (a remark that no version prints)',
  'a/1.0: exploded',
  'a: added',
  'a/b/c: added',
])('%s is no row', (line) => {
  expect(parseStatusText(line)).toEqual({ rows: [], unrecognised: [line] });
});
