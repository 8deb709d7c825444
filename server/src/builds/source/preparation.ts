import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { escapeRegex } from '../../escape-regex.ts';
import type { Plan } from '../plan.ts';
import type { CopyRecord } from '../stage/copy-record.ts';
import type { SourceState } from '../stage/source-state.ts';
import { decidingFile } from './build-file-names.ts';
import { changedFiles } from './changed-files.ts';
import type { EntryState } from './source-entries.ts';

/** How patches and PRE_BUILD changed a copy before make ran in it. */
export interface Preparation {
  /** The files of the source that they changed, by path: their state afterwards, or `null` if they are gone. */
  readonly changed: Readonly<Record<string, EntryState['file'] | null>>;
}

/** Whether a plan changes its copy before it builds. */
export function isPreparing({ steps }: Pick<Plan, 'steps'>): boolean {
  return steps.some(({ kind }) => kind === 'patch' || kind === 'pre-build');
}

/** Compares a copy after its preparation, before make runs, with its state before (`copied`). */
export async function readPreparation(copy: string, copied: CopyRecord): Promise<Preparation> {
  return { changed: Object.fromEntries(await changedFiles(copy, copied)) };
}

/** Nobody writes a script larger than this; autoconf generates some. */
const mostBytes = 2_000_000;

/** How scripts depend on files that they do not name: by patterns and whole folders. What git and the clock say differs the next time. */
const readsMore =
  /\*\.?(?:\[|[chS]\b|\*|["'\s)]|$)|\b(?:find|tar|rsync|xargs|git|date|curl|wget|ls)\b|\bgrep\s+-\w*[rR]|\bcp\s+-\w*[rRa]|\bglob\b|\bos\.(?:walk|listdir)\b|\$RANDOM/m;

/** A script that autoconf generated reads what its templates name, and test programs of its own. */
const ofAutoconf = /^# (?:From configure|Generated (?:by GNU Autoconf|automatically using autoconf))/m;

/**
 * Why the preparation of a copy might come out differently now that these files of the source have changed, as a clause: it changes one
 * of them itself, or a script may read one. `undefined` if it would not. In doubt it might.
 */
export async function whyPreparedAnew(
  plan: Pick<Plan, 'steps'>,
  preparation: Preparation,
  source: string,
  entries: SourceState['entries'],
  changed: readonly string[],
): Promise<string | undefined> {
  if (changed.length === 0) return undefined;
  const patched = changed.find((path) => path in preparation.changed);
  if (patched !== undefined) return `${patched} has changed, which PATCH or PRE_BUILD changes as well`;
  const scripts = plan.steps.filter(({ kind }) => kind === 'pre-build').map(({ needs }) => needs?.file);
  if (scripts.length === 0) return undefined;
  for (const [path, { status }] of entries) {
    if (!status || status.size > mostBytes) continue;
    if (!scripts.includes(path) && !decidingFile.test(basename(path)) && (status.mode & 0o111) === 0)
      continue;
    // make notices when these files change.
    if (/^(?:GNUmakefile|[Mm]akefile.*|Kbuild.*|dkms\.conf)$|\.mk$/.test(basename(path))) continue;
    const text = await readFile(join(source, path), 'utf8').catch(() => '');
    if (!ofAutoconf.test(text) && readsMore.test(text))
      return `${changed[0]} has changed, which ${path} may read in PRE_BUILD`;
    // Without its extension, since a script may append that to the names of a list.
    const named = changed.find((one) =>
      new RegExp(`(?<!\\w)${escapeRegex(basename(one, extname(one)))}(?!\\w)`).test(text),
    );
    if (named !== undefined) return `${named} has changed, which ${path} names, and PRE_BUILD runs`;
  }
  return undefined;
}
