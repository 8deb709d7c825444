import type { BuildResult } from '../../builds/result.ts';
import { chooseEdits, needsFix, type PortState } from '../../porting/choose-edits.ts';
import { blamedEdits, type EditEffect, judgeEdits } from '../../porting/judge-edits.ts';
import type { PortStep } from '../../porting/keep-code.ts';
import { applyPortEdits, type FileTexts, type PortEdit } from '../../porting/port-edit.ts';
import type { ExplainedProblem } from '../../triage/explain-problems.ts';
import { followLines } from '../results/line-moves.ts';

/** The texts of a module with the results of their builds for all kernels. */
export interface BuiltTexts {
  readonly texts: FileTexts;
  readonly results: readonly BuildResult[];
  readonly problems: readonly ExplainedProblem[];
}

export interface RoundsOptions {
  /** Builds and explains; rejects if the port was cancelled. */
  readonly build: (texts: FileTexts) => Promise<BuiltTexts>;
  readonly situation: Pick<PortState, 'kernels' | 'changes' | 'style' | 'history'>;
  /** Whether an edit may be made that needs a person's consent. */
  readonly takesLikely: boolean;
  /** A round begins, with edits to try. */
  readonly began: (round: number, edits: readonly PortEdit[]) => void;
}

/** An edit that was taken back, with the reason. */
export interface TakenBack {
  readonly edit: PortEdit;
  readonly because: string;
}

export interface RoundsResult {
  readonly rounds: number;
  readonly built: BuiltTexts;
  /** In the order in which they were made, each with the texts after it. */
  readonly steps: readonly PortStep[];
  readonly takenBack: readonly TakenBack[];
  /** Edits that need a person's consent. */
  readonly offered: readonly PortEdit[];
}

/** A port that needs more rounds is going in circles. */
const mostRounds = 20;
/** The largest number of pairs that are tried of edits that fail alone. */
const mostPairs = 6;

/**
 * Chooses edits by the errors of the builds, makes them and builds again, round after round, until nothing is left to mend or no edit is left. An edit
 * that brings an error on any kernel, or takes none away, is taken back and not tried again; two that need each other are tried together.
 */
export async function runRounds(first: BuiltTexts, options: RoundsOptions): Promise<RoundsResult> {
  return new Rounds(first, options).run();
}

class Rounds {
  #built: BuiltTexts;
  readonly #options: RoundsOptions;
  readonly #steps: PortStep[] = [];
  readonly #takenBack = new Map<string, TakenBack>();
  readonly #offered = new Map<string, PortEdit>();
  #rounds = 0;

  constructor(first: BuiltTexts, options: RoundsOptions) {
    this.#built = first;
    this.#options = options;
  }

