import { defineConfig } from 'vitest/config';
import { enterPlainSurroundings } from './test/support/enter-surroundings.mts';
import { LongestFirst } from './test/support/longest-first.mts';

enterPlainSurroundings();

/** Time limits are there to end what hangs: a test that waits for something waits for as long as its machine needs. */
const limits = (minutes: number) => ({
  testTimeout: minutes * 60_000,
  hookTimeout: minutes * 60_000,
  expect: { poll: { timeout: minutes * 60_000, interval: 20 } },
});

/** A worker for each processor: by default, one processor is left idle. */
const onAllProcessors = { maxWorkers: '100%' };

/** `unit` needs nothing but the source; the others need kernels, dkms or an editor and are run by `npm test`. */
export default defineConfig({
  test: {
    teardownTimeout: 5 * 60_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'server/src/**/*.test.ts',
            'client/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'test/rules/*.test.ts',
          ],
          // Loading the source anew for each of the two hundred files took four fifths of the time. What tests put in place of something else goes.
          ...{ isolate: false, restoreMocks: true, unstubEnvs: true },
          ...onAllProcessors,
          ...limits(5),
        },
      },
      {
        test: {
          name: 'architecture',
          include: ['test/architecture/**/*.test.ts'],
          ...onAllProcessors,
          ...limits(5),
        },
      },
      {
        test: { name: 'oracle', include: ['test/oracle/**/*.test.ts'], ...onAllProcessors, ...limits(20) },
      },
      {
        test: {
          name: 'kernels',
          include: ['test/kernels/**/*.test.ts', 'test/cli/**/*.test.ts', 'test/server/**/*.test.ts'],
          ...limits(20),
          // Each file builds with two jobs, and waits half of its time.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'editor',
          include: ['test/editor/**/*.test.ts'],
          globalSetup: 'test/support/install-extension.ts',
          ...limits(10),
          fileParallelism: false,
        },
      },
    ],
  },
});
