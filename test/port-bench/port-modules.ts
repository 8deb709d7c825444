import path from 'node:path';
import { testModules } from '../support/kernels.ts';
import { describeLeft, type PortKernels, runPort } from '../support/port-run.ts';

/** Ports the fetched drivers (`all`, or names with commas between) to these kernels, and prints how each came out. */
export async function portModules(named: string, folder: string, kernels: PortKernels): Promise<void> {
  const wanted = named.split(',');
  const sources = testModules().filter(
    (source) => wanted.includes('all') || wanted.some((name) => path.basename(source).startsWith(name)),
  );
  let green = 0;
  for (const source of sources) {
    const ported = await runPort(source, kernels, path.join(folder, 'cache')).catch(String);
    if (typeof ported === 'string') {
      console.log(`${path.basename(source)}: ${ported}`);
      continue;
    }
    const { document } = ported;
    const isGreen = document.kernels.every(({ after }) => after === 'ok');
    if (isGreen) green += 1;
    const states = document.kernels.map(
      ({ kernel, before, after, errorsBefore, errorsAfter }) =>
        `${kernel} ${before} (${errorsBefore}) -> ${after} (${errorsAfter})`,
    );
    console.log(`${path.basename(source)}: ${document.edits.length} edits in ${document.rounds} rounds`);
    for (const state of states) console.log(`  ${state}`);
    for (const problem of document.left)
      console.log(`  left ${describeLeft(problem, source)} on ${problem.kernels.join(', ')}`);
  }
  console.log(`\ndrivers: ${sources.length}, ${green} build for all kernels`);
}
