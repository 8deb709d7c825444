import { dirname } from 'node:path';
import { type ConfFileFailure, type ConfText, readConfToFollow } from '../../module/conf-file.ts';
import { isBareModule } from '../../module/find-modules.ts';
import { type ModuleSource, ownFolder } from '../../module/module-source.ts';
import type { ProposalOptions } from '../../module/proposal/propose-make.ts';
import { readProposal } from '../../module/proposal/read-proposal.ts';

/** The text that dkms would read for a module. */
export interface ModuleText extends ConfText {
  /** If the text is not from a file: the 1-based line of the Kbuild or Makefile from which it was made, at which findings are reported. */
  readonly proposedAt?: number;
  readonly source: ModuleSource;
}

/** Reads the dkms.conf of a module; of one that has none, known by its Kbuild or Makefile, proposes it. Never throws. */
export async function readModuleText(
  path: string,
  options: Pick<ProposalOptions, 'ownMakefile'>,
  findSource: (path: string) => Promise<ModuleSource>,
): Promise<ModuleText | ConfFileFailure> {
  if (!isBareModule(path)) {
    const file = await readConfToFollow(path);
    return file.kind === 'text' ? { ...file, source: ownFolder(path) } : file;
  }
  const source = await findSource(path);
  const proposal = await readProposal(dirname(path), { ...options, inside: source.inside });
  if (proposal.kind === 'none') return { kind: 'not-found', message: proposal.message };
  return { kind: 'text', text: proposal.text, hasInvalidBytes: false, proposedAt: proposal.line, source };
}
