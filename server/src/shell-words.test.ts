import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { searchPath } from '../../test/support/surroundings.ts';
import { quoted, shellWord } from './shell-words.ts';

test.each(['', 'plain-1.0/x', "it's", 'a b\tc', '$HOME `id` "x" \\ *', "two\nlines '' "])(
  'a shell takes %j as one word',
  (text) => {
    for (const word of [quoted(text), shellWord(text)]) {
      const script = `set -- ${word}; printf '%s:%s' "$#" "$1"`;
      expect(execFileSync('sh', ['-c', script], { encoding: 'utf8', env: { PATH: searchPath() } })).toBe(
        `1:${text}`,
      );
    }
  },
);

test('people see no quotes that are not needed', () => {
  expect(['6.1.0-1-amd64', '/var/lib/dkms', 'W=1', 'a b'].map(shellWord)).toEqual([
    ...['6.1.0-1-amd64', '/var/lib/dkms', 'W=1', "'a b'"],
  ]);
});
