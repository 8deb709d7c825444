import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { variantOf } from '../../triage/api-variant.ts';
import type { Change } from '../../triage/change.ts';
import { type ChangeFix, findChangeFixes, type TextFile } from '../../triage/rewrite/change-fixes.ts';
import { findFeatureProbe } from '../../triage/rewrite/feature-probe.ts';
import type { TargetKernel } from '../../triage/uses/missing-api-uses.ts';
import type { ModuleSources } from './module-sources.ts';

/** A fix and its extent. */
export interface SourceFix {
  readonly fix: ChangeFix;
  /** The number of C files of the module that it changes, if it changes more than the current one. */
  readonly files?: number;
}

/** The fixes for a change: in one file, and in all files of the module if others need it, too. */
export async function findSourceFixes(
  change: Change,
  where: {
    readonly file: string;
    /** The folder of the module's dkms.conf. */
    readonly folder: string;
    readonly kernels: readonly TargetKernel[];
    readonly sources: ModuleSources;
    readonly openText: (file: string) => string | undefined;
  },
): Promise<readonly SourceFix[]> {
  const { file, folder, kernels, sources, openText } = where;
  const read = async (path: string): Promise<TextFile | undefined> => {
    const text = openText(path) ?? (await readFile(path, 'utf8').catch(() => undefined));
    return text === undefined ? undefined : { path, text };
  };
  const forms = kernels.map(({ release, headers }) => ({
    release,
    version: headers.version,
    form: variantOf(change, headers),
  }));
  const kbuild = (await read(join(dirname(file), 'Kbuild'))) ?? (await read(join(dirname(file), 'Makefile')));
  const probe = findFeatureProbe(
    change,
    kernels.map(({ headers }) => headers),
  );
  const options = { ...(kbuild && { kbuild }), ...(probe && { probe }) };
  const one = await read(file);
  const inFile = one ? findChangeFixes(change, [one], forms, options) : [];
  if (inFile.length === 0) return [];
  const paths = await sources.findFiles(folder);
  const all = (await Promise.all(paths.map(read))).filter((each) => each !== undefined);
  const inModule = findChangeFixes(change, all, forms);
  const changed = inModule[0]?.files.filter(({ replacements }) => replacements.length > 0).length ?? 0;
  return [
    ...inFile.map((fix) => ({ fix })),
    ...(changed > 1 ? inModule.map((fix) => ({ fix, files: changed })) : []),
  ];
}
