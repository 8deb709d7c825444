import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { changes } from '../../server/src/triage/changes/changes.ts';
import { changeDates } from '../../server/src/triage/history/change-dates.ts';
import { decodeHistory } from '../../server/src/triage/history/history-format.ts';
import { KernelHistory } from '../../server/src/triage/history/kernel-history.ts';
import {
  findMissingApiUses,
  type MissingApiUse,
  type OwnNames,
} from '../../server/src/triage/uses/missing-api-uses.ts';
import { absentKernels } from '../../server/src/triage/uses/target-kernel.ts';

const file = path.resolve(import.meta.dirname, '../../server/src/triage/history/kernel-history.br');

/** Predicts what the newest kernel of a release's line does not take of a C file, by the history that ships, as if no kernel of that line had been read for it. */
export type PredictFromOthers = (text: string, release: string, own: OwnNames) => readonly MissingApiUse[];

export async function predictFromOthers(): Promise<PredictFromOthers> {
  const tables = await decodeHistory(await readFile(file));
  const lineOf = (version: string) => version.split('.').slice(0, 2).join('.');
  const dates = changeDates(changes);
  return (text, release, own) => {
    const history = new KernelHistory(tables, dates, ({ version }) => lineOf(version) !== lineOf(release));
    return findMissingApiUses(text, absentKernels(history, [lineOf(release)]), changes, own, history);
  };
}

/** The quality of predictions. */
export class PredictionScore {
  readonly #right: string[] = [];
  readonly #wrong: string[] = [];
  readonly #missed: string[] = [];

  /** Counts one case, which is predicted to fail or not, and does or not. */
  add(name: string, isPredicted: boolean, fails: boolean): void {
    if (isPredicted) (fails ? this.#right : this.#wrong).push(name);
    else if (fails) this.#missed.push(name);
  }

  get precision(): number {
    return this.#right.length / (this.#right.length + this.#wrong.length);
  }

  get recall(): number {
    return this.#right.length / (this.#right.length + this.#missed.length);
  }

  /** As a test prints it. */
  get text(): string {
    const percent = (part: number) => `${(part * 100).toFixed(1)} %`;
    return [
      `${this.#right.length} failures predicted, precision ${percent(this.precision)}, recall ${percent(this.recall)}`,
      ...this.#wrong.map((name) => `  predicted, and builds: ${name}`),
      ...this.#missed.map((name) => `  not predicted: ${name}`),
    ].join('\n');
  }
}
