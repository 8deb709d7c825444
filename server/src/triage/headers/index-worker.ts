import { parentPort } from 'node:worker_threads';
import { type IndexRequest, provideIndex } from './build-index.ts';
import type { IndexTables } from './index-tables.ts';

/** An answer of the worker. Answers come in the order of the requests. */
export type IndexAnswer = { readonly tables: IndexTables } | { readonly failed: string };

parentPort?.on('message', (request: IndexRequest) => {
  let answer: IndexAnswer;
  try {
    answer = { tables: provideIndex(request) };
  } catch (error) {
    answer = { failed: error instanceof Error ? error.message : String(error) };
  }
  // The tables are transferred, not copied.
  const memory = 'tables' in answer ? Object.values(answer.tables).filter(ArrayBuffer.isView) : [];
  parentPort?.postMessage(
    answer,
    memory.map((table) => table.buffer as ArrayBuffer),
  );
});
