/** The indices of the first and the last kernel that a module builds for. */
export interface RangeEdges {
  readonly first: number;
  readonly last: number;
}

/**
 * The range of kernels, oldest first, that a module builds for. The better the prediction, the fewer builds: two at each edge if it is
 * right. If a build contradicts it, the edge is found by doubling steps and bisection. Assumes that the kernels for which it builds are
 * consecutive.
 */
export async function findBuiltEdges(
  predicted: readonly boolean[],
  builds: (at: number) => Promise<boolean>,
): Promise<RangeEdges | undefined> {
  const tried = new Map<number, Promise<boolean>>();
  const build = (at: number) => {
    const known = tried.get(at) ?? builds(at);
    tried.set(at, known);
    return known;
  };
  const middle = await findBuilt(predicted, build);
  if (middle === undefined) return undefined;
  const interval = predictedInterval(predicted, middle);
  const count = predicted.length;
  const last = await findLast(count, middle, interval.last, build);
  // The same, seen from the other end.
  const mirrored = (at: number) => count - 1 - at;
  const first = mirrored(
    await findLast(count, mirrored(middle), mirrored(interval.first), (at) => build(mirrored(at))),
  );
  return { first, last };
}

/** A kernel that the module builds for: the newest of those that are predicted, else any. */
async function findBuilt(
  predicted: readonly boolean[],
  build: (at: number) => Promise<boolean>,
): Promise<number | undefined> {
  const places = predicted.map((_, at) => at).reverse();
  for (const wanted of [true, false])
    for (const at of places) if (predicted[at] === wanted && (await build(at))) return at;
  return undefined;
}

function predictedInterval(predicted: readonly boolean[], middle: number): RangeEdges {
  let first = middle;
  let last = middle;
  while (predicted[first - 1]) first--;
  while (predicted[last + 1]) last++;
  return { first, last };
}

/** The last index that builds, searched from one that does; `guess` is the predicted one. */
async function findLast(
  count: number,
  from: number,
  guess: number,
  build: (at: number) => Promise<boolean>,
): Promise<number> {
  let good = from;
  let bad = count;
  let step = 1;
  if (guess > good) {
    if (await build(guess)) good = guess;
    else bad = guess;
  }
  // Beyond the guess, ever farther, until one fails.
  while (bad === count && good + 1 < count) {
    const next = Math.min(good + step, count - 1);
    if (await build(next)) good = next;
    else bad = next;
    step *= 2;
  }
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (await build(middle)) good = middle;
    else bad = middle;
  }
  return good;
}
