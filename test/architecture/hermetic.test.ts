import { expect, test } from 'vitest';
import { isTest, sourceFiles } from './source-files.ts';

/** All files of tests, except benchmarks and the tests of these laws. */
const tests = [
  ...[...sourceFiles('server/src'), ...sourceFiles('client/src')].filter(isTest),
  ...sourceFiles('test').filter(({ path }) => !/^test\/(?:bench|architecture)\//.test(path)),
];

/**
 * Patterns that would let a test see the machine that it runs on, or its speed, and the files that may use them for the others.
 * A string that a test hands to another program counts as well.
 */
const laws: readonly (readonly [string, RegExp, readonly string[]])[] = [
  [
    "the tests' environment is known in one file",
    /\bprocess\.env\b|\bhomedir\(|\buserInfo\(|\bprocess\.getuid\b/,
    ['test/support/surroundings.ts'],
  ],
  [
    'nobody looks into the folders of the system that tell of kernels and of dkms',
    /\b(?:read|exists|stat|lstat|realpath|open|access|cp|rm|mkdir|write)\w*\(\s*[`'"]\/(?:lib\/modules|usr\/lib\/modules|usr\/src|var\/lib\/dkms|etc\/dkms)/,
    [],
  ],
  [
    'nobody waits for a time to pass',
    /\bset(?:Timeout|Interval)\b(?!')|\bwaitForTimeout\b|\bAbortSignal\.timeout\b|\b(?:delay|wait|sleep)\(\s*\d/,
    [
      'test/support/waiting.ts',
      // Their time limits end a hanging server, and show its last output.
      'test/support/language-client.ts',
      'test/support/raw-client.ts',
      // Tests the timeouts of the watcher, and ends them itself.
      'server/src/kernels/kernel-watcher.test.ts',
      // Part of the programs that are started there.
      'server/src/builds/process-group.test.ts',
    ],
  ],
  [
    'nobody holds a clock against a number',
    /\bperformance\.now\b|\bDate\.now\(\) - began|\bhrtime\b/,
    // It says how long the real dkms took, and compares nothing.
    ['test/support/verify-cells.ts'],
  ],
  [
    'no limit of time is shorter than that of all tests',
    /\btimeout(?:Ms)?: *[\d_]+\b|\btestTimeout\b|\bhookTimeout\b|\bvi\.waitFor\(/,
    [],
  ],
  ['chance has a seed', /\bMath\.random\b/, []],
  [
    'who is skipped says why, and nobody is tried again',
    /\.(?:skipIf|runIf|skip|only|todo|fails)\(|\bskip: |\bretry\b|context\.skip/,
    ['test/support/needs.ts'],
  ],
  [
    'the terminal program is started in one file',
    /\bspawn\w*\([^;]*bundledCommandLine|\bexecFile\w*\([^;]*bundledCommandLine|\.\.\.prefix, process\.execPath, bundledCommandLine/,
    [],
  ],
];

test.each(laws)('%s', (_, forbidden, allowed) => {
  expect(tests.length).toBeGreaterThan(200);
  const wrong = tests.flatMap(({ path, text }) => {
    const found = forbidden.exec(text.replace(/^\s*(?:\/\/|\*|\/\*\*).*$/gm, ''));
    return found && !allowed.includes(path) ? [`${path}: ${found[0].split('\n')[0]}`] : [];
  });
  expect(wrong).toEqual([]);
  // A file that no longer needs the exception is to be removed from the list.
  for (const path of allowed) expect(tests.find((file) => file.path === path)?.text, path).toMatch(forbidden);
});
