import { expect, test } from 'vitest';
import { type BuildNode, orderBuilds } from './build-order.ts';

/** `a: b c` is package a, which depends on b and c; `@5.10` at the end is its kernel. */
function node(text: string): BuildNode {
  const [module = '', kernel = '6.1'] = text.split('@');
  const [name = '', depends = ''] = module.split(':');
  return {
    ...{ target: { conf: `/${name}/dkms.conf`, kernel }, name },
    depends: depends.split(' ').filter((word) => word !== ''),
  };
}

function order(...texts: readonly string[]) {
  return orderBuilds(texts.map(node)).map(({ target, before, cycles }) => {
    const name = target.conf.split('/')[1];
    const after = before.map((one) => one.name).join(' ');
    const rounds = [...cycles.values()].map((names) => ` (${names.join(' ')})`).join('');
    return `${name}@${target.kernel}${after && ` after ${after}`}${rounds}`;
  });
}

test('dependencies come first, and the rest keeps its order', () => {
  expect(order('a: c', 'b', 'c: d', 'd')).toEqual(['d@6.1', 'c@6.1 after d', 'a@6.1 after c', 'b@6.1']);
  expect(order('a: b nosuch', 'b')).toEqual(['b@6.1', 'a@6.1 after b']);
});

test('only dependencies for the same kernel count', () => {
  expect(order('a: b@5.10', 'a: b@6.1', 'b@6.1')).toEqual(['a@5.10', 'b@6.1', 'a@6.1 after b']);
});

test('members of a cycle are built without waiting for each other, and what depends on them waits', () => {
  expect(order('x: a', 'a: b', 'b: c', 'c: a d', 'd')).toEqual([
    'a@6.1 (a b c a)',
    'x@6.1 after a',
    'b@6.1 (b c a b)',
    'd@6.1',
    'c@6.1 after d (c a b c)',
  ]);
  expect(order('a: a')).toEqual(['a@6.1 (a a)']);
});

test('if two sources provide a package, both are waited for', () => {
  const two = { ...node('b'), target: { conf: '/b2/dkms.conf', kernel: '6.1' } };
  const [, , last] = orderBuilds([node('a: b'), node('b'), two]);
  expect(last?.before.map(({ target }) => target.conf)).toEqual(['/b/dkms.conf', '/b2/dkms.conf']);
});
