import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../process.ts';
import type { ProcessGroups } from '../process-group.ts';

/** The right to run one job. */
export interface JobSlot {
  /** Gives it back; a second call does nothing. */
  release(): void;
}

/** How often the pipe is looked at while someone waits: Node can't be told when a token comes without taking it away from a make. */
const pollMs = 20;

/** The pipe is handed down as these; make wants one to read and one to write, and both may be the same pipe. */
const inheritedAs = [3, 4] as const;

/**
 * A GNU make jobserver that several makes share, so that together they run as many jobs as there are tokens and no more.
 * It is a pipe with one byte for each job that may start; every make may run one job besides, for which its build takes a slot.
 * The pipe is inherited by number, the only way that make before 4.4 knows, and one that later ones still take.
 *
 * A make that is told to end gives its tokens back. One that is killed can't, so the pipe is filled anew whenever nobody holds a slot:
 * then all tokens are known to be ours.
 */
export class Jobserver {
  #jobs: number;
  /** Two open file descriptions of one pipe, so that our non-blocking mode does not affect the makes. */
  readonly #own: number;
  readonly #shared: number;
  readonly #waiting: { readonly isUrgent: boolean; readonly give: (slot: JobSlot) => void }[] = [];
  #held = 0;
  /** Whether one of the held slots is lent, so that it has no token. */
  #isLent = false;
  #isOpen = true;
  #poll: NodeJS.Timeout | undefined;

  private constructor(path: string, jobs: number) {
    this.#jobs = jobs;
    this.#own = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    this.#shared = openSync(path, constants.O_RDWR);
  }

  /** A jobserver for so many jobs (at least 1); `undefined` where this machine can't make one. */
  static async open(jobs: number, groups: ProcessGroups): Promise<Jobserver | undefined> {
    const folder = await mkdtemp(join(tmpdir(), 'dkms-tools-jobs-')).catch(() => undefined);
    if (folder === undefined) return undefined;
    try {
      const path = join(folder, 'tokens');
      const env = { PATH: process.env.PATH ?? '/usr/bin:/bin' };
      const end = await runCommand(
        { program: 'mkfifo', args: ['-m', '600', path], cwd: folder, env },
        { groups },
      );
      return end.kind === 'exited' && end.code === 0 ? new Jobserver(path, jobs) : undefined;
    } finally {
      // An open pipe needs no name, and so nothing of it can be left behind.
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** What `MAKEFLAGS` must be for a make that inherits `descriptors`. */
  get makeFlags(): string {
    return ` -j${this.#jobs} --jobserver-auth=${inheritedAs.join(',')}`;
  }

  /** What a make must inherit, from number 3 on. */
  get descriptors(): readonly number[] {
    return inheritedAs.map(() => this.#shared);
  }

  /** Sets how many jobs there are (at least 1); it counts from the next moment on in which nobody holds a slot. */
  resize(jobs: number): void {
    this.#jobs = jobs;
  }

  /**
   * Takes the slot that a build runs in, in the order of the calls; `undefined` when cancelled. An urgent one, for which a person
   * waits, goes before the others, and one of them need not wait for the end of a long build: it is lent a slot, so that one job more
   * than there are may run until the next slot comes back.
   */
  async take(
    signal: AbortSignal,
    { isUrgent = false }: { readonly isUrgent?: boolean } = {},
  ): Promise<JobSlot | undefined> {
    if (signal.aborted) return undefined;
    if ((isUrgent || this.#waiting.length === 0) && this.#takeToken()) return this.#slot();
    if (isUrgent && !this.#isLent) {
      this.#isLent = true;
      this.#held++;
      return this.#slot();
    }
    return new Promise((resolve) => {
      const cancel = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        resolve(undefined);
      };
      const give = (slot: JobSlot) => {
        signal.removeEventListener('abort', cancel);
        resolve(slot);
      };
      const waiting = { isUrgent, give };
      signal.addEventListener('abort', cancel, { once: true });
      const index = isUrgent ? this.#waiting.findIndex((one) => !one.isUrgent) : -1;
      this.#waiting.splice(index === -1 ? this.#waiting.length : index, 0, waiting);
      this.#wait();
    });
  }

  /** To be called when no build that uses it runs any more, and nobody waits. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    clearTimeout(this.#poll);
    closeSync(this.#own);
    closeSync(this.#shared);
  }

  #slot(): JobSlot {
    let isHeld = true;
    return {
      release: () => {
        if (isHeld) this.#release();
        isHeld = false;
      },
    };
  }

  /** A build that waits goes before the makes that run: more builds at once fill the times in which each has but one thing to do. */
  #release(): void {
    if (this.#isLent) {
      this.#isLent = false;
      this.#held--;
      return;
    }
    const next = this.#waiting.shift();
    if (next) {
      next.give(this.#slot());
      return;
    }
    this.#held--;
    if (this.#held > 0 && this.#isOpen) writeSync(this.#own, '+');
  }

  #wait(): void {
    this.#poll ??= setTimeout(() => {
      this.#poll = undefined;
      while (this.#waiting.length > 0 && this.#takeToken()) this.#waiting.shift()?.give(this.#slot());
      if (this.#waiting.length > 0) this.#wait();
    }, pollMs);
  }

  #takeToken(): boolean {
    if (this.#held === 0) this.#fill();
    const isTaken = this.#read(1) === 1;
    if (isTaken) this.#held++;
    return isTaken;
  }

  #fill(): void {
    while (this.#read(4096) > 0);
    writeSync(this.#own, '+'.repeat(this.#jobs));
  }

  /** Reads up to so many tokens; how many there were. */
  #read(most: number): number {
    try {
      return readSync(this.#own, Buffer.alloc(most));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
      throw error;
    }
  }
}
