import { type LogOptions, LogReader, type ReadLog } from './log/log-reader.ts';

/** Reads a whole make.log of dkms, or the output of any kernel module build. Never fails. */
export function parseMakeLog(text: string, options: LogOptions = {}): ReadLog {
  const reader = new LogReader(options);
  reader.write(text);
  return reader.end();
}
