import process from 'node:process';

/**
 * How the work grows with its input, as an exponent: 1 where an input of twice the length costs twice as much, 2 where it costs four times as
 * much. Both lengths are worked on in turn and the least processor time of each counts, so the machine's speed and what else it does cancel out.
 */
export function growthOf(work: (length: number) => unknown, length: number, factor = 4): number {
  const least = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const lengths = [length, length * factor];
  work(length);
  for (let round = 0; round < 2; round++) {
    for (const [at, each] of lengths.entries()) {
      least[at] = Math.min(
        least[at] ?? 0,
        processorTime(() => work(each)),
      );
    }
  }
  const [short = 0, long = 0] = least;
  return Math.log((long + clockNoise) / (short + clockNoise)) / Math.log(factor);
}

/** Microseconds that a measurement may be wrong by: work of less has no growth to speak of. */
const clockNoise = 3_000;

/** The microseconds of this thread's processor time that some work takes. */
export function processorTime(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}
