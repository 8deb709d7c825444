import { gatherSourceFacts } from '../gather-source-facts.ts';
import { readConfigure } from './configure-script.ts';
import { findGeneratedHeaders } from './generated-headers.ts';
import { readGitTags } from './git-tags.ts';
import type { NoProposal } from './no-proposal.ts';
import { type ProposedConf, proposeConf } from './propose-conf.ts';
import type { ProposalOptions } from './propose-make.ts';

/** Looks at a folder and proposes a dkms.conf for it, without running or writing anything. Never throws. */
export async function readProposal(
  folder: string,
  options?: ProposalOptions,
): Promise<ProposedConf | NoProposal> {
  const facts = await gatherSourceFacts(folder);
  const generatedHeaders = await findGeneratedHeaders(folder, facts);
  const [gitTags, configure] = await Promise.all([readGitTags(folder), readConfigure(folder)]);
  return proposeConf(facts, { gitTags, generatedHeaders, configure }, options);
}
