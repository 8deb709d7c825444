/** How alike two names are, from 0 to 1: by the words that they are made of, and by their letters. */
export function similarity(a: string, b: string): number {
  const first = a.toLowerCase();
  const second = b.toLowerCase();
  if (first === second) return 0.98;
  const words = new Set(first.split('_').filter((word) => word !== ''));
  const others = new Set(second.split('_').filter((word) => word !== ''));
  const shared = [...words].filter((word) => others.has(word)).length;
  const byWords = shared / Math.max(1, words.size + others.size - shared);
  // All words of one, and more: complete_and_exit, kthread_complete_and_exit.
  const contained = shared > 1 && (shared === words.size || shared === others.size) ? 0.75 : 0;
  const byLetters = 1 - distance(first, second) / Math.max(first.length, second.length);
  return Math.max(byWords, byLetters, contained);
}

/** How many letters are to be put in, taken away or replaced. */
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
