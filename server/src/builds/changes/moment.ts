import { readFile } from 'node:fs/promises';

/** A moment by the clock, which can be set, and by the time since the machine was started, which cannot. Both in milliseconds. */
export interface Moment {
  /** Since 1970. */
  readonly clock: number;
  /** Since the start of the machine, its sleep included, to 10 ms. */
  readonly uptime: number;
}

/** `undefined` where the system does not say how long it has been running. */
export async function readMoment(): Promise<Moment | undefined> {
  const text = await readFile('/proc/uptime', 'utf8').catch(() => '');
  const [, seconds] = /^(\d+\.\d+) /.exec(text) ?? [];
  return seconds === undefined ? undefined : { clock: Date.now(), uptime: Number(seconds) * 1000 };
}

/**
 * How far a file's time of change may lie behind the clock: file systems take the time of the last timer interrupt (10 ms at most), and both
 * readings above take a while on a busy machine.
 */
export const readingMs = 200;

/** The most by which NTP makes a clock run slow or fast: 500 parts in a million (adjtimex(2)), and what the quartz deviates. */
const slew = 600e-6;

/**
 * By how many milliseconds the clock may have gone back between two moments without anybody's having set it; `undefined` if it was set, or
 * if the machine was restarted between them. Files that change after `earlier` have times that are at most that much before it.
 */
export function clockDeviation(earlier: Moment, later: Moment): number | undefined {
  const elapsed = later.uptime - earlier.uptime;
  if (elapsed < 0) return undefined;
  const deviation = readingMs + slew * elapsed;
  return Math.abs(later.clock - earlier.clock - elapsed) <= deviation ? deviation : undefined;
}

/** Whether nobody has set the clock since a moment, as far as the system says. */
export async function isClockSteadySince(moment: Moment): Promise<boolean> {
  const now = await readMoment();
  return now !== undefined && clockDeviation(moment, now) !== undefined;
}
