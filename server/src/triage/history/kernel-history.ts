import { compareVersions, versionNumbers } from '../../versions.ts';
import { parseRelease } from '../without-headers/release.ts';
import type { ChangeDate, ChangeDates } from './change-dates.ts';
import type { Fact, HistoricRelease, HistoryTables } from './history-format.ts';

/**
 * What a kernel has under a key, judged by its neighbours in the history. Of what is `present`, shape and header are left out where it is the same in all kernels
 * of the history, and where the neighbours differ in them; `shapes` are then those of the neighbours. `unknown` is what only some of the neighbours have.
 */
export type Judgement =
  | {
      readonly state: 'present';
      readonly shape?: string;
      readonly shapes?: readonly string[];
      readonly header?: string;
    }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown' };

/** Kernels of the history that follow each other and have the same under a key. */
export interface HistoryPeriod {
  /** `undefined` where they have nothing. */
  readonly fact: Fact | undefined;
  readonly first: HistoricRelease;
  readonly last: HistoricRelease;
}

/** What changed in the interface of the kernel, and between which of the kernels whose headers were read. */
export class KernelHistory {
  readonly #tables: HistoryTables;
  readonly #dates: ChangeDates;
  /** The columns that count, oldest first. */
  readonly #columns: readonly number[];

  /** `counts` leaves out kernels, as if their headers had not been read. */
  constructor(
    tables: HistoryTables,
    dates: ChangeDates,
    counts: (release: HistoricRelease) => boolean = () => true,
  ) {
    this.#tables = tables;
    this.#dates = dates;
    this.#columns = tables.releases.flatMap((release, at) => (counts(release) ? [at] : []));
  }

  /** The kernels whose headers were read, oldest first. */
  get releases(): readonly HistoricRelease[] {
    return this.#columns.map((column) => this.#tables.releases[column] as HistoricRelease);
  }

