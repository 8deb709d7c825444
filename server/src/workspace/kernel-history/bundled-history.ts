import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { changes } from '../../triage/changes/changes.ts';
import { changeDates } from '../../triage/history/change-dates.ts';
import { decodeHistory } from '../../triage/history/history-format.ts';
import { KernelHistory } from '../../triage/history/kernel-history.ts';

/** The file of the history in the folder of the bundled programs. */
const historyFile = 'kernel-history.br';

/** The history of the kernel's interface that comes with the program: read when it is first asked for, and then kept. */
export class BundledHistory {
  readonly #dist: string;
  #read: Promise<KernelHistory | undefined> | undefined;

  constructor(dist: string) {
    this.#dist = dist;
  }

  /** `undefined` if the file does not exist, as in a program that was not packaged. */
  get(): Promise<KernelHistory | undefined> {
    this.#read ??= readFile(join(this.#dist, historyFile)).then(
      async (bytes) => new KernelHistory(await decodeHistory(bytes), changeDates(changes)),
      () => undefined,
    );
    return this.#read;
  }
}
