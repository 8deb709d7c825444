import { plural } from '../plural.ts';
import { sizeText } from '../size-text.ts';
import type { CacheEntry } from '../workspace/cache/cache-entries.ts';
import { CacheKeeper } from '../workspace/cache/cache-keeper.ts';
import { summarizeCache, totalBytes } from '../workspace/cache/cache-summary.ts';
import type { Engine } from '../workspace/engine.ts';
import { tableRows } from './table.ts';
import { refuse, styled, type Terminal, type Writer } from './terminal.ts';

export interface CacheArguments {
  /** Whether to empty it. */
  readonly clear: boolean;
}

/** Runs `dkms-tools cache`; returns the exit code: 2 where something could not be removed. */
export async function runCache(
  engine: Engine,
  given: CacheArguments & { readonly format: 'text' | 'json' },
  terminal: Terminal,
): Promise<number> {
  const keeper = new CacheKeeper(engine);
  const contents = await keeper.contents();
  if (!('folder' in contents)) return refuse(terminal, contents.message);
  const { folder, entries, note } = contents;
  if (note !== undefined) terminal.err.write(`dkms-tools: ${note}\n`);
  const { removed, kept } = given.clear ? await keeper.remove(entries) : { removed: [], kept: [] };
  for (const { message } of kept) terminal.err.write(`dkms-tools: ${message}\n`);
  if (given.format === 'json') {
    const document = {
      ...{ version: 1, folder, bytes: totalBytes(entries), entries: entries.map(entryDocument) },
      ...(given.clear && { removed: removed.map(({ path }) => path) }),
    };
    terminal.out.write(`${JSON.stringify(document)}\n`);
  } else if (given.clear) {
    terminal.out.write(`${sizeText(totalBytes(removed))} removed from ${folder}.\n`);
  } else {
    terminal.out.write(asText(folder, entries, terminal.out));
  }
  return kept.length > 0 ? 2 : 0;
}

function entryDocument({ kind, path, bytes, usedAt, kernel, conf }: CacheEntry): object {
  return {
    ...{ kind, path, bytes, usedAt: new Date(usedAt).toISOString() },
    ...(kernel !== undefined && { kernel }),
    ...(conf !== undefined && { conf }),
  };
}

function asText(folder: string, entries: readonly CacheEntry[], out: Writer): string {
  if (entries.length === 0) return `${folder} is empty.\n`;
  const summary = summarizeCache(entries);
  const byConf = Map.groupBy(entries.filter(isBuild), ({ conf }) => conf ?? 'of an unknown dkms.conf');
  const builds = [...byConf].toSorted(([, a], [, b]) => totalBytes(b) - totalBytes(a));
  const rows = tableRows([
    ['what', ...summary.map(({ title }) => title)],
    ['count', ...summary.map(({ count }) => String(count))],
    ['size', ...summary.map(({ bytes }) => sizeText(bytes))],
    ['last used', ...summary.map(({ usedAt }) => dayOf(usedAt))],
  ]);
  const modules = tableRows([
    builds.map(([, ofConf]) => sizeText(totalBytes(ofConf))),
    builds.map(([, ofConf]) => plural(ofConf.length, 'kernel')),
    builds.map(([conf]) => conf),
  ]);
  const [head = '', ...lines] = rows;
  return [
    styled(out, 'dim', head),
    ...lines,
    ...(modules.length > 0 ? ['', styled(out, 'dim', 'Staged builds'), ...modules] : []),
    '',
    `${sizeText(totalBytes(entries))} in ${folder}`,
    '',
  ].join('\n');
}

function isBuild({ kind }: CacheEntry): boolean {
  return kind === 'staged-build';
}

/** `2026-11-28`, in the time zone of the user. */
function dayOf(time: number): string {
  return new Date(time).toLocaleDateString('sv-SE');
}
