import { expect } from 'vitest';
import type { Problem, Tool } from '../../server/src/output/problem.ts';
import type { Cause } from '../../server/src/triage/cause.ts';
import type { EnvironmentContext } from '../../server/src/triage/environment/environment-cause.ts';
import { environmentCauses } from '../../server/src/triage/environment/environment-causes.ts';
import {
  explainEnvironment,
  fittingCauses,
} from '../../server/src/triage/environment/explain-environment.ts';
import { parseRelease } from '../../server/src/triage/without-headers/release.ts';

/** A problem that names no place. */
export function unplacedProblem(message: string, tool: Tool): Problem {
  return { file: '/m/Makefile', line: 1, severity: 'error', message, tool, related: [], place: 'build' };
}

/** Fails if several causes fit and nothing says which of them comes first. */
export function expectDeclaredOrder(context: EnvironmentContext): void {
  const fitting = [...fittingCauses(context, environmentCauses)].map(({ cause }) => cause);
  for (const [at, first] of fitting.entries())
    for (const { id } of fitting.slice(at + 1))
      expect(first.before ?? [], `${first.id}, ${id}: ${context.problem.message}`).toContain(id);
}

/** The cause in the machine of a message that is the only one of its build. */
export function explainMessage(message: string, tool: Tool, kernel = '6.8.0-45-generic'): Cause | undefined {
  const one = unplacedProblem(message, tool);
  expectDeclaredOrder({ problem: one, problems: [one], release: parseRelease(kernel) });
  return explainEnvironment(one, kernel, [one], environmentCauses);
}
