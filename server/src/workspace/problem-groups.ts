import type { BuildResult } from '../build/result.ts';

/** One problem over the kernels of a run. */
export interface ProblemGroup {
  /** Stable over runs as long as file, line and message are. */
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly kernels: readonly string[];
}

/** The errors of a run, each once with the kernels that have it, in the order in which they were first reported. */
export function groupErrors(results: readonly BuildResult[]): readonly ProblemGroup[] {
  const groups = new Map<string, ProblemGroup & { kernels: string[] }>();
  for (const { kernel, problems } of results) {
    for (const { file, line, message, severity } of problems) {
      if (severity !== 'error') continue;
      const id = `${file}:${line}:${message}`;
      const group = groups.get(id);
      if (!group) groups.set(id, { id, file, line, message, kernels: [kernel] });
      else if (!group.kernels.includes(kernel)) group.kernels.push(kernel);
    }
  }
  return [...groups.values()];
}
