import type { BuildTarget } from '../build-target.ts';

/** One module for one kernel, with the packages that it depends on. */
export interface BuildNode {
  readonly target: BuildTarget;
  /** PACKAGE_NAME; absent if it is not known without running the file. */
  readonly name?: string;
  /** The packages that BUILD_DEPENDS names. */
  readonly depends: readonly string[];
}

/** A target, and those that are built before it. */
export interface OrderedBuild {
  readonly target: BuildTarget;
  /** Those of the same kernel that BUILD_DEPENDS names, without those of a cycle. */
  readonly before: readonly { readonly name: string; readonly target: BuildTarget }[];
  /** The dependencies that lead back to the module, by name, with all names on the way, such as `a`, `b`, `a`. */
  readonly cycles: ReadonlyMap<string, readonly string[]>;
}

/**
 * Puts dependencies before the targets that need them, as dkms's autoinstall does, and otherwise keeps the order. A dependency on a package
 * that is not among the targets of the same kernel is ignored.
 */
export function orderBuilds(nodes: readonly BuildNode[]): readonly OrderedBuild[] {
  const named = new Map<string, BuildNode[]>();
  for (const node of nodes) {
    if (!node.name) continue;
    const key = keyOf(node, node.name);
    named.set(key, [...(named.get(key) ?? []), node]);
  }
  const neighbours = (node: BuildNode): readonly (readonly [string, BuildNode])[] =>
    node.depends.flatMap((name) => (named.get(keyOf(node, name)) ?? []).map((one) => [name, one] as const));

  const ordered = new Map<BuildNode, OrderedBuild>();
  const insert = (node: BuildNode): void => {
    if (ordered.has(node)) return;
    const before: { name: string; target: BuildTarget }[] = [];
    const cycles = new Map<string, readonly string[]>();
    for (const [name, other] of neighbours(node)) {
      const path = shortestPath(node, other, neighbours);
      if (path) cycles.set(name, [node.name ?? '', name, ...path]);
      else {
        insert(other);
        before.push({ name, target: other.target });
      }
    }
    ordered.set(node, { target: node.target, before, cycles: cycles });
  };
  for (const node of nodes) insert(node);
  return [...ordered.values()];
}

/** The names on the shortest way from one to another along dependencies; `undefined` if none leads there. */
function shortestPath(
  goal: BuildNode,
  from: BuildNode,
  neighbours: (node: BuildNode) => readonly (readonly [string, BuildNode])[],
): readonly string[] | undefined {
  const seen = new Set([from]);
  let paths: { readonly at: BuildNode; readonly names: readonly string[] }[] = [{ at: from, names: [] }];
  while (paths.length > 0) {
    const next: typeof paths = [];
    for (const { at, names } of paths) {
      if (at === goal) return names;
      for (const [name, other] of neighbours(at)) {
        if (seen.has(other)) continue;
        seen.add(other);
        next.push({ at: other, names: [...names, name] });
      }
    }
    paths = next;
  }
  return undefined;
}

function keyOf({ target }: BuildNode, name: string): string {
  return `${target.kernel}\n${name}`;
}
