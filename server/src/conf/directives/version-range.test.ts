import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeVersions, parseDkmsVersionRange } from './version-range.ts';

function versions(text: string): string {
  const range = parseDkmsVersionRange(text);
  return typeof range === 'string' ? range : range.versions.map((each) => each.text).join(' ');
}

describe('a range of versions', () => {
  it.each([
    ['3.1.5 - 3.1', '3.1.5 3.1.7 3.1.8'],
    [
      '3.1.5-3.1',
      '"3.1.5-3.1" is no range of dkms versions. Write one such as "2.8.4 - 3.4", ">=3.0" or ">=3.0 <3.4".',
    ],
    ['3.2 - 3.4', '3.2 3.2.2 3.3.0 3.4.0'],
    ['3.2 - 3', '3.2 3.2.2 3.3.0 3.4.0'],
    ['>=3.3', '3.3 3.4.0'],
    ['>= 3.1.8 < 3.3', '3.1.8 3.2.0 3.2.2'],
    ['<3.0', '2.8 2.8.1 2.8.8'],
    ['3.0.10', '3.0.10'],
    ['=3.0.10', '3.0.10'],
    ['>3.1 <3.3', '3.2 3.2.2'],
    ['>3.1.4 <3.1.8', '3.1.5 3.1.7'],
    ['>=3.1 >=3.1.8 <3.3', '3.1.8 3.2.0 3.2.2'],
    ['>=3', '3.0 3.0.1 3.0.4 3.0.9 3.0.11 3.1.2 3.1.4 3.1.5 3.1.7 3.1.8 3.2.0 3.2.2 3.3.0 3.4.0'],
    ['2.2 - 3.4', 'dkms 2.2 is older than 2.8, the oldest whose behaviour is known here.'],
    ['>=4.0', 'dkms 4.0 is newer than 3.4.3, the newest whose behaviour is known here.'],
    ['3.2 - 3.0', 'No version of dkms is in the range "3.2 - 3.0".'],
    ['', '"" is no range of dkms versions. Write one such as "2.8.4 - 3.4", ">=3.0" or ">=3.0 <3.4".'],
    [
      '3.0 3.1',
      '"3.0 3.1" is no range of dkms versions. Write one such as "2.8.4 - 3.4", ">=3.0" or ">=3.0 <3.4".',
    ],
  ])('%s', (text, expected) => {
    expect(versions(text)).toBe(expected);
  });

  it('includes every version at which the reading of a file changes', () => {
    const folders = ['../reading', '.'].map((folder) => join(import.meta.dirname, folder));
    const texts = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /\.ts$/.test(name) && !/\.test\.ts$/.test(name))
        .map((name) => readFileSync(join(folder, name), 'utf8')),
    );
    const asked = texts.flatMap((text) =>
      [...text.matchAll(/(?:[sS]ince\((?:[\w.]+, )?|^ +\{? ?since: )'(\d[\d.]*)'/gm)].map(
        (found) => found[1],
      ),
    );
    expect(asked.length).toBeGreaterThan(20);
    const known = versions('>=2.8').split(' ');
    // Directives also name versions before 2.8 in which they were introduced.
    const new_ = asked.filter((text) => text && versions(text) === text && !known.includes(text));
    // 3.0.2 is when dkms began to look at the kernel's compiler, and 3.1.0 and 3.2.0 when settings of framework.conf began; 2.8.2 is one of these, too.
    expect([...new Set(new_)].sort()).toEqual(['2.8.2', '3.0.2', '3.1.0']);
  });
});

describe('the text for a set of versions', () => {
  const range = parseDkmsVersionRange('3.1.5 - 3.2');
  const name = (...chosen: string[]) =>
    typeof range === 'string' ? range : describeVersions(range.versions, ({ text }) => chosen.includes(text));

  it.each([
    [['3.1.5'], 'dkms before 3.1.7'],
    [['3.2.2', '3.2.0'], 'dkms since 3.2.0'],
    [['3.1.7', '3.1.8'], 'dkms from 3.1.7 to before 3.2.0'],
    [['3.1.5', '3.2.2'], 'dkms before 3.1.7 and since 3.2.2'],
    [['3.1.5', '3.1.7', '3.1.8', '3.2.0', '3.2.2'], 'dkms of every version'],
  ])('%s', (chosen, expected) => {
    expect(name(...chosen)).toBe(expected);
  });
});
