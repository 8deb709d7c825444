import type { BuildTarget } from '../problem-store.ts';

/** What a dkms.conf says of its place among others, for one kernel. */
export interface Wish {
  readonly target: BuildTarget;
  /** PACKAGE_NAME; absent where it is not known without running the file. */
  readonly name?: string;
  /** The packages that BUILD_DEPENDS names. */
  readonly depends: readonly string[];
}

/** A target, and those that are built before it. */
export interface OrderedBuild {
  readonly target: BuildTarget;
  /** Those of the same kernel that BUILD_DEPENDS names, in a circle left out. */
  readonly before: readonly { readonly name: string; readonly target: BuildTarget }[];
  /** Where a dependency leads back to the module, by the name of the dependency: all names on the way, such as `a`, `b`, `a`. */
  readonly circles: ReadonlyMap<string, readonly string[]>;
}

/**
 * Puts what others depend on before them, as dkms's autoinstall does, and leaves the order as it was otherwise. A dependency on a package
 * that is not among the targets of the same kernel has no influence.
 */
export function orderBuilds(wishes: readonly Wish[]): readonly OrderedBuild[] {
  const named = new Map<string, Wish[]>();
  for (const wish of wishes) {
    if (!wish.name) continue;
    const key = keyOf(wish, wish.name);
    named.set(key, [...(named.get(key) ?? []), wish]);
  }
  const neighbours = (wish: Wish): readonly (readonly [string, Wish])[] =>
    wish.depends.flatMap((name) => (named.get(keyOf(wish, name)) ?? []).map((one) => [name, one] as const));

  const ordered = new Map<Wish, OrderedBuild>();
  const place = (wish: Wish): void => {
    if (ordered.has(wish)) return;
    const before: { name: string; target: BuildTarget }[] = [];
    const circles = new Map<string, readonly string[]>();
    for (const [name, other] of neighbours(wish)) {
      const way = wayTo(wish, other, neighbours);
      if (way) circles.set(name, [wish.name ?? '', name, ...way]);
      else {
        place(other);
        before.push({ name, target: other.target });
      }
    }
    ordered.set(wish, { target: wish.target, before, circles });
  };
  for (const wish of wishes) place(wish);
  return [...ordered.values()];
}

/** The names on the shortest way from one to another along dependencies; `undefined` where none leads there. */
function wayTo(
  goal: Wish,
  from: Wish,
  neighbours: (wish: Wish) => readonly (readonly [string, Wish])[],
): readonly string[] | undefined {
  const seen = new Set([from]);
  let ways: { readonly at: Wish; readonly names: readonly string[] }[] = [{ at: from, names: [] }];
  while (ways.length > 0) {
    const next: typeof ways = [];
    for (const { at, names } of ways) {
      if (at === goal) return names;
      for (const [name, other] of neighbours(at)) {
        if (seen.has(other)) continue;
        seen.add(other);
        next.push({ at: other, names: [...names, name] });
      }
    }
    ways = next;
  }
  return undefined;
}

function keyOf({ target }: Wish, name: string): string {
  return `${target.kernel}\n${name}`;
}
