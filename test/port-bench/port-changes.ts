import path from 'node:path';
import { describeLeft, type PortKernels } from '../support/port-run.ts';
import { portableReproductions, portReproductions } from '../support/ported-reproductions.ts';

/** Units of one module: enough that its builds keep all processors busy, few enough to see how far it is. */
const inModule = 40;

/** Ports the reproductions of known changes (`all`, or ids with commas between) to these kernels, and prints what is left of each. */
export async function portChanges(named: string, folder: string, kernels: PortKernels): Promise<void> {
  const wanted = named.split(',');
  const all = portableReproductions().filter(({ id }) => wanted.includes('all') || wanted.includes(id));
  const unfinished = new Set<string>();
  let edits = 0;
  for (let at = 0; at < all.length; at += inModule) {
    const some = all.slice(at, at + inModule);
    const ported = await portReproductions(path.join(folder, `changes-${at}`), some, kernels);
    edits += ported.document.edits.length;
    console.log(`changes ${at + 1} to ${at + some.length}: ${ported.document.rounds} rounds`);
    for (const problem of ported.document.left) {
      unfinished.add(path.basename(problem.file, '.c'));
      console.log(
        `  left ${describeLeft(problem, ported.source)} on ${problem.kernels.join(', ')}${problem.note === undefined ? '' : `: ${problem.note}`}`,
      );
    }
    if (!ported.isSourceAsBefore) console.log('  the source was written to');
    if (ported.misfit !== '') console.log(`  the patch does not fit: ${ported.misfit}`);
    const { again } = ported;
    if (again.edits.length > 0 || again.left.length !== ported.document.left.length)
      console.log(
        `  a second port makes ${again.edits.length} edits, and leaves ${again.left.length} errors`,
      );
  }
  console.log(
    `\nchanges with a rewrite: ${all.length}, with ${edits} edits; nothing is left of ${all.length - unfinished.size}` +
      (unfinished.size === 0 ? '' : `, something of ${[...unfinished].join(', ')}`),
  );
}
