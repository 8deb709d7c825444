import type { Change } from '../change.ts';
import * as registry from './registry.ts';

/** Every change that is known by name, in the order of the names. */
export const changes: readonly Change[] = Object.values<Change>(registry).sort((a, b) =>
  a.id < b.id ? -1 : 1,
);
