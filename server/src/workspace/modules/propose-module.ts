import { lstat, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { isBareModule } from '../../module/find-modules.ts';
import { findSourceOfFolder, type ModuleSource, partsOf } from '../../module/module-source.ts';
import type { ProposalOptions } from '../../module/proposal/propose-make.ts';
import { readProposal } from '../../module/proposal/read-proposal.ts';
import { wholeSource } from '../../module/proposal/whole-source.ts';
import { listFirst } from '../../plural.ts';
import { systemMessage } from '../../system-error.ts';
import { proposeRange } from './propose-range.ts';

/** A proposal for a folder. */
export interface ModuleProposal {
  /** Path of the dkms.conf that the text is for. */
  readonly conf: string;
  readonly text: string;
  /** A sentence for each choice that is uncertain. */
  readonly uncertain: readonly string[];
  readonly isWritten: boolean;
}

/**
 * Proposes a dkms.conf for the source in a folder, and creates the file if `write` is set; an existing file is never overwritten. `wrong`
 * says in one sentence why there is no proposal, or no file.
 */
export async function proposeModule(
  folder: string,
  { write }: { readonly write: boolean },
): Promise<ModuleProposal | { readonly wrong: string }> {
  const found = await stat(folder).catch((): undefined => undefined);
  if (!found?.isDirectory())
    return { wrong: found ? 'this is a file: name the folder of the module' : 'there is no such folder' };
  const conf = join(folder, 'dkms.conf');
  const exists = await lstat(conf).then(
    () => true,
    () => false,
  );
  if (write && exists) return { wrong: 'a dkms.conf already exists, and was not changed' };
  const proposal = await readProposal(folder);
  if (proposal.kind === 'none') return { wrong: proposal.message };
  const range = await proposeRange(folder, { isOneModule: proposal.modules.length === 1 });
  const text = withLines(withConfigs(proposal.text, range.configs), range.lines);
  const uncertain = [...proposal.uncertain, ...range.notes, ...(await notesOnNeighbours(folder))];
  if (write) {
    const failure = await writeFile(conf, text, { flag: 'wx' }).then(
      () => undefined,
      async (error: NodeJS.ErrnoException) => {
        // On a full disk, the file has been created and its text is missing.
        if (error.code !== 'EEXIST') await rm(conf, { force: true }).catch(() => {});
        return systemMessage(error);
      },
    );
    if (failure !== undefined) return { wrong: `dkms.conf can't be created: ${failure}` };
  }
  return { conf, text, uncertain, isWritten: write };
}

/** A sentence about what the module in a folder needs that dkms would not copy with it, and which folder to give instead. */
async function notesOnNeighbours(folder: string): Promise<readonly string[]> {
  const source = await findSourceOfFolder(folder);
  if (source.inside === '') return [];
  const outside = partsOf(source).filter((part) => part !== folder);
  const whole = await wholeSource(folder, outside[0] ?? source.folder);
  const advice =
    whole === undefined
      ? 'Put what the build needs into this folder.'
      : `Create a dkms.conf for all of ${whole} instead (dkms-tools init --write ${whole}), or put what the build needs into this folder.`;
  return [
    `The module needs ${listFirst(outside.map((part) => relative(folder, part)))}, and dkms copies only the folder of the dkms.conf. ${advice}`,
  ];
}

/** A dkms.conf whose BUILD_EXCLUSIVE_CONFIG has further symbols. */
function withConfigs(text: string, symbols: readonly string[]): string {
  if (symbols.length === 0) return text;
  const directive = /^(BUILD_EXCLUSIVE_CONFIG=".*)"$/m;
  return directive.test(text)
    ? text.replace(directive, (_, before: string) => `${[before, ...symbols].join(' ')}"`)
    : withLines(text, [`BUILD_EXCLUSIVE_CONFIG="${symbols.join(' ')}"`]);
}

/** A dkms.conf with further lines before the one of AUTOINSTALL. */
function withLines(text: string, lines: readonly string[]): string {
  return text.replace(/^AUTOINSTALL=/m, (line) => [...lines, line].join('\n'));
}

/**
 * For a module without a dkms.conf, one line that says what is built, and how; `undefined` for any other path, and if nothing can be
 * proposed.
 */
export async function describeProposal(
  path: string,
  options: Pick<ProposalOptions, 'ownMakefile'>,
  { inside }: Pick<ModuleSource, 'inside'>,
): Promise<string | undefined> {
  if (!isBareModule(path)) return undefined;
  const folder = dirname(path);
  const proposal = await readProposal(folder, { ...options, inside });
  if (proposal.kind === 'none') return undefined;
  const { modules, command } = proposal;
  const how = options.ownMakefile
    ? `by ${modules.length > 1 ? 'their' : 'its'} own Makefile`
    : 'as "dkms-tools init" proposes';
  const are = modules.length > 1 ? 'are' : 'is';
  return `${folder} has no dkms.conf, so ${modules.join(', ')} ${are} built ${how}, with ${command}`;
}
