import type { EnvironmentCause } from './environment-cause.ts';
import * as registry from './registry.ts';

/**
 * All causes; the first that matches a problem is its cause. Each comes before those named in its `before`; otherwise they are ordered by
 * id.
 */
export const environmentCauses: readonly EnvironmentCause[] = inOrder(
  Object.values<EnvironmentCause>(registry).sort((a, b) => (a.id < b.id ? -1 : 1)),
);

function inOrder(causes: readonly EnvironmentCause[]): readonly EnvironmentCause[] {
  const ordered: EnvironmentCause[] = [];
  const rest = [...causes];
  while (rest.length > 0) {
    const next = rest.findIndex(({ id }) => !rest.some(({ before }) => before?.includes(id)));
    if (next < 0)
      throw new Error(`These causes come before each other: ${rest.map(({ id }) => id).join(', ')}`);
    ordered.push(...rest.splice(next, 1));
  }
  return ordered;
}
