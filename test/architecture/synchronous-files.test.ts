import { expect, test } from 'vitest';
import { isTest, sourceFiles } from './source-files.ts';

/** The files that may read files synchronously, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'server/src/builds/jobs/jobserver.ts': 'a pipe that never blocks',
  'server/src/builds/process-group.ts':
    'ends what is left at the exit of the program, when nothing asynchronous runs any more',
  'server/src/builds/source/copy-files.ts': 'runs in worker threads',
  'server/src/builds/source/many-files.ts': 'runs in a worker thread',
  'server/src/builds/source/record-comparison.ts': 'runs in a worker thread',
  'server/src/cli/command-line.ts': 'the terminal program, which does one thing: its manifest',
  'server/src/cli/terminal.ts': 'the terminal program: whether its output is a terminal',
  'server/src/dkms/installed-dkms.ts': 'a dozen looks, for which the start of every program waits',
  'server/src/lsp/start-server.ts': 'the manifest, before the first message',
  'server/src/triage/headers/build-index.ts': 'runs in a worker thread',
  'server/src/triage/headers/header-folders.ts': 'runs in a worker thread',
  'server/src/triage/headers/index-file.ts': 'runs in a worker thread',
  'server/src/triage/headers/scanned-header.ts':
    'one header of a kernel, which what is asked next depends on; reading it is a sixth of what looking through it takes',
  'server/src/workspace/cache/disk-usage.ts': 'runs in a worker thread',
  'server/src/workspace/start/code-cache.ts': 'before the program begins, and when it has ended',
};

test('nothing blocks on the disk while the server could answer', () => {
  const production = sourceFiles('server/src').filter((file) => !isTest(file));
  expect(production.length).toBeGreaterThan(300);
  const waiting = production.filter(({ text }) => /\b[a-z]+[A-Za-z]*Sync\(/.test(text));
  expect(waiting.map((file) => file.path).sort()).toEqual(Object.keys(exceptions));
});
