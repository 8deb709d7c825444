import { expect, test } from 'vitest';
import { buildDirOf, isPlainPath, stageLayout } from './stage-layout.ts';

test('whatever the name of the source, the stage has a plain path', () => {
  const layout = stageLayout('/cache', '/home/jürgen/my drivers: new/dkms.conf', '6.1.0-56-amd64');
  expect(layout.root).toMatch(/^\/cache\/stage\/my_drivers_new-[0-9a-f]{8}\/6\.1\.0-56-amd64$/);
  expect(isPlainPath(layout.root)).toBe(true);
});

test('folders with the same name in two locations do not share a stage', () => {
  const roots = ['/a/hello/dkms.conf', '/b/hello/dkms.conf'].map(
    (path) => stageLayout('/c', path, '6.1').root,
  );
  expect(new Set(roots).size).toBe(2);
  expect(stageLayout('/c', '/a/hello/dkms.conf', '6.1').root).toBe(roots[0]);
});

test('no name can escape the stage', () => {
  for (const release of ['..', '', '../../etc', '/', ' ']) {
    const { root } = stageLayout('/cache', '/a/../dkms.conf', release);
    expect(root).toMatch(/^\/cache\/stage\/[^/]+\/[^./][^/]*$/);
  }
});

test('the build folder is where dkms has it', () => {
  const layout = stageLayout('/cache', '/src/hello/dkms.conf', '6.1');
  expect(buildDirOf(layout, { name: 'hello', version: '1.0' })).toBe(`${layout.dkmsTree}/hello/1.0/build`);
});

test('a plain path contains nothing special to make or the shell', () => {
  expect(isPlainPath('/home/jürgen/.cache/x_1.0~rc1+b@2-3')).toBe(true);
  for (const path of ['/a b', '/a:b', '/a#b', '/a$b', '/a%b', "/a'b", '/a;b', '/a(b', '/a\tb', '/a*']) {
    expect(isPlainPath(path), path).toBe(false);
  }
});
