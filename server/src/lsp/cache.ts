import { type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { sizeText } from '../size-text.ts';
import type { BuildScheduler } from '../workspace/build-scheduler.ts';
import { type CacheContents, CacheKeeper } from '../workspace/cache/cache-keeper.ts';
import { summarizeCache, totalBytes } from '../workspace/cache/cache-summary.ts';
import type { Engine } from '../workspace/engine.ts';
import { answerRequest } from './answer-request.ts';
import { logErrors } from './log-errors.ts';
import { type CacheReport, type ClearCacheParams, type ClearCacheReport, requests } from './messages.ts';

/** The first look at the limits waits until the start is over, and whatever is built first. */
const firstTrimMs = 5 * 60_000;
const trimEveryMs = 3600_000;

/** Handles requests about the cache folder, and keeps it within its limits while the server runs. */
export function registerCache(options: {
  readonly connection: Connection;
  readonly engine: Engine;
  readonly builds: BuildScheduler;
}): void {
  const { connection, engine, builds } = options;
  const keeper = new CacheKeeper(engine, builds.groups);

  const contents = async (): Promise<CacheContents> => {
    const found = await keeper.contents();
    if ('folder' in found) return found;
    throw new ResponseError(LSPErrorCodes.RequestFailed, found.message);
  };

  connection.onRequest(requests.cache, async (): Promise<CacheReport> => {
    const { folder, entries } = await contents();
    return {
      folder,
      parts: summarizeCache(entries).map(({ kind, title, loss, count, bytes }) => {
        return { kind, title, loss, count, size: sizeText(bytes) };
      }),
    };
  });

  answerRequest(
    connection,
    requests.clearCache,
    { kinds: 'strings' },
    async ({ kinds }: ClearCacheParams): Promise<ClearCacheReport> => {
      const { entries } = await contents();
      const { removed, kept } = await keeper.remove(entries.filter(({ kind }) => kinds.includes(kind)));
      await builds.stagesRemoved(removed);
      return { removed: sizeText(totalBytes(removed)), kept: kept.map(({ message }) => message) };
    },
  );

  const trim = logErrors(connection.console, 'Keeping the cache within its limits', async () => {
    const done = await keeper.trim();
    if (!done || done.removed.length === 0) return;
    await builds.stagesRemoved(done.removed);
    connection.console.info(
      `Removed ${sizeText(totalBytes(done.removed))} from the cache folder; see dkms.cacheMaxSize and dkms.cacheMaxAge.`,
    );
  });
  const first = setTimeout(() => {
    trim();
    setInterval(trim, trimEveryMs).unref();
  }, firstTrimMs);
  first.unref();
}
