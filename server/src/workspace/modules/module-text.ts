import { dirname } from 'node:path';
import { type ConfFileFailure, type ConfText, readConfToFollow } from '../../module/conf-file.ts';
import { isBareModule } from '../../module/find-modules.ts';
import type { ProposalOptions } from '../../module/proposal/propose-make.ts';
import { readProposal } from '../../module/proposal/read-proposal.ts';

/** The text that dkms would read for a module. */
export interface ModuleText extends ConfText {
  /** If the text is not from a file: the 1-based line of the Kbuild or Makefile from which it was made, at which findings are reported. */
  readonly proposedAt?: number;
}

/** Reads the dkms.conf of a module; of one that has none, known by its Kbuild or Makefile, proposes it. Never throws. */
export async function readModuleText(
  path: string,
  options?: ProposalOptions,
): Promise<ModuleText | ConfFileFailure> {
  if (!isBareModule(path)) return readConfToFollow(path);
  const proposal = await readProposal(dirname(path), options);
  if (proposal.kind === 'none') return { kind: 'not-found', message: proposal.message };
  return { kind: 'text', text: proposal.text, hasInvalidBytes: false, proposedAt: proposal.line };
}
