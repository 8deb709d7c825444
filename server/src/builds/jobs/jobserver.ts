import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../process.ts';
import type { ProcessGroups } from '../process-group.ts';

/** The right to run one job. */
export interface JobSlot {
  /** Returns the slot; a second call does nothing. */
  release(): void;
}

/** How often the pipe is read while a build waits: Node can't wait for a token without taking it away from a make. */
const pollMs = 20;

/** The descriptors as which a make inherits the pipe: one to read from and one to write to, both of the same pipe. */
const inheritedAs = [3, 4] as const;

/**
 * A GNU make jobserver that several makes share, so that together they run at most as many jobs as there are tokens.
 * It is a pipe with one byte for each job that may start. Every make may run one more job without a token; its build takes a slot for it.
 * The pipe is inherited by descriptor number: make before 4.4 knows no other way, and later versions still accept it.
 *
 * A make that is asked to end returns its tokens. One that is killed can't, so the pipe is refilled whenever no slot is held: no make runs
 * then, so no token can be in use.
 */
export class Jobserver {
  #jobs: number;
  /** The pipe is opened twice, so that our non-blocking mode does not affect the makes. */
  readonly #own: number;
  readonly #shared: number;
  readonly #waiting: { readonly isUrgent: boolean; readonly give: (slot: JobSlot) => void }[] = [];
  #held = 0;
  /** Whether one of the held slots is on loan, that is, without a token. */
  #isLent = false;
  #isOpen = true;
  #poll: NodeJS.Timeout | undefined;

  private constructor(path: string, jobs: number) {
    this.#jobs = jobs;
    this.#own = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    this.#shared = openSync(path, constants.O_RDWR);
  }

  /** A jobserver for this many jobs (at least 1); `undefined` if this machine can't create one. */
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
      // An open pipe needs no name, and without one it can't be left behind.
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** The value of `MAKEFLAGS` for a make that inherits `descriptors`. */
  get makeFlags(): string {
    return ` -j${this.#jobs} --jobserver-auth=${inheritedAs.join(',')}`;
  }

  /** The descriptors that a make must inherit, numbered from 3. */
  get descriptors(): readonly number[] {
    return inheritedAs.map(() => this.#shared);
  }

  /** Sets the number of jobs (at least 1); takes effect as soon as no slot is held. */
  resize(jobs: number): void {
    this.#jobs = jobs;
  }

  /**
   * Takes a slot for a build, in the order of the calls; `undefined` if cancelled. Urgent calls, whose result a person waits for, come
   * before the others. One urgent call at a time need not even wait for a slot: it gets one on loan, so that one job too many runs until
   * the next slot is returned.
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

  /** To be called once no build uses it or waits for it. */
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

  /** Gives the token to a waiting build before the running makes can take it: with more builds at once, there is work even while one runs a single job. */
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

  /** Reads at most this many tokens; returns how many there were. */
  #read(most: number): number {
    try {
      return readSync(this.#own, Buffer.alloc(most));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
      throw error;
    }
  }
}
