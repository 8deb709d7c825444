import type { Problem } from '../problem.ts';
import type { LogFacts } from './log-facts.ts';

/** One build in a log. */
export interface LoggedBuild extends LogFacts {
  readonly problems: readonly Problem[];
  /** `unknown` if there is no error and no line that reports the end of the build. */
  readonly outcome: 'failed' | 'succeeded' | 'unknown';
}

/**
 * Printed by dkms when a build has failed, with the kernel and, on the next lines, the folder of the module; and by pacman's hook for a
 * kernel without headers.
 */
const failures = [
  /^(?:Bad return status for module build on kernel: |Build of \S+ failed for: )(?<kernel>\S+)[\s\S]*?\/(?<module>[^/\s]+\/[^/\s]+)\/build\b/,
  /^==> ERROR: Missing (?<kernel>\S+) kernel (?:headers|modules tree) for module (?<module>\S+?)\.?$/,
  /^==> Unable to install module (?<module>\S+) for kernel (?<kernel>\S+): Missing kernel headers/,
];

/**
 * Separates the builds of several modules or kernels in the output of a terminal by the messages with which dkms ends each. The text is not
 * divided if another tool reports an error, since nothing shows to which build that belongs.
 */
export function separateModules(build: LoggedBuild): readonly LoggedBuild[] {
  const isOfDkms = ({ severity, tool, message }: Problem) =>
    severity !== 'error' || tool === 'dkms' || tool === 'kernel' || failureOf(message) !== undefined;
  if (!build.problems.every(isOfDkms)) return [build];
  const builds: { module?: string; kernel?: string; readonly problems: Problem[] }[] = [];
  for (const problem of build.problems) {
    const { kernel, module } = failureOf(problem.message) ?? {};
    const last = builds.at(-1);
    const isOther = last?.module !== undefined && (module !== last.module || kernel !== last.kernel);
    if (!last || isOther) builds.push({ problems: [problem], ...named(module, kernel) });
    else {
      last.problems.push(problem);
      Object.assign(last, named(module, kernel));
    }
  }
  // Summaries follow the last failure.
  const rest = builds.at(-1)?.module === undefined ? builds.pop() : undefined;
  builds.at(-1)?.problems.push(...(rest?.problems ?? []));
  return builds.length < 2 ? [build] : builds.map((one) => ({ ...build, ...one }));
}

function failureOf(message: string): { readonly kernel?: string; readonly module?: string } | undefined {
  for (const pattern of failures) {
    const found = pattern.exec(message)?.groups;
    if (found) return found;
  }
  return undefined;
}

function named(module: string | undefined, kernel: string | undefined): { module?: string; kernel?: string } {
  return module === undefined || kernel === undefined ? {} : { module, kernel };
}

/**
 * Removes what dkms prints on the terminal about a failed build if the text also contains the make.log that gives the reason. A part with
 * nothing else is not a separate build.
 */
export function withoutAnswered(builds: readonly LoggedBuild[]): readonly LoggedBuild[] {
  const isAnswered = (problem: Problem, at: number) =>
    problem.tool === 'dkms' &&
    /^(?:Bad return status|Build of \S+ failed) /.test(problem.message) &&
    builds
      .slice(at + 1)
      .some(
        ({ module, problems }) =>
          module !== undefined &&
          problem.message.includes(`/${module}/build/`) &&
          problems.some(({ severity, tool }) => severity === 'error' && tool !== 'dkms'),
      );
  return builds.flatMap((build, at) => {
    const problems = build.problems.filter((problem) => !isAnswered(problem, at));
    if (problems.length === build.problems.length) return [build];
    return problems.length === 0 ? [] : [{ ...build, problems }];
  });
}
