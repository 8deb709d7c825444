import path from 'node:path';
import type { CompileFlags } from '../../../server/src/lsp/messages.ts';

/** What the C/C++ extension needs to know about a file. */
export interface CpptoolsConfiguration {
  readonly includePath: readonly string[];
  readonly forcedInclude: readonly string[];
  readonly defines: readonly string[];
  readonly standard?: string;
  readonly compilerPath: string;
  readonly compilerArgs: readonly string[];
}

/** The standards that the C/C++ extension knows by name. */
const standards = /^(?:c|gnu)(?:89|99|11|17|23)$/;

/** Folders have to be absolute; the C/C++ extension looks up a compiler's name in the PATH. */
export function cpptoolsConfiguration(flags: CompileFlags): CpptoolsConfiguration {
  const { directory, compiler, includes, forced, defines, standard, others } = flags;
  const absolute = (one: string) => path.resolve(directory, one);
  return {
    includePath: includes.map(absolute),
    forcedInclude: forced.map(absolute),
    defines,
    ...(standard !== undefined && standards.test(standard) && { standard }),
    compilerPath: compiler,
    compilerArgs: others,
  };
}
