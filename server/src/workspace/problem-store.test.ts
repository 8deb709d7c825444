import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../output/problem.ts';
import { ProblemStore } from './problem-store.ts';

const conf = '/m/dkms.conf';
const old = { conf, kernel: '6.1' };
const recent = { conf, kernel: '6.12' };

function problem(file: string, line: number, message: string): Problem {
  return { file, line, severity: 'error', message, tool: 'gcc', related: [] };
}

function storeWithLog(): { store: ProblemStore; changes: string[] } {
  const changes: string[] = [];
  return {
    store: new ProblemStore(
      (files) => changes.push([...files].sort().join(' ')),
      async () => undefined,
    ),
    changes,
  };
}

function shown(store: ProblemStore, file: string): string[] {
  return store
    .problemsIn(file)
    .map((one) => `${one.problem.line} ${one.problem.message} [${one.kernels.join(', ')}]`);
}

test('a problem on two kernels is one problem that names both', () => {
  const { store } = storeWithLog();
  for (const target of [recent, old]) {
    store.start(target, 'display');
    store.add(target, problem('/m/a.c', 7, 'wrong'));
  }
  store.add(recent, problem('/m/a.c', 3, 'only here'));
  expect(shown(store, '/m/a.c')).toEqual(['3 only here [6.12]', '7 wrong [6.12, 6.1]']);
});

test('a problem with different causes on two kernels is shown for each of them', () => {
  const { store } = storeWithLog();
  const causes = new Map<Problem, string>();
  const targets = [
    [{ conf, kernel: '5.10' }, undefined],
    [old, 'takes-user-namespace'],
    [recent, 'takes-mnt-idmap'],
  ] as const;
  for (const [target, cause] of targets) {
    const one = problem('/m/a.c', 7, 'wrong');
    if (cause !== undefined) causes.set(one, cause);
    store.start(target, 'display');
    store.add(target, one);
  }
  const found = store.problemsIn('/m/a.c', undefined, (one) => causes.get(one));
  expect(found.map((one) => [one.kernels, causes.get(one.problem), one.isOfAll])).toEqual([
    [['6.1', '5.10'], 'takes-user-namespace', false],
    [['6.12'], 'takes-mnt-idmap', false],
  ]);
});

test('a problem knows whether every kernel has it', () => {
  const { store } = storeWithLog();
  for (const target of [old, recent]) {
    store.start(target, 'display');
    store.add(target, problem('/m/a.c', 7, 'wrong'));
  }
  store.add(recent, problem('/m/a.c', 3, 'only here'));
  store.start({ conf: '/other/dkms.conf', kernel: '5.10' }, 'display');
  expect(store.problemsIn('/m/a.c').map(({ isOfAll }) => isOfAll)).toEqual([false, true]);
});

test('a starting build removes its own earlier problems, and no others', () => {
  const { store, changes } = storeWithLog();
  for (const target of [old, recent]) store.start(target, 'display');
  store.add(old, problem('/m/a.c', 1, 'x'));
  store.add(recent, problem('/m/b.c', 2, 'y'));
  changes.length = 0;
  store.start(old, 'display');
  expect(changes).toEqual(['/m/a.c']);
  expect([...shown(store, '/m/a.c'), ...shown(store, '/m/b.c')]).toEqual(['2 y [6.12]']);
});

test('the result of a build replaces what came before', () => {
  const { store, changes } = storeWithLog();
  store.start(old, 'display');
  store.add(old, problem('/m/a.c', 1, 'x'));
  store.finish(old, [problem('/m/a.c', 1, 'x'), problem(conf, 1, 'foo.ko was not built')]);
  expect(changes.at(-1)).toBe('/m/a.c /m/dkms.conf');
  expect(shown(store, conf)).toEqual(['1 foo.ko was not built [6.1]']);
});

test('problems are removed on request, and with their kernel', () => {
  const { store, changes } = storeWithLog();
  for (const target of [old, recent]) {
    store.start(target, 'display');
    store.add(target, problem('/m/a.c', 1, target.kernel));
  }
  store.forget((target) => target.kernel === '6.1');
  expect(shown(store, '/m/a.c')).toEqual(['1 6.12 [6.12]']);
  store.clear();
  expect(shown(store, '/m/a.c')).toEqual([]);
  changes.length = 0;
  store.clear();
  expect(changes).toEqual([]);
});

describe('in a file that is edited', () => {
  const built = ['int a;', 'call();', 'int b;'];

  async function editedStore(writtenAt = 0): Promise<ProblemStore> {
    const store = new ProblemStore(
      () => {},
      async () => ({ lines: built, writtenAt }),
    );
    for (const target of [old, recent]) {
      store.start(target, 'display');
      store.copied(target, 1000);
      store.finish(target, [problem('/m/a.c', 2, 'no call')]);
    }
    // The texts are read by now.
    await turn();
    return store;
  }
  const locations = (store: ProblemStore, now: readonly string[]) =>
    store
      .problemsIn('/m/a.c', now)
      .map((one) => `${one.line}${one.isStale ? ' stale' : ''} [${one.kernels.join(', ')}]`);

  test.each([
    ['a problem moves with its line', ['#include "a.h"', '', ...built], ['4 [6.12, 6.1]']],
    ['that was edited it is stale', ['int a;', 'call(1);', 'int b;'], ['2 stale [6.12, 6.1]']],
    ['that was removed it is stale', ['int b;'], ['1 stale [6.12, 6.1]']],
    ['that is as before again it holds', built, ['2 [6.12, 6.1]']],
  ])('%s', async (_, now, expected) => {
    expect(locations(await editedStore(), now)).toEqual(expected);
  });

  test('a problem is available before its text is read, and reported again afterwards', async () => {
    const notified: string[] = [];
    let read = (_: { lines: string[]; writtenAt: number }) => {};
    const reading = new Promise<{ lines: string[]; writtenAt: number }>((resolve) => {
      read = resolve;
    });
    let asked = 0;
    const store = new ProblemStore(
      (files) => notified.push([...files].join(' ')),
      () => {
        asked++;
        return reading;
      },
    );
    store.start(old, 'display');
    store.copied(old, 1000);
    store.add(old, problem('/m/a.c', 2, 'no call'));
    store.add(old, problem('/m/a.c', 2, 'nor this'));
    expect(locations(store, ['', ...built])).toEqual(['2 [6.1]', '2 [6.1]']);
    read({ lines: built, writtenAt: 0 });
    await turn();
    expect(locations(store, ['', ...built])).toEqual(['3 [6.1]', '3 [6.1]']);
    expect({ notified, asked }).toEqual({ notified: ['/m/a.c', '/m/a.c', '/m/a.c'], asked: 1 });
  });

  test('a problem in a text written after the copy is stale, since its line is unknown', async () => {
    expect(locations(await editedStore(1001), built)).toEqual(['2 stale [6.12, 6.1]']);
  });

  test('a problem of two kernels is still one after only one of them is built again', async () => {
    const store = await editedStore();
    store.start(recent, 'display');
    store.finish(recent, [problem('/m/a.c', 2, 'no call')]);
    await turn();
    expect(locations(store, ['', ...built])).toEqual(['3 [6.12, 6.1]']);
    expect(locations(store, ['int a;', 'x'])).toEqual(['2 stale [6.12, 6.1]']);
  });
});
