import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseArguments } from './arguments.ts';
import { commands } from './commands.ts';

const names = commands.map(({ name }) => name).join(', ');

function wrong(line: string): string {
  const parsed = parseArguments(line.split(' ').filter(Boolean));
  return 'wrong' in parsed ? parsed.wrong : `not wrong: ${JSON.stringify(parsed)}`;
}

/** The name of the command, and what it is given. */
function given(words: readonly string[]): object {
  const parsed = parseArguments(words);
  return 'given' in parsed ? { command: parsed.name, ...parsed.given } : parsed;
}

describe('the command line', () => {
  test('check takes paths, kernels and a version', () => {
    expect(
      given(['check', 'a', 'b', '--kernel', '6.1', '--kernel=6.12', '--dkms-version', '3.0.10', '--fix']),
    ).toEqual({
      command: 'check',
      paths: ['a', 'b'],
      kernels: ['6.1', '6.12'],
      dkmsVersion: '3.0.10',
      fix: true,
      format: 'text',
      moduleFolders: [],
      systemKernels: true,
    });
  });

  test.each(['check', 'show', 'kernels', 'build --all', 'explain'])(
    '%s can leave out the kernels of the system',
    (line) => {
      expect(given([...line.split(' '), '--no-system-kernels'])).toMatchObject({
        systemKernels: false,
      });
      expect(given(line.split(' '))).toMatchObject({ systemKernels: true });
    },
  );

  test('init takes one folder, by default the current one', () => {
    expect(given(['init'])).toMatchObject({ command: 'init', folder: '.', write: false });
    expect(given(['init', 'a', '--write'])).toMatchObject({ folder: 'a', write: true });
    expect(wrong('init --format sarif')).toContain('init prints text and json');
  });

  test('options may precede the command, and everything after -- is a path', () => {
    expect(given(['--format', 'json', 'check', '--', '--odd'])).toMatchObject({
      format: 'json',
      paths: ['--odd'],
    });
  });

  test('a kernel that is named by a folder is searched for in it', () => {
    expect(given(['build', '--kernel', '/k/build', '--kernel', '6.1', '--modules', '/m'])).toMatchObject({
      selection: { kind: 'named', names: ['/k/build', '6.1'] },
      moduleFolders: ['/k/build', '/m'],
    });
    expect(given(['show', '--kernel', './k'])).toMatchObject({ moduleFolders: [resolve('k')] });
  });

  test('build accepts three ways of choosing kernels', () => {
    expect(given(['build', '--kernel', 'a', '--kernel', 'a', '--jobs', '4'])).toMatchObject({
      folder: '.',
      selection: { kind: 'named', names: ['a', 'a'] },
      jobs: 4,
    });
    expect(given(['build', 'd', '--all', '--shard', '2/3', '--uname-shim'])).toMatchObject({
      unameShim: true,
      selection: { kind: 'all' },
      shard: { part: 2, of: 3 },
    });
    expect(given(['build', 'd', '--match', '6.1*'])).toMatchObject({
      selection: { kind: 'match', patterns: [{ text: '6.1*' }] },
    });
  });

  test.each([
    ['>=7: no strlcpy: gone', [{ text: '>=7', knownFailure: { reason: 'no strlcpy: gone' } }]],
    [
      'evdi*@6.12.*',
      [{ text: '6.12.*', knownFailure: { reason: '--known-failure evdi*@6.12.*', module: 'evdi*' } }],
    ],
  ])('a known failure: %s', (text, knownFailures) => {
    expect(given(['build', 'd', '--all', '--known-failure', text])).toMatchObject({ knownFailures });
  });

  test.each([
    ['', `no command given; expected one of ${names} (see --help)`],
    ['chek', `"chek" is not a command; expected one of ${names} (see --help)`],
    ['kernels --fix', 'kernels has no option --fix (see --help)'],
    ['check --bogus', "Unknown option '--bogus' (see --help)"],
    ['build', 'build needs one of --kernel R (can be given again), --all, or --match PATTERN'],
    [
      'build --all --match x',
      'build needs one of --kernel R (can be given again), --all, or --match PATTERN',
    ],
    ['build --all --jobs 0', '--jobs 0: expected a whole number from 1 up'],
    [
      'build --match 6 --match >x',
      '--match: ">x" in ">x" is not a comparison with a version. Write a range such as ">=6.1 <6.13".',
    ],
    [
      'build --all --known-failure evdi@',
      '--known-failure: "" names no kernel: write a release, a glob or a range of versions.',
    ],
    ['build --all --shard 4/3', '--shard 4/3: expected I/N with I from 1 to N, such as 1/3'],
    ['check --max-warnings -1', "Option '--max-warnings' argument is ambiguous (see --help)"],
    ['check --format xml', '--format xml is not known; expected one of text, json, sarif, junit, github'],
    ['show a b', 'show takes one path'],
    ['lsp', 'lsp takes --stdio and nothing else'],
  ])('"%s" is refused in one line', (line, message) => {
    expect(wrong(line)).toBe(message);
  });

  test('an option of several commands has one type in all of them', () => {
    const types = new Map<string, Set<string>>();
    for (const { options } of commands) {
      for (const [name, option] of Object.entries(options)) {
        types.set(name, (types.get(name) ?? new Set()).add(JSON.stringify(option)));
      }
    }
    expect([...types].filter(([, one]) => one.size > 1)).toEqual([]);
  });
});
