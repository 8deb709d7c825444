import { dirname, relative } from 'node:path';
import { isInside } from '../../is-inside.ts';
import { readProposal } from './read-proposal.ts';

/**
 * The folder that contains the folder of a module and something beside it, if a dkms.conf can be proposed there that builds the module. Not
 * searched further up than a project may have its drivers.
 */
export async function wholeSource(module: string, target: string): Promise<string | undefined> {
  const folder = [dirname(module), dirname(dirname(module))].find((above) => isInside(target, above));
  if (folder === undefined || isInside(module, target)) return undefined;
  const proposal = await readProposal(folder);
  if (proposal.kind === 'none') return undefined;
  const inside = `="${relative(folder, module)}"`;
  const isBuilt = proposal.text
    .split('\n')
    .some((line) => line.startsWith('BUILT_MODULE_LOCATION[') && line.endsWith(inside));
  return isBuilt ? folder : undefined;
}
