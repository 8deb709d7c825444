import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArchiveFault } from '../archived-kernel.ts';
import { type Cancelled, isFailure, type ProgramContext, runProgram } from '../run-program.ts';

const source = `#include <linux/module.h>
static int __init probe_init(void) { pr_info("probe\\n"); return 0; }
static void __exit probe_exit(void) { }
module_init(probe_init);
module_exit(probe_exit);
MODULE_DESCRIPTION("Probe of headers");
MODULE_LICENSE("GPL");
`;

/** Builds a module of a few lines in `folder`, which proves that the headers work with this machine's compiler. The fault quotes make. */
export async function buildProbeModule(
  buildDir: string,
  folder: string,
  context: ProgramContext,
): Promise<ArchiveFault | Cancelled | undefined> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'Makefile'), 'obj-m := probe.o\n');
  await writeFile(join(folder, 'probe.c'), source);
  const end = await runProgram('make', ['-C', buildDir, `M=${folder}`, 'modules'], folder, context);
  if (isFailure(end)) return end;
  if (end.succeeded) return undefined;
  const lines = end.text.trim().split('\n');
  const telling = lines.find((line) => /\b(?:error|Error|not found|\*\*\*)/.test(line)) ?? lines.at(-1) ?? '';
  return {
    kind: 'unusable',
    message: `A module of a few lines can't be built with these headers on this machine: ${telling.trim()}`,
  };
}
