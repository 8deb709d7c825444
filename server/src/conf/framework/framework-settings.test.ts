import { expect, test } from 'vitest';
import { evaluateFramework } from './framework-settings.ts';

function value(name: string, ...texts: readonly string[]): string | undefined {
  const found = evaluateFramework(texts)(name);
  if (!found) return undefined;
  return found.kind === 'known' ? found.text : found.kind;
}

test('a setting is what the last file says', () => {
  expect(value('dkms_tree', 'dkms_tree="/srv/a"\n', 'dkms_tree=/srv/b\n')).toBe('/srv/b');
  expect(value('dkms_tree', 'dkms_tree="/srv/a"\n', 'verbose=1\n')).toBe('/srv/a');
  expect(value('dkms_tree', '# dkms_tree="/var/lib/dkms"\n')).toBeUndefined();
  expect(value('verbose', 'verbose=""\n')).toBeUndefined();
});

test('a file may use what was set before it, also in the file before', () => {
  expect(value('source_tree', 'base=/srv\nsource_tree="$base/src"\n')).toBe('/srv/src');
  expect(value('source_tree', 'dkms_tree=/srv\n', 'source_tree="$dkms_tree/src"\n')).toBe('/srv/src');
});

test('a value that only running the file would show is unknown', () => {
  expect(value('dkms_tree', 'dkms_tree="$(hostname)/dkms"\n')).toBe('unknown');
  expect(value('mok_certificate', 'mok_certificate="/keys/$kernelver.pub"\n')).toBe('unknown');
  expect(value('dkms_tree', 'if [ -e /srv/x ]; then dkms_tree=/srv/x; fi\n')).toBe('unknown');
});

test('a file that ends its shell sets nothing', () => {
  expect(value('dkms_tree', 'dkms_tree=/a\n', 'dkms_tree=/b\nexit 0\n')).toBe('/a');
});
