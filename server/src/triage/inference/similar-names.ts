/** How similar two names are, from 0 to 1, by their words and by their letters. */
export function similarity(a: string, b: string): number {
  const first = a.toLowerCase();
  const second = b.toLowerCase();
  if (first === second) return 0.98;
  const words = new Set(first.split('_').filter((word) => word !== ''));
  const others = new Set(second.split('_').filter((word) => word !== ''));
  const shared = [...words].filter((word) => others.has(word)).length;
  const byWords = shared / Math.max(1, words.size + others.size - shared);
  // One has all words of the other and more: complete_and_exit, kthread_complete_and_exit.
  const contained = shared > 1 && (shared === words.size || shared === others.size) ? 0.75 : 0;
  const byLetters = 1 - distance(first, second) / Math.max(first.length, second.length);
  return Math.max(byWords, byLetters, contained);
}

/**
 * Whether one name looks like a renaming of the other: the same words in another order, some other words before the same last one, more
 * words after at least three, or one or two letters changed. `is_pipe` and `is_folioq` are similar, but no renaming.
 */
export function isRenaming(a: string, b: string): boolean {
  const first = a.toLowerCase().split('_').filter(Boolean);
  const second = b.toLowerCase().split('_').filter(Boolean);
  const [x, y] = [first.join('_'), second.join('_')];
  if (x === y) return true;
  if ([...first].sort().join() === [...second].sort().join()) return true;
  const shared = first.filter((word) => second.includes(word)).length;
  if (shared >= 2 && shared * 2 >= Math.min(first.length, second.length) && first.at(-1) === second.at(-1))
    return true;
  if (first.length >= 3 && y.startsWith(`${x}_`)) return true;
  if (first.length === second.length && x.length >= 8 && distance(x, y) <= 2) {
    return !x.replace(/un/g, '').includes(y.replace(/un/g, '')) || x.includes('un') === y.includes('un');
  }
  return false;
}

/** Whether a renaming puts a word in another one's place, where others only add words or change their order: `page_has_x`, `mmb_has_x`. */
export function isReworded(a: string, b: string): boolean {
  const words = b.toLowerCase().split('_');
  const lost = a
    .toLowerCase()
    .split('_')
    .filter((word) => word !== '' && !words.includes(word));
  return lost.length > 0 && words.length === a.split('_').length;
}

/** The Levenshtein distance: how many letters have to be inserted, removed or replaced. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 12) return Math.max(a.length, b.length);
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] as number) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] as number) + 1, (current[column - 1] as number) + 1));
    }
    previous = current;
  }
  return previous[b.length] as number;
}
