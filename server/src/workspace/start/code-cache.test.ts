import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';

const source = path.join(import.meta.dirname, 'code-cache.ts');
// Below the system's folder for temporary files, which is sticky: nobody else can rename what is made there.
const folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-code-cache-'));
const dist = path.join(folder, 'dist');
const cache = path.join(folder, 'cache');
const compiled = path.join(cache, 'compiled');

afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(path.join(dist, 'parts'), { recursive: true });
  part('one', "const two = require('./two.js'); module.exports = () => two.text() + __filename.slice(-6);");
  part('two', "exports.text = () => 'it runs ';");
});

function part(name: string, text: string): void {
  writeFileSync(path.join(dist, 'parts', `${name}.js`), text);
}

/** Runs a program of two parts with the cache, and returns what it printed and how many parts V8 took from the cache. */
function run(cacheFolder = cache, name = 'test'): { printed: string; taken: number } {
  const program = `
    const vm = require('node:vm');
    let taken = 0;
    const { Script } = vm;
    vm.Script = class extends Script { constructor(text, options) { super(text, options); if (options.cachedData && !this.cachedDataRejected) taken++; } };
    import(${JSON.stringify(source)}).then(({ useCodeCache }) => {
      useCodeCache({ cacheFolder: ${JSON.stringify(cacheFolder)}, dist: ${JSON.stringify(dist)}, extensions: require.extensions })(${JSON.stringify(name)});
      console.log(JSON.stringify({ printed: require(${JSON.stringify(path.join(dist, 'parts', 'one.js'))})(), taken }));
    });`;
  const options = ['--disable-warning=ExperimentalWarning', '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'];
  const { stdout, stderr } = spawnSync(process.execPath, [...options, '-e', program], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as { printed: string; taken: number };
}

test('the second run loads every part from the cache, which only its owner can read', () => {
  expect(run()).toEqual({ printed: 'it runs one.js', taken: 0 });
  expect(readdirSync(compiled)).toHaveLength(2);
  expect(statSync(compiled).mode & 0o777).toBe(0o700);
  expect(run()).toEqual({ printed: 'it runs one.js', taken: 2 });
});

test('a program that uses other functions has compiled code of its own', () => {
  run();
  expect(run(cache, 'other')).toEqual({ printed: 'it runs one.js', taken: 0 });
  expect(run(cache, 'other')).toEqual({ printed: 'it runs one.js', taken: 2 });
  expect(readdirSync(compiled)).toHaveLength(4);
});

test('a damaged cache file is ignored and rebuilt', () => {
  run();
  const [first = ''] = readdirSync(compiled);
  const file = path.join(compiled, first);
  writeFileSync(file, readFileSync(file).subarray(0, 100));
  expect(run()).toEqual({ printed: 'it runs one.js', taken: 1 });
  expect(run()).toEqual({ printed: 'it runs one.js', taken: 2 });
});

test.each([
  ['that others can write to', () => chmodSync(cache, 0o777)],
  ['in which others can write to the folder for it', () => chmodSync(compiled, 0o777)],
])('nothing is loaded from a cache folder %s', (_, open) => {
  run();
  open();
  expect(run()).toEqual({ printed: 'it runs one.js', taken: 0 });
});

test('nothing is written where others could replace the folder', () => {
  const open = path.join(folder, 'open');
  mkdirSync(open);
  chmodSync(open, 0o777);
  expect(run(path.join(open, 'cache'))).toEqual({ printed: 'it runs one.js', taken: 0 });
  expect(readdirSync(open)).toEqual([]);
});

test('the program runs without a cache', () => {
  writeFileSync(path.join(folder, 'file'), '');
  for (const none of [path.join(folder, 'file', 'cache'), '/proc/none', 'relative'])
    expect(run(none)).toEqual({ printed: 'it runs one.js', taken: 0 });
});
