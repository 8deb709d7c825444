import type { ChangeDates } from '../../server/src/triage/history/change-dates.ts';
import { type Fact, readHistory, serializeHistory } from '../../server/src/triage/history/history-format.ts';
import { KernelHistory } from '../../server/src/triage/history/kernel-history.ts';

/** A small history: for each key, the cells of the kernels, `shape` or `shape in header`, and `-` for nothing. */
export function smallHistory(
  versions: readonly string[],
  keys: Readonly<Record<string, readonly string[]>>,
  dates: ChangeDates = new Map(),
): KernelHistory {
  const changed = Object.entries(keys).map(([key, cells]) => ({ key, facts: cells.map(factOf) }));
  const isConstant = ({ facts }: (typeof changed)[number]) =>
    facts.every((fact) => fact?.shape === facts[0]?.shape);
  const bytes = serializeHistory({
    releases: versions.map((version) => ({ release: `${version}-test`, version })),
    changed: changed.filter((one) => !isConstant(one)),
    constant: changed.filter(isConstant).map(({ key }) => key),
  });
  return new KernelHistory(readHistory(bytes), dates);
}

function factOf(cell: string): Fact | undefined {
  if (cell === '-') return undefined;
  // Headers and exports are not in a header.
  if (cell === '' || /^[GP]/.test(cell)) return { shape: cell, header: '' };
  const [shape = '', header = 'linux/test.h'] = cell.split(' in ');
  return { shape, header };
}
