import { parentPort, workerData } from 'node:worker_threads';
import { findSourceOfFolder } from '../../module/module-source.ts';
import { inBackground } from '../background.ts';
import { ModuleSources } from '../explanation/module-sources.ts';
import { findCompiledFiles } from '../machine/source-forecast.ts';
import { BundledHistory } from './bundled-history.ts';
import { predictRange } from './predicted-range.ts';
import { type RangeSummary, summarizeRange } from './range-summary.ts';

/** What the thread is given. */
export interface RangeRequest {
  /** The folder of a module's source. */
  readonly folder: string;
  /** The folder of the bundled programs, with the history. */
  readonly dist: string;
}

/** What it answers, once: nothing if the folder has no C file. */
export type RangeAnswer = { readonly summary: RangeSummary | undefined } | { readonly failed: string };

const { folder, dist } = workerData as RangeRequest;
inBackground(
  summarize()
    .then(
      (summary): RangeAnswer => ({ summary }),
      (error: unknown): RangeAnswer => ({ failed: error instanceof Error ? error.message : String(error) }),
    )
    .then((answer) => parentPort?.postMessage(answer)),
);

async function summarize(): Promise<RangeSummary | undefined> {
  const history = await new BundledHistory(dist).get();
  const source = await findSourceOfFolder(folder);
  const sources = new ModuleSources(() => source);
  const files = await findCompiledFiles(folder, sources);
  if (!history || !files.some((file) => file.endsWith('.c'))) return undefined;
  return summarizeRange(await predictRange(folder, history, sources), history);
}
