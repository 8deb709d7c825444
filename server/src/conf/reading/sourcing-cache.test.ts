import { expect, test } from 'vitest';
import { openConf } from '../conf.ts';
import { parseDkmsVersion } from '../directives/dkms-version.ts';
import type { ConfParser } from '../syntax/parser.ts';
import { ScriptChanges } from '../syntax/script-change.ts';
import { parseScript } from '../syntax/script-parser.ts';
import { evaluateConf } from './evaluate-conf.ts';
import type { ReadingFacts } from './reading.ts';
import { SourcingCache } from './sourcing-cache.ts';

const noTree: ConfParser = {
  parse() {
    throw new Error('nobody asks for the tree');
  },
};

function versionOf(text: string) {
  const version = parseDkmsVersion(text);
  if (!version) throw new Error(text);
  return version;
}

const dkmsVersion = versionOf('3.4.3');
const kernel = { release: '6.1.0-9-amd64', arch: 'x86_64', sourceDir: '/lib/modules/6.1.0-9-amd64/build' };
const config = (text: string) => ({
  file: (path: string) =>
    path.endsWith('/.config') ? ({ kind: 'file', size: text.length, text } as const) : undefined,
});

const texts = [
  'PACKAGE_NAME=foo\nPACKAGE_VERSION=1\nMAKE=make\n',
  'PACKAGE_NAME=$module\nPACKAGE_VERSION=$module_version\nif [ "$arch" = x86_64 ]; then MAKE=a; else MAKE=b; fi\n',
  'grep -q CONFIG_PCI=y $kernel_source_dir/.config && BUILT_MODULE_NAME[0]=pci\nDEST_MODULE_LOCATION[0]=/extra\n',
  'case $(uname -r) in 6*) MAKE="make -j$(nproc)";; *) MAKE="make $CR";; esac\nCLEAN="a\\"b"\nX=${!Y}\n',
  'MAKE="make X=\\$kernelver"\n[ -f /include/linux/x.h ] || PATCH[0]=a.patch\nBUILD_EXCLUSIVE_CONFIG=$HOME\n',
];

const facts: readonly ReadingFacts[] = [
  { dkmsVersion },
  { dkmsVersion, kernel },
  { dkmsVersion, kernel, hostFacts: config('CONFIG_PCI=y\n') },
  { dkmsVersion, kernel, hostFacts: config('CONFIG_PCI=m\n') },
  { dkmsVersion, kernel, module: 'foo', moduleVersion: '2' },
  { dkmsVersion, kernel: { ...kernel, arch: 'aarch64' }, environment: { HOME: '/root' } },
  {
    ...{ dkmsVersion, kernel },
    hostFacts: { running: { release: '6.9', machine: 'x86_64' }, processors: { available: 3, online: 4 } },
  },
  { dkmsVersion: versionOf('3.0.10'), kernel },
  { dkmsVersion: versionOf('3.0.10'), kernel, debianBackports: true },
];

test.each(texts)('an earlier result of sourcing a text never changes its reading: %j', (text) => {
  const orders = [facts, [...facts].reverse(), [...facts, ...facts]];
  for (const order of orders) {
    const kept = openConf(noTree, text);
    for (const one of order)
      expect(evaluateConf(kept, one)).toEqual(evaluateConf(openConf(noTree, text), one));
  }
});

test('a text is sourced once for all facts that it does not look up', () => {
  const script = parseScript('ARCH=$arch\n');
  const before = new SourcingCache(script, new ScriptChanges(script));
  let times = 0;
  const count = (one: ReadingFacts, ask: (initial: (name: string) => unknown) => void) =>
    before.of(one, (_, initial) => {
      times++;
      ask(initial);
      return { paths: [], content: {}, areAsAssigned: true, variablesRead: new Set(), spare: 0 };
    });
  for (const one of facts.slice(0, 5)) count(one, (initial) => initial('PACKAGE_NAME'));
  expect(times).toBe(1);
  count({ dkmsVersion: versionOf('3.0.10') }, (initial) => initial('arch'));
  count({ dkmsVersion: versionOf('3.0.10'), kernel }, (initial) => initial('arch'));
  count({ dkmsVersion: versionOf('3.0.10'), kernel, module: 'foo' }, (initial) => initial('arch'));
  expect(times).toBe(3);
});