  async run(): Promise<RoundsResult> {
    while (this.#rounds < mostRounds && this.#built.problems.some(needsFix)) {
      const batch = this.#nextBatch();
      if (batch.length === 0) break;
      this.#rounds++;
      this.#options.began(this.#rounds, batch);
      await this.#settle(batch);
    }
    return {
      ...{ rounds: this.#rounds, built: this.#built, steps: this.#steps },
      takenBack: [...this.#takenBack.values()],
      offered: [...this.#offered.values()],
    };
  }

  /** For each cause the first of its edits that was not refused. */
  #nextBatch(): readonly PortEdit[] {
    const byCause = new Map<string, PortEdit>();
    this.#offered.clear();
    for (const edit of this.#candidates(this.#built)) {
      const { id } = edit.cause;
      if (!this.#mayMake(edit)) this.#offered.set(edit.key, edit);
      else if (!byCause.has(id)) byCause.set(id, edit);
    }
    return [...byCause.values()];
  }

  #candidates({ texts, problems }: BuiltTexts): readonly PortEdit[] {
    const edits = chooseEdits({ ...this.#options.situation, texts, problems });
    return edits.filter(({ key }) => !this.#takenBack.has(key));
  }

  #mayMake({ certainty }: PortEdit): boolean {
    return certainty === 'verified' || this.#options.takesLikely;
  }

  /** Keeps those of the edits that are improvements. */
  async #settle(batch: readonly PortEdit[]): Promise<void> {
    const trial = await this.#try(batch);
    if (!trial) return this.#refuse(batch, 'it changes nothing any more');
    const { verdict, applied } = trial;
    const useless = applied.filter((edit) => !this.#isOfUse(edit, verdict));
    if (verdict.brought.length === 0 && useless.length < applied.length) {
      if (useless.length === 0) return this.#accept(trial);
      this.#refuse(useless, 'the error is still there');
      return this.#settle(applied.filter((edit) => !useless.includes(edit)));
    }
    const [alone] = applied;
    if (applied.length === 1 && alone) {
      if (await this.#tryWithMore(alone, trial)) return undefined;
      return this.#refuse([alone], reasonOf(verdict));
    }
    const blamed =
      verdict.brought.length > 0 ? blamedEdits(verdict.brought, applied, this.#built.texts) : useless;
    const others = applied.filter((edit) => !blamed.includes(edit));
    if (others.length > 0) await this.#settle(others);
    for (const edit of blamed) await this.#settle([edit]);
    await this.#tryPairs(blamed);
    return undefined;
  }

  /** An error that an edit causes may be one that another edit mends. */
  async #tryWithMore(edit: PortEdit, trial: Trial): Promise<boolean> {
    const brought = new Set(trial.verdict.brought.map(({ problem }) => problem));
    const problems = trial.built.problems.filter(({ problem }) => brought.has(problem));
    const more = this.#candidates({ ...trial.built, problems }).filter(
      (one) => one.key !== edit.key && this.#mayMake(one),
    );
    if (more.length === 0) return false;
    const second = await this.#try([edit, ...more]);
    if (!second || second.verdict.brought.length > 0 || !this.#isOfUse(edit, second.verdict)) return false;
    this.#accept(second);
    return true;
  }

  async #tryPairs(edits: readonly PortEdit[]): Promise<void> {
    const failed = edits.filter(({ key }) => this.#takenBack.has(key));
    const pairs = failed.flatMap((one, at) => failed.slice(at + 1).map((other) => [one, other] as const));
    for (const pair of pairs.slice(0, mostPairs)) {
      if (pair.some(({ key }) => !this.#takenBack.has(key))) continue;
      const trial = await this.#try(pair);
      if (!trial || trial.applied.length < 2 || trial.verdict.brought.length > 0) continue;
      if (!pair.every((edit) => this.#isOfUse(edit, trial.verdict))) continue;
      for (const { key } of pair) this.#takenBack.delete(key);
      this.#accept(trial);
    }
  }

  async #try(edits: readonly PortEdit[]): Promise<Trial | undefined> {
    const { texts, applied } = applyPortEdits(this.#built.texts, edits);
    if (applied.length === 0) return undefined;
    const built = await this.#options.build(texts);
    const outcomes = ({ results, problems }: BuiltTexts) =>
      results.map(({ kernel, status }) => ({
        ...{ kernel, status },
        problems: problems
          .filter((one) => one.kernel === kernel && needsFix(one))
          .map(({ problem }) => problem),
      }));
    const verdict = judgeEdits(
      { texts: this.#built.texts, outcomes: outcomes(this.#built) },
      { texts, outcomes: outcomes(built) },
      followLines,
    );
    return { applied, built, verdict };
  }

  /** Whether an error of the edit's cause, or another one that it is for, is gone on one of its kernels. */
  #isOfUse(edit: PortEdit, { gone }: EditEffect): boolean {
    return gone.some(({ kernel, problem }) => {
      if (!edit.kernels.includes(kernel)) return false;
      if (edit.mends?.(problem)) return true;
      const explained = this.#built.problems.find((one) => one.kernel === kernel && one.problem === problem);
      return explained?.cause?.id === edit.cause.id;
    });
  }

  #accept({ applied, built }: Trial): void {
    let { texts } = this.#built;
    for (const edit of applied) {
      texts = applyPortEdits(texts, [edit]).texts;
      this.#steps.push({ edit, texts });
    }
    this.#built = built;
  }

  #refuse(edits: readonly PortEdit[], because: string): void {
    for (const edit of edits) this.#takenBack.set(edit.key, { edit, because });
  }
}

interface Trial {
  readonly applied: readonly PortEdit[];
  readonly built: BuiltTexts;
  readonly verdict: EditEffect;
}

function reasonOf({ brought }: EditEffect): string {
  const [first] = brought;
  if (!first) return 'the error is still there';
  return `it brings an error on ${first.kernel}: ${first.problem.message.split('\n')[0]}`;
}
