import { type LogOptions, LogReader, type ReadLog } from '../../server/src/output/log/log-reader.ts';

/** Parses a whole make.log of dkms, or the output of any other build of kernel modules. */
export function parseMakeLog(text: string, options: LogOptions = {}): ReadLog {
  const reader = new LogReader(options);
  reader.write(text);
  return reader.end();
}
