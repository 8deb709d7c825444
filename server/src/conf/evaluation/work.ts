/**
 * The work that may be done for one answer. Whatever costs more with a longer text or a larger pattern counts towards it, so that no file can
 * keep the caller waiting longer than that.
 */
export interface Work {
  /** Counts work that was done, or is about to be; one unit is about 50 ns. Throws when there is no more. */
  spend(units: number): void;
}

/** An allowance is used up. */
export class WorkLimitExceeded extends Error {}

/** A fixed amount of work, for answers outside an evaluation, which has limits of its own. */
export class WorkLimit implements Work {
  #left: number;

  constructor(units: number) {
    this.#left = units;
  }

  /** Throws WorkLimitExceeded. */
  spend(units: number): void {
    this.#left -= units;
    if (this.#left < 0) throw new WorkLimitExceeded('it takes too long');
  }
}
