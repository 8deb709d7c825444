import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { searchPath } from '../../../../test/support/surroundings.ts';
import { makeFlagsOf, variablesText } from './build-variables.ts';

/** A value as it is set, and as a Makefile sees it. */
const values: Readonly<Record<string, readonly [set: string, seen: string]>> = {
  plain: ['1', '1'],
  blanks: ['ccache  gcc -m32', 'ccache  gcc -m32'],
  references: ['$(words a b) and $$HOME', '2 and $HOME'],
  marks: [`a'b"c\\d#e;f`, `a'b"c\\d#e;f`],
  empty: ['', ''],
};

test('a real make, and one below it, has each value as on its command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'build-variables-'));
  try {
    const names = Object.keys(values);
    const print = names.map((name) => `$(info ${name}=$(${name})|$(origin ${name}))`).join('\n');
    const again = '$(if $(BELOW),true,$(MAKE) BELOW=1)';
    writeFileSync(join(folder, 'Makefile'), `${print}\nplain := overwritten\nall:\n\t@${again}\n`);
    const make = Object.fromEntries(names.map((name) => [name, values[name]?.[0] ?? '']));
    const wanted = names.map((name) => `${name}=${values[name]?.[1]}|command line`);
    for (const before of ['', ' -j2']) {
      const said = execFileSync('make', ['--no-print-directory'], {
        ...{ cwd: folder, encoding: 'utf8' },
        env: { PATH: searchPath(), MAKEFLAGS: before + makeFlagsOf({ make }) },
      });
      expect(said.split('\n').slice(0, 2 * names.length)).toEqual([...wanted, ...wanted]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('no variables are no flags', () => {
  expect(makeFlagsOf({ make: {} })).toBe('');
});

test('they are shown to people as words of a shell', () => {
  expect(variablesText({ environment: { ARCH: 'arm64' }, make: { W: '1', CC: 'ccache gcc' } })).toBe(
    "ARCH=arm64 W=1 CC='ccache gcc'",
  );
});