  /**
   * What is known of a kernel by its name: a release, or a line (`6.12`), which means the newest kernel of it. `undefined` for a name without a
   * version, and for a kernel of an enterprise distribution, which has much of later ones.
   */
  kernel(name: string): HistoricKernel | undefined {
    const release = parseRelease(name.replace(/^v(?=\d)/, ''));
    if (!release || release.isBackporting || this.#columns.length === 0) return undefined;
    return new HistoricKernel(name, this, this.#neighbours(name, release.version));
  }

  /** Whether some kernel of the history has something under a key, which is not the same in all. */
  isKnown(key: string): boolean {
    const facts = this.#tables.find(key);
    return facts !== undefined && this.#columns.some((column) => facts[column] !== undefined);
  }

  /** What kernels had under a key, one period after another; `undefined` for what is the same in all of them, or in none. */
  periods(key: string): readonly HistoryPeriod[] | undefined {
    const facts = this.#tables.find(key);
    if (!facts) return undefined;
    const periods: HistoryPeriod[] = [];
    for (const column of this.#columns) {
      const release = this.#tables.releases[column] as HistoricRelease;
      const fact = facts[column];
      const before = periods.at(-1);
      if (before && sameFact(before.fact, fact)) periods[periods.length - 1] = { ...before, last: release };
      else periods.push({ fact, first: release, last: release });
    }
    return periods.length > 1 ? periods : undefined;
  }

  /** The keys of members of that name, whatever struct they belong to, that are not the same in all kernels. Takes some hundredths of a second. */
  keysOfMember(name: string): readonly string[] {
    const end = `.${name}`;
    return [...this.#tables.keys('m')].filter((key) => key.endsWith(end));
  }

  /** Whether all kernels of the history have the same under a key; true also for about one of a hundred keys that none has. */
  isConstant(key: string): boolean {
    return this.#tables.isConstant(key);
  }

  /** The mainline version that changed what is under a key, where a list of changes has it. */
  dateOf(key: string): ChangeDate | undefined {
    return this.#dates.get(key);
  }

  /** The facts of some columns; `undefined` for a key that is the same in all kernels, or in none. */
  factsAt(key: string, columns: readonly number[]): readonly (Fact | undefined)[] | undefined {
    const facts = this.#tables.find(key);
    return facts && columns.map((column) => facts[column]);
  }

  #neighbours(name: string, [major, minor]: readonly [number, number]): Neighbours {
    const columnsWhere = (fits: (release: HistoricRelease) => boolean) =>
      this.#columns.filter((column) => fits(this.#tables.releases[column] as HistoricRelease));
    const named = columnsWhere(({ release }) => release === name);
    if (named.length > 0) return { place: 'in', columns: named, version: this.#versionAt(named[0]) };
    const orderOf = (release: HistoricRelease) =>
      compareVersions(versionNumbers(release.version).slice(0, 2), [major, minor]);
    const inLine = columnsWhere((release) => orderOf(release) === 0);
    const patch = patchOf(name);
    if (inLine.length > 0) {
      if (patch === undefined) {
        // Its newest kernel is what a line stands for, and what a distribution's number without a patch level is nearest to.
        const newest = this.#versionAt(inLine.at(-1));
        return { place: 'in', columns: columnsWhere(({ version }) => version === newest), version: newest };
      }
      const version = `${major}.${minor}.${patch}`;
      const order = (column: number) =>
        compareVersions(versionNumbers(this.#versionAt(column)), versionNumbers(version));
      const exact = inLine.filter((column) => order(column) === 0);
      if (exact.length > 0) return { place: 'in', columns: exact, version };
      const below = inLine.filter((column) => order(column) < 0).slice(-1);
      const above = inLine.filter((column) => order(column) > 0).slice(0, 1);
      return { place: 'in', columns: [...below, ...above], version };
    }
    const version = `${major}.${minor}.${patch ?? 0}`;
    const lineOf = (column: number | undefined) =>
      versionNumbers(this.#versionAt(column)).slice(0, 2).join('.');
    const older = columnsWhere((release) => orderOf(release) < 0);
    const newer = columnsWhere((release) => orderOf(release) > 0);
    const olderLine = older.filter((column) => lineOf(column) === lineOf(older.at(-1)));
    const newerLine = newer.filter((column) => lineOf(column) === lineOf(newer[0]));
    // The newest kernel of a line has what the newest ones of its neighbours got in stable updates.
    const isLine = /^v?\d+\.\d+$/.test(name);
    // Before all of them, everything that the oldest line had at some time counts.
    const newestOf = (columns: readonly number[]) =>
      isLine && older.length > 0 ? columns.slice(-1) : columns;
    const [nearestOlder, nearestNewer] = [newestOf(olderLine), newestOf(newerLine)];
    const place = older.length === 0 ? 'before' : newer.length === 0 ? 'after' : 'between';
    const columns = [...nearestOlder, ...nearestNewer];
    if (place !== 'between') return { place, columns, version };
    const span = { after: this.#versionAt(older.at(-1)), until: this.#versionAt(nearestNewer.at(-1)) };
    const passed = newerLine.filter((column) => !nearestNewer.includes(column));
    return { place, columns, version, older: nearestOlder.length, span, passed };
  }

  #versionAt(column: number | undefined): string {
    return column === undefined ? '' : (this.#tables.releases[column]?.version ?? '');
  }
}

/**
 * Where a kernel stands among those of the history, and which of them it is judged by. `in` is a line that the history has; `before` and `after` are older
 * and newer than all of them.
 */
interface Neighbours {
  readonly place: 'in' | 'between' | 'before' | 'after';
  readonly columns: readonly number[];
  readonly version: string;
  /** Between two lines: how many of the columns are of the older one. */
  readonly older?: number;
  /** The newest kernel of the older line, and the newest one of the newer line. */
  readonly span?: { readonly after: string; readonly until: string };
  /** The kernels of the newer line that it is not judged by. */
  readonly passed?: readonly number[];
}

/** One kernel, as far as the history tells it. Nothing that is said of it is proven: distributions change their kernels. */
export class HistoricKernel {
  /** As the user or the log names it. */
  readonly name: string;
  /** `6.12.118`; the patch level is a guess where the name has none. */
  readonly version: string;
  readonly history: KernelHistory;
  readonly #neighbours: Neighbours;

  constructor(name: string, history: KernelHistory, neighbours: Neighbours) {
    this.name = name;
    this.version = neighbours.version;
    this.history = history;
    this.#neighbours = neighbours;
  }

  /** What this kernel has under a key. Between kernels that agree, it agrees with them; beyond the last one, it is like that. */
  judge(key: string): Judgement {
    const { place, columns } = this.#neighbours;
    const facts = this.history.factsAt(key, columns);
    // What the oldest headers do not tell, older kernels may have or not: but what came later, they do not have yet.
    if (place === 'before') {
      const date = this.history.dateOf(key);
      const isYetToCome =
        (date?.isFirst && this.#isBefore(date)) ||
        (facts?.every((fact) => fact === undefined) && this.history.isKnown(key));
      return { state: isYetToCome ? 'absent' : 'unknown' };
    }
    if (!facts) return { state: this.history.isConstant(key) ? 'present' : 'absent' };
    const judged = judgementOf(this.#onItsSide(key, facts));
    // What came after the older line and left the newer one in a stable update may be there.
    if (judged.state !== 'absent') return judged;
    const passed = this.history.factsAt(key, this.#neighbours.passed ?? []) ?? [];
    return passed.some((fact) => fact !== undefined) ? { state: 'unknown' } : judged;
  }

  /**
   * For a kernel between two lines: what the older and the newer one have, if each of them has the same in all of its kernels. A message of the
   * compiler then shows which of the two this kernel is like.
   */
  sides(key: string): { readonly older: Fact | undefined; readonly newer: Fact | undefined } | undefined {
    const { columns, older } = this.#neighbours;
    const facts = older === undefined ? undefined : this.history.factsAt(key, columns);
    if (!facts) return undefined;
    const sides = [facts.slice(0, older), facts.slice(older)] as const;
    if (!sides.every((side) => side.every((fact) => fact?.shape === side[0]?.shape))) return undefined;
    return { older: sides[0].at(-1), newer: sides[1][0] };
  }

  #isBefore({ version }: ChangeDate): boolean {
    return compareVersions(versionNumbers(this.version), versionNumbers(version)) < 0;
  }

  /** Whether a change came between the neighbours; else there is another one, which has no date. */
  #isInSpan({ version }: ChangeDate): boolean {
    const { span } = this.#neighbours;
    const order = (other: string) => compareVersions(versionNumbers(version), versionNumbers(other));
    return span !== undefined && order(span.after) > 0 && order(span.until) <= 0;
  }

  /** The facts of the older or of the newer neighbours alone, if these are at one and the version of the change between them is known. */
  #onItsSide(key: string, facts: readonly (Fact | undefined)[]): readonly (Fact | undefined)[] {
    const { older } = this.#neighbours;
    const date = older === undefined ? undefined : this.history.dateOf(key);
    if (older === undefined || date === undefined || !this.#isInSpan(date)) return facts;
    const sides = [facts.slice(0, older), facts.slice(older)] as const;
    if (!sides.every((side) => side.every((fact) => sameFact(fact, side[0])))) return facts;
    if (!this.#isBefore(date)) return sides[1];
    // What ends with that version began before it: where the older side lacks it, it came in between, and nothing tells when.
    return !date.isFirst && sides[0][0] === undefined ? facts : sides[0];
  }
}

function judgementOf(facts: readonly (Fact | undefined)[]): Judgement {
  if (facts.every((fact) => fact === undefined)) return { state: 'absent' };
  const present = facts.filter((fact) => fact !== undefined);
  if (present.length < facts.length) return { state: 'unknown' };
  const shapes = new Set(present.map(({ shape }) => shape));
  const headers = new Set(present.map(({ header }) => header));
  const [shape] = shapes;
  const [header] = headers;
  return {
    state: 'present',
    ...(shapes.size === 1 && shape !== undefined ? { shape } : { shapes: [...shapes] }),
    ...(headers.size === 1 && header !== undefined && { header }),
  };
}

/** The patch level in the name of a kernel. Debian's `6.1.0-47-amd64` and Ubuntu's `6.8.0-31-generic` have a 0 there that is none. */
function patchOf(name: string): number | undefined {
  const [, patch] = /^v?\d+\.\d+\.(\d+)/.exec(name) ?? [];
  return patch === undefined || (patch === '0' && /^v?\d+\.\d+\.0./.test(name)) ? undefined : Number(patch);
}

function sameFact(a: Fact | undefined, b: Fact | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.shape === b.shape && a.header === b.header);
}
