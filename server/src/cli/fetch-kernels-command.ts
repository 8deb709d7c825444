import { sizeText } from '../size-text.ts';
import type { Engine } from '../workspace/engine.ts';
import { type FetchResult, fetchKernels, namesToFetch } from '../workspace/fetched-kernels/fetch-kernels.ts';
import { FetchedKernels, fetchStepText } from '../workspace/fetched-kernels/fetched-kernels.ts';
import {
  type KernelSource,
  type NamedSource,
  resolveSource,
} from '../workspace/fetched-kernels/kernel-source.ts';
import type { DataFormat } from './command.ts';
import { tableRows } from './table.ts';
import { refuse, styled, type Terminal } from './terminal.ts';

/** What `--get` of a command that builds means. */
export interface GetArguments {
  /** Where to get headers from that are not on this machine; absent if they are not to be downloaded. */
  readonly get?: NamedSource;
}

export interface FetchArguments extends NamedSource {
  readonly action: 'list' | 'get' | 'remove';
  /** What to get or remove; for a list, the beginnings of releases, or none for all of them. */
  readonly names: readonly string[];
  /** Whether to get the images of kernels, too. */
  readonly withImages: boolean;
}

/** Runs `dkms-tools kernels --available`, `get` and `remove`; returns the exit code: 2 if something could not be done, 130 if it was cancelled. */
export async function runFetchKernels(
  engine: Engine,
  given: FetchArguments & { readonly format: DataFormat },
  terminal: Terminal,
): Promise<number> {
  const source = await resolveSource(given);
  if ('wrong' in source) return refuse(terminal, source.wrong);
  const fetched = new FetchedKernels(() => engine.settings.cacheFolder);
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => abort.abort());
  const work = { list, get, remove }[given.action];
  const { names, format, withImages } = given;
  const code = await work({
    engine,
    fetched,
    names,
    format,
    source,
    withImages,
    terminal,
    signal: abort.signal,
  });
  if (!abort.signal.aborted) return code;
  terminal.err.write('dkms-tools: cancelled\n');
  return 130;
}

/**
 * Downloads the headers that a command is to use and that are not on this machine, and the newest ones for names of archives. Returns an
 * exit code if the command can't go on without them.
 */
export async function getBefore(
  engine: Engine,
  names: readonly string[],
  { get: from, withImages = false }: GetArguments & { readonly withImages?: boolean },
  terminal: Terminal,
): Promise<number | undefined> {
  if (!from) return undefined;
  const source = await resolveSource(from);
  if ('wrong' in source) return refuse(terminal, source.wrong);
  const fetched = new FetchedKernels(() => engine.settings.cacheFolder);
  const wanted = await namesToFetch(fetched, names, await engine.kernels(), withImages);
  if (wanted.length === 0) return undefined;
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => abort.abort());
  const { err } = terminal;
  // Standard output is the command's own.
  const beside = { ...terminal, out: err };
  const asked = {
    engine,
    fetched,
    names: wanted,
    format: 'text',
    source,
    withImages,
    terminal: beside,
  } as const;
  const code = await get({ ...asked, signal: abort.signal });
  if (abort.signal.aborted) {
    err.write('dkms-tools: cancelled\n');
    return 130;
  }
  engine.forgetKernels();
  return code === 0 ? undefined : code;
}

type Work = (asked: {
  readonly engine: Engine;
  readonly fetched: FetchedKernels;
  readonly names: readonly string[];
  readonly format: DataFormat;
  readonly source: KernelSource;
  readonly withImages: boolean;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}) => Promise<number>;

const list: Work = async ({ fetched, format, source: { suites, mirror }, terminal, signal }) => {
  if (terminal.err.isTerminal) terminal.err.write('dkms-tools: reading the package lists\n');
  const available = await fetched.available(suites, mirror, { signal });
  if ('kind' in available) return 'message' in available ? refuse(terminal, available.message) : 130;
  for (const fault of available.faults) terminal.err.write(`dkms-tools: ${fault}\n`);
  const here = await fetched.releases();
  if (format === 'json') {
    const kernels = available.kernels.map((kernel) => ({
      ...{ release: kernel.release, version: kernel.version, flavour: kernel.flavour, suite: kernel.origin },
      ...{ downloadBytes: kernel.downloadBytes, fetched: here.includes(kernel.release) },
    }));
    terminal.out.write(`${JSON.stringify({ version: 1, kernels })}\n`);
  } else if (available.kernels.length > 0) {
    const { out } = terminal;
    const [head = '', ...lines] = tableRows([
      ['kernel', ...available.kernels.map(({ release }) => release)],
      ['suite', ...available.kernels.map(({ origin }) => origin)],
      ['download', ...available.kernels.map(({ downloadBytes }) => sizeText(downloadBytes))],
      ['', ...available.kernels.map(({ release }) => (here.includes(release) ? 'fetched' : ''))],
    ]);
    out.write([styled(out, 'dim', head), ...lines, ''].join('\n'));
  }
  return available.kernels.length === 0 && available.faults.length > 0 ? 2 : 0;
};

const get: Work = async ({ engine, fetched, names, format, source, withImages, terminal, signal }) => {
  const { out, err } = terminal;
  let last = '';
  const results = await fetchKernels(fetched, names, source, {
    ...{ signal, withImages, installed: await engine.kernels() },
    onProgress: (progress) => {
      const line = `dkms-tools: ${progress.release}: ${fetchStepText(progress)}\n`;
      if (line !== last) err.write(line);
      last = line;
    },
    onResult: (result) => {
      if (result.status === 'failed') err.write(`dkms-tools: ${result.wanted}: ${result.reason}\n`);
      else if (format === 'text') out.write(readyText(result, terminal));
    },
  });
  if (!results) return 130;
  if (format === 'json') out.write(`${JSON.stringify({ version: 1, kernels: results })}\n`);
  return results.every(({ status }) => status === 'ready') ? 0 : 2;
};

const remove: Work = async ({ fetched, names, format, terminal, signal }) => {
  const removed: string[] = [];
  for (const release of names) {
    const failed = await fetched.remove(release, { signal });
    if (!failed) removed.push(release);
    else if ('message' in failed) terminal.err.write(`dkms-tools: ${failed.message}\n`);
  }
  if (format === 'json') terminal.out.write(`${JSON.stringify({ version: 1, removed })}\n`);
  else for (const release of removed) terminal.out.write(`${release} removed\n`);
  return removed.length === names.length ? 0 : 2;
};

function readyText(
  { name, release, wasThere, isInstalled, notes }: Extract<FetchResult, { status: 'ready' }>,
  { out }: Terminal,
): string {
  const state = isInstalled
    ? 'is installed on this machine'
    : wasThere
      ? 'was fetched before'
      : 'is ready to build against';
  return [
    `${name === undefined ? '' : `${name}: `}${styled(out, 'bold', release)} ${state}`,
    ...notes.map((note) => `  ${note}`),
    '',
  ].join('\n');
}
