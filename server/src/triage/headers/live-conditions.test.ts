import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { provideIndex } from './build-index.ts';
import { DeclarationScanner } from './declaration-scanner.ts';
import { IndexedHeaders } from './indexed-headers.ts';
import { configSymbols, failingCondition, isLive } from './live-conditions.ts';
import { scanHeader } from './scanned-header.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'dkms-tools-live-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Real headers of one declaration each, in the order of the conditions. */
function headersOf(
  name: string,
  autoconf: string | undefined,
  conditions: readonly string[],
): IndexedHeaders {
  const buildDir = path.join(root, name);
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(buildDir, file)), { recursive: true });
    writeFileSync(path.join(buildDir, file), text);
  };
  write('Makefile', 'VERSION = 6\n');
  if (autoconf !== undefined) write('include/generated/autoconf.h', autoconf);
  write(
    'include/linux/all.h',
    conditions.map((condition, at) => `#if ${condition}\nvoid f${at}(void);\n#endif\n`).join(''),
  );
  const request = { release: name, buildDir, archFolder: 'x86', cacheFile: path.join(root, `${name}.index`) };
  return new IndexedHeaders({ release: name, version: '6.1.0' }, provideIndex(request));
}

const configured = '#define CONFIG_PM 1\n#define CONFIG_USB_MODULE 1\n';

test.each([
  ['IS_ENABLED(CONFIG_PM)', true],
  ['IS_ENABLED(CONFIG_USB)', true],
  ['IS_BUILTIN(CONFIG_USB)', false],
  ['IS_MODULE(CONFIG_PM)', false],
  ['IS_REACHABLE(CONFIG_USB)', true],
  ['IS_REACHABLE(CONFIG_OFF)', false],
  ['defined(CONFIG_OFF) || !defined(CONFIG_PM)', false],
  ['!defined(MODULE)', false],
  ['defined(__ASSEMBLY__)', false],
  ['CONFIG_OFF', false],
  ['CONFIG_OFF > 0', false],
  ['BITS_PER_LONG == 64', true],
  ['some_macro(1) && IS_ENABLED(CONFIG_OFF)', false],
  ['0', false],
])('%s', (condition, live) => {
  const headers = headersOf(`c-${condition.replace(/\W/g, '-')}`, configured, [condition]);
  const [symbol] = headers.find('f0');
  expect(symbol && isLive(symbol, headers)).toBe(live);
  expect(symbol && failingCondition(symbol, headers)).toBe(live ? undefined : condition);
});

test('without the generated configuration every option may be on', () => {
  const headers = headersOf('bare', undefined, ['IS_REACHABLE(CONFIG_OFF)', 'defined(CONFIG_OFF)']);
  for (const name of ['f0', 'f1']) {
    const [symbol] = headers.find(name);
    expect(symbol && isLive(symbol, headers)).toBe(true);
  }
});

test('names the options in a condition, each once', () => {
  expect(configSymbols('defined(CONFIG_A) && (IS_ENABLED(CONFIG_B) || CONFIG_A)')).toEqual([
    'CONFIG_A',
    'CONFIG_B',
  ]);
});

test('the conditions of many branches are told in a text of bounded length', () => {
  const branches = Array.from({ length: 64 }, (_, at) => `#elif defined(B${at})\nvoid b${at}(void);\n`);
  writeFileSync(path.join(root, 'branches.h'), `#if defined(A)\nvoid a(void);\n${branches.join('')}#endif\n`);
  const scanned = scanHeader(path.join(root, 'branches.h'), new DeclarationScanner());
  const last = scanned?.lines.conditionsAt(scanned.text.indexOf('b63'));
  expect(last).toHaveLength(1);
  expect(last?.[0]).toMatch(/^!defined\(A\) && !defined\(B0\) && .* && !defined\(B62\) && defined\(B63\)$/);
});
