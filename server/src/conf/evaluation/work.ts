/**
 * A budget for the work of one answer. Everything whose cost grows with a text or a pattern is charged to it, so that no input can block
 * the caller.
 */
export interface Work {
  /** Charges work, before or after it is done; one unit is about 50 ns. Throws when the budget is used up. */
  spend(units: number): void;
}

/** Thrown when a WorkLimit is used up. */
export class WorkLimitExceeded extends Error {}

/** A fixed budget, for answers that are not part of an evaluation (which has a budget of its own). */
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
