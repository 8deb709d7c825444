import process from 'node:process';

/**
 * How the cost of some work grows with its input, as an exponent: 1 if an input of twice the length costs twice as much, 2 if it costs four
 * times as much. Both lengths are measured alternately and the least processor time of each counts, so the machine's speed and its other
 * work cancel out; work that seems to grow more than in proportion is measured again.
 */
export function growthOf(work: (length: number) => unknown, length: number, factor = 4): number {
  let short = Number.POSITIVE_INFINITY;
  let long = Number.POSITIVE_INFINITY;
  let exponent = Number.POSITIVE_INFINITY;
  work(length);
  for (let round = 0; round < 2 || (round < 10 && exponent > 1.3); round++) {
    short = Math.min(
      short,
      processorTime(() => work(length)),
    );
    long = Math.min(
      long,
      processorTime(() => work(length * factor)),
    );
    exponent = Math.log((long + clockNoise) / (short + clockNoise)) / Math.log(factor);
  }
  return exponent;
}

/** The error of a measurement, in microseconds; for work that takes less, no growth can be measured. */
const clockNoise = 3_000;

/** The processor time of this thread that some work takes, in microseconds. */
export function processorTime(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}
