import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EntryCollector } from '../../builds/source/source-entries.ts';
import { BuildResults } from './build-results.ts';
import type { EndedBuild } from './target-result.ts';

const target = { conf: '/m/dkms.conf', kernel: '6.1' };
const other = { conf: '/m/dkms.conf', kernel: '6.12' };
const ok: EndedBuild = {
  ...{ module: 'm/1', status: 'ok', durationMs: 10, endedAt: 1, errors: 0, warnings: 0, built: [] },
};

let mark: string;
let saved: boolean;
let changes: string[];
let results: BuildResults;

/** What was read from the disk: a whole folder, or some of its files. */
let asked: string[];
const source = {
  reaching: (file: string) => (file.startsWith('/include/') ? ['/m'] : []),
  readMark: async (folder: string, changed?: ReadonlySet<string>) => {
    asked.push(changed ? [...changed].join(' ') : `all of ${folder}`);
    return mark;
  },
  readForBuild: async () => ({ state: { entries: new EntryCollector().entries() }, mark }),
  forget: (folder: string) => asked.push(`forget ${folder}`),
};

beforeEach(() => {
  vi.useFakeTimers();
  [mark, saved, changes, asked] = ['one', false, [], []];
  results = new BuildResults((targets) => changes.push(targets.map(({ kernel }) => kernel).join(' ')), {
    ...source,
    isAsSaved: async () => saved,
  });
});
afterEach(() => {
  results.stop();
  vi.useRealTimers();
});

function shown(): string[] {
  return results
    .all()
    .map(({ target: { kernel }, activity, last, isStale }) =>
      [kernel, activity, last?.status, isStale && 'stale'].filter(Boolean).join(' '),
    );
}

async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(1000);
}

test('a target waits, runs and ends; each step is reported', () => {
  results.wait(target);
  results.wait(other);
  results.start(target);
  expect(shown()).toEqual(['6.1 running', '6.12 waiting']);
  results.end(target, ok, mark);
  expect(shown()).toEqual(['6.1 ok', '6.12 waiting']);
  expect(changes).toEqual(['6.1', '6.12', '6.1', '6.1']);
});

test('a file beside the folder of a module belongs to its source if that is wider', () => {
  results.end(target, ok, mark);
  const namesAbove = (file: string) => results.above(file).map((one) => one.target.kernel);
  expect(['/m/src/a.c', '/include/a.h', '/other/a.h'].map(namesAbove)).toEqual([['6.1'], ['6.1'], []]);
  results.edited('/include/a.h');
  expect(shown()).toEqual(['6.1 ok stale']);
});

test('a target cancelled before its turn keeps its previous result', () => {
  results.end(target, ok, mark);
  for (const one of [target, other]) results.wait(one);
  expect(shown()).toEqual(['6.1 waiting ok', '6.12 waiting']);
  for (const one of [target, other]) results.leave(one);
  expect(shown()).toEqual(['6.1 ok']);
});

describe('a result is stale', () => {
  beforeEach(() => {
    results.end(target, ok, mark);
    changes = [];
  });

  test('from the first edit of a source file until that is undone', async () => {
    results.edited('/m/src/a.c');
    expect(shown()).toEqual(['6.1 ok stale']);
    expect(changes).toEqual(['6.1']);
    results.edited('/m/src/a.c');
    await settle();
    expect(shown()).toEqual(['6.1 ok stale']);
    saved = true;
    results.edited('/m/src/a.c');
    await settle();
    expect(shown()).toEqual(['6.1 ok']);
  });

  test('also if the file is edited again while its text is compared', async () => {
    let answer: (isSaved: boolean) => void = () => {};
    const slow = new BuildResults(() => {}, {
      ...source,
      isAsSaved: () => new Promise((resolve) => (answer = resolve)),
    });
    slow.end(target, ok, mark);
    slow.edited('/m/src/a.c');
    await settle();
    slow.edited('/m/src/a.c');
    answer(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(slow.of(target)?.isStale).toBe(true);
    slow.stop();
  });

  test('after another program wrote to the source, until the next build has ended', async () => {
    mark = 'two';
    results.fileChanged('/m/Makefile');
    await settle();
    expect(shown()).toEqual(['6.1 ok stale']);
    results.end(target, ok, 'two');
    expect(shown()).toEqual(['6.1 ok']);
  });

  test('if a file was written during the build', async () => {
    mark = 'three';
    results.end(target, ok, 'two');
    await settle();
    expect(shown()).toEqual(['6.1 ok stale']);
  });

  test('not after an edit elsewhere', async () => {
    results.edited('/m2/a.c');
    results.fileChanged('/elsewhere');
    await settle();
    expect(shown()).toEqual(['6.1 ok']);
  });
});

test('a result of an earlier session is stale if the source has changed', () => {
  results.restore(target, ok, 'one', 'one');
  results.restore({ conf: '/n/dkms.conf', kernel: '6.1' }, ok, 'one', 'two');
  expect(shown()).toEqual(['6.1 ok', '6.1 ok stale']);
});

test("an earlier session's result never replaces one of this session", () => {
  results.end(target, { ...ok, status: 'failed' }, mark);
  results.restore(target, ok, mark, mark);
  expect(shown()).toEqual(['6.1 failed']);
});

test('an earlier result is restored while a build runs, and is stale if the build has read another source', async () => {
  results.start(target);
  mark = 'two';
  await results.readForBuild('/m', {});
  results.restore(target, ok, 'one', 'one');
  expect(shown()).toEqual(['6.1 running ok stale']);
});

test('forgotten results are removed, except for running builds', () => {
  results.end(target, ok, mark);
  results.start(other);
  results.forget(() => true);
  expect(shown()).toEqual(['6.12 running']);
});

describe('the end of a build', () => {
  test('reads the source if file changes are not reported', async () => {
    results.end(target, ok, mark);
    await settle();
    expect(asked).toEqual(['all of /m']);
  });

  test('reads only files written meanwhile if file changes are reported', async () => {
    results.follow();
    results.start(target);
    const seen = await results.readForBuild('/m', {});
    results.fileChanged('/m/src/a.c');
    await settle();
    expect(asked).toEqual(['/m/src/a.c']);
    mark = 'two';
    results.end(target, ok, seen.mark);
    await settle();
    expect(asked).toEqual(['/m/src/a.c', '']);
    expect(shown()).toEqual(['6.1 ok stale']);
  });
});

test('the mark of a folder is discarded with its last result', async () => {
  results.end(target, ok, mark);
  results.end(other, ok, mark);
  results.forget(({ kernel }) => kernel === '6.1');
  await settle();
  asked = [];
  results.forget(() => true);
  await settle();
  expect(asked).toEqual(['forget /m']);
});

test('nothing is read after a build of which nobody is told', async () => {
  const alone = new BuildResults(
    () => {},
    { ...source, isAsSaved: async () => saved },
    () => false,
  );
  alone.end(target, ok, mark);
  await settle();
  expect(asked).toEqual([]);
  alone.stop();
  results.end(target, ok, mark);
  await settle();
  expect(asked).toEqual(['all of /m']);
});
